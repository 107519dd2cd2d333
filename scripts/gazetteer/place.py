"""A place on its way into the files, and the order in which places stand there."""

from dataclasses import dataclass, field

PLACE_COLUMNS = (
    "place_id", "country_code", "place_level", "unit_kind", "place_name", "parent_place_id", "iso_3166_2", "national_code", "pcode",
    "pcode_source", "geonames_id", "latitude", "longitude", "coordinate_precision", "population_count", "valid_from", "valid_until",
    "source",
)  # fmt: skip
LEVEL_ORDER = ("country", "admin1", "admin2", "admin3", "town")


@dataclass
class Place:
    """One place; the fields are columns of places.csv but for the names.

    `names` are its other names, `former` names it no longer bears, `additions` names added by hand, `former_codes` national codes that
    it had before. `valid_from` and `valid_until` are ISO dates or years; the day of `valid_until` is the first on which the unit was
    no more.
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
    source: str = ""
    names: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    additions: list[str] = field(default_factory=list)
    former_codes: list[str] = field(default_factory=list)

    def order(self) -> tuple[str, int, str]:
        """Return what places are sorted by: country, level, id."""
        return self.country_code, LEVEL_ORDER.index(self.place_level), self.place_id
