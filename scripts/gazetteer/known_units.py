"""Finds a unit of a source of polygons in places.csv: by its ISO code, or by its name within the unit above."""

import csv
import re
from collections import defaultdict

from schemas.reference_files import CHECKOUT
from steps.text import fold

FOLDER = CHECKOUT / "reference" / "gazetteer"


class KnownUnits:
    """The units of places.csv that are in force today."""

    def __init__(self) -> None:
        self.places = {row["place_id"]: row for row in _rows("places.csv") if not row["valid_until"]}
        self.by_iso = {row["iso_3166_2"]: row["place_id"] for row in self.places.values() if row["iso_3166_2"]}
        self._named: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in _rows("place_names.csv"):
            if row["place_id"] in self.places and row["name_kind"] != "former":
                place = self.places[row["place_id"]]
                self._named[place["country_code"], place["place_level"], letters(row["name_text"])].add(place["place_id"])

    def named(self, country_code: str, level: str, name: str, parent: str = "") -> str | None:
        """Return the only unit of a level that bears a name, in the unit `parent` where one is given."""
        found = self._named.get((country_code, level, letters(name)), set())
        inside = [one for one in found if not parent or self.places[one]["parent_place_id"] == parent]
        return inside[0] if len(inside) == 1 else None

    def parent(self, place_id: str) -> str:
        """Return the unit that a unit lies in."""
        return self.places[place_id]["parent_place_id"]


def letters(name: str) -> str:
    """Return the letters of a name as they are compared: spellings differ in hyphens, blanks and apostrophes."""
    return re.sub(r"[\W_]", "", fold(name))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
