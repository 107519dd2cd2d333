"""The report workbooks as their readers open them: nothing of a respondent runs, tables are whole, figures are those of the tables."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from html import unescape

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from publications.report_workbook.book import HEADER_ROW
from publications.report_workbook.charts import CHART_SHEETS
from publications.report_workbook.sheets import COVERAGE, REPORT_SHEETS, column_of
from publications.report_workbook.words import WorkbookWords
from publications.report_workbook.workbook import report_workbooks
from schemas.code_lists import code_list
from schemas.form import LANGUAGES, SHEET_NAME
from tests.publications.report_workbook.shown_tables import HOSTILE, IDENTITY, hostile_rows, public

REPORTED = {"country_code": "MAR", "has_reported": True, "latest_round_name": "2015", "initiative_count": 3, "mapped_initiative_count": 2}
NAMES = {one.table_name for one in REPORT_SHEETS} - {COVERAGE, "report_completeness"}
FIGURES = ("count", "number", "amount", "share", "year")
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def hostile():
    rows = {name: hostile_rows(name) for name in sorted(NAMES)} | {"report_completeness": [REPORTED]}
    return report_workbooks(public(rows), IDENTITY)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def below_headings(page: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=HEADER_ROW + 2)]


def headings(page: Worksheet) -> list[object]:
    return [cell.value for cell in page[HEADER_ROW + 1] if cell.value is not None]


def test_a_country_that_has_reported_gets_an_edition_in_each_of_its_languages(hostile):
    assert sorted(hostile) == ["report.xlsx", "reports/MAR.ar.xlsx", "reports/MAR.fr.xlsx"]


def test_nothing_that_a_respondent_wrote_is_a_formula_or_a_link(hostile):
    for content in hostile.values():
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            xml = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels"))}
        sheets = {name: text for name, text in xml.items() if name.startswith("xl/worksheets/sheet")}
        assert not [name for name, text in sheets.items() if re.search(r"<f[ >]", text)]
        assert not [name for name, text in xml.items() if 'TargetMode="External"' in text or "externalLink" in name]
        links = [link for text in sheets.values() for link in re.findall(r"<hyperlink [^>]*>", text)]
        targets = [re.search(r" location=\"'(.+)'!A1\"", link) for link in links if "r:id" not in link]
        names = {name.replace("'", "''") for name in opened(content).sheetnames}
        assert len(targets) == len(links) and {unescape(target[1]) for target in targets if target} < names


def test_what_was_reported_stands_there_as_text(hostile):
    book = opened(hostile["report.xlsx"])
    kinds = Counter(cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value is not None)
    assert set(kinds) <= {"s", "n", "d"}
    titles = [row[2] for row in below_headings(book["Initiatives"])]
    clean = [text.replace("\x00", "").replace("\x0b", "").replace("\x1f", "") for text in HOSTILE[:-2]]
    assert titles[: len(clean)] == clean
    cut, not_stated = titles[-2:]
    assert len(cut) == 32_767 and cut.endswith("… [cut: longer than a cell can hold]")
    assert not_stated == "not stated"


def test_each_report_is_a_table_whose_headings_and_rows_are_those_of_the_sheet(hostile):
    for content in hostile.values():
        book = opened(content)
        names = [name for page in book for name in page.tables]
        assert len(names) == len(set(names))
        for page in book:
            for table in page.tables.values():
                titles = [column.name for column in table.tableColumns]
                first, *_ = page[table.ref]
                assert [cell.value for cell in first] == titles
                assert len({title.casefold() for title in titles}) == len(titles)
                assert table.autoFilter.ref == table.ref
        report = book[book.sheetnames[-2]]
        assert (report.freeze_panes, report.print_title_rows) == (f"A{HEADER_ROW + 2}", f"${HEADER_ROW + 1}:${HEADER_ROW + 1}")
        assert (report.page_setup.orientation, int(report.page_setup.paperSize)) == ("landscape", 9)
        assert report.sheet_properties.pageSetUpPr.fitToPage


def test_figures_are_those_of_the_tables(hostile):
    book, words = opened(hostile["report.xlsx"]), WorkbookWords("en")
    for sheet in (one for one in REPORT_SHEETS if one.table_name in NAMES):
        page, rows = book[words.sheet(sheet.code)], hostile_rows(sheet.table_name)
        places = {name: headings(page).index(words.heading(name)) for name in sheet.columns if column_of(sheet, name).kind in FIGURES}
        for name, place in places.items():
            parts = 100 if column_of(sheet, name).kind == "share" else 1
            told = [row[place] for row in below_headings(page)]
            assert told == pytest.approx([row[name] / parts for row in rows]), f"{sheet.code}.{name}"


def test_the_same_build_has_the_same_bytes(hostile):
    rows = {name: hostile_rows(name) for name in sorted(NAMES)} | {"report_completeness": [REPORTED]}
    assert report_workbooks(public(rows), IDENTITY) == hostile


def test_an_arabic_edition_runs_from_right_to_left_and_is_in_arabic(hostile):
    arabic, french = opened(hostile["reports/MAR.ar.xlsx"]), opened(hostile["reports/MAR.fr.xlsx"])
    assert all(page.sheet_view.rightToLeft for page in arabic)
    assert not any(page.sheet_view.rightToLeft for page in french)
    assert headings(arabic["المبادرات"])[:3] == ["معرّف المبادرة", "العنوان", "الحالة"]
    assert below_headings(french["Initiatives"])[0][2] == "Planification"


def test_of_an_empty_build_every_sheet_says_that_nothing_was_reported():
    made = report_workbooks(public({}), IDENTITY)
    assert list(made) == ["report.xlsx"]
    book = opened(made["report.xlsx"])
    empty = [page for page in book if page["A1"].value not in ("Definitions", "Contents", "Completeness", "Map") and page.title != "Cover"]
    assert {below_headings(page)[0][0] for page in empty} == {"Nothing was reported."}
    assert not [page.title for page in book if page._charts]
    cover = [row[0] for row in book["Cover"].iter_rows(values_only=True)]
    assert "No file that could be read has come from Costa Rica, Ecuador, El Salvador, Morocco, Nepal, Philippines, Senegal, Tunisia. " \
        "Nothing is known of them: that is not a zero." in cover  # fmt: skip


def test_a_date_shows_as_much_as_is_known():
    told = [
        ("I1", "2015-05-31", "day"),
        ("I2", "2015-05-01", "month"),
        ("I3", "2015-01-01", "year"),
        ("I4", "1898-03-01", "day"),
        ("I5", None, None),
    ]
    rows = [
        {"initiative_id": name, "country_code": "MAR", "start_date": day, "start_date_precision_code": part} for name, day, part in told
    ]
    page = opened(report_workbooks(public({"core_initiatives": rows}), IDENTITY)["report.xlsx"])["Initiatives"]
    place = headings(page).index("Start") + 1
    cells = [page.cell(HEADER_ROW + 2 + row, place) for row in range(len(told))]
    assert [cell.number_format for cell in cells[:3]] == ["yyyy-mm-dd", "yyyy-mm", "yyyy"]
    assert [f"{cell.value:%Y-%m-%d}" for cell in cells[:3]] == [day for _, day, _ in told[:3]]
    assert [cell.value for cell in cells[3:]] == ["1898-03-01", None]


def test_each_record_that_is_an_invented_example_is_marked():
    rows = [{"initiative_id": name, "country_code": "MAR", "title_text": name} for name in ("I1", "I2")]
    activities = [
        {"activity_id": name, "country_code": "MAR", "plan_id": plan} for name, plan in (("A1", "P1"), ("A2", "P2"), ("A3", "P2"))
    ]
    plans = [{"country_code": "MAR", "plan_id": plan, "policy_level_code": "LOC"} for plan in ("P1", "P2")]
    indicators = [{"indicator_id": name, "country_code": "MAR", "pillar_code": "P1", "indicator_name": name} for name in ("K1", "K2")]
    pillars = [{"country_code": "MAR", "pillar_code": "P1", "basis_code": "reported", "indicator_name": name, "unit_name": "not_stated",
                "period_text": "not_stated"} for name in ("K1", "K2")]  # fmt: skip
    examples = {
        ("core_initiatives", "I2"),
        ("core_workplan_activities", "A1"),
        ("core_workplan_activities", "A2"),
        ("core_indicators", "K1"),
    }
    shown = public({"core_initiatives": rows, "core_workplan_activities": activities, "report_work_plan_progress": plans,
                    "core_indicators": indicators, "report_knowledge_pillars": pillars}, frozenset(examples))  # fmt: skip
    book = opened(report_workbooks(shown, IDENTITY)["report.xlsx"])
    marks = {
        name: [row[-1] for row in below_headings(book[name])] for name in ("Initiatives", "Work-plan progress", "Indicators by pillar")
    }
    mark = "Invented example"
    assert marks == {"Initiatives": [None, mark], "Work-plan progress": [mark, None], "Indicators by pillar": [mark, None]}


def test_coverage_counts_units_with_and_without_an_initiative():
    levels = [("admin1", True), ("admin1", False), ("admin1", False), ("admin2", True)]
    rows = [{"country_code": "MAR", "place_id": str(place), "place_name": "x", "place_level_code": level, "is_mapped": is_mapped}
            for place, (level, is_mapped) in enumerate(levels)]  # fmt: skip
    page = opened(report_workbooks(public({"report_territories": rows}), IDENTITY)["report.xlsx"])["Coverage of territories"]
    assert below_headings(page) == [
        ("Morocco", "First-level unit", 3, 1, 2, pytest.approx(1 / 3), *[None] * (page.max_column - 6)),
        ("Morocco", "Second-level unit", 1, 1, 0, 1, *[None] * (page.max_column - 6)),
    ]


def test_what_nobody_stated_is_drawn_as_an_empty_frame_and_the_rest_differs_on_grey_paper():
    rows = [
        {"country_code": "MAR", "theme_code": code, "initiative_share_number": 1.0} for code in (*code_list("themes").codes, "not_stated")
    ]
    files = report_workbooks(public({"report_initiatives_by_theme": rows, "report_completeness": [REPORTED]}), IDENTITY)
    sheets = (opened(files["report.xlsx"])["Themes"], opened(files["reports/MAR.fr.xlsx"])["Thèmes"])
    programme, edition = (sheet._charts[0].series for sheet in sheets)
    *stated, open_one = [series.spPr for series in programme]
    assert open_one.solidFill.srgbClr == "F2F2F2" and open_one.ln.solidFill.srgbClr == "7F7F7F"
    plain = [int(look.solidFill.srgbClr[1:3], 16) for look in stated if look.solidFill]
    patterns = [look.pattFill.prst for look in stated if look.pattFill]
    assert len(plain) == len(set(plain)) == 4 and len(set(patterns)) == len(patterns) == len(stated) - 4
    assert [(point.idx, point.spPr.solidFill.srgbClr) for point in edition[0].dPt] == [(len(rows) - 1, "F2F2F2")]


def test_what_is_printed_on_two_pages_names_its_rows_on_both(hostile):
    pages = opened(hostile["report.xlsx"])
    assert pages["Networks"].print_title_cols == "$A:$B"  # country and name
    assert pages["Initiatives"].print_title_cols == "$A:$A"  # its id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_and_column_has_its_own_name_in_every_language(language):
    words = WorkbookWords(language)
    codes = [one.code for one in (*CHART_SHEETS, *REPORT_SHEETS)]
    assert all(SHEET_NAME.fullmatch(words.sheet(code)) and words.note(code) for code in codes)
    assert len({words.sheet(code).casefold() for code in codes}) == len(codes)
    assert not [code for code in codes if re.search(r"\b[A-Z]{1,2}\. ", words.note(code))]  # an abbreviation ends no line of the contents
    for sheet in REPORT_SHEETS:
        names = [words.heading(name) for name in sheet.columns if column_of(sheet, name)]
        assert [name for name, count in Counter(names).items() if count > 1] == [], sheet.code


@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice Calc (soffice) to open the workbook")
def test_libreoffice_opens_it(tmp_path):
    made = report_workbooks(public({"report_completeness": [REPORTED], "report_funders": hostile_rows("report_funders")[:9]}), IDENTITY)
    (tmp_path / "report.xlsx").write_bytes(made["reports/MAR.fr.xlsx"])
    sheet = WorkbookWords("fr").sheet("funders")
    number = opened(made["reports/MAR.fr.xlsx"]).sheetnames.index(sheet) + 1
    as_text = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{number}"
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", as_text, "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "report.xlsx"], check=True, capture_output=True, timeout=120)
    [read] = tmp_path.glob("*.csv")
    names = [row[0] for row in csv.reader(read.read_text(encoding="utf-8").splitlines())][HEADER_ROW + 1 :]
    assert names == list(HOSTILE[:9]), "what was written as text is read as text"
