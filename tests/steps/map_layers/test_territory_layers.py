"""Units as areas: what counts in them, and which of them are drawn."""

import geopandas as gpd
import shapely

from schemas.registry import table
from schemas.tables import shape
from steps.map_layers.territories import territories_on_the_map

PLACES = [  # id, level, parent, until when
    ("MAR", "country", None, None),
    ("MA-02", "admin1", "MAR", None),
    ("oujda", "admin2", "MA-02", None),
    ("town", "town", "oujda", None),
    ("no shape", "admin2", "MA-02", None),
    ("ended", "admin1", "MAR", "2015"),
]
NAMED = [("one", "MA-02"), ("two", "oujda"), ("two", "town"), ("three", "no shape"), ("four", "MAR")]


def _layers():
    places = [{"place_id": one, "country_code": "MAR", "place_name": one, "place_level_code": level, "parent_place_id": parent,
               "valid_until_text": until} for one, level, parent, until in PLACES]  # fmt: skip
    named = [{"initiative_id": one, "place_id": place, "status_code": "national" if place == "MAR" else "matched"} for one, place in NAMED]
    drawn = ["ended", "elsewhere", "oujda", "MA-02"]
    shapes = gpd.GeoDataFrame(
        {"place_id": drawn, "is_merged": [False, False, True, False]}, geometry=[shapely.box(0, 0, 1, 1)] * len(drawn), crs="EPSG:4326"
    )
    frames = shape(places, table("core_places")), shape(named, table("core_initiative_places"))
    return dict(territories_on_the_map(shapes, *frames))


def test_an_initiative_counts_in_every_unit_that_holds_a_place_of_it_and_only_units_of_today_with_a_shape_are_drawn():
    columns = ["place_id", "initiative_count", "is_mapped", "is_shape_shared"]
    rows = {name: list(layer[columns].itertuples(index=False, name=None)) for name, layer in _layers().items()}
    assert rows == {
        "map_territories_admin1": [("MA-02", 3, True, False)],
        "map_territories_admin2": [("oujda", 1, True, True)],
        "map_territories_admin3": [],
    }


def test_a_shape_is_of_the_layers_one_type():
    assert {kind for layer in _layers().values() for kind in layer.geom_type} == {"MultiPolygon"}
