"""Writes places.csv, place_names.csv and place_codes.csv of `reference/gazetteer/`, and world_places.csv and world_place_names.csv.

Run by hand when a new version of its sources is pinned or a file of `by_hand/` was edited, in an environment with the `gazetteer`
extra of pyproject.toml: `python -m scripts.gazetteer.extract`. The same versions give the same files. Sources and licences: NOTICE.

A module of this folder reads one source; `by_hand` what we know better, and it wins.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from schemas.reference_files import CHECKOUT
from scripts.gazetteer import by_hand, ecuador, geonames, morocco, namesakes, nepal, philippine_towns, philippines, world
from scripts.gazetteer.codes import CODE_COLUMNS, code_rows
from scripts.gazetteer.place import PLACE_COLUMNS, Place
from scripts.gazetteer.points import with_points
from steps.text import fold

FOLDER = CHECKOUT / "reference" / "gazetteer"
SCRIPTS = ("LATIN", "ARABIC", "DEVANAGARI", "TIFINAGH")
# Each takes the places known so far, by id, and adds units, names, codes and points of one country's own sources.
COUNTRY_SOURCES: tuple[Callable[[dict[str, Place]], None], ...] = (
    ecuador.add_ecuador, morocco.add_units, nepal.add_units, philippines.add_units,
)  # fmt: skip
# Each files the towns of one country under smaller units than GeoNames does, but for those filed by hand.
TOWN_SOURCES: tuple[Callable[[list[Place], dict[str, Place], Mapping[str, str]], None], ...] = (
    morocco.file_towns, nepal.file_towns, philippine_towns.file_towns, namesakes.file_towns,
)  # fmt: skip


def main() -> None:
    """Write places.csv, place_names.csv, place_codes.csv, world_places.csv and world_place_names.csv."""
    parents = by_hand.parents()
    units = {place.place_id: place for place in [*geonames.units(parents), *by_hand.units()]}
    for add in COUNTRY_SOURCES:
        add(units)
    by_hand.add_facts(units)
    towns = geonames.towns(units, parents)
    for file_towns in TOWN_SOURCES:
        file_towns(towns, units, parents)
    places = sorted([*geonames.world_countries(), *with_points(list(units.values()), towns), *towns], key=Place.order)
    places_abroad = world.world_places()
    by_id = {place.place_id: place for place in [*places, *places_abroad]}
    for place_id, parent in parents.items():
        if by_id[place_id].parent_place_id != parent or parent not in by_id:
            raise SystemExit(f"by_hand/parents.csv: {place_id} cannot be filed under {parent}.")
    by_hand.add_names(by_id)
    for prefix, written in (("", places), ("world_", places_abroad)):
        _write(f"{prefix}places.csv", PLACE_COLUMNS, ([getattr(place, column) for column in PLACE_COLUMNS] for place in written))
        _write(f"{prefix}place_names.csv", ("place_id", "name_text", "name_kind"), (row for place in written for row in _name_rows(place)))
    _write("place_codes.csv", CODE_COLUMNS, (row for place in places for row in code_rows(place)))


def _name_rows(place: Place) -> Iterable[tuple[str, str, str]]:
    yield place.place_id, place.place_name, "official"
    seen = {fold(place.place_name)}
    for kind, names in (("alternate", [*place.additions, *filter(_is_name, place.names)]), ("former", place.former)):
        for name in sorted({" ".join(name.split()) for name in names}):
            if fold(name) not in seen:
                seen.add(fold(name))
                yield place.place_id, name, kind


def _is_name(name: str) -> bool:
    """Whether a name is one that a respondent may write: not an airport code, a link or a machine's transliteration."""
    letters = [mark for mark in name if mark.isalpha()]
    if not letters or "://" in name or (len(name) == 3 and name.isascii() and name.isupper()) or (name[0].isascii() and name[0].islower()):
        return False
    return all(unicodedata.name(mark, "").startswith(SCRIPTS) for mark in letters)


def _write(name: str, columns: tuple[str, ...], rows: Iterable[Iterable[str]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
