"""Countries as areas: made of their units, without the slivers between them and without a disputed area."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from schemas.registry import table
from schemas.tables import shape
from steps.map_layers.countries import countries_as_areas


def test_a_country_is_its_settled_units_joined_with_all_initiatives_that_it_reports():
    boxes = {"MA-01": (0, 0, 1, 1), "MA-02": (1.001, 0, 2, 1), "MA-12": (0, -1, 1, 0), "oujda": (0, 0, 5, 5)}
    squares = [shapely.box(*box) for box in boxes.values()]
    shapes = gpd.GeoDataFrame({"place_id": list(boxes), "country_code": "MAR"}, geometry=squares, crs="EPSG:4326")
    places = pd.DataFrame(
        {
            "place_id": list(boxes),
            "place_level_code": ["admin1", "admin1", "admin1", "admin2"],
            "is_disputed_area": pd.array([None, False, True, None], dtype="boolean"),
        }
    )
    countries = shape([{"country_code": one, "name_en": one} for one in ("MAR", "NPL")], table("core_countries"))
    reports = shape(
        [{"country_code": one, "initiative_count": count} for one, count in (("MAR", 3), ("NPL", 0))], table("report_completeness")
    )
    layer = countries_as_areas(shapes, places, countries, reports)
    assert layer[["country_code", "name_en", "initiative_count"]].to_numpy().tolist() == [["MAR", "MAR", 3]]
    assert layer.geom_type.tolist() == ["MultiPolygon"]
    assert layer.geometry[0].bounds == pytest.approx((0, 0, 2, 1))
    assert layer.geometry[0].area == pytest.approx(2)
    assert shapely.get_num_geometries(layer.geometry[0]) == 1
