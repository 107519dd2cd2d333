"""The index of case studies: a row per practice that may be handed on, with what a catalogue needs."""

import csv
import io

from publications.csv_tables.case_studies import case_study_index
from tests.publications.public_rows import hostile_tables, initiative, tables

PRACTICE = {"practice_id": "MAR-1-GP", "country_code": "MAR", "title_text": "Oasis", "response_id": "row"}


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_says_what_where_how_complete_and_where_to_read_on():
    frames = tables(
        core_initiatives=[initiative("MAR-1", primary_theme_code="M4")],
        core_practices=[
            PRACTICE | {"initiative_id": "MAR-1", "toolbox_module_code": "M3", "sdg_target_codes": "10.7|8.5", "evidence_level_code": "E2",
                        "review_status_code": "VALIDATED", "validated_date": "2016-03-01", "validated_date_precision_code": "month"},
            PRACTICE | {"practice_id": "MAR-0-GP"},
        ],
        report_practices=[{"practice_id": "MAR-1-GP", "completeness_share": 84.6, "lesson_count": 3}],
    )  # fmt: skip
    lone, known = read(case_study_index(frames, {"drafts/case-studies/MAR-1-GP.docx"})["case-studies.csv"])
    expected = {
        "country": "Morocco", "initiative": "Title of MAR-1", "theme": "Empowering migrants",
        "initiative_theme": "Jobs & economic opportunity", "completeness_percent": "84.6",
        "lessons": "3", "validated_on": "2016-03", "draft": "drafts/case-studies/MAR-1-GP.docx", "page": "practices/MAR-1-GP.html",
    }  # fmt: skip
    assert {name: known[name] for name in expected} == expected
    assert known["sdg_targets"].startswith("10.7 ")
    assert "; 8.5 " in known["sdg_targets"]
    assert (lone["practice_id"], lone["draft"], lone["page"], lone["initiative"]) == ("MAR-0-GP", "", "practices/MAR-0-GP.html", "")


def test_no_title_becomes_a_formula():
    titles = [row["title"] for row in read(case_study_index(hostile_tables(), ())["case-studies.csv"])]
    assert [title for title in titles if title.startswith(("=", "+", "-", "@", "\t"))] == []
    assert len(titles) == len(hostile_tables()["core_practices"])
