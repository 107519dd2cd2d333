"""Counts how far initiatives have come from isolated to institutionalised: one funnel a country, theme or territory."""

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.registry import table
from schemas.registry.reports import NOT_STATED
from schemas.tables import shape
from steps.history.stage_path import DISCONTINUED
from steps.records.summarise import SHARE_PLACES, with_themes
from steps.reporting import reporting_countries
from steps.scaling.shown_stages import climbing_stages, ended_initiatives, shown_stages


def funnel_by_country(
    initiatives: pd.DataFrame, transitions: pd.DataFrame, tipping_points: pd.DataFrame, submissions: pd.DataFrame
) -> pd.DataFrame:
    """Return report_scaling_funnel_by_country.

    The frames are core_initiatives, core_stage_transitions, core_tipping_points and core_submissions.
    """
    name = "report_scaling_funnel_by_country"
    every = pd.DataFrame({"country_code": list(countries())})
    told = _funnel(name, every, initiatives.assign(initiative_share_number=1.0), initiatives, transitions, tipping_points)
    is_known = told["country_code"].isin(reporting_countries(submissions))
    counts = [column.name for column in table(name).columns if column.kind == "count" and not column.is_required]
    return told.assign(**{count: told[count].where(is_known) for count in counts})


def funnel_by_theme(initiatives: pd.DataFrame, transitions: pd.DataFrame, tipping_points: pd.DataFrame) -> pd.DataFrame:
    """Return report_scaling_funnel_by_theme. The frames are those of `funnel_by_country`."""
    every = pd.DataFrame({"theme_code": [*code_list("themes").codes, NOT_STATED]})
    return _funnel("report_scaling_funnel_by_theme", every, with_themes(initiatives), initiatives, transitions, tipping_points)


def funnel_by_territory(
    initiatives: pd.DataFrame, places: pd.DataFrame, units: pd.DataFrame, transitions: pd.DataFrame, tipping_points: pd.DataFrame
) -> pd.DataFrame:
    """Return report_scaling_funnel_by_territory.

    `places` is core_initiative_places, `units` core_places, and the other frames are those of `funnel_by_country`.
    """
    groups = _with_territories(initiatives, places, units)
    keys = ["country_code", "territory_id", "territory_name"]
    every = groups[keys].drop_duplicates().sort_values(keys[:2], kind="stable")
    return _funnel("report_scaling_funnel_by_territory", every, groups, initiatives, transitions, tipping_points)


