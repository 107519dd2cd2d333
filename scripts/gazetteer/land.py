"""Writes land.fgb.gz of `reference/gazetteer/`: the land of the world without borders, on which maps are drawn.

Run by hand where QGIS is installed, which comes with Natural Earth's countries of the world (Debian's package qgis-common):

    python -m scripts.gazetteer.land /usr/share/qgis/resources/data/world_map.gpkg

Sources and licences: NOTICE. The same source gives the same file.
"""

import gzip
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import shapely

from schemas.reference_files import CHECKOUT

TARGET = CHECKOUT / "reference" / "gazetteer" / "land.fgb.gz"
TOLERANCE = 0.04  # degrees, about 4 km: units of the eight countries, which are finer, lie above it
WITHIN = (-180.0, -60.0, 180.0, 84.0)  # Antarctica, where no map of the programme looks, has no place on a Mercator map
SMALLEST = 0.001  # square degrees, about 10 km²
GRID = 2.0**-9  # degrees; a power of two leaves zeros in the numbers, which packs well


def main(arguments: Sequence[str]) -> None:
    """Write the land; the only argument is the path of a file with the layer `countries` of Natural Earth."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        raise SystemExit("usage: python -m scripts.gazetteer.land world_map.gpkg (see the docstring)")
    countries = gpd.read_file(arguments[0], layer="countries").geometry
    whole = shapely.unary_union(shapely.make_valid(countries.to_numpy()))
    simple = shapely.clip_by_rect(shapely.simplify(whole, TOLERANCE), *WITHIN)
    drawn = shapely.get_parts(shapely.set_precision(simple, GRID))
    pieces = sorted((piece for piece in drawn if piece.area >= SMALLEST), key=lambda piece: -piece.area)
    frame = gpd.GeoDataFrame({"land_number": range(1, len(pieces) + 1)}, geometry=pieces, crs="EPSG:4326")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "land.fgb"
        frame.to_file(plain, driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO")
        TARGET.write_bytes(gzip.compress(plain.read_bytes(), 9, mtime=0))
    print(f"{len(frame)} pieces, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
