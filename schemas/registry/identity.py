"""Tables on identity: which reports describe one initiative, why, what people decided, and the ids that stay."""

from dataclasses import replace

from schemas.registry.deliveries import COUNTRY, RECORDS, REFERENCES
from schemas.registry.subjects import INITIATIVE_PLACES
from schemas.tables import Column, Table

REPORTED_ID = Column(
    "reported_id", "text", "The initiative as its respondents tell it apart: country and their own reference.", is_required=True
)


def _pair_side(side: str, other: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_reported_id", "text", f"The report whose id comes {other} in the alphabet.", is_required=True),
        Column(
            f"{side}_initiative_id", "text", "The initiative that it is part of.", references="core_initiatives.initiative_id",
            is_required=True,
        ),
    )  # fmt: skip


_FOUND = (
    Column("level_code", "text", "The level that was found.", is_required=True),
    Column("level_text", "text", "What was found, as in reference/identity/initiative_weights.csv.", is_required=True),
    Column("weight", "number", "Its weight in bits; negative when it speaks against.", is_required=True),
    Column("first_text", "text", "What the first report says."),
    Column("second_text", "text", "What the second report says."),
)
REPORTED_RECORDS = replace(
    RECORDS,
    name="clean_reported_records",
    description="As clean_records, of initiatives, organisations, their roles and places, before any two reports are one.",
)
REPORTED_REFERENCES = replace(
    REFERENCES, name="clean_reported_references", description="As clean_references, before any two reports are one."
)
LOCATED_PLACES = Table(
    "clean_located_places",
    "one row per report of an initiative and place named",
    "The places as each report names them; those of one initiative are put together in core_initiative_places.",
    ("initiative_place_id",),
    tuple(
        replace(column, references="", description="The report: country and own reference.") if column.name == "initiative_id" else column
        for column in INITIATIVE_PLACES.columns
    ),
)
PLACE_MENTIONS = Table(
    "clean_place_mentions",
    "one row per place of an initiative and received row that names it",
    "The rows that each place was gathered from.",
    ("initiative_place_id", "response_id"),
    (
        Column("initiative_place_id", "text", "The place of the initiative.", is_required=True),
        Column("response_id", "text", "The row received.", is_required=True),
        Column("column_names", "codes", "Columns that this row supplied; missing when it supplied all of them."),
    ),
)
IDENTITIES = Table(
    "clean_initiative_identities",
    "one row per report of an initiative",
    "Which initiative each report describes.",
    ("reported_id",),
    (REPORTED_ID, Column("initiative_id", "text", "The initiative.", is_required=True)),
)
PAIRS = Table(
    "core_initiative_pairs",
    "one row per two reports that may describe one initiative",
    "Reports that were compared and look alike, or that somebody decided on. Weights are bits: +1 doubles the odds that the two are one.",
    ("pair_id",),
    (
        Column("pair_id", "text", "The two reports: their ids in alphabetical order, joined by ` + `.", is_required=True),
        COUNTRY,
        *_pair_side("first", "first"),
        *_pair_side("second", "second"),
        Column("match_weight", "number", "Sum of the weights of all comparisons and of the start; empty when they share nothing."),
        Column("match_probability", "number", "The same as a probability, 0 to 1."),
        Column("verdict_code", "code", "What the comparison says.", "pair_verdicts", is_required=True),
        Column("is_merged", "flag", "Whether the two are one initiative in this build.", is_required=True),
        Column(
            "conflict_text",
            "text",
            "What keeps two reports that look alike apart: phases or codes, their own or of others, or nothing says what both are.",
        ),
        Column("decision_id", "text", "The decision of a person that it follows, a row of decided_pairs.csv."),
        Column("reason_text", "text", "Why, in one sentence: what agrees and what does not, the heaviest first.", is_required=True),
    ),
)
PAIR_REASONS = Table(
    "core_pair_reasons",
    "one row per pair and comparison, and one for the start",
    "Why two reports are one, or not: each comparison, what it found, and its weight in bits; they add up to the match_weight of the pair.",
    ("pair_id", "comparison_code"),
    (
        Column("pair_id", "text", "The pair.", references="core_initiative_pairs.pair_id", is_required=True),
        Column(
            "comparison_code",
            "text",
            "What was compared; `start` is the weight before anything is, since few pairs are one.",
            is_required=True,
        ),
        *_FOUND,
    ),
)
LEDGER = Table(
    "core_identity_ledger",
    "one row per report of an initiative that any build has seen",
    "The ids handed out: they stay, whatever is moved, corrected, added or decided. The next build reads it from this one.",
    ("reported_id",),
    (
        REPORTED_ID,
        COUNTRY,
        Column("initiative_id", "text", "The initiative that it is, or was when it was last seen.", is_required=True),
        Column("entry_number", "count", "Order in which the reports were first seen, from 1.", is_required=True),
        Column("is_present", "flag", "Whether this build has the report.", is_required=True),
        Column("heir_id", "text", "While the report that bears an id is gone: the one that keeps the id for the others of its initiative."),
    ),
)
EARLIER_LEDGER = replace(LEDGER, name="clean_earlier_ledger", description="The ids handed out so far: the ledger of the build before.")
REDIRECTS = Table(
    "core_initiative_redirects",
    "one row per id that is no initiative of its own any more",
    "Where to look for an initiative under an earlier id, or under the reference of another respondent.",
    ("old_id",),
    (
        Column("old_id", "text", "The id.", is_required=True),
        COUNTRY,
        Column(
            "initiative_id",
            "text",
            "The initiative today; empty when no report of it is left.",
            references="core_initiatives.initiative_id",
        ),
        Column("reason_code", "code", "Why.", "redirect_reasons", is_required=True),
    ),
)
COMPARED_PAIRS = Table(
    "clean_compared_pairs",
    "one row per two reports that were compared and are not plainly two initiatives",
    "Reports that share something and how far they agree, before anybody's decision.",
    ("first_reported_id", "second_reported_id"),
    (
        Column("first_reported_id", "text", "The report whose id comes first in the alphabet.", is_required=True),
        Column("second_reported_id", "text", "The other.", is_required=True),
        Column("match_weight", "number", "Sum of the weights, in bits.", is_required=True),
        Column("match_probability", "number", "The same as a probability, 0 to 1.", is_required=True),
        Column(
            "verdict_code",
            "code",
            "What the sum says; doubtful at most where nothing agrees of what they are about.",
            "pair_verdicts",
            is_required=True,
        ),
        Column("level_codes", "codes", "What each comparison found, as `title.whole`; those that had nothing to compare are left out."),
    ),
)
DESCRIPTIONS = Table(
    "clean_initiative_descriptions",
    "one row per report of an initiative",
    "What reports are compared by: words of any language as concepts, organisations and units by their ids, time and money as numbers.",
    ("reported_id",),
    (
        REPORTED_ID,
        COUNTRY,
        Column("title_whole_text", "text", "The title word for word, folded, when it has more than four words."),
        Column("title_key", "text", "The words of the title in alphabetical order: three or more, two of them telling."),
        Column("field_key", "text", "The words of the title in alphabetical order: three or more, of whatever kind."),
        Column(
            "common_title_text",
            "text",
            "A title of at most two words, none of them telling: these in alphabetical order; of boilerplate alone, word for word.",
        ),
        Column(
            "title_names",
            "codes",
            "What the titles call it for short: acronyms, and parts between dashes and brackets. Few others have it.",
        ),
        Column("title_words", "codes", "Words of the title and local title; boilerplate, places and organisations left out."),
        Column("telling_words", "codes", "Of these, words that not every initiative of the field uses."),
        Column("content_words", "codes", "Words of title, summary and results that tell what it is about."),
        Column("project_codes", "codes", "Project and contract numbers in the title, acronym and summary."),
        Column("project_code_marks", "codes", "Marks of these, one in common where two neighbouring figures are exchanged: T2(18)."),
        Column("phase_count", "count", "Phase in the title: 1 when none is named."),
        Column("lead_actor_ids", "codes", "Organisations of the country that lead it."),
        Column("local_actor_ids", "codes", "Organisations that take part and work in few initiatives, as most of one country do."),
        Column("wide_actor_ids", "codes", "Organisations that take part or pay, and work in many."),
        Column("place_ids", "codes", "Units and towns found without doubt."),
        Column("admin2_ids", "codes", "Second-level units that these are or lie in."),
        Column("admin1_ids", "codes", "First-level units that these are or lie in."),
        Column("foreign_place_ids", "codes", "Places found in other countries, and those countries."),
        Column("latitude", "latitude", "Point of the smallest place, WGS 84."),
        Column("longitude", "longitude", "Point of the smallest place, WGS 84."),
        Column("start_day_number", "count", "Day it began, in days since 1900, when the day is known."),
        Column("start_month_number", "count", "Month it began, in months since 1900, when the month is known."),
        Column("start_year", "year", "Year it began."),
        Column("end_month_number", "count", "Month it ended or is to end, in months since 1900, when the month is known."),
        Column("end_year", "year", "Year it ended or is to end."),
        Column("budget_usd", "amount", "Total budget in US dollars, at the average rate of the year it began."),
        Column("web_page_text", "text", "Web page about it, without what does not tell pages apart."),
        Column("block_keys", "codes", "What it shares with few other reports; two reports are compared when they have one in common."),
        Column("left_out_keys", "codes", "What it shares with so many that it was not compared with all of them for that."),
    ),
)
IDENTITY_STEP_TABLES = (
    REPORTED_RECORDS,
    REPORTED_REFERENCES,
    LOCATED_PLACES,
    PLACE_MENTIONS,
    DESCRIPTIONS,
    COMPARED_PAIRS,
    EARLIER_LEDGER,
    IDENTITIES,
)
IDENTITY_TABLES = (PAIRS, PAIR_REASONS, LEDGER, REDIRECTS)
