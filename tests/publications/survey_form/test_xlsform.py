"""The XLSForm: pyxform, which ODK and KoboToolbox convert forms with, takes it without a warning, and it asks every question."""

from collections import Counter
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
import pytest
from pyxform.xls2xform import convert

from publications.survey_form.place_lists import offered_places
from publications.survey_form.wording import language_label
from publications.survey_form.xlsform import choice_rows, parent_of, xlsform
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import LANGUAGES, form
from steps.places.gazetteer import gazetteer
from steps.places.geocode import resolve
from steps.places.mentions import Question

XFORMS = "{http://www.w3.org/2002/xforms}"
NESTED = {
    "locations": "initiatives", "initiative_actors": "initiatives", "results": "initiatives", "scaling_steps": "initiatives",
    "lessons": "practices",
}  # fmt: skip


@pytest.mark.parametrize(("country_code", "language"), list(zip(countries(), LANGUAGES, strict=False)))
def test_it_converts_without_a_warning_and_asks_every_question(country_code, language):
    converted = convert(BytesIO(xlsform(country_code, language)), file_type=".xlsx")
    assert converted.warnings == []
    tree = ElementTree.fromstring(converted.xform)
    model = tree.find(f".//{XFORMS}model")
    binds = {bind.attrib["nodeset"]: bind.attrib for bind in model.iter(f"{XFORMS}bind")}
    for sheet in form().values():
        for question in sheet.questions:
            assert f"{_path(sheet)}/{question.question_code}" in binds
    assert {text.attrib["lang"] for text in model.iter(f"{XFORMS}translation")} == {f"{language_label(one)} ({one})" for one in LANGUAGES}
    opened = [text.attrib["lang"] for text in model.iter(f"{XFORMS}translation") if text.attrib.get("default")]
    assert opened == [f"{language_label(language)} ({language})"]


def _path(sheet):
    parent = parent_of(sheet)
    return f"{_path(parent) if parent else '/data'}/{sheet.sheet_code}"


def test_rows_that_belong_to_one_thing_are_asked_inside_it():
    assert {code: parent_of(sheet).sheet_code for code, sheet in form().items() if parent_of(sheet)} == NESTED
    model = ElementTree.fromstring(convert(BytesIO(xlsform("SEN", "fr")), file_type=".xlsx").xform)
    binds = {bind.attrib["nodeset"]: bind.attrib for bind in model.iter(f"{XFORMS}bind")}
    assert binds["/data/initiatives/locations/initiative_ref"]["calculate"] == "../../initiative_ref"
    assert binds["/data/practices/lessons/practice_ref"]["calculate"] == "../../practice_ref"
    # A repeat that nobody needs is not opened, for programs that begin each with a row.
    assert binds["/data/networks"]["relevant"] == "../has_networks = 'yes'"
    choices = {one.attrib["ref"]: one.find(f"{XFORMS}itemset").attrib["nodeset"] for one in model.iter(f"{XFORMS}select1")
               if one.find(f"{XFORMS}itemset") is not None}  # fmt: skip
    assert "above = current()/../country_text" in choices["/data/initiatives/locations/admin1_text"]
    assert "above = current()/../admin1_text" in choices["/data/initiatives/locations/admin2_text"]


def test_choices_are_the_codes_and_stand_once():
    rows = choice_rows()
    assert not [name for name, count in Counter((row["list_name"], row["name"]) for row in rows).items() if count > 1]
    assert {row["name"] for row in rows if row["list_name"] == "themes"} == set(code_list("themes").codes)
    several = {question.code_list for sheet in form().values() for question in sheet.questions if question.kind == "codes"}
    assert not [row["name"] for row in rows if row["list_name"] in several and " " in row["name"]], "a blank parts several answers"
    above = {row["name"]: row["above"] for row in rows if row.get("above")}
    assert set(above) == {place.place_id for place in offered_places().values() if place.level != "country"}
    assert set(above.values()) <= {row["name"] for row in rows}


def test_what_is_required_is_said_in_every_language():
    book = openpyxl.load_workbook(BytesIO(xlsform("NPL", "en")))
    header, *rows = book["survey"].iter_rows(values_only=True)
    asked = [dict(zip(header, row, strict=True)) for row in rows]
    for row in asked:
        for column in ("required", "constraint"):
            messages = [row[f"{column}_message::{language_label(one)} ({one})"] for one in LANGUAGES]
            assert all(messages) == bool(row[column]), row["name"]
    needed = {row["name"] for row in asked if row["required"] == "yes"}
    assert {"title_text", "actor_name", "stage_code"} <= needed and "summary_text" not in needed
    assert not [row for row in asked if "or_other" in row["type"]]
    settings = dict(zip(*book["settings"].iter_rows(values_only=True), strict=True))
    assert settings["form_id"] == "jmdi_npl" and settings["version"].startswith("2017.1-")


def test_a_place_comes_back_as_its_id():
    known = gazetteer()
    assert known.country_named("SEN").place_id == "SEN" and known.country_named("sen") is None
    found = resolve(Question("MAR", (("admin1_text", "MA-02"),)), known)
    assert (found.place and found.place.name, found.method) == ("L'Oriental", "CODE")
    assert resolve(Question("SEN", (("admin1_text", "MA-02"),)), known).status == "none"
