"""The words of the form: each in every language, with the same facts, and numbers in order where one reads from the right."""

import csv
from string import Formatter

import pytest

from publications.survey_form.answer_rules import shortened
from publications.survey_form.wording import hint, phrase
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES, form
from schemas.reference_files import reference_folder


def test_every_phrase_says_the_same_facts_in_every_language():
    with (reference_folder() / "form" / "phrases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        facts = [{name for _, name, _, _ in Formatter().parse(text) if name} for column, text in row.items() if column != "phrase_code"]
        assert all(row.values()), row["phrase_code"]
        assert all(one == facts[0] for one in facts), row["phrase_code"]


def test_every_question_has_a_hint_in_every_language():
    assert all(hint(question, language) for sheet in form().values() for question in sheet.questions for language in LANGUAGES)


def test_a_date_in_arabic_is_marked_once_whoever_marked_it():
    marked = hint(form()["initiatives"].question("start_date"), "ar")
    assert "\u200e2015-09-28\u200e" in marked and "\u200e\u200e" not in marked
    assert "\u200e" not in hint(form()["initiatives"].question("start_date"), "fr")


def test_a_phrase_that_is_not_there_is_a_broken_reference():
    with pytest.raises(BrokenReference, match="says nothing for no_such_phrase in 'en'"):
        phrase("no_such_phrase", "en")


def test_a_long_message_is_cut_between_words():
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 12) == "one two…"
    assert shortened("onetwothree", 5) == "onet…"
