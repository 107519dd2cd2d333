"""The same questions as an XLSForm, from which ODK and KoboToolbox make a form for telephones and browsers: survey, choices, settings.

Names are the codes of sheets, questions and answers, so an export speaks the language of the registry. A sheet is a repeat; one whose
rows belong to one thing each (the places of an initiative) is a repeat inside that thing's, where its reference fills itself in.
"""

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter.workbook import Workbook

from publications.survey_form.answer_rules import FIRST_DATE, LAST_DATE, UNIT_COLUMNS, WHOLE_NUMBERS, range_of
from publications.survey_form.blank_workbook import cover_answers
from publications.survey_form.drop_downs import used_code_lists
from publications.survey_form.identity import FORM_DATE, code_book_mark
from publications.survey_form.place_lists import names_in, offered_places
from publications.survey_form.wording import hint, language_label, phrase
from publications.workbook_options import OPTIONS
from schemas.code_lists import code_list
from schemas.countries import Country, countries
from schemas.form import LANGUAGES, Question, Sheet, form
from schemas.form_limits import limit_of
from schemas.form_versions import newest_version

Row = dict[str, str]

TYPES = {
    "text": "text", "url": "text", "reference": "text", "references": "text", "date": "date", "year": "integer", "count": "integer",
    "number": "decimal", "amount": "decimal", "share": "decimal", "latitude": "decimal", "longitude": "decimal",
}  # fmt: skip
PLACE_LISTS = {"country_text": "countries", "admin1_text": "admin1", "admin2_text": "admin2"}
UNIT_ABOVE = {"admin1_text": "country_text", "admin2_text": "admin1_text"}
FIXED_ON_COVER = ("template_version_text", "country_name")
TRANSLATED = ("label", "hint", "required_message", "constraint_message")
SURVEY = ("type", "name", "required", "relevant", "constraint", "calculation", "default", "readonly", "choice_filter", "appearance")
CHOICES = ("list_name", "name", "above")


@dataclass(frozen=True)
class _Asked:
    """The country whose form it is, and the language that its codes on the cover are told in."""

    country: Country
    language: str


def xlsform(country_code: str, language: str) -> bytes:
    """Return the XLSForm as the bytes of an .xlsx file, in all languages of the form; `language` is the one it opens in."""
    asked = _Asked(countries()[country_code], language)
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": phrase("form_title", language), "created": FORM_DATE})
        _write(book, "survey", (*SURVEY[:2], *_columns(TRANSLATED), *SURVEY[2:]), survey_rows(asked.country, language))
        _write(book, "choices", (*CHOICES, *_columns(("label",))), choice_rows())
        _write(book, "settings", tuple(_settings(asked)), [_settings(asked)])
    return buffer.getvalue()


def _column(kind: str, language: str) -> str:
    return f"{kind}::{language_label(language)} ({language})"


def _columns(kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_column(kind, language) for kind in kinds for language in LANGUAGES)


