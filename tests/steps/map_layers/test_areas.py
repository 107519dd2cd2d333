"""Areas as layers hold them: of one type, fine ones made lighter, and whole."""

import pytest
import shapely

from steps.map_layers.areas import MOST_POINTS, drawable


def test_the_shape_of_an_office_with_very_many_points_is_made_lighter_and_stays_where_it_is():
    fine = shapely.Point(0, 0).buffer(1, quad_segs=MOST_POINTS)
    drawn = drawable(fine)
    assert drawn.geom_type == "MultiPolygon"
    assert drawn.is_valid
    assert shapely.get_num_coordinates(drawn) < MOST_POINTS / 10
    assert drawn.area == pytest.approx(fine.area, rel=0.002)


@pytest.mark.parametrize("shape", [shapely.box(0, 0, 1, 1), shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)])])
def test_any_other_is_left_as_it_is(shape):
    assert drawable(shape).equals(shape)
    assert drawable(shape).geom_type == "MultiPolygon"
