"""Areas as layers hold them: of one type, and no finer than a map of a country shows."""

import shapely

MOST_POINTS = 5_000  # the shipped shapes have at most 1,600; those of an office may have a hundred thousand, each a boulder of a coast
TOLERANCE = 0.001  # degrees, about 100 metres


def drawable(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return a polygon or multipolygon as a valid multipolygon, one of very many points without those that no map shows."""
    is_fine = shapely.get_num_coordinates(shape) > MOST_POINTS
    drawn = shapely.make_valid(shapely.simplify(shape, TOLERANCE)) if is_fine else shape
    return shapely.MultiPolygon(
        [part for one in shapely.get_parts(drawn) for part in shapely.get_parts(one) if part.geom_type == "Polygon"]
    )
