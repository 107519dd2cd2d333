"""Canaries in every place where a sender may write something personal: they reach the restricted store and nothing else."""

import csv
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from schemas.form import REFERENCE_KINDS, Question, form
from tests.commands import run_here
from tests.steps.files.makers import ods, ods_cell, ods_row

CANARY = re.compile(rb"qcanary[0-9a-z]*", re.IGNORECASE)
PLAIN = "Qcanary{number} Personal"  # a name that no pattern knows: only its question keeps it apart
# Said here once more, so that a form which no longer calls them personal is found out.
PERSONAL = ("contact_name", "contact_email_text", "contact_phone_text", "contact_role_text")
TEXT = "Said by qcanary{number}@example.org, or 0612345678 of qcanary{number}@example.org"
# Answers without which a row is held back, so that its other answers reach the tables.
KEYS = {
    "country_name": "{country}", "language_code": "English", "initiative_ref": "R1", "title_text": "A title", "actor_ref": "A1",
    "actor_name": "Association Exemple", "first_actor_ref": "A1", "second_actor_ref": "UNDP",
    "indicator_name": "Trained", "stage_code": "PIL",
    "network_ref": "N1", "network_name": "Network of communes", "activity_ref": "W1", "activity_text": "A workshop", "practice_ref": "P1",
    "subject_ref": "R1", "subject_type_code": "initiative", "lesson_text": "A lesson", "product_ref": "K1", "pillar_code": "1",
}  # fmt: skip

TOLD = """
[[recipients]]
name = "everybody"
webhook = "http://127.0.0.1:9/qcanarytoken"
gets = ["operation", "findings"]
countries = ["MAR", "CRI", "TUN"]
language = "en"
"""


class Planted:
    """The canaries planted so far: each place has one of its own."""

    def __init__(self) -> None:
        self.numbers: list[str] = []

    def text(self, shape: str = TEXT) -> str:
        """Return a text with the next canary in it."""
        self.numbers.append(f"{len(self.numbers)}x")
        return shape.format(number=self.numbers[-1])

    def rows(self, sheet_code: str, country: str) -> list[list[str]]:
        """Return a sheet with a header, a row with its keys and a canary in all else, and a row with a canary in its keys too."""
        questions = form()[sheet_code].questions
        header = [one.question_code for one in questions] + ["unknown " + self.text("qcanary{number}@example.org")]
        answers = [self._answer(one, country) for one in questions] + [self.text("Qcanary{number} in an unknown column")]
        keys = [self._key(one, country) for one in questions] + [""]
        return [
            [self.text("Above all, qcanary{number}@example.org")],
            header,
            answers,
            keys,
            [self.text("Note: qcanary{number}@example.org")],
        ]

    def _answer(self, question: Question, country: str) -> str:
        if question.need == "key" or question.question_code in KEYS:
            return KEYS[question.question_code].format(country=country)
        if question.is_personal or question.question_code in PERSONAL:
            return self.text(PLAIN)
        if question.kind in REFERENCE_KINDS or question.question_code.endswith("_ref"):
            return self.text("Mr. Mohamed qcanary{number}@example.org")
        return self.text("https://example.org/~qcanary{number}@example.org" if question.kind == "url" else TEXT)

    def _key(self, question: Question, country: str) -> str:
        if question.question_code in ("country_name", "language_code"):
            return KEYS[question.question_code].format(country=country)
        return self.text() if question.need == "key" else ""


def _write_xlsx(path: Path, planted: Planted, country: str) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for code in form():
            page = book.add_worksheet(form()[code].labels["en"])
            for number, row in enumerate(planted.rows(code, country)):
                page.write_row(number, 0, row)
            page.write_comment(1, 0, "qcanarycomment@example.org")  # comments are not read at all
        page = book.add_worksheet(planted.text("List qcanary{number}@example.org")[:31])
        page.write_string(0, 0, planted.text())


def _write_csv(path: Path, planted: Planted, country: str) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(planted.rows("initiatives", country))


def _write_ods(path: Path, planted: Planted, country: str) -> None:
    rows = planted.rows("practices", country)
    path.write_bytes(ods("".join(ods_row(*(ods_cell(text) for text in row)) for row in rows)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Planted, str]:
    """A folder with a build of deliveries full of canaries, of which people were told; what was planted, and what was printed."""
    folder, alerts = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("alerts") / "alerts.toml"
    raw, planted = tmp_path_factory.mktemp("sent"), Planted()
    for country, name, write in (
        ("Morocco", "MAR/2015/" + planted.text("of qcanary{number}@example.org.xlsx"), _write_xlsx),
        ("Costa Rica", "CRI/2015/Initiatives.csv", _write_csv),
        ("Tunisia", "TUN/2015/practices.ods", _write_ods),
    ):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        write(raw / name, planted, country)
    done = run_here("refresh", folder=folder, raw=raw)
    assert done.returncode == 0, done.stdout + done.stderr
    alerts.write_text(TOLD, encoding="utf-8")
    told = run_here("alert", folder=folder, raw=raw, JMDI_ALERTS=str(alerts))
    assert told.returncode == 2, told.stdout + told.stderr  # nobody answers there, so that the messages can be looked at
    return folder, planted, done.stdout + done.stderr + told.stdout + told.stderr


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of a file, and of every part of it when it is an archive or a database."""
    content = path.read_bytes()
    yield str(path), content
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield from ((f"{path}: {name}", archive.read(name)) for name in archive.namelist())
    if content.startswith(b"SQLite format 3"):
        with sqlite3.connect(path) as connection:  # a text that runs over a page is in one piece here
            connection.text_factory = bytes
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            for name in [name.decode() for (name,) in connection.execute(tables).fetchall()]:
                rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
                values = (value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row)
                yield f"{path}: {name}", b"\n".join(values)
        connection.close()


def _restricted(folder: Path) -> Path:
    return (folder / "warehouse" / "current").resolve() / "restricted" / "contacts.sqlite"


def test_no_canary_is_anywhere_but_in_the_restricted_store(built):
    folder, _, printed = built
    files = [Path(at) / name for at, _, names in os.walk(folder) for name in names]
    leaks = {
        f"{name}: {sorted(set(found))[:5]}"
        for path in files
        if path != _restricted(folder)
        for name, content in _contents(path)
        if (found := CANARY.findall(content) + CANARY.findall(path.name.encode()))
    }
    assert leaks == set()
    assert CANARY.findall(printed.encode()) == []
    assert len(files) > 10
    assert folder / "state" / "run-logs" / "jmdi.jsonl" in files, "the log of the run is among them"


def test_the_restricted_store_has_every_canary(built):
    folder, planted, _ = built
    kept = b"\n".join(content for _, content in _contents(_restricted(folder))).lower()
    assert [number for number in planted.numbers if f"qcanary{number}".encode() not in kept] == []
    assert b"qcanarycomment" not in kept


def test_a_message_tells_what_became_of_the_deliveries_with_canaries(built):
    folder, _, _ = built
    [message] = [path.read_text(encoding="utf-8") for path in (folder / "state" / "outbox").glob("*.json")]
    assert "CRI/2015/Initiatives.csv" in message
    assert "To fix: " in message


def test_rows_with_canaries_reached_the_tables(built):
    folder, _, _ = built
    with sqlite3.connect(folder / "warehouse" / "current" / "mapping.gpkg") as connection:
        for table in ("core_initiatives", "core_actors", "core_practices", "core_lessons", "core_knowledge_products", "core_scaling_steps"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0, table
    connection.close()
