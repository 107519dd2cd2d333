"""Tells how networks grow from round to round, by the members that the rows of each round name."""

from collections.abc import Iterator

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.networks.circles import is_itself
from steps.rounds import round_order

Row = dict[str, object]
MEMBERS = "member_actor_refs"


def network_growth(
    networks: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame, rows: pd.DataFrame, names: pd.DataFrame
) -> pd.DataFrame:
    """Return report_network_growth.

    `networks` is core_networks, `records` clean_records, `references` clean_references, `rows` clean_rows, `names` core_actor_names.
    """
    own = records.loc[records["table_name"] == "core_networks", ["record_id", "response_id", "rank_count"]]
    said = own.merge(rows[["response_id", "round_name"]], on="response_id", validate="one_to_one").sort_values("rank_count", kind="stable")
    named = references.loc[references["question_code"] == MEMBERS, ["response_id", "record_id"]].rename(columns={"record_id": "actor_id"})
    told_by = named.merge(own.rename(columns={"record_id": "network_id"}), on="response_id")
    members = told_by[~is_itself(told_by, networks, names)].groupby("response_id")["actor_id"].agg(list).to_dict()
    countries = networks.set_index("network_id")["country_code"]
    told = [
        {"network_id": network, "country_code": countries[network]} | row
        for network, of_network in said.groupby("record_id", sort=True)
        for row in _rounds(of_network, members)
    ]
    return shape(told, table("report_network_growth"))


def _rounds(said: pd.DataFrame, members: dict[str, list[object]]) -> Iterator[Row]:
    """Yield the rows of a network, round by round. `members` are the organisations named by response, missing ones unrecognised."""
    by_round = said.groupby("round_name")["response_id"].agg(list).to_dict()
    before: set[str] = set()
    so_far: set[str] = set()
    for number, name in enumerate(sorted(by_round, key=round_order), start=1):
        named = [member for response in by_round[name] for member in members.get(response, [])]
        now = {str(member) for member in named if not pd.isna(member)}
        so_far |= now
        yield {
            "round_name": name, "round_number": number, "cumulative_count": len(so_far), "response_ids": "|".join(by_round[name]),
            "unrecognised_count": sum(bool(pd.isna(member)) for member in named), "member_count": len(now) or None,
            **(_change(before, now) if before and now else {}),
        }  # fmt: skip
        before = now or before


def _change(before: set[str], now: set[str]) -> Row:
    joined, left = sorted(now - before), sorted(before - now)
    return {
        "joined_count": len(joined), "left_count": len(left),
        "joined_actor_ids": "|".join(joined) or None, "left_actor_ids": "|".join(left) or None,
    }  # fmt: skip
