"""Human decisions on places: what a text in a context means, or that it means no place, from `reference/decisions/place_choices.csv`.

A context is the other names of the row, the largest unit first, parted by ` > `. An empty one fits any; NAMED_ALONE fits only rows that
give no other name: what "San Rafael" means alone says nothing of "San Rafael" in a canton that a row names.
"""

from dataclasses import dataclass
from functools import cache

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

FILE = "decisions/place_choices.csv"
COLUMNS = (
    "decision_id", "country_code", "place_text", "context_text", "place_id", "reason_text", "decided_by", "decided_date",
)  # fmt: skip
NO_PLACE = "none"
NAMED_ALONE = "(alone)"
BETWEEN_UNITS = " > "
_FILLED = tuple(column for column in COLUMNS if column != "context_text")


@dataclass(frozen=True)
class PlaceChoice:
    """What a text means in a country and context; `place_id` is NO_PLACE when it means none."""

    decision_id: str
    country_code: str
    place_text: str
    context_text: str
    place_id: str
    reason_text: str
    decided_by: str
    decided_date: str


@cache
def place_choices() -> tuple[PlaceChoice, ...]:
    """Return the decisions on places, in the file's order. Raises BrokenReference."""
    return tuple(_choice(row) for row in read_reference(FILE, COLUMNS, ("decision_id",)))


def _choice(row: dict[str, str]) -> PlaceChoice:
    missing = [column for column in _FILLED if not row[column]]
    if missing:
        raise BrokenReference(f"reference/{FILE}, {row['decision_id']} lacks {', '.join(missing)}.")
    if row["country_code"] not in countries():
        raise BrokenReference(f"reference/{FILE}, {row['decision_id']}: {row['country_code']} is no country of the programme.")
    return PlaceChoice(**{column: row[column] for column in COLUMNS})
