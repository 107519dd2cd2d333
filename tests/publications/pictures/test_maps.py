"""The pictures of world and country: what they show, what they never claim, how large they may grow."""

from xml.etree import ElementTree

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiLineString, MultiPolygon, Point, box

from publications.pictures.country import country_map
from publications.pictures.drawing import NAMESPACE
from publications.pictures.raster import png
from publications.pictures.shades import shade_of, shades
from publications.pictures.world import world_map
from schemas.registry.map_layers import MAP_LAYERS, WGS_84

HOSTILE = '<script>"&\x00‮مرحبا'
NORTH_OF_TUNIS, WEST_OF_QUITO = (10.2, 36.8), (-78.5, -0.2)


def layer(name, *rows):
    """Return a layer whose rows are given as (geometry, values); what is not given is empty."""
    columns = list(MAP_LAYERS[name].column_names)
    told = [dict.fromkeys(columns) | values for _, values in rows]
    frame = {column: [row[column] for row in told] for column in columns}
    return gpd.GeoDataFrame(frame, geometry=[geometry for geometry, _ in rows], crs=WGS_84)


def area(*bounds):
    return MultiPolygon([box(*bounds)])


def unit(country_code, geometry, count=0, **more):
    return geometry, {"country_code": country_code, "place_id": f"{country_code}-{count}", "initiative_count": count, **more}


def place(number, point, precision="seat"):
    return Point(point), {"country_code": "TUN", "initiative_id": f"TUN-{number}", "coordinate_precision_code": precision}


def country(code, geometry, count, has_reported=True):
    return geometry, {"country_code": code, "has_reported": has_reported, "initiative_count": count}


def layers(**given):
    """Return all layers: land under Tunisia and Ecuador, and what is given."""
    ground = (box(-20, -30, 60, 37), {"land_number": 1}), (box(-80, -50, -40, 10), {"land_number": 2})
    return {name: layer(name, *given.get(name, ground if name == "map_land" else ())) for name in MAP_LAYERS}


TWO_COUNTRIES = {
    "map_countries": [country("TUN", area(8, 31, 11, 37), 12), country("ECU", area(-80, -4, -76, 1), 0, has_reported=False)],
    "map_territories_admin1": [
        unit("TUN", area(8, 34, 11, 37), 9), unit("TUN", area(8, 31, 11, 34)), unit("ECU", area(-80, -4, -76, 1)),
        unit("MAR", area(-17, 21, -13, 24), 3, is_disputed_area=True),
    ],
}  # fmt: skip


def shapes(svg, name):
    """Return the elements of a class in a picture; ElementTree refuses one that is not well formed."""
    return [one for one in ElementTree.fromstring(svg).iter() if name in one.get("class", "").split()]


def test_a_country_that_did_not_report_has_neither_shade_nor_circle():
    svg = world_map(layers(**TWO_COUNTRIES), title="World")
    (silent,) = shapes(svg, "no-report")
    assert silent.get("fill") == "none"
    assert len(shapes(svg, "circles")[0]) == 1
    assert not shapes(svg, "shade-0")
    assert not shapes(country_map(layers(**TWO_COUNTRIES), "ECU", title="Ecuador"), "shade-0")


def test_a_unit_without_initiatives_is_told_from_one_with_some():
    svg = country_map(layers(**TWO_COUNTRIES), "TUN", title="Tunisia")
    assert [len(shapes(svg, f"shade-{number}")) for number in range(5)] == [1, 0, 0, 0, 1]


def test_a_disputed_area_is_hatched_whatever_is_counted_in_it():
    for svg in (world_map(layers(**TWO_COUNTRIES), title="W"), country_map(layers(**TWO_COUNTRIES), "MAR", title="Morocco")):
        (hatched,) = shapes(svg, "disputed")
        assert hatched.get("fill").startswith("url(#")
        assert not shapes(svg, "shade-1")


@pytest.mark.parametrize("given", [{}, TWO_COUNTRIES], ids=["nothing", "two countries"])
def test_pictures_are_whole_and_the_same_each_time(given):
    first, again = (world_map(layers(**given), title=HOSTILE, description=HOSTILE, names={"TUN": HOSTILE}) for _ in range(2))
    assert first == again
    root = ElementTree.fromstring(first)
    assert [one.text for one in root[:2]] == [HOSTILE.replace("\x00", "")] * 2
    assert not any(name.startswith("on") or name == "style" for one in root.iter() for name in one.attrib)
    assert {one.tag.split("}")[0] for one in root.iter()} == {"{" + NAMESPACE}


