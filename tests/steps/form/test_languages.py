"""The form in its five languages: every header means one question, is in its script, and is found; every hint says the same."""

import re
import unicodedata

import pytest

from schemas.form import LANGUAGES, form
from schemas.form_names import aliases
from steps.form.vocabulary import header_key
from steps.text import UNSEEN
from tests.deliveries import COVER, shown, tables_of

QUESTIONS = [question for sheet in form().values() for question in sheet.questions]
SCRIPTS = {"en": "LATIN", "es": "LATIN", "fr": "LATIN", "ar": "ARABIC", "ne": "DEVANAGARI"}
# Names that Arabic and Nepali write in Latin letters too: acronyms, file marks and codes shown as examples.
LATIN_NAMES = r"JMDI|GCM|SDG|DAC|OECD|OCHA|IATI|M4D Net|P-code|EUR|USD|https://|XM-DAC-|NP(?=01)|\b(?:[A-Z]|GP)(?=-01)|10\.c"
TO_LEFT, JOINER = "\u200e", "\u200d"  # the one keeps 2015-09-28 in order in Arabic, the other shapes Nepali letters
LONGEST_LABEL, LONGEST_HINT = 45, 200


def words(part: str, language: str) -> list[str]:
    return [getattr(question, part)[language] for question in QUESTIONS]


def test_no_name_means_two_sheets_or_two_questions_of_a_sheet():
    meant: dict[tuple[str, str], str] = {}
    own = [("", name, sheet.sheet_code) for sheet in form().values() for name in (sheet.sheet_code, *sheet.labels.values())]
    own += [(one.sheet_code, name, one.question_code) for one in QUESTIONS for name in (one.question_code, *one.labels.values())]
    for where, name, meaning in own:
        assert meant.setdefault((where, header_key(name)), meaning) == meaning, (where, name)
    for alias in aliases():
        where, meaning = (alias.sheet_code, alias.question_code) if alias.question_code else ("", alias.sheet_code)
        assert meant.setdefault((where, header_key(alias.name)), meaning) == meaning, alias


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_hints_are_in_the_script_of_their_language(language):
    sheet_labels = [sheet.labels[language] for sheet in form().values()]
    for text in (*sheet_labels, *words("labels", language), *words("hints", language)):
        own = text if language in ("en", "es", "fr") else re.sub(LATIN_NAMES, "", text)
        scripts = {unicodedata.name(letter).split()[0] for letter in own if letter.isalpha()}
        assert scripts == {SCRIPTS[language]}, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_hints_are_short_and_finished(language):
    seen_marks = {"ar": TO_LEFT, "ne": JOINER}.get(language, "")
    for label in words("labels", language):
        assert len(label) <= LONGEST_LABEL, label
        assert not set(label) & {chr(mark) for mark in UNSEEN} - {JOINER}, label
    for hint in words("hints", language):
        assert len(hint) <= LONGEST_HINT, hint
        assert not re.search(r"[{}<>_\n]|\?\?|\.\.|  |TODO|xxx", hint), hint
        assert hint.endswith((".", "।", "؟", "://")), hint
        assert not set(hint) & {chr(mark) for mark in UNSEEN} - set(seen_marks), hint


def test_a_hint_shows_the_same_examples_in_all_languages():
    for question in QUESTIONS:
        examples = {
            language: (sorted(re.findall(r"(?<!\w)-?\d+(?:[.,-]\w+)*", hint)), hint.count(" |"), "https://" in hint)
            for language, hint in question.hints.items()
        }
        assert all(shown_there == examples["en"] for shown_there in examples.values()), (question.question_code, examples)


