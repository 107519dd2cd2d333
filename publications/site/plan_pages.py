"""Policy work plans: an index by country, and pages for each country with plans, activities against dates, and policy changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publications.site.contents import Contents
from publications.site.initiative_pages import heading
from publications.site.initiative_records import PLANS, InitiativeRecords
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.records import by_country, chosen, helpers, indexed
from publications.site.words import Words
from publications.table_rows import Row, grouped

ACTIVITIES = "core_workplan_activities"
NO_PLAN = "no plan named"
COUNTS = ("activity_count", "planned_count", "ongoing_count", "completed_count", "delayed_count", "cancelled_count", "overdue_count")


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the index of plans, and the pages of each country that has any."""
    records = InitiativeRecords(contents)
    words = Words(MAIN_LANGUAGE)
    shared = {**helpers(words), "heading": heading, "records": records}
    totals = {code: _summed(rows) for code, rows in by_country(contents.rows("report_work_plan_progress")).items()}
    title, listed = words.say("policy_work_plans"), records.pages_of_plans.keys()
    has_examples = any(contents.is_example(ACTIVITIES, activity) for activity in contents.table(ACTIVITIES)["activity_id"])
    yield render(
        "plans.html", PLANS, title, contents.edition, totals=totals, counts=COUNTS, listed=listed, has_examples=has_examples,
        **_changes(contents), **shared,
    )  # fmt: skip
    judged = indexed(contents.rows("report_activity_progress"), "activity_id")
    changes, influence = (by_country(contents.rows(name)) for name in ("report_policy_changes", "report_policy_influence"))
    plans = indexed(contents.rows("core_work_plans"), "plan_id")
    actors = grouped(contents.rows("core_activity_actors"), "activity_id")
    names = {row["practice_id"]: row["title_text"] for row in chosen(contents, "core_practices", "practice_id", "title_text")}
    for code, numbered in records.pages_of_plans.items():
        for page in numbered:
            is_first = page.number == 1  # changes of policies stand on the first page of a country
            yield render(
                "country_plans.html", page.name, f"{title}: {words.country(code)}", contents.edition, **shared, country_code=code,
                page=page, changes=changes.get(code, []) if is_first else [], influence=influence.get(code, []) if is_first else [],
                plans=_plans(page.rows, plans, contents), judged=judged, actors=actors, names=names,
            )  # fmt: skip


def _summed(rows: list[Row]) -> Row:
    """Return the counts of a country over its plans and levels, which may be added up; None where it has reported nothing."""
    summed = {name: [row[name] for row in rows if row[name] is not None] for name in COUNTS}
    return {name: sum(values) if values else None for name, values in summed.items()} | {
        "is_reported": any(row["is_reported"] for row in rows)
    }


def _changes(contents: Contents) -> Mapping[str, Any]:
    """Return how many policies have changed how far, by level, and how many of these changes a document proves."""
    counted: dict[tuple[str | None, str | None], list[int]] = {}
    for row in contents.rows("report_policy_changes"):
        if row["is_changed"]:
            numbers = counted.setdefault((row["policy_level_code"], row["change_code"]), [0, 0])
            numbers[0] += 1
            numbers[1] += bool(row["is_documented"])
    return {"changes": [(*key, *counted[key]) for key in sorted(counted, key=lambda key: tuple(part or "" for part in key))]}


def _plans(activities: Sequence[Row], plans: Mapping[str, Row], contents: Contents) -> list[Row]:
    """Return the plans of a page, in the order of its activities, each with these by objective."""
    by_plan: dict[str, list[Row]] = {}
    for row in activities:
        by_plan.setdefault(row["plan_id"] or NO_PLAN, []).append(row)
    return [
        {
            "plan_id": plan,
            "plan": plans.get(plan),
            "objectives": _by_objective(rows),
            "is_example": all(contents.is_example(ACTIVITIES, row["activity_id"]) for row in rows),
        }
        for plan, rows in by_plan.items()
    ]


def _by_objective(activities: Sequence[Row]) -> list[tuple[str | None, list[Row]]]:
    groups: dict[str | None, list[Row]] = {}
    for row in activities:
        groups.setdefault(row["objective_text"], []).append(row)
    return list(groups.items())
