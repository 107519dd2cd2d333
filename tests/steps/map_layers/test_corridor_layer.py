"""Corridors as lines: the shortest way over the globe, wherever it leads."""

import pytest
import shapely

from schemas.registry import table
from schemas.tables import shape
from steps.map_layers.corridors import corridors_on_the_map, shortest_line

MANILA, LOS_ANGELES, OUJDA, LYON = (120.98, 14.6), (-118.24, 34.05), (-1.91, 34.68), (4.84, 45.76)


def test_a_line_bends_towards_the_pole_as_the_shortest_way_does():
    madrid, new_york = (-3.7, 40.4), (-74.0, 40.7)
    line = shortest_line(*madrid, *new_york)
    assert len(line.geoms) == 1
    assert line.bounds[3] == pytest.approx(46.3, abs=0.1)


def test_a_line_across_the_180th_meridian_is_in_two_parts_and_none_runs_around_the_world():
    line = shortest_line(*MANILA, *LOS_ANGELES)
    west, east = sorted(line.geoms, key=lambda part: part.bounds[0])
    assert west.bounds[0] == -180 and west.bounds[2] == pytest.approx(LOS_ANGELES[0], abs=1e-4)
    assert east.bounds[2] == 180 and east.bounds[0] == pytest.approx(MANILA[0], abs=1e-4)


def test_only_corridors_with_both_ends_are_drawn_and_with_the_title_of_their_initiative():
    ends = {"first_longitude": OUJDA[0], "first_latitude": OUJDA[1], "second_longitude": LYON[0], "second_latitude": LYON[1]}
    rows = [
        {"corridor_id": "open", "initiative_id": "MAR-R1", "is_complete": False, "first_longitude": 1.0},
        {"corridor_id": "partnership", "is_complete": True, **ends},
        {"corridor_id": "told", "initiative_id": "MAR-R1", "is_complete": True, **ends},
    ]
    initiatives = shape([{"initiative_id": "MAR-R1", "title_text": "Oasis"}], table("core_initiatives"))
    layer = corridors_on_the_map(shape(rows, table("core_corridors")), initiatives)
    assert layer.set_index("corridor_id")["title_text"].fillna("-").to_dict() == {"partnership": "-", "told": "Oasis"}
    first, last = (shapely.get_point(layer.geometry[0].geoms[0], place) for place in (0, -1))
    assert [(first.x, first.y), (last.x, last.y)] == [OUJDA, LYON]


def test_a_world_without_corridors_has_an_empty_layer():
    empty = corridors_on_the_map(shape([], table("core_corridors")), shape([], table("core_initiatives")))
    assert empty.empty
    assert empty.crs == "EPSG:4326"
