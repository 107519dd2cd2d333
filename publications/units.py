"""The places and units of the gazetteer that places of initiatives are or lie in: few of its many, for files that name them."""

from collections.abc import Mapping

import pandas as pd

from publications.table_rows import Row
from schemas.rows import answers_of

LEVELS = ("admin1", "admin2", "admin3")
COUNTRY = "country"
COLUMNS = ["place_id", "country_code", "place_level_code", "unit_kind_code", "place_name", "pcode_text"]


def units_of_places(tables: Mapping[str, pd.DataFrame]) -> dict[str, Row]:
    """Return rows of core_places by id, with COLUMNS: those that core_initiative_places refers to, and the countries of the world."""
    named, places = tables["core_initiative_places"], tables["core_places"]
    ids = set().union(*(named[column].dropna() for column in ("place_id", *(f"{level}_place_id" for level in LEVELS))))
    chosen = places["place_id"].isin(ids) | places["place_level_code"].eq(COUNTRY)
    return {row["place_id"]: row for row in answers_of(places.loc[chosen, COLUMNS])}
