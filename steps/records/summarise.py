"""Summarises the core tables into the reports. Counts are of distinct things; unknown is a group of its own, never left out."""

import pandas as pd

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import form
from schemas.registry import table
from schemas.registry.reports import NOT_STATED, SEVERAL
from schemas.tables import shape
from steps.reporting import READ, reporting_countries
from steps.rounds import round_order

ACCEPTED = "accepted_finding"
SHARE_PLACES = 9  # decimal places of parts of things, so that thirds add up and sums end in no noise


def initiatives_by_status(initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return report_initiatives_by_status."""
    return _count(_stated(initiatives, "status_code"), "report_initiatives_by_status")


def initiatives_by_theme(initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return report_initiatives_by_theme."""
    declared = table("report_initiatives_by_theme")
    groups = with_themes(initiatives).groupby(list(declared.key))
    counts = groups.agg(initiative_count=("initiative_id", "nunique"), initiative_share_number=("initiative_share_number", "sum"))
    return shape(counts.round({"initiative_share_number": SHARE_PLACES}).reset_index(), declared)


def with_themes(initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return the initiatives once for each of their themes, in `theme_code`: main and further ones count alike, each once.

    `initiative_share_number` is the part of the initiative that is the theme's: all of them have the same.
    """
    columns = initiatives[["primary_theme_code", "theme_codes"]].astype(object)
    themes = [
        sorted({code for codes in row if pd.notna(codes) for code in str(codes).split("|")}) or [NOT_STATED]
        for row in columns.itertuples(index=False)
    ]
    shares = [1 / len(own) for own in themes]
    return initiatives.assign(theme_code=themes, initiative_share_number=shares).explode("theme_code")


def scaling_stages(initiatives: pd.DataFrame, tipping_points: pd.DataFrame) -> pd.DataFrame:
    """Return report_scaling_stages: what initiatives declare, and apart from it, what the evidence shows (core_tipping_points)."""
    stated = _stated(initiatives, "scaling_stage_code").rename(columns={"scaling_stage_code": "stage_code"})
    reached = tipping_points.loc[tipping_points["is_derived"], "initiative_id"]
    keys = list(table("report_scaling_stages").key)
    counts = stated.assign(is_reached=stated["initiative_id"].isin(reached)).groupby(keys)["is_reached"].sum().reset_index(name="count")
    counted = _count(stated, "report_scaling_stages")
    return shape(counted.assign(tipping_point_count=counts["count"]), table("report_scaling_stages"))


def _stated(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.fillna(dict.fromkeys(columns, NOT_STATED))


def _count(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    declared = table(name)
    counts = frame.groupby(list(declared.key))["initiative_id"].nunique().reset_index(name="initiative_count")
    return shape(counts, declared)


def territories(places: pd.DataFrame, initiative_places: pd.DataFrame) -> pd.DataFrame:
    """Return report_territories: the units of the eight countries, with the initiatives in them or in a place inside them."""
    is_unit = places["place_level_code"].isin(["admin1", "admin2"]) & places["valid_until_text"].isna()
    units = places[is_unit & places["country_code"].isin(countries())]
    counts = initiatives_within(places, initiative_places)
    counted = units.assign(initiative_count=units["place_id"].map(counts).fillna(0))
    report = counted.assign(is_mapped=counted["initiative_count"] > 0)
    return shape(report.sort_values(["country_code", "place_level_code", "place_id"]), table("report_territories"))


def initiatives_within(places: pd.DataFrame, initiative_places: pd.DataFrame) -> pd.Series:
    """Return by place_id how many initiatives have a matched place that is it or lies in it; places without any are left out."""
    matched = initiative_places[initiative_places["status_code"] == "matched"]
    parents = places.set_index("place_id")["parent_place_id"]
    reached = pd.concat(_with_ancestors(matched, parents), ignore_index=True)
    return reached.groupby("place_id")["initiative_id"].nunique()


def _with_ancestors(matched: pd.DataFrame, parents: pd.Series) -> list[pd.DataFrame]:
    level = matched[["initiative_id", "place_id"]]
    levels = []
    while not level.empty:
        levels.append(level)
        level = level.assign(place_id=level["place_id"].map(parents)).dropna(subset=["place_id"])
    return levels or [level]


def actors(actors: pd.DataFrame, initiative_actors: pd.DataFrame) -> pd.DataFrame:
    """Return report_actors: organisations by country, type and role.

    The country is that of the initiative; an organisation that no initiative names stands under each country that reports it, with the
    role `not_stated`.
    """
    parts = initiative_actors[["actor_id", "initiative_id", "role_code", "country_code"]]
    taking_part = parts.merge(actors[["actor_id", "actor_type_code"]], on="actor_id", validate="many_to_one")
    others = actors[~actors["actor_id"].isin(parts["actor_id"])]
    reported = others.assign(country_code=others["reporting_country_codes"].str.split("|")).explode("country_code")
    joined = _stated(pd.concat([taking_part, reported], ignore_index=True), "actor_type_code", "role_code")
    groups = joined.groupby(["country_code", "actor_type_code", "role_code"])
    counts = groups.agg(actor_count=("actor_id", "nunique"), initiative_count=("initiative_id", "nunique"))
    return shape(counts.reset_index(), table("report_actors"))


def funders(actors: pd.DataFrame, initiative_actors: pd.DataFrame) -> pd.DataFrame:
    """Return report_funders: organisations with the role of funder."""
    funding = initiative_actors[initiative_actors["role_code"] == "FUND"]
    counts = funding.groupby(["country_code", "actor_id"])["initiative_id"].nunique().reset_index(name="initiative_count")
    named = counts.merge(actors[["actor_id", "actor_name"]], on="actor_id", validate="many_to_one")
    return shape(named.sort_values(["country_code", "actor_id"]), table("report_funders"))


def funding(initiatives: pd.DataFrame, finance: pd.DataFrame) -> pd.DataFrame:
    """Return report_funding: each initiative's budget once, under its source, in its currency and, where there is a rate, in US dollars."""
    several = initiatives["funding_source_codes"].str.contains("|", regex=False).eq(True)
    source = initiatives["funding_source_codes"].mask(several, SEVERAL)
    inexact = initiatives["budget_amount"].notna() & initiatives["budget_amount_qualifier_code"].ne("exact")
    budgets = finance[finance["finance_kind_code"] == "budget"].set_index("initiative_id")["amount_usd"]
    told = initiatives.assign(funding_source_code=source, is_inexact=inexact, amount_usd=initiatives["initiative_id"].map(budgets))
    rows = _stated(told, "funding_source_code", "currency_code")
    groups = rows.groupby(["country_code", "funding_source_code", "currency_code"])
    report = groups.agg(
        initiative_count=("initiative_id", "nunique"),
        budget_count=("budget_amount", "count"),
        converted_count=("amount_usd", "count"),
        inexact_count=("is_inexact", "sum"),
    )
    sums, in_dollars = (groups[column].sum(min_count=1) for column in ("budget_amount", "amount_usd"))
    has_currency = sums.index.get_level_values("currency_code") != NOT_STATED  # amounts of unknown currencies have no sum
    report = report.assign(budget_amount=sums.where(has_currency), budget_usd=in_dollars.round(2))
    return shape(report.reset_index(), table("report_funding"))


def submission_quality(submissions: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return report_submission_quality: files, rows by outcome and findings by severity; a country without a file has zeros."""
    every = pd.Index(countries(), name="country_code")
    sums = ["received_count", "form_count", "accepted_count", "held_back_count", "superseded_count"]
    groups = submissions.assign(is_refused=submissions["outcome_code"] == "refused").groupby("country_code")
    rows = groups[sums].sum().assign(file_count=groups.size(), refused_file_count=groups["is_refused"].sum())
    # What was accepted with a reason is no longer to be checked.
    severity = findings["severity_code"].mask(findings["accepted_reason_text"].notna(), ACCEPTED)
    kinds = findings.assign(severity_code=severity)
    severities = kinds.pivot_table(index="country_code", columns="severity_code", values="occurrence_count", aggfunc="sum")
    counts = severities.reindex(columns=[*code_list("severities").codes, ACCEPTED]).add_suffix("_count")
    return shape(rows.join(counts).reindex(every).fillna(0).reset_index(), table("report_submission_quality"))


def completeness(submissions: pd.DataFrame, initiatives: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return report_completeness: whether and how fully each of the eight countries has reported."""
    every = pd.DataFrame(index=pd.Index(countries(), name="country_code"))
    read = submissions[submissions["outcome_code"] == READ].groupby("country_code")
    expected = [one.question_code for one in form()["initiatives"].questions if one.need == "expected" and one.question_code in initiatives]
    given = initiatives[expected].notna().sum(axis=1).groupby(initiatives["country_code"]).sum()
    counted = initiatives.groupby("country_code").size()
    matched = places[places["status_code"] == "matched"].groupby("country_code")
    report = every.assign(
        has_reported=every.index.isin(reporting_countries(submissions)),
        initiative_count=counted,
        expected_answer_count=counted * len(expected),
        given_answer_count=given,
        place_count=places.groupby("country_code").size(),
        matched_place_count=matched.size(),
        mapped_initiative_count=matched["initiative_id"].nunique(),
    ).fillna(0)
    share = (100 * report["given_answer_count"] / report["expected_answer_count"]).where(report["expected_answer_count"] > 0)
    latest = read["round_name"].agg(lambda names: max(names, key=round_order))
    return shape(report.assign(given_answer_share=share.round(1), latest_round_name=latest).reset_index(), table("report_completeness"))
