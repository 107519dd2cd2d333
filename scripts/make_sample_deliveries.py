"""Writes the sample deliveries in `raw/<ISO3>/<round>/`: a survey workbook a country with facts, and for some two rounds of examples.

The facts are `sample_facts/initiatives.csv` and the rows of round 2015 in `sample_facts/answers/`; the rows of later rounds there are
invented, so that every report has something to show. The covers of their workbooks say that they are examples.


Run by hand after the form or the facts changed: `python -m scripts.make_sample_deliveries`. The same facts give the same bytes.
Values stay as written in the facts, since that is what focal points send. Contacts are invented and say so.
"""

import csv
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.code_lists import code_list
from schemas.countries import Country, countries
from schemas.errors import BrokenReference
from schemas.form import Sheet, form
from schemas.reference_files import CHECKOUT

FACTS = Path(__file__).parent / "sample_facts" / "initiatives.csv"
ANSWERS = FACTS.parent / "answers"  # a table a sheet of the form: country, round, then answers by question code, codes as codes
ROUND = "2015"
EXAMPLE_ROUNDS = ("2016", "2017")
FORM_VERSION = "2015.1"
CREATED = datetime(2015, 9, 28)  # fixed, so that the workbooks are the same bytes whenever they are written
TITLES = {
    "en": "Mapping of locally led migration and development initiatives",
    "es": "Mapeo de iniciativas locales de migración y desarrollo",
    "fr": "Cartographie des initiatives locales de migration et développement",
}
FOCAL_POINTS = {
    "en": ("Sample focal point (invented)", "Survey officer (invented)", "Sample Contact (invented)"),
    "es": ("Punto focal de muestra (inventado)", "Encargada de la encuesta (inventada)", "Contacto de muestra (inventado)"),
    "fr": ("Point focal d'exemple (inventé)", "Chargée d'enquête (inventée)", "Contact d'exemple (inventé)"),
}

Rows = list[dict[str, str]]


def main() -> None:
    """Write the workbooks of all countries and say where they are."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    for code, country in countries().items():
        answers = survey_answers([fact for fact in facts if fact["country"] == code], country)
        for sheet_code, rows in further_answers(country, ROUND).items():
            answers[sheet_code] += rows
        _write(country, ROUND, f"{code.lower()}-survey-{ROUND}", answers)
        for name in EXAMPLE_ROUNDS:
            if examples := further_answers(country, name):
                _write(country, name, f"{code.lower()}-example-{name}", {"cover": [example_cover(country, name)]} | examples)


def _write(country: Country, round_name: str, name: str, answers: dict[str, Rows]) -> None:
    path = CHECKOUT / "raw" / country.country_code / round_name / f"{name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(path, country, answers)
    print(path.relative_to(CHECKOUT))


def further_answers(country: Country, round_name: str) -> dict[str, Rows]:
    """Return the answers of a country in a round that stand in tables of their own, codes spelled out in the country's language."""
    answers: dict[str, Rows] = {}
    for sheet_code, sheet in form().items():
        path = ANSWERS / f"{sheet_code}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows = [row for row in reader if (row["country"], row["round"]) == (country.country_code, round_name)]
            unknown = {*(reader.fieldnames or ())} - {"country", "round", *(one.question_code for one in sheet.questions)}
            if unknown:
                raise BrokenReference(f"{path.name} has columns that are no questions of the sheet: {', '.join(sorted(unknown))}.")
            if rows:
                answers[sheet_code] = [_spelled_out(sheet, row, country.survey_language) for row in rows]
    return answers


def _spelled_out(sheet: Sheet, row: dict[str, str], language: str) -> dict[str, str]:
    told = {}
    for question in sheet.questions:
        text = row.get(question.question_code, "")
        if text and question.code_list and question.code_list != "currencies":
            text = " | ".join(_label(question.code_list, code, language) for code in text.split("|"))
        told[question.question_code] = text
    return told


def example_cover(country: Country, round_name: str) -> dict[str, str]:
    """Return the cover of a workbook of invented answers, which says so."""
    sent = {"submission_date": f"{round_name}-12-15", "period_start_date": f"{round_name}-01-01", "period_end_date": f"{round_name}-12-31"}
    return _cover(country) | sent | {"is_example": _label("yes_no", "yes", country.survey_language)}


def survey_answers(facts: Rows, country: Country) -> dict[str, Rows]:
    """Return what a focal point would have filled in: rows by sheet code, values by question code."""
    language = country.survey_language
    actors = _Actors()
    answers: dict[str, Rows] = defaultdict(list)
    answers["cover"] = [_cover(country)]
    for fact in facts:
        answers["initiatives"].append(_initiative(fact, actors, language))
        answers["initiative_actors"] += _parts_taken(fact, actors, language)
        if fact["places"]:
            answers["locations"].append({"initiative_ref": fact["record_id"], "place_text": fact["places"]})
        if fact["good_practice_flag"] == "yes":
            answers["practices"].append(_practice(fact, language))
    answers["actors"] = actors.rows
    return answers


