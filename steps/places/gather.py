"""Gathers the places that the reports of one initiative name: each place once, with every row that names it.

Two mentions are one when they were found to be the same place at the same stated point in the same role of the territory; what was not
found is one when it is written alike. Shares of the budget are those of the report that counts most among those that state any.
"""

from typing import NamedTuple

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.text import fold

OF_INITIATIVES, OF_PLACES = "core_initiatives", "core_initiative_places"


class Gathered(NamedTuple):
    """The frames core_initiative_places and clean_place_mentions."""

    places: pd.DataFrame
    mentions: pd.DataFrame


def gather(located: pd.DataFrame, reported: pd.DataFrame, records: pd.DataFrame, identities: pd.DataFrame) -> Gathered:
    """Return where initiatives work, and the rows that say so (see Gathered).

    `located` is clean_located_places, `reported` clean_reported_records, `records` clean_records (whose order of rows says which report
    counts most), `identities` clean_initiative_identities.
    """
    ranks = _ranks(reported, records)
    own = located.assign(
        reported_id=located["initiative_id"],
        initiative_id=located["initiative_id"].map(identities.set_index("reported_id")["initiative_id"]),
        rank=located["initiative_id"].map(ranks),
        order=range(len(located)),
    )
    ordered = own.sort_values(["initiative_id", "rank"], kind="stable").reset_index(drop=True)
    kept = ordered.assign(kept_id=_first_ids(ordered))
    shared = kept.assign(budget_share=_shares(kept))
    places = shared.drop_duplicates("kept_id").sort_values("order")
    return Gathered(shape(places, table("core_initiative_places")), _mentions(shared, reported))


def _ranks(reported: pd.DataFrame, records: pd.DataFrame) -> pd.Series:
    """Return, for each report of an initiative, the place of its best row among the rows of the initiative."""
    ranks = records[records["table_name"] == OF_INITIATIVES].set_index("response_id")["rank_count"]
    rows = reported[reported["table_name"] == OF_INITIATIVES]
    return rows["response_id"].map(ranks).groupby(rows["record_id"]).min()


def _first_ids(ordered: pd.DataFrame) -> list[str]:
    """Return, for each mention, the id of the first one of the same place."""
    first: dict[tuple[object, ...], str] = {}
    return [first.setdefault(key, place_id) for key, place_id in zip(_keys(ordered), ordered["initiative_place_id"], strict=True)]


def _keys(ordered: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = ("initiative_id", "territory_role_code", "status_code", "place_id", "place_text", "context_text", "stated_latitude",
               "stated_longitude")  # fmt: skip
    rows = ordered[list(columns)].astype(object).where(ordered[list(columns)].notna(), None)
    return [
        (initiative, role, place) + ((latitude, longitude) if latitude is not None else ())
        if status == "matched"
        else (initiative, role, fold(text), fold(context or ""), latitude, longitude)
        for initiative, role, status, place, text, context, latitude, longitude in rows.itertuples(index=False, name=None)
    ]


def _shares(ordered: pd.DataFrame) -> pd.Series:
    """Return the share of the budget of each place: what the report that counts most says, its rows for one place added up."""
    states = ordered["budget_share"].notna()
    counts_most = ordered["rank"].where(states).groupby(ordered["initiative_id"]).transform("min")
    taken = ordered["budget_share"].where(states & ordered["rank"].eq(counts_most))
    return taken.groupby(ordered["kept_id"]).transform("sum", min_count=1)


def _mentions(shared: pd.DataFrame, reported: pd.DataFrame) -> pd.DataFrame:
    """Return clean_place_mentions: a place is named by every row of the records that it was gathered from."""
    of_places = reported[reported["table_name"] == OF_PLACES]
    record = dict(zip(of_places["response_id"], of_places["record_id"], strict=True))
    named = pd.DataFrame({"initiative_place_id": shared["kept_id"], "record_id": shared["response_id"].map(record)})
    every = named.merge(of_places[["record_id", "response_id", "column_names"]], on="record_id")
    return shape(every.drop_duplicates(["initiative_place_id", "response_id"]), table("clean_place_mentions"))
