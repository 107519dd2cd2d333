"""corridors.geojson: a line for each local-to-local corridor of which both ends are known, cut at the 180th meridian (RFC 7946, 3.1.9).

A corridor with an open end is a feature without geometry, with the reason why that end is open.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from shapely.geometry.base import BaseGeometry

from publications.geojson.feature_collection import Geometry, collection, feature, position
from publications.spelled_out import country_name, label
from publications.table_rows import Row
from schemas.build_identity import BuildIdentity
from schemas.registry.map_layers import GEOMETRY
from schemas.rows import answers_of

NAME, FILE = "corridors", "corridors.geojson"
DESCRIPTION = (
    "Corridors between localities of two countries that work together, as the shortest way over the globe, cut at the 180th meridian. Ends "
    "are points of places or of units that hold them; features without geometry have an end that is not known without doubt."
)
ENDS = ("first", "second")


def corridors_geojson(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> bytes:
    """Return corridors.geojson, sorted by corridor. `tables` are public tables and map layers by name, without invented examples."""
    layer = tables["map_corridors"]
    lines = dict(zip(layer["corridor_id"], layer[GEOMETRY], strict=True))
    titles = {row["initiative_id"]: row["title_text"] for row in answers_of(tables["core_initiatives"][["initiative_id", "title_text"]])}
    told = sorted(answers_of(tables["core_corridors"]), key=lambda row: row["corridor_id"])
    features = [feature(row["corridor_id"], _lines(lines.get(row["corridor_id"])), _about(row, titles)) for row in told]
    return collection(NAME, DESCRIPTION, features, made)


def _lines(shape: BaseGeometry | None) -> Geometry | None:
    if shape is None or shape.is_empty:
        return None
    parts = shape.geoms if hasattr(shape, "geoms") else [shape]
    return {"type": "MultiLineString", "coordinates": [[position(pair[:2]) for pair in part.coords] for part in parts]}


def _about(row: Row, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "corridor_id": row["corridor_id"], "country_code": row["country_code"], "country": country_name(row["country_code"], {}),
        "basis_code": row["basis_code"], "basis": label("corridor_bases", row["basis_code"]),
        "initiative_id": row["initiative_id"], "title": titles.get(row["initiative_id"]), "partnership_id": row["partnership_id"],
        "country_pair_code": row["country_pair_code"], "is_complete": row["is_complete"],
        **{name: value for end in ENDS for name, value in _end(row, end).items()},
    }  # fmt: skip


def _end(row: Row, end: str) -> dict[str, Any]:
    return {
        f"{end}_place_id": row[f"{end}_place_id"], f"{end}_place": row[f"{end}_place_name"],
        f"{end}_country_code": row[f"{end}_country_code"],
        f"{end}_precision_code": row[f"{end}_coordinate_precision_code"],
        f"{end}_precision": label("coordinate_precisions", row[f"{end}_coordinate_precision_code"]),
        f"{end}_gap": label("corridor_gaps", row[f"{end}_gap_code"]),
    }  # fmt: skip
