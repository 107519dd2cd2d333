"""Chooses what drafts are made of: practices that were validated and may be released, with what their documents say of their subject."""

from collections.abc import Callable

import pandas as pd

from steps.answers.settle_rows import PRECISION_LENGTHS

LEAD, FUNDER = "LEAD", "FUND"  # actor_roles
ABOUT = (
    "practice_id", "title_text", "lead_names", "partner_names", "place_names", "start_date", "end_date", "status_code", "is_example",
)  # fmt: skip


def examples(lineage: pd.DataFrame, responses: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return table_name and record_id of records that rest on nothing but files whose cover says that they are examples.

    `lineage` is core_lineage, `responses` core_responses, `submissions` core_submissions.
    """
    invented = submissions.loc[submissions["is_example"].eq(True).fillna(False), "submission_id"]
    files = responses[["response_id", "submission_id"]].assign(is_example=responses["submission_id"].isin(invented))
    told = lineage.merge(files, on="response_id").groupby(["table_name", "record_id"], as_index=False)["is_example"].all()
    return told.loc[told["is_example"], ["table_name", "record_id"]]


def practices_to_draft(
    practices: pd.DataFrame,
    scores: pd.DataFrame,
    initiatives: pd.DataFrame,
    activities: pd.DataFrame,
    plans: pd.DataFrame,
    parts: pd.DataFrame,
    actors: pd.DataFrame,
    places: pd.DataFrame,
    invented: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per practice of which drafts are made, with what documents say of its subject; columns are ABOUT.

    `practices` is core_practices, `scores` report_practices, `initiatives` core_initiatives, `activities` core_workplan_activities,
    `plans` core_work_plans, `parts` core_initiative_actors, `actors` core_actors, `places` core_initiative_places,
    `invented` what `examples` returns. Names are joined by `; `; dates are as precise as they are known.
    """
    chosen = scores.loc[scores["is_validated"] & scores["barrier_codes"].isna(), "practice_id"]
    kept = practices[practices["practice_id"].isin(chosen)]
    names = actors.set_index("actor_id")["actor_name"]
    named = parts.assign(actor_name=parts["actor_id"].map(names))
    subject = kept.set_index("practice_id")
    of_initiative = _about_initiatives(initiatives, named, places)
    of_activity = _about_activities(activities, names)
    columns = {
        column: subject["initiative_id"].map(of_initiative[column]).fillna(subject["activity_id"].map(of_activity[column]))
        for column in ABOUT[1:-1]
    }
    practice_ids = invented.loc[invented["table_name"] == "core_practices", "record_id"]
    told = pd.DataFrame(columns, index=subject.index)
    plan_titles = subject["plan_id"].map(plans.set_index("plan_id")["plan_title_text"])
    told = told.assign(title_text=told["title_text"].fillna(plan_titles)).reset_index()
    return told.assign(is_example=told["practice_id"].isin(practice_ids))[list(ABOUT)]


def _about_initiatives(initiatives: pd.DataFrame, named: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    is_lead = named["role_code"] == LEAD
    leads = _joined(named[is_lead], "actor_name")
    led = set(zip(named.loc[is_lead, "initiative_id"], named.loc[is_lead, "actor_id"], strict=True))
    beside = [pair not in led for pair in zip(named["initiative_id"], named["actor_id"], strict=True)]
    partners = _joined(named[pd.Series(beside, named.index, dtype=bool) & (named["role_code"] != FUNDER)], "actor_name")
    own = initiatives.set_index("initiative_id")
    return pd.DataFrame(
        {
            "title_text": own["title_text"],
            "lead_names": leads.reindex(own.index),
            "partner_names": partners.reindex(own.index),
            "place_names": _joined(places, "place_text").reindex(own.index),
            "start_date": _shown_dates(own, "start_date"),
            "end_date": _shown_dates(own, "end_date"),
            "status_code": own["status_code"],
        }
    )


def _about_activities(activities: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    own = activities.set_index("activity_id")
    return pd.DataFrame(
        {
            "title_text": own["activity_text"],
            "lead_names": own["lead_actor_id"].map(names),
            "partner_names": own["partner_actor_ids"].map(names_of(names)),
            "place_names": None,
            "start_date": _shown_dates(own, "planned_start_date"),
            "end_date": _shown_dates(own, "planned_end_date"),
            "status_code": None,
        }
    )


def activities_to_draft(
    activities: pd.DataFrame, actors: pd.DataFrame, responses: pd.DataFrame, submissions: pd.DataFrame, invented: pd.DataFrame
) -> pd.DataFrame:
    """Return core_workplan_activities with lead_name, partner_names, is_example and language_code, by country, plan and planned start.

    Planned dates are as precise as they are known. The language is that of the cover under which an activity was last reported.
    `actors` is core_actors, `responses` core_responses, `submissions` core_submissions, `invented` what `examples` returns.
    """
    names = actors.set_index("actor_id")["actor_name"]
    own = invented.loc[invented["table_name"] == "core_workplan_activities", "record_id"]
    files = responses.set_index("response_id")["submission_id"]
    told = activities.assign(
        lead_name=activities["lead_actor_id"].map(names),
        partner_names=activities["partner_actor_ids"].map(names_of(names)),
        is_example=activities["activity_id"].isin(own),
        **{column: _shown_dates(activities, column) for column in ("planned_start_date", "planned_end_date")},
        language_code=activities["response_id"].map(files).map(submissions.set_index("submission_id")["language_code"]),
    )
    return told.sort_values(["country_code", "plan_title_text", "plan_year", "planned_start_date", "activity_id"], ignore_index=True)


def names_of(names: pd.Series) -> Callable[[object], str | None]:
    """Return what spells out ids joined by a bar as names joined by `; `."""
    return lambda ids: None if pd.isna(ids) else "; ".join(str(names[one]) for one in str(ids).split("|") if one in names.index) or None


def _joined(rows: pd.DataFrame, column: str) -> pd.Series:
    once = rows.dropna(subset=[column]).drop_duplicates(["initiative_id", column])
    return once.groupby("initiative_id", sort=False)[column].agg("; ".join)


def _shown_dates(frame: pd.DataFrame, column: str) -> pd.Series:
    lengths = frame[f"{column}_precision_code"].map(PRECISION_LENGTHS)
    shown = [None if pd.isna(date) else str(date)[: int(length)] for date, length in zip(frame[column], lengths, strict=True)]
    return pd.Series(shown, frame.index, dtype="str")