def _cover(country: Country) -> dict[str, str]:
    language = country.survey_language
    unit, role, contact = FOCAL_POINTS[language]
    return {
        "template_version_text": FORM_VERSION,
        "country_name": country.names[language],
        "reporting_unit_name": unit,
        "submitter_role_text": role,
        "language_code": _label("languages", language, language),
        "consent_code": _label("consents", "PUB", language),
        "contact_name": contact,
        "contact_email_text": f"contact.{country.country_code.lower()}@example.org",
    }


def _label(list_name: str, code: str, language: str) -> str:
    return code_list(list_name).labels[code][language]


class _Actors:
    """The sheet of actors: every organisation named in the workbook once, with the reference that other sheets use."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self._references: dict[str, str] = {}

    def reference(self, name: str, actor_type: str = "", country: str = "") -> str:
        if name not in self._references:
            self._references[name] = f"A{len(self._references) + 1:03d}"
            self.rows.append(
                {"actor_ref": self._references[name], "actor_name": name, "actor_type_code": actor_type, "country_text": country}
            )
        return self._references[name]


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(" | ") if part.strip()]


def _initiative(fact: dict[str, str], actors: _Actors, language: str) -> dict[str, str]:
    names, types = _split(fact["lead_actor"]), _split(fact["lead_actor_type"])
    if len(types) != len(names):
        types = [""] * len(names)  # nobody says which type belongs to which organisation
    leads = [actors.reference(name, actor_type) for name, actor_type in zip(names, types, strict=True)]
    is_supported = fact["phase"].startswith("JMDI")
    return {
        "initiative_ref": fact["record_id"],
        "title_text": fact["title"],
        "local_title_text": fact["local_title"],
        "summary_text": fact["objective"],
        "is_jmdi_supported": _label("yes_no", "yes" if is_supported else "no", language),
        "jmdi_phase_code": fact["phase"],
        "lead_actor_refs": " | ".join(leads),
        "theme_codes": fact["thematic_areas"],
        "intervention_codes": fact["focus_areas"],
        "status_code": fact["status"],
        "start_date": fact["start_date"],
        "end_date": fact["end_date"],
        "budget_amount": fact["budget_amount"],
        "currency_code": fact["budget_currency"],
        "donors_text": fact["donors"],
        "website_url": fact["source_url"],
        "source_text": fact["source_system"],
        "results_text": fact["results_lessons"],
        "is_good_practice": _label("yes_no", "yes", language) if fact["good_practice_flag"] == "yes" else "",
        "language_code": fact["language"],
        "contact_role_text": fact["contact_role"],
        "notes_text": fact["notes"],
    }


def _parts_taken(fact: dict[str, str], actors: _Actors, language: str) -> Rows:
    """Return the rows of partners, whose role the facts do not say, and of donors."""
    rows = []
    for partner in _split(fact["partners"]):
        name, actor_type, country = ([part.strip() for part in partner.split(";")] + ["", ""])[:3]
        rows.append({"actor_ref": actors.reference(name, actor_type, country)})
    funder = _label("actor_roles", "FUND", language)
    rows += [{"actor_ref": actors.reference(donor), "role_code": funder} for donor in _split(fact["donors"])]
    return [{"initiative_ref": fact["record_id"]} | row for row in rows]


def _practice(fact: dict[str, str], language: str) -> dict[str, str]:
    return {
        "practice_ref": f"{fact['record_id']}-GP",
        "subject_type_code": _label("subject_types", "initiative", language),
        "subject_ref": fact["record_id"],
        "practice_kind_code": _label("practice_kinds", "GP", language),
        "title_text": fact["title"],
        "results_evidence_text": fact["results_lessons"],
        "language_code": fact["language"],
    }


def write_workbook(path: Path, country: Country, answers: dict[str, Rows]) -> None:
    """Write one filled survey workbook: a title, the headers in the country's language, the answers below; a sheet of the form each."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"title": TITLES[country.survey_language], "created": CREATED})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "key": book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}),
            "expected": book.add_format({"bold": True, "bg_color": "#9DC3E6", "text_wrap": True, "valign": "top"}),
            "optional": book.add_format({"bold": True, "bg_color": "#DEEBF7", "text_wrap": True, "valign": "top"}),
        }
        for sheet in form().values():
            page = book.add_worksheet(sheet.labels[country.survey_language])
            _write_sheet(page, sheet, country.survey_language, answers.get(sheet.sheet_code, []), styles)


def _write_sheet(page: Worksheet, sheet: Sheet, language: str, rows: Rows, styles: dict[str, Format]) -> None:
    page.merge_range(0, 0, 0, max(1, min(5, len(sheet.questions) - 1)), TITLES[language], styles["title"])
    page.freeze_panes(3, 1)
    page.set_column(0, len(sheet.questions), 22)
    for column, question in enumerate(sheet.questions):
        mark = " *" if question.need == "key" else ""
        page.write_string(2, column, question.labels[language] + mark, styles[question.need])
        for number, row in enumerate(rows, start=3):
            if row.get(question.question_code):
                page.write_string(number, column, row[question.question_code])


if __name__ == "__main__":
    main()
