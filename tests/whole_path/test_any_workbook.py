"""Whatever a workbook of the form holds, the path ends with a build in which every row is accounted for."""

import random
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from assets.publications import FILES_OF_A_BUILD
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import Question, form
from tests.deliveries import build_from
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.query import query

SEEDS = 40
REFERENCES = ("R1", "R2", "A1", "A2", "G1", "P1", "N1", "K1")
ODD = (
    "", " ", "\u200b", "–", "|", ";", "a\nb", "nan", "None", "<NA>", "R1|R2", "A1; A2", "1.234", "5%", "=1+1", "'; DROP TABLE", "x" * 3000,
    "28/09/2015", "septiembre", "canary@example.org", "+503 2222 3333", "नेपाल", "تونس", "Nador | Oriental", "9 millions d'euros", "EUR",
    0.5, 1, -3, 1e20, 2015, 2015.5, True, date(2015, 9, 28), datetime(2015, 9, 28, 10), time(3, 4),
)  # fmt: skip


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_workbook_of_the_form_builds(tmp_path, seed):
    chance = random.Random(seed)
    for country in chance.sample(list(countries()), 2):
        for round_name in chance.sample(["2015", "2016", "round 9", "round 10"], chance.choice([1, 2])):
            _write(tmp_path / "raw" / country / round_name / "a.xlsx", countries()[country].survey_language, chance)
    warehouse = Warehouse(tmp_path / "warehouse")
    build_from(tmp_path / "raw", warehouse, FILES_OF_A_BUILD)
    accounts = query(
        warehouse.current / GEOPACKAGE,
        "SELECT sum(received_count - form_count - accepted_count - held_back_count - superseded_count) FROM core_submissions",
    )
    assert accounts == [(0,)]
    for path in (path for path in warehouse.current.rglob("*") if path.is_file() and path.parent.name != "restricted"):
        assert b"canary@" not in _plain(path), path


def _plain(path: Path) -> bytes:
    """Return what a file says: a workbook is packed, and would hide anything."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def _write(path: Path, language: str, chance: random.Random) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Extra"
    for sheet in form().values():
        if chance.random() < 0.1:
            continue
        page = book.create_sheet(sheet.labels[language])
        header = chance.choice([1, 1, 3])
        questions = chance.sample(sheet.questions, max(1, len(sheet.questions) - chance.choice([0, 0, 2])))
        for column, question in enumerate(questions, start=1):
            page.cell(header, column, question.labels[language] if chance.random() > 0.03 else f"Unknown {column}")
            for row in range(header + 1, header + chance.choice([1, 6, 12])):
                page.cell(row, column, _answer(question, language, chance))
    path.parent.mkdir(parents=True)
    book.save(path)


def _answer(question: Question, language: str, chance: random.Random) -> object:
    if question.need == "key" and chance.random() < 0.8:
        return chance.choice(REFERENCES)
    if question.code_list and chance.random() < 0.5:
        return chance.choice(list(code_list(question.code_list).labels.values()))[language]
    return chance.choice(ODD) if chance.random() < 0.6 else None
