"""Drafts the policy work plans of a country as tables: who does what until when, how far it is, and which policy changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from publications.drafts.document import Draft
from publications.drafts.words import draft_words, language_of
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import form

Record = Mapping[str, object]
SHEET = "workplan_activities"
COLUMNS = (  # of the table, each with the questions that it tells, beginning with the one that names it
    ("objective_text",),
    ("activity_text",),
    ("lead_actor_ref",),
    ("partner_actor_refs",),
    ("target_policy_text",),
    ("planned_start_date",),
    ("planned_end_date",),
    ("status_code", "progress_share"),
    ("output_text",),
    ("policy_change_code", "policy_document_text"),
)
NAMED = {"lead_actor_ref": "lead_name", "partner_actor_refs": "partner_names"}


def policy_plan(country_code: str, activities: Sequence[Record], made_at: datetime) -> bytes:
    """Return the document, in the language in which most of the activities are reported.

    `activities` are rows of `activities_to_draft` of the country.
    """
    language, _ = Counter(language_of(row["language_code"], country_code) for row in activities).most_common(1)[0]
    names = countries()[country_code].names
    words = {code: labels[language] for code, labels in draft_words().items()}
    draft = Draft(language, f"{form()[SHEET].labels[language]} – {names[language]}", made_at, is_wide=True)
    draft.paragraph(words["draft_note"], "Intense Quote")
    heads = [form()[SHEET].question(columns[0]).labels[language] for columns in COLUMNS]
    for (title, year), rows in _by_plan(activities).items():
        draft.heading(" · ".join(str(part) for part in (title or words["not_reported"], year) if part), 1)
        if all(row["is_example"] for row in rows):
            draft.paragraph(words["example_note"], "Quote")
        draft.table(heads, [[_cell(row, columns, language) for columns in COLUMNS] for row in rows])
    draft.paragraph(words["source"].format(ids=", ".join(str(row["activity_id"]) for row in activities)))
    return draft.save()


def _by_plan(activities: Iterable[Record]) -> dict[tuple[object, object], list[Record]]:
    plans: dict[tuple[object, object], list[Record]] = {}
    for row in activities:
        plans.setdefault((row["plan_title_text"], row["plan_year"]), []).append(row)
    return plans


def _cell(row: Record, columns: Iterable[str], language: str) -> str:
    return ", ".join(filter(None, (_told(row, column, language) for column in columns)))


def _told(row: Record, column: str, language: str) -> str:
    value = row[NAMED.get(column, column)]
    if value is None:
        return ""
    question = form()[SHEET].question(column)
    if question.code_list:
        return code_list(question.code_list).labels[str(value)][language]
    return f"{float(str(value)):g} %" if column == "progress_share" else str(value)