def _write(book: Workbook, name: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    page = book.add_worksheet(name)
    page.write_row(0, 0, columns)
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(columns):
            if row.get(column):
                page.write_string(number, place, row[column])


def _settings(asked: _Asked) -> Row:
    return {
        "form_title": f"{phrase('form_title', asked.language)} – {asked.country.names[asked.language]}",
        "form_id": f"jmdi_{asked.country.country_code.lower()}",
        "version": f"{newest_version()}-{code_book_mark()}",
        "default_language": f"{language_label(asked.language)} ({asked.language})",
    }


def survey_rows(country: Country, language: str) -> list[Row]:
    """Return the rows of the sheet survey."""
    asked = _Asked(country, language)
    rows: list[Row] = []
    for sheet in form().values():
        if parent_of(sheet) is None:
            rows += _section(sheet, asked)
    return rows


def parent_of(sheet: Sheet) -> Sheet | None:
    """Return the sheet whose rows the rows of this one belong to, one each: it bears the name of the parent's own reference as a key."""
    for question in sheet.questions:
        if question.kind == "reference" and question.need == "key":
            own = [one.question_code for one in form()[question.refers_to].questions if one.need == "key" and one.kind == "text"]
            if question.question_code in own:
                return form()[question.refers_to]
    return None


def _section(sheet: Sheet, asked: _Asked) -> list[Row]:
    """Return a sheet as a group (the cover) or a repeat, with the sheets that belong to it inside."""
    name, labels = sheet.sheet_code, _translated("label", sheet.labels)
    if name == "cover":
        return [{"type": "begin_group", "name": name, **labels}, *_questions(sheet, asked), {"type": "end_group"}]
    inside = [row for child in form().values() if parent_of(child) is sheet for row in _section(child, asked)]
    gate, relevant = _gate(sheet)
    return [
        *gate, {"type": "begin_repeat", "name": name, **labels, "relevant": relevant},
        *_questions(sheet, asked), *inside,
        {"type": "end_repeat"},
    ]  # fmt: skip


def _gate(sheet: Sheet) -> tuple[list[Row], str]:
    """Return the question that opens a repeat, and its condition: some programs begin every repeat with one that must be filled in."""
    if sheet.sheet_code == "initiatives":
        return [], ""
    name = f"has_{sheet.sheet_code}"
    asked = {language: phrase("anything_to_report", language, sheet=sheet.labels[language]) for language in LANGUAGES}
    return [{"type": "select_one yes_no", "name": name, **_translated("label", asked)}], f"../{name} = 'yes'"


def _translated(kind: str, texts: dict[str, str]) -> Row:
    return {_column(kind, language): texts[language] for language in LANGUAGES}


def _questions(sheet: Sheet, asked: _Asked) -> list[Row]:
    parent = parent_of(sheet)
    return [_question(question, sheet, parent, asked) for question in sheet.questions]


def _question(question: Question, sheet: Sheet, parent: Sheet | None, asked: _Asked) -> Row:
    code = question.question_code
    if parent and question.refers_to == parent.sheet_code and question.need == "key":
        return {"type": "calculate", "name": code, "calculation": f"../../{code}"}
    row = {"type": _type(question, sheet), "name": code, **_translated("label", question.labels)}
    row |= _translated("hint", {language: hint(question, language) for language in LANGUAGES})
    if question.need == "key":
        messages = {language: phrase("required_answer", language) for language in LANGUAGES}
        row |= {"required": "yes", **_translated("required_message", messages)}
    if sheet.sheet_code == "cover":
        row |= _known(question, asked)
    return row | _constraint(question) | _place(question, sheet, asked)


def _type(question: Question, sheet: Sheet) -> str:
    if _is_place(question, sheet):
        return f"select_one {PLACE_LISTS[question.question_code]}"
    if question.code_list:
        return f"{'select_multiple' if question.kind == 'codes' else 'select_one'} {question.code_list}"
    return TYPES[question.kind]


def _is_place(question: Question, sheet: Sheet) -> bool:
    return question.question_code in PLACE_LISTS and any(one.question_code == "country_text" for one in sheet.questions)


def _known(question: Question, asked: _Asked) -> Row:
    """Return what the cover says before anybody fills it in; a code list's answer by its code."""
    known = cover_answers(asked.country, asked.language).get(question.question_code, "")
    answer = code_list(question.code_list).code_of(known) if question.code_list and known else known
    return {"default": answer or "", "readonly": "yes" if question.question_code in FIXED_ON_COVER else ""}


def _constraint(question: Question) -> Row:
    """Return the condition on an answer with its message, when its kind or its limit sets one."""
    limit = limit_of(question)
    if limit and limit.measure == "characters":
        return _bound(
            f"string-length(.) >= {limit.lowest} and string-length(.) <= {limit.highest}", "asked_length", limit.lowest, limit.highest
        )
    if question.kind == "url":
        return _bound("regex(., '^https?://[^ ]+$')", "asked_url")
    if question.kind == "date":
        condition = f". >= date('{FIRST_DATE}') and . <= date('{LAST_DATE}')"
        return _bound(condition, "asked_date", first=FIRST_DATE, last=LAST_DATE)
    if question.kind not in TYPES or TYPES[question.kind] not in ("integer", "decimal") or question.kind == "number":
        return {}
    lowest, highest = range_of(question)
    kind = "error_whole_number" if question.kind in WHOLE_NUMBERS else "error_number"
    if highest is None:
        return _bound(f". >= {lowest:g}", f"{kind}_from", lowest)
    return _bound(f". >= {lowest:g} and . <= {highest:g}", kind, lowest, highest)


def _bound(condition: str, phrase_code: str, lowest: float = 0, highest: float = 0, **facts: object) -> Row:
    facts |= {"lowest": f"{lowest:g}", "highest": f"{highest:g}"}
    messages = {language: phrase(phrase_code, language, **facts) for language in LANGUAGES}
    return {"constraint": condition, **_translated("constraint_message", messages)}


def _place(question: Question, sheet: Sheet, asked: _Asked) -> Row:
    """Return what makes a place a choice below the one chosen before; the country is the reporting one unless changed."""
    code = question.question_code
    if not _is_place(question, sheet):
        return {"appearance": "multiline"} if _is_prose(question) else {}
    if code == "country_text":
        return {"default": asked.country.country_code, "appearance": "minimal autocomplete"}
    above = f"../{UNIT_ABOVE[code]}"
    has_units = " or ".join(f"../country_text = '{known}'" for known in countries())
    relevant = has_units if code == UNIT_COLUMNS[0] else f"{above} != ''"
    return {"choice_filter": f"above = current()/{above}", "relevant": relevant, "appearance": "minimal autocomplete"}


def _is_prose(question: Question) -> bool:
    limit = limit_of(question)
    return (question.sheet_code == "practices" and question.kind == "text") or bool(limit and limit.highest > 500)


def choice_rows() -> list[Row]:
    """Return the rows of the sheet choices: the code lists that the form uses, then countries and units with the place above each."""
    rows = [
        {"list_name": name, "name": code, **_translated("label", labels)}
        for name in used_code_lists()
        for code, labels in code_list(name).labels.items()
    ]
    lists = {"country": "countries", "admin1": "admin1", "admin2": "admin2"}
    places = sorted(offered_places().values(), key=lambda place: (list(lists).index(place.level), place.place_id))
    for place in places:
        labels = {language: names_in(language)[place.place_id] for language in LANGUAGES}
        rows.append({"list_name": lists[place.level], "name": place.place_id, "above": place.parent_id, **_translated("label", labels)})
    return rows