def test_dates_and_signs_keep_their_order_within_arabic():
    for hint in words("hints", "ar"):
        turned = re.findall(rf"(?<![{TO_LEFT}\w.-])(?:\d{{4}}-\d\d|-\d)", hint)
        assert not turned, hint


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_and_column_is_found_by_its_label(tmp_path, language):
    workbook = ""
    for sheet in form().values():
        headers = [question.labels[language] for question in sheet.questions]
        workbook += f"## {sheet.labels[language]}\n| {' | '.join(headers)} |\n| {' | '.join('x' * len(headers))} |\n"
    columns = tables_of(tmp_path, {"NPL/2015/a.xlsx": workbook}, "core_received_columns")["core_received_columns"]
    assert shown(columns, "sheet_code", "question_code") == [(question.sheet_code, question.question_code) for question in QUESTIONS]


ARABIC = """
## صفحة الغلاف
| البلد | اللغة |
| المغرب | العربية |
## المبادرات
# الخريطة الوطنية للمبادرات
| المرجع الخاص * | عنوان المبادرة * | الحالة | تاريخ البدء | مرحلة توسيع النطاق | بقيادة محلية |
| R1 | واحة فكيك | قيد التنفيذ | 2015-09 | تجريبية | نعم |
"""
NEPALI = """
## आवरण
| देश | भाषा |
| नेपाल | नेपाली |
## पहलहरू
# पहलहरूको विवरण
| सन्दर्भ सङ्केत * | पहलको शीर्षक * | अवस्था | सुरु मिति | विस्तारको चरण | स्थानीय नेतृत्वमा |
| R1 | विप्रेषण र उद्यम | कार्यान्वयनमा | 2015-09 | परीक्षणमा | हो |
"""


@pytest.mark.parametrize(("country", "workbook", "title"), [("MAR", ARABIC, "واحة فكيك"), ("NPL", NEPALI, "विप्रेषण र उद्यम")])
def test_a_form_filled_in_in_arabic_or_nepali_is_read(tmp_path, country, workbook, title):
    tables = tables_of(tmp_path, {f"{country}/2015/a.xlsx": workbook}, "core_initiatives", "core_findings")
    columns = ("initiative_id", "title_text", "status_code", "start_date", "scaling_stage_code", "is_locally_led")
    assert shown(tables["core_initiatives"], *columns) == [(f"{country}-R1", title, "2", "2015-09-01", "PIL", True)]
    misread = {"sheet-unknown", "header-unknown", "code-unknown", "country-conflict", "date-unreadable"}
    assert not misread & set(tables["core_findings"]["finding_code"])


def test_headers_may_be_typed_with_the_letters_of_another_keyboard(tmp_path):
    arabic = ARABIC.replace("ي", "ی").replace("ك", "ک")  # as a Persian keyboard has them
    nepali = NEPALI.replace("सन्दर्भ सङ्केत", "संदर्भ संकेत")
    columns = tables_of(tmp_path, {"MAR/2015/a.xlsx": arabic, "NPL/2015/a.xlsx": nepali}, "core_received_columns")["core_received_columns"]
    assert columns["question_code"].notna().all() and set(columns["country_code"]) == {"MAR", "NPL"}


def test_a_header_of_another_sheet_is_not_taken_for_one_of_this(tmp_path):
    workbook = COVER.format(country="Nepal") + "## पहलहरू\n| सन्दर्भ सङ्केत | पहलको शीर्षक | सिकाइको प्रकार |\n| R1 | पहल | x |"
    tables = tables_of(tmp_path, {"NPL/2015/a.xlsx": workbook}, "core_findings", "core_received_columns")
    assert shown(tables["core_findings"].query("finding_code == 'header-unknown'"), "cell_name", "value_text") == [("C1", "सिकाइको प्रकार")]


def test_machine_codes_say_nothing_of_the_language_of_their_writer(tmp_path):
    workbook = "## initiatives\n| initiative_ref | title_text | start_date | end_date |\n| R1 | Oasis | soon | |"
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": workbook}, "core_findings")
    found = tables["core_findings"].query("finding_code == 'date-unreadable'")
    assert shown(found, "message_text") == [("« soon » n'a pas été compris comme une date.",)]