def test_a_country_without_shape_and_place_has_no_picture():
    assert country_map(layers(), "TUN", title="Tunisia") == ""
    assert "<svg" in country_map(layers(map_initiative_places=[place(1, NORTH_OF_TUNIS)]), "TUN", title="Tunisia")


def test_places_stand_by_how_good_their_points_are_and_those_abroad_stay_outside():
    found = [place(1, (10, 36), "exact"), place(2, (9, 35)), place(3, (9, 32), "centroid"), place(4, (9, 33), None), place(5, (2, 48))]
    svg = country_map(layers(**TWO_COUNTRIES, map_initiative_places=found), "TUN", title="Tunisia")
    assert {name: len(shapes(svg, f"place-{name}")[0]) for name in ("spot", "ring", "diamond")} == {"spot": 1, "ring": 1, "diamond": 2}


def test_initiatives_of_one_place_share_a_spot_that_is_larger():
    found = [place(1, (10, 36)), place(1, (10, 36)), place(2, (10, 36)), place(3, (9, 32))]
    svg = country_map(layers(**TWO_COUNTRIES, map_initiative_places=found), "TUN", title="Tunisia")
    large, small = (float(one.get("r")) for one in shapes(svg, "place-ring")[0])
    assert large > small


def test_a_corridor_over_the_180th_meridian_leaves_one_side_and_comes_back_on_the_other():
    line = MultiLineString([LineString([(121, 15), (180, 40)]), LineString([(-180, 40), (-122, 38)])])
    svg = world_map(layers(map_corridors=[(line, {"corridor_id": "c"})]), title="W")
    (path,) = shapes(svg, "corridors")[0]
    assert path.get("d").count("M") == 2
    assert len(shapes(svg, "corridor-ends")[0]) == 2


def test_pictures_of_very_many_records_stay_small():
    many = [place(n, (8 + n % 141 / 50, 31 + n // 141 / 25)) for n in range(20_000)]
    lines = [(MultiLineString([LineString([(8 + n % 70 / 25, 31 + n // 700), (n % 360 - 180, n % 120 - 50)])]), {}) for n in range(3_000)]
    full = layers(**TWO_COUNTRIES, map_initiative_places=many, map_corridors=lines)
    assert max(len(country_map(full, "TUN", title="T")), len(world_map(full, title="W"))) < 150_000


def test_a_png_has_the_size_asked_for_and_no_words_that_need_a_font():
    given = layers(**TWO_COUNTRIES)
    plain, named = (png(world_map(given, title="W", names=names), 400) for names in (None, {"TUN": "Tunisia"}))
    assert plain == named
    assert plain[:4] == b"\x89PNG"
    assert int.from_bytes(plain[16:20]) == 400


@pytest.mark.parametrize("largest", [1, 15, 16, 99, 1_000, 30_000])
def test_every_number_has_one_shade_and_a_larger_one_is_never_paler(largest):
    classes = shades([0, largest])
    found = [shade_of(count, classes) for count in range(largest + 1)]
    assert all(one.low <= count and (one.high is None or count <= one.high) for count, one in enumerate(found))
    assert [one.number for one in found] == sorted(one.number for one in found)
    assert found[-1].number >= 3 or largest < 4


def test_areas_keep_their_sizes():
    tropics, north = (
        world_map(layers(map_countries=[country("ECU", area(0, low, 20, high), 1)]), title="W") for low, high in ((0, 10), (60, 72.2))
    )
    sizes = [shapely.Polygon(points(shapes(svg, "shade-1")[0].get("d"))).area for svg in (tropics, north)]
    assert sizes[0] / sizes[1] == pytest.approx(2.06, abs=0.15)  # as on the globe; Mercator would draw the second three times as large


def points(path):
    """Return the corners of a path that goes in steps."""
    start, steps = path.removeprefix("M").removesuffix("z").split("l")
    x, y = map(float, start.split(","))
    found = [(x, y)]
    for step in steps.split():
        across, down = map(float, step.split(","))
        found.append((found[-1][0] + across, found[-1][1] + down))
    return found
