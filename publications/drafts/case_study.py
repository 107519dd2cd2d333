"""Drafts the case study of a codified practice: the sections of its sheet, in the language of the codification."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from publications.drafts.document import Draft
from publications.drafts.words import draft_words, language_of
from schemas.code_lists import code_list
from schemas.codification import LESSONS, PRACTICES, Section, sections, sheet_of
from schemas.countries import countries
from schemas.form import form

Record = Mapping[str, object]
NEXT_STEP = re.compile(r"(?<=\S)\s+(?=[\d٠-٩०-९]{1,2}[.)]\s)")  # steps are numbered in one cell
SUBJECTS = {  # by the column that names what was codified: the sheet that tells of it, its title, and who leads it
    "plan_id": ("workplan_activities", "plan_title_text", "lead_actor_ref"),
    "activity_id": ("workplan_activities", "activity_text", "lead_actor_ref"),
    "initiative_id": ("initiatives", "title_text", "lead_actor_refs"),
}
LESSON_PARTS = ("evidence_text", "recommendation_text")


def case_study(practice: Record, lessons: Sequence[Record], about: Record, made_at: datetime) -> bytes:
    """Return the document.

    `practice` is a row of core_practices, `lessons` its rows of core_lessons, `about` the row of `practices_to_draft` on its subject.
    Sections that the sheet needs and nobody filled are there, marked as not reported.
    """
    language = language_of(practice["language_code"], str(practice["country_code"]))
    draft = Draft(language, str(practice["title_text"]), made_at)
    words = {code: labels[language] for code, labels in draft_words().items()}
    draft.paragraph(words["draft_note"], "Intense Quote")
    if about["is_example"]:
        draft.paragraph(words["example_note"], "Intense Quote")
    for label, text in _facts(practice, about, language, words):
        draft.paragraph(text, label=label)
    for section in sections(sheet_of(practice["subject_type_code"])):
        _write_section(draft, section, practice, lessons, words["not_reported"])
    ids = [practice[name] for name in ("practice_id", "initiative_id", "activity_id", "plan_id") if practice[name]]
    draft.paragraph(words["source"].format(ids=", ".join(map(str, ids))))
    return draft.save()


def _facts(practice: Record, about: Record, language: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the head of the document says: a label and a text each."""
    labels = {one.question_code: one.labels[language] for sheet in ("initiatives", PRACTICES) for one in form()[sheet].questions}
    country = countries()[str(practice["country_code"])].names
    yield words["country"], country.get(language, country["en"])
    sheet, title, lead = next(subject for column, subject in SUBJECTS.items() if practice[column] or column == "initiative_id")
    for column, text in ((title, about["title_text"]), (lead, about["lead_names"])):
        if text and text != practice["title_text"]:
            yield form()[sheet].question(column).labels[language], str(text)
    if about["place_names"]:
        yield words["places"], str(about["place_names"])
    for column in ("start_date", "end_date"):
        if about[column]:
            yield labels[column], str(about[column])
    for column in ("practice_kind_code", "author_organisation_name", "review_status_code", "validated_by_text"):
        if practice[column]:
            yield labels[column], _spelled(PRACTICES, column, practice[column], language)


def _write_section(draft: Draft, section: Section, practice: Record, lessons: Sequence[Record], not_reported: str) -> None:
    of_lessons = any(column.startswith(f"{LESSONS}.") for column in section.filled_by)
    columns = [column for column in (*section.filled_by, *section.also_columns) if not column.startswith(f"{LESSONS}.")]
    told = [(column, practice[column]) for column in columns if practice[column] is not None]
    if not (told or section.is_needed or (of_lessons and lessons)):
        return
    draft.heading(section.labels[draft.language], 1)
    for place, (column, value) in enumerate(told):
        text = _spelled(PRACTICES, column, value, draft.language)
        is_main = place == 0 and column == section.filled_by[0] and column.endswith("_text")
        label = "" if is_main else form()[PRACTICES].question(column).labels[draft.language]
        for number, part in enumerate(NEXT_STEP.split(text)):
            draft.paragraph(part, label=label if number == 0 else "")
    if of_lessons:
        _write_lessons(draft, lessons)
    if not told and not (of_lessons and lessons):
        draft.paragraph(not_reported, "Quote")


def _write_lessons(draft: Draft, lessons: Iterable[Record]) -> None:
    for lesson in lessons:
        codes = [(column, lesson[column]) for column in ("polarity_code", "lesson_type_code") if lesson[column]]
        kind = " · ".join(_spelled(LESSONS, column, code, draft.language) for column, code in codes)
        draft.paragraph(str(lesson["lesson_text"]), "List Bullet", kind)
        for column in LESSON_PARTS:
            if lesson[column]:
                draft.paragraph(str(lesson[column]), "List Continue", form()[LESSONS].question(column).labels[draft.language])


def _spelled(sheet_code: str, column: str, value: object, language: str) -> str:
    """Return an answer as people read it: codes by their labels, with the code where the list is a standard's."""
    question = form()[sheet_code].question(column)
    if not question.code_list:
        return str(value)
    labels = code_list(question.code_list).labels
    texts = [labels[code][language] for code in str(value).split("|")]
    if question.code_list in ("sdg_targets", "gcm_objectives"):
        texts = [f"{code} {text}" for code, text in zip(str(value).split("|"), texts, strict=True)]
    return "; ".join(texts)
