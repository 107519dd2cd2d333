"""Guards the readers: looks at a file without parsing it and refuses what is no workbook, is damaged, or could harm the reader.

A workbook of 4 KB can ask its reader for hundreds of gigabytes, by a single cell at the far end of the grid. The limits follow a
prototype that was measured against such files; survey workbooks stay two orders of magnitude below them.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_FILE_BYTES = 25 * 2**20
MAX_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 250 * 2**20
MAX_RATIO = 150  # looked at only above RATIO_MATTERS_BYTES: small sheets compress well
RATIO_MATTERS_BYTES = 20 * 2**20
MAX_ROW = 50_000
MAX_COLUMN = 300
MAX_ROW_BYTES = 8 * 2**20
CHUNK_BYTES = 2**20

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = (".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"|[\s/>])")
ROW_END = re.compile(rb"</(?:\w+:)?row>")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # would hide a document type from the search below


@dataclass(frozen=True)
class Refusal:
    """Why a file is not read: a code of `reference/finding_codes.csv`, and the fact behind it, which never quotes the file's contents."""

    finding_code: str
    detail: str = ""


class _Unsafe(Exception):
    """Raised with the fact when a workbook goes beyond a limit."""


def guard_workbook(path: Path) -> Refusal | None:
    """Return why a file must not be read as a workbook, or None when it may."""
    size = path.stat().st_size
    if path.name.startswith("~$"):
        return Refusal("file-lock")
    if size == 0:
        return Refusal("file-empty")
    if size > MAX_FILE_BYTES:
        return Refusal("file-too-large", f"{size / 2**20:.0f} MB")
    with path.open("rb") as file:
        mark = file.read(4)
    if mark == ZIP_MARK:
        return _guard_zip(path)
    if mark == OLE_MARK:
        return Refusal("file-encrypted" if ENCRYPTED in path.read_bytes() else "file-kind-unsupported")
    return Refusal("file-kind-unsupported" if path.suffix.lower() in OTHER_KINDS else "file-not-a-workbook")


def _guard_zip(path: Path) -> Refusal | None:
    try:
        with zipfile.ZipFile(path) as book:
            names = book.namelist()
            if len(names) > MAX_ENTRIES:
                raise _Unsafe(f"{len(names)} entries")
            if any(name.startswith("/") or ".." in name.split("/") for name in names):
                raise _Unsafe("an entry that leads out of the file")
            if "xl/workbook.xml" not in names:
                is_other = "xl/workbook.bin" in names or "mimetype" in names
                return Refusal("file-kind-unsupported" if is_other else "file-not-a-workbook")
            _look_through(book)
    except _Unsafe as fact:
        return Refusal("file-unsafe", str(fact))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return Refusal("file-damaged")
    return None


def _look_through(book: zipfile.ZipFile) -> None:
    """Read every entry to its end, which also checks its CRC, and count: the sizes in the headers are only the sender's claim."""
    total = 0
    packed = sum(entry.compress_size for entry in book.infolist())
    for entry in book.infolist():
        extent = _Extent() if WORKSHEET.fullmatch(entry.filename) else None
        for chunk in _chunks(book, entry):
            total += len(chunk)
            if total > MAX_UNZIPPED_BYTES:
                raise _Unsafe(f"more than {MAX_UNZIPPED_BYTES // 2**20} MB unzipped")
            if total > RATIO_MATTERS_BYTES and total > MAX_RATIO * packed:
                raise _Unsafe(f"more than {MAX_RATIO} times larger unzipped")
            if extent:
                extent.take(chunk)


def _chunks(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    is_xml = entry.filename.endswith((".xml", ".rels"))
    tail = b""
    with book.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            if is_xml and (b"<!" in tail + chunk and re.search(rb"<!(DOCTYPE|ENTITY)", tail + chunk) or not tail and chunk[:2] in UTF_16):
                raise _Unsafe("a document type inside")
            tail = chunk[-10:]
            yield chunk


class _Extent:
    """Follows the cells of a sheet row by row, whatever the sheet says of its own dimension."""

    def __init__(self) -> None:
        self._rest = b""
        self._rows = 0

    def take(self, chunk: bytes) -> None:
        """Look at the next part of the sheet. Raises _Unsafe at a cell beyond the limits."""
        *rows, self._rest = ROW_END.split(self._rest + chunk)
        if len(self._rest) > MAX_ROW_BYTES:
            raise _Unsafe("a row of more than 8 MB")
        for row in rows:
            self._take_row(row)
        self._check(CELL.findall(self._rest))

    def _take_row(self, row: bytes) -> None:
        self._rows += 1
        if self._rows > MAX_ROW:
            raise _Unsafe(f"more than {MAX_ROW} rows")
        self._check(CELL.findall(row))

    def _check(self, cells: list[tuple[bytes, bytes]]) -> None:
        if len(cells) > MAX_COLUMN:
            raise _Unsafe(f"more than {MAX_COLUMN} columns")
        for letters, row in cells:
            if letters and (int(row) > MAX_ROW or len(letters) > 2 or column_number(letters.decode()) > MAX_COLUMN):
                raise _Unsafe(f"cell {letters.decode()}{int(row)}")


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
