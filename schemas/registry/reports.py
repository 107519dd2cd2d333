"""Tables that answer the programme's questions. A code that nobody stated is written `not_stated`: unknown is never left out."""

from schemas.registry.deliveries import COUNTRY
from schemas.tables import Column, Table

NOT_STATED = "not_stated"
SEVERAL = "several"


def _code(name: str, description: str) -> Column:
    return Column(name, "text", f"{description}; {NOT_STATED} when nobody said.", is_required=True)


def _count(name: str, description: str) -> Column:
    return Column(name, "count", description, is_required=True)


INITIATIVE_COUNT = _count("initiative_count", "Initiatives.")
PLACE = Column("place_id", "text", "The unit.", references="core_places.place_id", is_required=True)

TERRITORIES = Table(
    "report_territories",
    "one row per administrative unit of the eight countries",
    "Which units have initiatives, within them or in a place inside them, and which have none reported.",
    ("place_id",),
    (
        COUNTRY,
        PLACE,
        Column("place_name", "text", "Its name.", is_required=True),
        Column("place_level_code", "code", "Its level.", "place_levels", is_required=True),
        Column("parent_place_id", "text", "The unit it lies in.", references="core_places.place_id", is_required=True),
        Column("is_mapped", "flag", "Whether an initiative is reported there.", is_required=True),
        INITIATIVE_COUNT,
    ),
)
COMPLETENESS = Table(
    "report_completeness",
    "one row per country of the programme",
    "Whether each of the eight countries has reported, and how fully. A missing delivery is not a zero.",
    ("country_code",),
    (
        COUNTRY,
        Column("has_reported", "flag", "Whether a file that could be read was received.", is_required=True),
        Column("latest_round_name", "text", "Latest survey round received."),
        INITIATIVE_COUNT,
        _count("expected_answer_count", "Answers that the form expects on these initiatives."),
        _count("given_answer_count", "Of these, answers given and understood."),
        Column("given_answer_share", "share", "Of the expected answers, the share given, in percent."),
        _count("place_count", "Places named."),
        _count("matched_place_count", "Of these, places found without doubt."),
        _count("mapped_initiative_count", "Initiatives with at least one place found."),
    ),
)

REPORT_TABLES = (
    Table(
        "report_initiatives_by_status",
        "one row per country and status",
        "How many initiatives each country reports, by status.",
        ("country_code", "status_code"),
        (COUNTRY, _code("status_code", "Status of the initiative"), INITIATIVE_COUNT),
    ),
    Table(
        "report_initiatives_by_theme",
        "one row per country and theme",
        "How many initiatives work on each theme. An initiative with several themes counts in each: do not add up initiative_count over "
        "themes, but initiative_share_number, which has each initiative once.",
        ("country_code", "theme_code"),
        (
            COUNTRY,
            _code("theme_code", "Theme"),
            INITIATIVE_COUNT,
            Column(
                "initiative_share_number",
                "number",
                "Initiatives, each divided over its themes in equal parts: may be added up over themes and countries.",
                is_required=True,
            ),
        ),
    ),
    TERRITORIES,
    Table(
        "report_places_to_review",
        "one row per country, text and context left unresolved",
        "Places that people should decide on, the most frequent first. A row of place_choices.csv settles each.",
        ("review_id",),
        (
            Column("review_id", "text", "The question: country and a hash of text and context.", is_required=True),
            COUNTRY,
            Column("place_text", "text", "The text, as it is written most often.", is_required=True),
            Column("context_text", "text", "The other names of the row, the largest unit first."),
            Column("status_code", "code", "How far it was resolved.", "geocode_statuses", is_required=True),
            Column("reason_text", "text", "The finding that says why."),
            _count("mention_count", "Places named so."),
            INITIATIVE_COUNT,
            Column("candidate_place_ids", "codes", "Places that it may be."),
            Column("candidates_text", "text", "The same as people know them, parted by bars."),
        ),
    ),
    Table(
        "report_actors",
        "one row per country, type of actor and role",
        "Who takes part. An organisation with several roles counts in each: do not add up.",
        ("country_code", "actor_type_code", "role_code"),
        (
            COUNTRY,
            _code("actor_type_code", "Type of organisation"),
            _code("role_code", "Role in the initiative"),
            _count("actor_count", "Organisations."),
            INITIATIVE_COUNT,
        ),
    ),
    Table(
        "report_funding",
        "one row per country, funding source and currency",
        f"Budgets as reported, each initiative once, whoever reports it. With more than one source it stands under `{SEVERAL}`.",
        ("country_code", "funding_source_code", "currency_code"),
        (
            COUNTRY,
            _code("funding_source_code", f"Funding source, or {SEVERAL}"),
            _code("currency_code", "Currency of the budgets"),
            INITIATIVE_COUNT,
            _count("budget_count", "Initiatives that report a budget."),
            Column(
                "budget_amount",
                "amount",
                "Sum of the budgets, in the currency; empty when none was reported or the currency is not stated.",
            ),
            Column("budget_usd", "amount", "Sum of the budgets that could be converted, in US dollars at yearly average rates."),
            _count("converted_count", "Budgets in the sum in US dollars."),
            _count("inexact_count", "Budgets in the sum that were stated as at least, at most or about."),
        ),
    ),
    Table(
        "report_funders",
        "one row per country and organisation that funds",
        "Who funds. A donor of the master list stands once in each country; others stand under each name that is reported.",
        ("country_code", "actor_id"),
        (
            COUNTRY,
            Column("actor_id", "text", "The organisation.", references="core_actors.actor_id", is_required=True),
            Column("actor_name", "text", "Its name.", is_required=True),
            INITIATIVE_COUNT,
        ),
    ),
    Table(
        "report_scaling_stages",
        "one row per country and scaling stage",
        "Output 1: how far initiatives say that they have scaled up, and how many have reached the tipping point by the evidence.",
        ("country_code", "stage_code"),
        (
            COUNTRY,
            _code("stage_code", "Scaling stage as declared"),
            _count("initiative_count", "Initiatives that declare the stage."),
            _count("tipping_point_count", "Of these, initiatives that have reached the tipping point by the evidence."),
        ),
    ),
    Table(
        "report_submission_quality",
        "one row per country of the programme",
        "What came in and what became of it: received rows = form + accepted + held back + superseded.",
        ("country_code",),
        (
            COUNTRY,
            _count("file_count", "Files received."),
            _count("refused_file_count", "Of these, files that could not be read."),
            _count("received_count", "Filled rows received in files that were read."),
            _count("form_count", "Of these, titles, headers and notes of the form."),
            _count("accepted_count", "Of these, answers accepted."),
            _count("held_back_count", "Of these, answers held back."),
            _count("superseded_count", "Of these, rows that a corrected file has replaced."),
            _count("must_fix_count", "Findings that must be fixed."),
            _count("please_check_count", "Findings to check."),
            _count("note_count", "Notes."),
            _count("accepted_finding_count", "Findings to check that were accepted with a reason; counted nowhere else."),
        ),
    ),
    COMPLETENESS,
)
