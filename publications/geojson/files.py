"""Both files of GeoJSON."""

from collections.abc import Mapping

import pandas as pd

from publications.geojson import corridors, initiatives
from schemas.build_identity import BuildIdentity


def geojson_files(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> dict[str, bytes]:
    """Return initiatives.geojson and corridors.geojson. `tables` are public tables and map layers by name, without invented examples."""
    return {initiatives.FILE: initiatives.initiatives_geojson(tables, made), corridors.FILE: corridors.corridors_geojson(tables, made)}
