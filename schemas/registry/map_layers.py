"""Map layers: tables with a geometry, in WGS 84, as a map shows them. Their columns are those of the tables that they are made from."""

from dataclasses import dataclass, replace

from schemas.form import LANGUAGES
from schemas.registry.networks import CORRIDORS
from schemas.registry.reference import COUNTRIES, PLACES
from schemas.registry.reports import COMPLETENESS, TERRITORIES
from schemas.registry.subjects import INITIATIVE_PLACES, INITIATIVES
from schemas.tables import Column, Table

GEOMETRY = "geometry"
WGS_84 = "EPSG:4326"


@dataclass(frozen=True)
class MapLayer(Table):
    """A table with one geometry a row, in the column `geometry`, which is none of `columns`; `geometry_type` is in GDAL's words."""

    geometry_type: str = "Point"


def _same(table: Table, *names: str, **other_names: str) -> tuple[Column, ...]:
    """Return columns of a table as a layer has them: as they are, or (`own=there`) under a name of the layer's own."""
    wanted = {name: name for name in names} | {there: own for own, there in other_names.items()}
    return tuple(replace(column, name=wanted[column.name]) for column in table.columns if column.name in wanted)


PLACES_OF_INITIATIVES = MapLayer(
    "map_initiative_places",
    "one point per matched place of an initiative",
    "The places of initiatives that were found without doubt, as points, with how good each point is.",
    ("initiative_place_id",),
    (
        *_same(
            INITIATIVE_PLACES, "initiative_place_id", "initiative_id", "country_code", "place_name", "place_level_code",
            "coordinate_precision_code", "territory_role_code",
        ),
        *_same(
            INITIATIVES, "title_text", "primary_theme_code", "scaling_stage_code", initiative_status_code="status_code",
        ),
    ),
)  # fmt: skip
LEVELS = {"admin1": "first", "admin2": "second", "admin3": "third"}  # of territories, the largest first
LACKING = {
    "admin1": "All of today's units have a shape but Ecuador's zones without a province.",
    "admin2": "Shapes are those of Morocco, Nepal and the Philippines, and of units of your own; all others are in report_territories.",
    "admin3": "Shapes are those of Morocco and Nepal, and of units of your own.",
}
NO_OPINION = "Lines and names imply no opinion on the status of a territory."


def _territories(level: str) -> MapLayer:
    return MapLayer(
        f"map_territories_{level}",
        f"one shape per unit of the {LEVELS[level]} level",
        f"Units of the {LEVELS[level]} level as areas, with the initiatives in them. An initiative counts in every unit that holds one of "
        "its places found without doubt, be the place the unit itself or a place inside it; one that names no more than the country counts "
        f"in none, and one with places in several units counts in each: do not add up. {LACKING[level]} {NO_OPINION}",
        ("place_id",),
        (
            *_same(TERRITORIES, "country_code"),
            *_same(PLACES, "place_id", "place_level_code", "unit_kind_code", "place_name", "parent_place_id", "iso_3166_2_code",
                   "national_code", "pcode_text", "is_disputed_area"),
            Column("is_shape_shared", "flag", "Whether the shape is that of two units together, both of which have it.", is_required=True),
            *_same(TERRITORIES, "is_mapped", "initiative_count"),
        ),
        geometry_type="MultiPolygon",
    )  # fmt: skip


TERRITORIES_BY_LEVEL = tuple(_territories(level) for level in LEVELS)
COUNTRIES_ON_THE_MAP = MapLayer(
    "map_countries",
    "one shape per country of the programme",
    "The eight countries as areas, made of their first-level units, with all initiatives that they report: those too that name no place, "
    f"or none that was found. Western Sahara is part of no shape here. {NO_OPINION}",
    ("country_code",),
    (
        *_same(COUNTRIES, "country_code", *(f"name_{language}" for language in LANGUAGES)),
        *_same(COMPLETENESS, "has_reported", "initiative_count", "mapped_initiative_count"),
    ),
    geometry_type="MultiPolygon",
)
CORRIDORS_ON_THE_MAP = MapLayer(
    "map_corridors",
    "one line per local-to-local corridor and record that states it",
    "Corridors between localities of two countries as lines, the shortest way over the globe, in two parts where they cross the 180th "
    "meridian. Only corridors with both ends found without doubt are here; core_corridors has all, with the reason why an end is open.",
    ("corridor_id",),
    (
        *_same(
            CORRIDORS, "corridor_id", "country_code", "basis_code", "partnership_id", "initiative_id", "country_pair_code",
            "first_place_id", "first_place_name", "first_country_code", "first_territory_role_code", "first_coordinate_precision_code",
            "second_place_id", "second_place_name", "second_country_code", "second_territory_role_code", "second_coordinate_precision_code",
        ),
        *_same(INITIATIVES, "title_text"),
    ),
    geometry_type="MultiLineString",
)  # fmt: skip
LAND = MapLayer(
    "map_land",
    "one shape per piece of land",
    "The land of the world without borders, coarse, as the ground of a map: it tells land from sea and nothing else.",
    ("land_number",),
    (Column("land_number", "count", "The piece of land, the largest first.", is_required=True),),
    geometry_type="Polygon",
)
MAP_LAYERS: dict[str, MapLayer] = {
    layer.name: layer for layer in (PLACES_OF_INITIATIVES, COUNTRIES_ON_THE_MAP, *TERRITORIES_BY_LEVEL, CORRIDORS_ON_THE_MAP, LAND)
}
