"""Accepted findings: what the data officer has looked at, told again wherever its row has moved; what must be fixed stays."""

import shutil
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from schemas.correction_workbook import machine_sheets
from schemas.decisions import accepted_findings
from schemas.errors import BrokenReference
from schemas.reference_files import CHECKOUT
from tests.deliveries import COVER, shown, tables_of

HEADER = (
    "decision_id,country_code,finding_code,file_hash,sheet_code,record_reference,question_code,value_text,reason_text,accepted_by,"
    "accepted_date\n"
)
TUNISIA = (
    COVER.format(country="Tunisia")
    + """
## Initiatives
| Own reference | Title | Status | Start date | End date |
| R1 | Oasis | 4 | 2014 | |
| R2 | Olives | 2 | 2014 | 2013 |
"""
)


@pytest.fixture
def decide(tmp_path, monkeypatch):
    """Write decisions, beside the other reference files, and return nothing."""

    def write(*rows: str) -> None:
        reference = Path(shutil.copytree(CHECKOUT / "reference", tmp_path / "reference", dirs_exist_ok=True))
        (reference / "decisions" / "accepted_findings.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
        monkeypatch.setenv("JMDI_REFERENCE", str(reference))
        accepted_findings.cache_clear()

    yield write
    accepted_findings.cache_clear()


def accepted(folder: Path, text: str) -> list[tuple[object, ...]]:
    findings = tables_of(folder, {"TUN/2015/a.xlsx": text}, "core_findings")["core_findings"]
    told = findings[findings["accepted_reason_text"].notna() | (findings["finding_code"] == "acceptance-stale")]
    return shown(told, "cell_name", "finding_code", "accepted_reason_text", "value_text")


def test_an_accepted_finding_is_told_again_when_its_row_has_moved(tmp_path, decide):
    decide("D1,TUN,end-missing,,initiatives,R1,end_date,,The end was never set,data officer,2026-11-24")
    assert accepted(tmp_path, TUNISIA) == [("E2", "end-missing", "The end was never set", None)]
    moved = TUNISIA.replace("| R1 |", "| R0 | Figs | 2 | 2014 | 2015 |\n| R1 |")
    assert accepted(tmp_path, moved) == [("E3", "end-missing", "The end was never set", None)]


def test_another_row_value_or_file_is_not_accepted_and_the_decision_is_said_to_be_stale(tmp_path, decide):
    decide(
        "D1,TUN,end-missing,,initiatives,R2,end_date,,Another row,data officer,2026-11-24",
        "D2,TUN,date-order,,initiatives,R2,end_date,2012-01-01,Another value,data officer,2026-11-24",
        f"D3,TUN,date-order,{'0' * 64},,,,,Another file,data officer,2026-11-24",
        "D4,SEN,date-order,,,,,,A country that sent nothing,data officer,2026-11-24",
    )
    assert accepted(tmp_path, TUNISIA) == [
        (None, "acceptance-stale", None, "D1 (end-missing)"),
        (None, "acceptance-stale", None, "D2 (date-order)"),
        (None, "acceptance-stale", None, "D3 (date-order)"),
    ]


def test_who_gives_a_reason_for_what_must_be_fixed_is_answered_in_the_language_of_the_file(tmp_path):
    cover = "## Portada\n| País | Idioma |\n| El Salvador | Français |\n"
    text = cover + "## Iniciativas\n| Referencia propia | Título | Estado |\n| R1 | Oasis | quizás |\n"
    made = tables_of(tmp_path, {"SLV/2015/a.xlsx": text}, "correction_workbooks")["correction_workbooks"]["SLV/2015-a.xlsx"]
    book = openpyxl.load_workbook(BytesIO(made))
    problems = book[machine_sheets()["problems"]["fr"]]
    row = next(row for row in problems.iter_rows(min_row=3) if row[4].value == "code-unknown")
    row[8].value = "C'est ainsi"
    book.save(tmp_path / "raw" / "SLV" / "2015" / "b.xlsx")
    told = tables_of(tmp_path, {}, "core_findings")["core_findings"].query("finding_code == 'acceptance-refused'")
    assert shown(told, "file_name", "language_code") == [("SLV/2015/b.xlsx", "fr")]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("D1,TUN,code-unknown,,,,,,Reason,officer,2026-11-24", "only those can be accepted, the others must be corrected"),
        ("D1,TUN,sheet-hidden,,,,,,Reason,officer,2026-11-24", "is not a finding to check"),
        ("D1,TUN,date-order,,,,,,,officer,2026-11-24", "lacks reason_text"),
        ("D1,FRA,date-order,,,,,,Reason,officer,2026-11-24", "FRA is not known"),
        ("D1,TUN,no-such-code,,,,,,Reason,officer,2026-11-24", "no-such-code is not known"),
    ],
)
def test_a_decision_that_cannot_hold_is_refused_in_one_sentence(decide, row, sentence):
    decide(row)
    with pytest.raises(BrokenReference, match=sentence):
        accepted_findings()
