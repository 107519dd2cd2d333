"""Public tables for tests of files that are made from them: some rows, every other table and layer empty."""

from datetime import UTC, datetime
from typing import Any

import geopandas as gpd
import pandas as pd

from schemas.build_identity import BuildIdentity
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.tables import shape

MADE = BuildIdentity("20261129T020000Z-1a2b3c4d", datetime(2026, 11, 29, 2, tzinfo=UTC), "1.0", "1.0.0")
# What respondents and strangers may write, each in the place of a name.
HOSTILE = (
    '=HYPERLINK("http://example.org")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "a;=1+1", 'a,"b";"=1+1', "first\n=1+1\nlast", "＝1＋1",
    "<script>alert(1)</script>", "]]>&<!--", "\u202emoc.elpmaxe\u202c", "a\x00b\x1fc\x7f", "ا" * 5000, "a|b", " ", "NaN", "007", "2019-01",
)  # fmt: skip


def tables(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Return all tables and layers, with the rows given for some of them; columns that a row lacks are missing."""
    frames = {one.name: shape(rows.get(one.name, []), table(one.name)) for one in WAREHOUSE_TABLES}
    return frames | {name: gpd.GeoDataFrame(shape([], layer), geometry=[], crs=WGS_84) for name, layer in MAP_LAYERS.items()}


def initiative(initiative_id: str, **answers: Any) -> dict[str, Any]:
    return {
        "initiative_id": initiative_id,
        "country_code": initiative_id[:3],
        "title_text": f"Title of {initiative_id}",
        "response_id": "row",
    } | answers


def place(own_id: str, initiative_id: str, text: str, **answers: Any) -> dict[str, Any]:
    own = {"initiative_place_id": own_id, "initiative_id": initiative_id, "country_code": initiative_id[:3], "place_text": text}
    return own | {"status_code": "none", "geocode_method_code": "NONE", "response_id": "row"} | answers


def unit(place_id: str, level: str, name: str, parent: str | None = None, **answers: Any) -> dict[str, Any]:
    own = {"place_id": place_id, "country_code": place_id[:3], "place_level_code": level, "place_name": name, "parent_place_id": parent}
    return own | {"coordinate_precision_code": "centroid"} | answers


def actor(actor_id: str, name: str, **answers: Any) -> dict[str, Any]:
    return {"actor_id": actor_id, "actor_name": name, "reporting_country_codes": "MAR", "is_listed": False, "response_id": "row"} | answers


def part(initiative_id: str, actor_id: str, role: str) -> dict[str, Any]:
    own = {"initiative_actor_id": f"{initiative_id}/{actor_id}/{role}", "initiative_id": initiative_id, "actor_id": actor_id}
    return own | {"country_code": initiative_id[:3], "role_code": role, "response_id": "row"}


def hostile_tables() -> dict[str, pd.DataFrame]:
    """Return an initiative for each hostile text, which stands wherever text may, and one without anything."""
    ids = [f"MAR-{number:02}" for number in range(len(HOSTILE))]
    told = list(zip(ids, HOSTILE, strict=True))
    texts = ("title_text", "summary_text", "website_url", "results_text")
    return tables(
        core_initiatives=[initiative(own, **dict.fromkeys(texts, text)) for own, text in told] + [initiative("MAR-bare", title_text=None)],
        core_initiative_places=[place(f"{own}-1", own, text, context_text=text, place_name=text) for own, text in told],
        core_actors=[actor(f"A-{own}", text) for own, text in told],
        core_initiative_actors=[part(own, f"A-{own}", role) for own, _ in told for role in ("LEAD", "FUND")],
        core_practices=[
            {"practice_id": f"{own}-GP", "country_code": "MAR", "initiative_id": own, "title_text": text, "response_id": "row"}
            for own, text in told
        ],
        core_gazetteer_sources=[
            {"source_name": f"{own}.csv", "is_shipped": False, "is_used": True, "attribution_text": text, "licence_text": text}
            for own, text in told
        ],
    )
