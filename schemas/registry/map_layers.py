"""Map layers: tables with a geometry, in WGS 84, as a map shows them. Their columns are those of the tables that they are made from."""

from dataclasses import dataclass, replace

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
MAP_LAYERS: dict[str, MapLayer] = {layer.name: layer for layer in (PLACES_OF_INITIATIVES,)}