def _with_territories(initiatives: pd.DataFrame, places: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the initiatives once for each first-level unit of their country in which a place of theirs was found.

    `initiative_share_number` is the part of the initiative that is the unit's.
    """
    is_found = places["status_code"].eq("matched") & places["admin1_place_id"].notna()
    named = {"place_id": "territory_id", "place_name": "territory_name"}
    found = places.loc[is_found, ["initiative_id", "admin1_place_id", "budget_share"]].rename(columns={"admin1_place_id": "territory_id"})
    own = units[["place_id", "place_name", "country_code"]].rename(columns=named)
    at_home = found.merge(own, on="territory_id").merge(initiatives[["initiative_id", "country_code"]])
    divided = initiatives[["initiative_id", "country_code"]].merge(_divided(at_home).astype({"territory_id": "str"}), how="left")
    return divided.fillna({"territory_id": NOT_STATED, "initiative_share_number": 1.0})


def _divided(at_home: pd.DataFrame) -> pd.DataFrame:
    """Return the units of each initiative with its parts: by the budget shares of its places where all state one, else alike."""
    stated = at_home.groupby("initiative_id")["budget_share"]
    total = stated.transform("sum")
    part = (at_home["budget_share"] / total).where(total.gt(0) & stated.transform("count").eq(stated.transform("size")))
    keys = ["initiative_id", "country_code", "territory_id", "territory_name"]
    units = at_home.assign(part=part).groupby(keys, dropna=False)["part"].sum(min_count=1).reset_index()
    alike = 1 / units.groupby("initiative_id")["part"].transform("size")
    return units.assign(initiative_share_number=units["part"].fillna(alike)).drop(columns="part")


def _funnel(
    name: str, every: pd.DataFrame, groups: pd.DataFrame, initiatives: pd.DataFrame, transitions: pd.DataFrame, tipping_points: pd.DataFrame
) -> pd.DataFrame:
    """Return the funnel of every group.

    `every` has the groups, `groups` each initiative once for each of its groups, by their columns, with its `initiative_share_number`.
    """
    stages = [*climbing_stages(), DISCONTINUED, NOT_STATED]
    keys = list(every.columns)
    numbered = every.reset_index(drop=True).reset_index(names="group")
    part = ["initiative_id", "initiative_share_number"]
    members = groups[[*part, *keys]].merge(numbered, on=keys)[[*part, "group"]]
    shown = shown_stages(transitions, tipping_points)
    told = members.merge(_standing(initiatives, shown, ended_initiatives(transitions)), on="initiative_id")
    measures = _measures(told, members.merge(shown, on="initiative_id"), numbered["group"], stages)
    by_stage = [
        numbered.assign(stage_code=stage, stage_number=number, **{measure: values[stage] for measure, values in measures.items()})
        for number, stage in enumerate(stages, start=1)
    ]
    return shape(pd.concat(by_stage).sort_values(["group", "stage_number"], kind="stable"), table(name))


def _standing(initiatives: pd.DataFrame, shown: pd.DataFrame, ended: set[str]) -> pd.DataFrame:
    """Return, for each initiative, its highest stage by the log and the stage that it declares, or not_stated, and whether it has ended."""
    heights = {stage: height for height, stage in enumerate(climbing_stages())}
    climbed = shown.assign(height=shown["stage_code"].map(heights)).sort_values("height")
    highest = climbed.drop_duplicates("initiative_id", keep="last").set_index("initiative_id")["stage_code"]
    about = initiatives["initiative_id"]
    told = {
        "initiative_id": about, "highest": about.map(highest).astype("str"), "declared": initiatives["scaling_stage_code"],
        "is_ended": about.isin(ended),
    }  # fmt: skip
    return pd.DataFrame(told).fillna({"highest": NOT_STATED, "declared": NOT_STATED})


def _measures(told: pd.DataFrame, shown: pd.DataFrame, groups: pd.Series, stages: list[str]) -> dict[str, pd.DataFrame]:
    """Return each measure of the funnel as a frame of groups by stages."""
    climbing = climbing_stages()
    highest = _counts(told, "highest", groups, stages)
    shares = told.groupby(["group", "highest"])["initiative_share_number"].sum().unstack(fill_value=0.0).round(SHARE_PLACES)
    ended = _counts(told[told["is_ended"]], "highest", groups, stages)
    reached = highest[climbing[::-1]].cumsum(axis=1)[climbing]
    months = shown.groupby(["group", "stage_code"])["months_count"]
    return {
        "declared_count": _counts(told, "declared", groups, stages),
        "highest_count": highest.assign(**{DISCONTINUED: pd.NA}),
        "initiative_share_number": shares.reindex(index=groups, columns=stages, fill_value=0.0).assign(**{DISCONTINUED: pd.NA}),
        "ended_count": ended.assign(**{DISCONTINUED: ended.sum(axis=1)}),
        "reached_count": reached.reindex(columns=stages),
        "logged_count": _counts(shown, "stage_code", groups, climbing).reindex(columns=stages),
        "next_share": (100 * reached.shift(-1, axis=1) / reached.where(reached > 0)).round(1).reindex(columns=stages),
        "median_months_number": months.median().unstack().reindex(index=groups, columns=stages),
        "dated_count": months.count()
        .unstack(fill_value=0)
        .reindex(index=groups, columns=climbing[:-1], fill_value=0)
        .reindex(columns=stages),
    }


def _counts(rows: pd.DataFrame, stage: str, groups: pd.Series, stages: list[str]) -> pd.DataFrame:
    counts = rows.groupby(["group", stage]).size().unstack(fill_value=0)
    return counts.reindex(index=groups, columns=stages, fill_value=0)
