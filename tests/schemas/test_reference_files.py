"""Reference files: a broken one is refused with its name, its line and the reason."""

import shutil
from pathlib import Path

import pytest

from schemas import code_lists, countries, findings, form
from schemas.changing_answers import changing_answers
from schemas.code_lists import code_list
from schemas.errors import BrokenReference
from schemas.reference_files import CHECKOUT, read_reference, read_reference_columns
from steps.places import gazetteer

CACHES = (changing_answers, countries.countries, form.form, findings.finding_codes, code_lists.code_list, code_lists.code_list_names)


@pytest.fixture
def reference(tmp_path, monkeypatch):
    """A copy of the reference files that a test may spoil."""
    copy = Path(shutil.copytree(CHECKOUT / "reference", tmp_path / "reference"))
    monkeypatch.setenv("JMDI_REFERENCE", str(copy))
    for cache in CACHES:
        cache.cache_clear()
    yield copy
    for cache in CACHES:
        cache.cache_clear()


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_missing_file_a_lost_column_and_other_bytes_are_refused(reference):
    with pytest.raises(BrokenReference, match=r"reference/none.csv is missing"):
        read_reference("none.csv", (), ())
    with pytest.raises(BrokenReference, match=r"reference/countries.csv lacks the column planet"):
        read_reference("countries.csv", ("planet",), ())
    (reference / "countries.csv").write_bytes(b"country_code\n\xff\xfe\n")
    with pytest.raises(BrokenReference, match=r"reference/countries.csv is not a CSV file in UTF-8"):
        read_reference("countries.csv", ("country_code",), ("country_code",))


def told(read) -> object:
    try:
        return read("any.csv", ("a", "b"), ("a",))
    except BrokenReference as refusal:
        return str(refusal)


@pytest.mark.parametrize("text", ["a,b\n 1 ,x\n\n2,\n", "a,b\n", "a,b\n1,x\n 1,y\n", "a,b\n,x\n", "a,b\n1,x\n2\n", "a\n1\n", 'a,b\n"1,x\n'])
def test_a_file_is_read_or_refused_by_columns_as_by_rows(tmp_path, monkeypatch, text):
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    (tmp_path / "any.csv").write_text(text, encoding="utf-8")
    rows, columns = told(read_reference), told(read_reference_columns)
    assert columns == (rows if isinstance(rows, str) else {name: [row[name] for row in rows] for name in ("a", "b")})


@pytest.mark.parametrize(
    ("file", "old", "new", "call", "sentence"),
    [
        ("countries.csv", "TUN,TN,Tunisia", "SEN,TN,Tunisia", countries.countries, r"line 9: the key country_code stands twice"),
        ("countries.csv", "TUN,TN,Tunisia", "TUN,TN,Tunisia,more", countries.countries, r"line 9: the number of values differs"),
        ("form/questions.csv", "cover,submission_date,date", "cover,submission_date,moment", form.form, r"unknown kind 'moment'"),
        ("form/questions.csv", "date,expected", "date,wished", form.form, r"unknown need 'wished'"),
        ("form/questions.csv", "reference,key,,initiatives", "reference,key,,projects", form.form, r"refers to 'projects'"),
        ("form/questions.csv", "Title,Título,Titre", "Title,,Titre", form.form, r"initiatives.title_text lacks its label_es"),
        ("form/questions.csv", "عنوان المبادرة,", ",", form.form, r"initiatives.title_text lacks its label_ar"),
        ("form/questions.csv", ",पहलको पूरा शीर्षक।", ",", form.form, r"initiatives.title_text lacks its hint_ne"),
        ("form/questions.csv", "पहलको पूरा शीर्षक।", "पहलको " * 50, form.form, r"title_text has a hint_ne of more than 255 characters"),
        ("form/questions.csv", "Acronym,Siglas,Sigle", "Acronym,título,Sigle", form.form, r"label 'título', which names title_text too"),
        ("form/questions.csv", ",hint_ar,", ",hint_arabic,", form.form, r"lacks the column hint_ar"),
        ("form/sheets.csv", "المؤشرات", "", form.form, r"indicators, label_ar '' is no name of a sheet"),
        ("form/sheets.csv", "Plan de trabajo", "Plan de trabajo sobre las políticas", form.form, r"is no name of a sheet: 1 to 31"),
        ("form/sheets.csv", "Plan de travail", "Plan: travail", form.form, r"'Plan: travail' is no name of a sheet"),
        ("form/changing_answers.csv", "meeting_count", "meetings", changing_answers, r"networks.meetings is no question of the form"),
        ("finding_codes.csv", "{detail}", "{detial}", findings.finding_codes, r"no fact is called detial"),
        ("form/sheets.csv", "lessons,", "lesson,", form.form, r"belongs to a sheet that sheets.csv does not list"),
        ("code_lists/themes.csv", "Empowering migrants", "Managing the M&D link", lambda: code_list("themes"), r"means both M1 and M3"),
        ("gazetteer/places.csv", "31.", "N31.", gazetteer.places, r"places.csv"),
    ],
)  # fmt: skip
def test_an_impossible_reference_file_is_refused(reference, file, old, new, call, sentence):
    spoil(reference / file, old, new)
    with pytest.raises(BrokenReference, match=sentence):
        call()


def test_every_finding_has_its_sentences_and_known_facts():
    facts = dict.fromkeys(("value", "detail", "accepted", "suggestion", "count"), "x")
    for code, words in findings.finding_codes().items():
        for text in findings.TEXTS:
            assert words[text], (code, text)
            words[text].format(**facts)


def test_a_sentence_without_its_fact_is_left_out():
    spot = findings.Spot("s", "SLV", "f.xlsx", "es")
    said = findings.finding("code-unknown", spot, value="x", detail="Estado", accepted="Cerrada")
    assert said["suggestion_text"] == "Se acepta: Cerrada."
    assert said["message_text"] == "«x» no es una respuesta aceptada para Estado."
