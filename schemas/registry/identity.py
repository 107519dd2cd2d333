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
        Column("match_weight", "number", "Sum of the weights of all comparisons and of the start.", is_required=True),
        Column("match_probability", "number", "The same as a probability, 0 to 1.", is_required=True),
        Column("verdict_code", "code", "What the comparison says.", "pair_verdicts", is_required=True),
        Column("is_merged", "flag", "Whether the two are one initiative in this build.", is_required=True),
        Column("conflict_text", "text", "What keeps two reports that look alike apart: their phases or codes differ, or those of others."),
        Column("decision_id", "text", "The decision of a person that it follows, a row of decided_pairs.csv."),
        Column("reason_text", "text", "Why, in one sentence: what agrees and what does not, the heaviest first.", is_required=True),
    ),
)
PAIR_REASONS = Table(
    "core_pair_reasons",
    "one row per pair and comparison",
    "Why two reports are one, or not: each comparison, what it found, and its weight in bits.",
    ("pair_id", "comparison_code"),
    (
        Column("pair_id", "text", "The pair.", references="core_initiative_pairs.pair_id", is_required=True),
        Column("comparison_code", "text", "What was compared.", is_required=True),
        Column("level_text", "text", "What was found, as in reference/identity/initiative_weights.csv.", is_required=True),
        Column("weight", "number", "Its weight in bits; negative when it speaks against.", is_required=True),
        Column("first_text", "text", "What the first report says."),
        Column("second_text", "text", "What the second report says."),
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
    ),
)
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
IDENTITY_STEP_TABLES = (REPORTED_RECORDS, REPORTED_REFERENCES, LOCATED_PLACES, PLACE_MENTIONS, IDENTITIES)
IDENTITY_TABLES = (PAIRS, PAIR_REASONS, LEDGER, REDIRECTS)
