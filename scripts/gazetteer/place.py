"""A place on its way into the files, and the order in which places stand there."""

import re
import unicodedata
from dataclasses import dataclass, field

from steps.text import fold

PLACE_COLUMNS = (
    "place_id", "country_code", "place_level", "unit_kind", "place_name", "parent_place_id", "iso_3166_2", "national_code", "pcode",
    "pcode_source", "geonames_id", "latitude", "longitude", "coordinate_precision", "population_count", "valid_from", "valid_until",
    "is_disputed_area", "source",
)  # fmt: skip
LEVEL_ORDER = ("country", "admin1", "admin2", "admin3", "town")


@dataclass
class Place:
    """One place; the fields are columns of places.csv but for the names and former codes.

    `names` are its other names, `former` names it no longer bears, `additions` names added by hand. `former_codes` are codes in other
    numberings than `national_code`, as (code system, code), written to place_codes.csv. `valid_from` and `valid_until` are ISO dates or
    years; the day of `valid_until` is the first on which the unit was no more. `is_disputed_area` is "yes" or empty.
    """

    place_id: str
    country_code: str
    place_level: str
    place_name: str
    parent_place_id: str = ""
    unit_kind: str = ""
    iso_3166_2: str = ""
    national_code: str = ""
    pcode: str = ""
    pcode_source: str = ""
    geonames_id: str = ""
    latitude: str = ""
    longitude: str = ""
    coordinate_precision: str = "none"
    population_count: str = ""
    valid_from: str = ""
    valid_until: str = ""
    is_disputed_area: str = ""
    source: str = ""
    names: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    additions: list[str] = field(default_factory=list)
    former_codes: list[tuple[str, str]] = field(default_factory=list)

    def order(self) -> tuple[str, int, str]:
        """Return what places are sorted by: country, level, id."""
        return self.country_code, LEVEL_ORDER.index(self.place_level), self.place_id


def slug(name: str) -> str:
    """Return a name as it stands in an id: small Latin letters and digits, parted by hyphens."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
