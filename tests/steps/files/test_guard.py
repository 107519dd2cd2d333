"""The guard against files that are no workbooks, are damaged, or could harm the reader: one table of bad files."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from steps.files import guard, kinds
from steps.files.guard import Accepted, guard_delivery
from steps.files.limits import Refusal

SHEET = "xl/worksheets/sheet1.xml"
HTML = b"<html><body><table><tr><td>Maria</td></tr></table></body></html>"


def guarded(path: Path) -> Accepted | Refusal:
    """Return what the guard says of a file."""
    return guard_delivery(path.name, path.read_bytes())


def workbook(cell: str = "A1", rows: int = 1, columns: int = 1) -> bytes:
    """Return a workbook with a block of answers whose first cell is `cell`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write(cell, "first")
        for row in range(rows):
            for column in range(columns):
                sheet.write(row, column, f"answer {row * column % 997}" if column % 3 else row * 1.5)
    return buffer.getvalue()


def with_entry(name: str, text: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a workbook in which one entry is replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as book, zipfile.ZipFile(buffer, "w", method) as changed:
        for entry in book.namelist():
            if entry != name:
                changed.writestr(entry, book.read(entry))
        changed.writestr(name, text)
    return buffer.getvalue()


def with_rows(rows: bytes, entry: str = SHEET) -> bytes:
    """Return a workbook whose sheet holds the XML of `rows`."""
    return with_entry(entry, b'<worksheet><dimension ref="A1"/><sheetData>' + rows + b"</sheetData></worksheet>")


def of_entries(*names: str) -> bytes:
    """Return a zip file of such entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name in names:
            book.writestr(name, "x")
    return buffer.getvalue()


def flipped() -> bytes:
    """Return a workbook with one wrong byte inside a sheet, so that its checksum is wrong."""
    content = bytearray(with_entry("xl/media/note.bin", b"answers" * 9, zipfile.ZIP_STORED))
    content[content.rindex(b"answersanswers")] ^= 1
    return bytes(content)


def cut(percent: int) -> Callable[[], bytes]:
    """Return the maker of a workbook of which only the first part was copied."""
    return lambda: (content := workbook(rows=50, columns=9))[: len(content) * percent // 100]


SMALL = workbook(rows=3, columns=3)  # made once: it holds the time of its making
ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData/></worksheet>'
FAR_ROW = b'<row r="1048576"><c><v>1</v></c></row>'
FAR = b'<row r="1"><c r="%s"><v>1</v></c></row>'
BAD_FILES: list[tuple[str, str, Callable[[], bytes], str, str]] = [
    ("empty", "x.xlsx", lambda: b"", "file-empty", ""),
    ("lock file of Excel", "~$x.xlsx", lambda: b"\x05Maria", "file-lock", ""),
    ("empty lock file", "~$x.xlsx", lambda: b"", "file-lock", ""),
    ("lock file of LibreOffice", ".~lock.x.xlsx#", lambda: b",Maria,", "file-lock", ""),
    ("too large", "x.xlsx", lambda: kinds.ZIP_MARK + bytes(26 * 2**20), "file-too-large", "26 MB"),
    ("HTML", "x.xlsx", lambda: HTML, "file-of-another-kind", "HTML"),
    ("HTML, old name", "x.xls", lambda: HTML, "file-of-another-kind", "HTML"),
    ("prose under another name", "x.xlsx", lambda: b"Dear colleague,\nplease find the survey", "file-not-a-workbook", ""),
    ("one byte", "x.xlsx", lambda: b"P", "file-not-a-workbook", ""),
    ("Word", "x.xlsx", lambda: of_entries("word/document.xml"), "file-of-another-kind", "Word"),
    ("zip of something else", "x.xlsx", lambda: of_entries("survey.xlsx"), "file-archive", "ZIP"),
    *[(f"cut at {percent} %", "x.xlsx", cut(percent), "file-damaged", "") for percent in range(10, 100, 10)],
    ("one wrong byte", "x.xlsx", flipped, "file-damaged", ""),
    ("far cell", "x.xlsx", lambda: workbook("XFD1048576"), "file-unsafe", "cell XFD1048576"),
    ("row too far", "x.xlsx", lambda: with_rows(FAR % b"A50001"), "file-unsafe", "cell A50001"),
    ("column too far", "x.xlsx", lambda: with_rows(FAR % b"KO1"), "file-unsafe", "cell KO1"),
    ("small letters, other quotes", "x.xlsx", lambda: with_rows(b"<c s='1' r = 'xfd7'><v>1</v></c>"), "file-unsafe", "cell XFD7"),
    ("prefixed names", "x.xlsx", lambda: with_rows(b'<x:c r="XFD7"><x:v>1</x:v></x:c>'), "file-unsafe", "cell XFD7"),
    ("no cell of any grid", "x.xlsx", lambda: with_rows(FAR % b"ABCDE99999999"), "file-unsafe", "a cell outside the grid"),
    ("sheet elsewhere", "x.xlsx", lambda: with_rows(FAR % b"XFD7", "xl/other.bin"), "file-unsafe", "cell XFD7"),
    ("cells without a place", "x.xlsx", lambda: with_rows(b"<row>" + b"<c><v>1</v></c>" * 301), "file-unsafe", "more than 300 columns"),
    ("row of cells without a place", "x.xlsx", lambda: with_rows(FAR_ROW), "file-unsafe", "a row beyond 50000"),
    ("too many rows", "x.xlsx", lambda: with_rows(b'<row s="1"></row>' * 50_001), "file-unsafe", "more than 50000 rows"),
    ("endless row", "x.xlsx", lambda: with_rows(b"<c " * 3 * 2**20), "file-unsafe", "a row of more than 8 MB"),
    ("endless tag", "x.xlsx", lambda: with_rows(b"<c" + b' r="A1"' * 2**21), "file-unsafe", "a row of more than 8 MB"),
    ("ratio bomb", "x.xlsx", lambda: with_entry("xl/a.xml", b"a" * 40 * 2**20), "file-unsafe", "more than 150 times larger unzipped"),
    ("entity bomb", "x.xlsx", lambda: with_entry(SHEET, ENTITIES), "file-unsafe", "a document type inside"),
    ("hidden entities", "x.xlsx", lambda: with_entry(SHEET, ENTITIES.decode().encode("utf-16")), "file-unsafe", "a document type inside"),
    ("way out", "x.xlsx", lambda: with_entry("../../evil.txt", b"x"), "file-unsafe", "an entry that leads out of the file"),
    ("way out, Windows", "x.xlsx", lambda: with_entry("xl\\..\\..\\evil", b"x"), "file-unsafe", "an entry that leads out of the file"),
    ("root", "x.xlsx", lambda: with_entry("/etc/evil", b"x"), "file-unsafe", "an entry that leads out of the file"),
    ("entries", "x.xlsx", lambda: of_entries(*map(str, range(2_001))), "file-unsafe", "more than 2000 entries"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "code", "detail"), [bad[1:] for bad in BAD_FILES], ids=[bad[0] for bad in BAD_FILES])
def test_refuses(tmp_path: Path, name: str, make: Callable[[], bytes], code: str, detail: str) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    assert guarded(path) == Refusal(code, detail)


def test_counts_unzipped_bytes_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_UNZIPPED_BYTES", 2**20)
    path = tmp_path / "x.xlsx"
    path.write_bytes(with_entry("xl/a.xml", b"a" * 2**21))
    assert guarded(path) == Refusal("file-unsafe", "more than 1 MB unzipped")


@pytest.mark.parametrize("chunk_bytes", [17, 64, 1000])
def test_finds_what_the_border_of_two_chunks_cuts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk_bytes: int) -> None:
    monkeypatch.setattr(guard, "CHUNK_BYTES", chunk_bytes)
    path = tmp_path / "x.xlsx"
    for padding in range(25):
        path.write_bytes(with_rows(b" " * padding + FAR % b"XFD1048576"))
        assert guarded(path) == Refusal("file-unsafe", "cell XFD1048576")
        path.write_bytes(with_entry(SHEET, b" " * padding + ENTITIES))
        assert guarded(path) == Refusal("file-unsafe", "a document type inside")


@pytest.mark.parametrize(
    "content",
    [
        workbook(rows=20, columns=20),
        workbook("KN50000"),
        with_rows(b'<row r="1048576" hidden="1"/>' + b'<row r="1"><c r="AMJ1" s="3"/><c r="A1"><v>1</v></c></row>'),
        with_rows(b"<row>" + b'<c s="1"/>' * 300 + b"</row>"),
        with_entry("customXml/item1.xml", "<DataMashup/>".encode("utf-16")),
        with_entry("xl/media/picture.svg", b"<!DOCTYPE svg><svg/>"),
        with_entry("xl/sharedStrings.xml", b'<sst><si><t>see r="XFD1048576"</t></si></sst>'),
    ],
    ids=["plain", "last cell allowed", "far but blank", "300 columns", "query of Excel", "picture", "text like a place"],
)
def test_lets_pass(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    assert isinstance(guarded(path), Accepted)


@settings(max_examples=150, deadline=None, database=None)
@given(st.data())
def test_any_harm_to_a_workbook_is_survived(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "harmed.xlsx"
    path.write_bytes(content)
    assert isinstance(guarded(path), Accepted | Refusal)
