"""Column maps: how the columns of a foreign table, such as a 3W, answer the form. Each is a file of `reference/form/maps/`.

A row of a map leads from a source to a target. A source is a header (several spellings parted by ` | `), a pattern of HXL tags such
as `#org +name -type`, or a constant such as `=IMPL`. A target is a question, written `locations.admin1_text`, or `actors/2.actor_name`
where a row names several of a kind; or one of the words `recognise` (a table without it is another table), `keep` (known, kept apart,
not reported), `country` (the country that a row is about), `identity initiatives` (takes part in the reference that is made for a row
without one of its own). Of several sources of one target the first filled one counts.

Rows hold for `all` countries, or for some (`MAR|TUN`), and in some rounds only; where a source has rows for a country, those for all
countries do not count there.
"""

import re
from dataclasses import dataclass
from functools import cache

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.form import form
from schemas.hxl import read_pattern
from schemas.reference_files import read_reference, reference_folder

FIELDS = ("source", "target", "country_codes", "from_round", "until_round", "why")
WORDS = ("recognise", "keep", "country")
IDENTITY = "identity "
EVERYWHERE = "all"
PART = re.compile(r"(?P<sheet>[a-z_]+)(?:/(?P<number>[1-9]))?")


@dataclass(frozen=True)
class MapRow:
    """One row of a map. `use` is answer, identity, recognise, keep or country; `number` tells parts of one sheet apart."""

    sources: tuple[str, ...]
    constant: str
    use: str
    sheet_code: str
    number: int | None
    question_code: str
    country_codes: tuple[str, ...]
    from_round: str
    until_round: str


@dataclass(frozen=True)
class ColumnMap:
    """A map: its name, whether it goes by HXL tags or by headers, and its rows in order."""

    name: str
    is_by_tags: bool
    rows: tuple[MapRow, ...]


@cache
def column_maps() -> tuple[ColumnMap, ...]:
    """Return all maps of `reference/form/maps/`. Raises BrokenReference."""
    return tuple(_map(path.stem) for path in sorted((reference_folder() / "form" / "maps").glob("*.csv")))


def _map(name: str) -> ColumnMap:
    file = f"form/maps/{name}.csv"
    rows = tuple(
        _row(row, f"reference/{file}: {row['source']}") for row in read_reference(file, FIELDS, ("source", "target", "country_codes"))
    )
    sources = [source for row in rows for source in row.sources]
    tagged = [source.startswith("#") for source in sources]
    if any(tagged) and not all(tagged):
        raise BrokenReference(f"reference/{file} mixes headers and HXL tags; a map goes by one of them.")
    if not any(row.use == "recognise" for row in rows):
        raise BrokenReference(f"reference/{file} does not say how its table is recognised.")
    return ColumnMap(name, any(tagged), rows)


def _row(row: dict[str, str], name: str) -> MapRow:
    target = row["target"]
    constant = row["source"].removeprefix("=") if row["source"].startswith("=") else ""
    sources = () if constant else tuple(source.strip() for source in row["source"].split("|") if source.strip())
    for source in sources:
        if source.startswith("#") and read_pattern(source) is None:
            raise BrokenReference(f"{name} is no HXL tag pattern.")
    codes = tuple(code for code in row["country_codes"].split("|") if code != EVERYWHERE)
    for code in codes:
        if code not in countries():
            raise BrokenReference(f"{name} holds for '{code}', which is no country of the programme.")
    about = (codes, row["from_round"], row["until_round"])
    if target in WORDS:
        return MapRow(sources, constant, target, "", None, "", *about)
    is_identity = target.startswith(IDENTITY)
    part, _, question = target.removeprefix(IDENTITY).partition(".")
    sheet_code, number = _part(part, name)
    if not is_identity and question not in {one.question_code for one in form()[sheet_code].questions}:
        raise BrokenReference(f"{name} answers '{question}', which is no question of the sheet {sheet_code}.")
    return MapRow(sources, constant, "identity" if is_identity else "answer", sheet_code, number, question, *about)


def _part(text: str, name: str) -> tuple[str, int | None]:
    match = PART.fullmatch(text)
    if not match or match["sheet"] not in form():
        raise BrokenReference(f"{name} belongs to '{text}', which is no sheet of the form.")
    return match["sheet"], int(match["number"]) if match["number"] else None
