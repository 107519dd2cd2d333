"""Describes each network: whom it unites, within and beyond the funded projects, and whether that is what it says of itself."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.networks.connections import LOCAL_AUTHORITY

NON_STATE = ("CSO", "INGO", "DIASP", "PRIV", "FIN", "ACAD", "TU", "FDN", "MED")  # actor_types
STATE = ("NATGOV", "DON", "UN")  # of states, and between them
PROJECTS, KINDS = ("inside", "outside", "unknown"), ("local_authority", "non_state", "state", "other")


def networks(
    known: pd.DataFrame, members: pd.DataFrame, actors: pd.DataFrame, actor_places: pd.DataFrame, parts: pd.DataFrame,
    initiatives: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return report_networks.

    `known` is core_networks, `members` core_network_members, `actors` core_actors, `actor_places` core_actor_places, `parts`
    core_initiative_actors, `initiatives` core_initiatives.
    """
    lands = actor_places[["actor_id", "place_country_code"]].drop_duplicates()
    told = _described(members[["network_id", "actor_id"]].drop_duplicates(), actors, lands, parts, initiatives)
    counts = pd.concat([_counts(told, "project", PROJECTS), _counts(told, "kind", KINDS)], axis=1)
    groups = told.groupby("network_id")
    counts = counts.assign(member_count=groups.size(), country_unknown_count=groups["is_placeless"].sum())
    codes = told[["network_id", "actor_id"]].merge(lands, on="actor_id").groupby("network_id")["place_country_code"]
    report = known.set_index("network_id").join(counts).reset_index()
    report = report.assign(
        country_codes=report["network_id"].map(codes.agg(lambda own: "|".join(sorted(set(own))))),
        country_count=report["network_id"].map(codes.nunique()).fillna(0).where(report["member_count"].notna()),
        has_group_page=report["group_url"].notna(),
        is_contradicted=_contradicted(report),
    )
    return shape(report, table("report_networks"))


def _described(
    members: pd.DataFrame, actors: pd.DataFrame, lands: pd.DataFrame, parts: pd.DataFrame, initiatives: pd.DataFrame
) -> pd.DataFrame:
    """Return the members with `project` (one of PROJECTS), `kind` (one of KINDS) and is_placeless."""
    supported = parts["initiative_id"].map(initiatives.set_index("initiative_id")["is_jmdi_supported"]).astype("boolean")
    inside, unknown = parts.loc[supported.fillna(False), "actor_id"], parts.loc[supported.isna(), "actor_id"]
    own = members["actor_id"]
    types = own.map(actors.set_index("actor_id")["actor_type_code"]).astype("str").fillna("")
    kind = pd.Series("other", members.index).mask(types.isin(NON_STATE), "non_state").mask(types.isin(STATE), "state")
    project = pd.Series("outside", members.index).mask(own.isin(unknown), "unknown").mask(own.isin(inside), "inside")
    return members.assign(
        project=project, kind=kind.mask(types.str.startswith(LOCAL_AUTHORITY), "local_authority"), is_placeless=~own.isin(lands["actor_id"])
    )


def _counts(told: pd.DataFrame, column: str, values: tuple[str, ...]) -> pd.DataFrame:
    counts = told.groupby(["network_id", column]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(values), fill_value=0).add_suffix("_count")


def _contradicted(report: pd.DataFrame) -> pd.Series:
    """Return whether the members named contradict what is said of them; missing where that cannot be told."""
    has_outsiders = report["outside_count"].gt(0).fillna(False).astype(bool)
    is_all_inside = report["inside_count"].eq(report["member_count"]).fillna(False).astype(bool)
    shown = pd.Series(pd.NA, report.index, dtype="boolean").mask(has_outsiders, True).mask(is_all_inside, False)
    return shown != report["has_non_jmdi_members"]
