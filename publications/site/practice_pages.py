"""The catalogue of good practices and what they teach: a list that is searched and filtered, and a page for each practice."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from publications.site.contents import Contents
from publications.site.initiative_pages import heading
from publications.site.initiative_records import InitiativeRecords
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE, record_path
from publications.site.records import Choice, by_country, code_choice, country_choice, helpers, in_pages, indexed, shorten
from publications.site.words import Words
from publications.table_rows import Row, grouped
from schemas.codification import LESSONS, Section, sections
from schemas.form import form

FOLDER, NAME, SHEET = "practices", "practices", "practices"
PRACTICES = "core_practices"
SKIPPED = ("lessons.", "evidence_level_code", "replicability_score")  # shown in a place of their own


class Chapter(NamedTuple):
    """A section of a practice as its page shows it: its heading, its texts with their own headings, codes with their list."""

    heading: str
    texts: list[tuple[str, str]]
    codes: list[tuple[str, str, str]]  # heading, code list, codes


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogue and the page of each practice."""
    records = InitiativeRecords(contents)
    rows = _rows(contents)
    shared = {**helpers(Words(MAIN_LANGUAGE)), "heading": heading, "records": records}
    yield from _catalogue(contents, rows, shared)
    reviews = grouped(contents.rows("core_practice_reviews"), "practice_id")
    used = grouped(contents.rows("core_activity_practices"), "practice_id")
    for row in rows:
        yield _page(row, reviews.get(row["practice_id"], []), used.get(row["practice_id"], []), records, shared)


def goals(row: Row) -> list[str]:
    """Return the numbers of the Sustainable Development Goals whose targets a practice names, the lowest first."""
    found = {target.split(".")[0] for target in (row["sdg_target_codes"] or "").split("|") if target}
    return sorted(found, key=_goal_order)


def _rows(contents: Contents) -> list[Row]:
    """Return the practices with how complete they are, by country and title."""
    judged = indexed(contents.rows("report_practices"), "practice_id")
    rows = [
        {
            **row,
            "report": judged.get(row["practice_id"]),
            "goals": goals(row),
            "is_example": contents.is_example(PRACTICES, row["practice_id"]),
        }
        for row in contents.rows(PRACTICES)
    ]
    rows.sort(key=lambda row: ((row["title_text"] or "").casefold(), row["practice_id"]))
    return [row for own in by_country(rows).values() for row in own]


def _catalogue(contents: Contents, rows: list[Row], shared: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    lessons = contents.rows("core_lessons")
    titles = {row["practice_id"]: row["title_text"] for row in rows}
    counted = [row for row in contents.rows("report_lessons") if row["lesson_count"]]
    words = Words(MAIN_LANGUAGE)
    for page in in_pages(NAME, rows):
        yield render(
            "practices.html", page.name, words.say("practices"), contents.edition, **shared, page=page, choices=_choices(page.rows, words),
            lesson_counts=counted,
        )  # fmt: skip
    for page in in_pages(LESSONS, lessons):
        is_example = contents.is_example
        yield render("lessons.html", page.name, "Lessons", contents.edition, **shared, page=page, titles=titles, is_example=is_example)


def _choices(rows: Sequence[Row], words: Words) -> list[Choice]:
    """Return what the catalogue is filtered by."""
    named = {goal for row in rows for goal in row["goals"]}
    scores = {row["replicability_score"] for row in rows if row["replicability_score"] is not None}
    return [
        country_choice(rows, words),
        code_choice("kind", "Kind", "practice_kinds", "practice_kind_code", rows, words),
        code_choice("theme", "Theme", "themes", "toolbox_module_code", rows, words),
        code_choice("evidence", "Evidence", "evidence_levels", "evidence_level_code", rows, words),
        Choice("goal", "Sustainable Development Goal", [(goal, goal) for goal in sorted(named, key=_goal_order)]),
        Choice("score", "Easily repeated", [(str(score), f"{score} of 5") for score in sorted(scores)]),
    ]


def _goal_order(goal: str) -> tuple[int, str]:
    return len(goal), goal


def _page(row: Row, reviews: list[Row], used: list[Row], records: InitiativeRecords, shared: Mapping[str, Any]) -> tuple[str, bytes]:
    name = str(PurePosixPath(record_path(FOLDER, row["practice_id"])).with_suffix(""))
    title = shorten(row["title_text"]) or row["practice_id"]
    sheet = row["report"]["sheet_code"] if row["report"] else "project"
    activities = [records.activities[one["activity_id"]] for one in used if one["activity_id"] in records.activities]
    return render(
        "practice.html", name, title, records.contents.edition, **shared, practice=row, reviews=reviews,
        chapters=list(_chapters(row, sections(sheet))), lessons=records.lessons.get(row["practice_id"], []),
        products=records.products.get(row["practice_id"], []), activities=activities,
        initiative=records.initiatives.get(row["initiative_id"] or ""),
    )  # fmt: skip


def _chapters(row: Row, shown: tuple[Section, ...]) -> Iterator[Chapter]:
    """Yield the sections of its sheet that hold something, then the texts that belong to none of them."""
    named: set[str] = set()
    for section in shown:
        columns = [one for one in (*section.filled_by, *section.also_columns) if not one.startswith(SKIPPED)]
        named.update(columns)
        chapter = _chapter(section.labels[MAIN_LANGUAGE], columns, row)
        if chapter.texts or chapter.codes:
            yield chapter
    every = {column for sheet in ("project", "policy_plan") for one in sections(sheet) for column in (*one.filled_by, *one.also_columns)}
    others = [one.question_code for one in form()[SHEET].questions if one.question_code in every - named]
    chapter = _chapter("More", [one for one in others if not one.startswith((*SKIPPED, LESSONS))], row)
    if chapter.texts or chapter.codes:
        yield chapter


def _chapter(title: str, columns: list[str], row: Row) -> Chapter:
    asked = {question.question_code: question for question in form()[SHEET].questions}
    filled = [asked[column] for column in columns if row[column] is not None]
    return Chapter(
        title,
        [(one.labels[MAIN_LANGUAGE], row[one.question_code]) for one in filled if not one.code_list],
        [(one.labels[MAIN_LANGUAGE], one.code_list, row[one.question_code]) for one in filled if one.code_list],
    )
