"""Guards the readers: looks at a file without parsing it, and refuses what is no workbook, is damaged or harmful.

A workbook of 4 KB can ask its reader for hundreds of gigabytes, by a single cell at the far end of the grid. The limits
follow a prototype that was measured against such files; survey workbooks stay two orders of magnitude below them.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The limits are those of a prototype that was measured against hostile files; survey workbooks stay far below them.
MAX_FILE_BYTES = 25 * 2**20
MAX_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 250 * 2**20
MAX_RATIO = 150  # looked at only above RATIO_MATTERS_BYTES: small sheets compress well
RATIO_MATTERS_BYTES = 20 * 2**20
MAX_ROW = 50_000
MAX_COLUMN = 300
MAX_ROW_BYTES = 8 * 2**20  # a row is held until it ends: 300 answers of 27,000 characters
CHUNK_BYTES = 2**20

LOCK_MARKS = ("~$", ".~lock.")  # Excel, LibreOffice
ZIP_MARK = b"PK\x03\x04"
ENTRY_MARK = b"PK\x01\x02"
OLE_MARK = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLD_WORKBOOK = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))  # what makes an OLE file an .xls
TEXT_KINDS = (".csv", ".tsv", ".txt")
XML_ENDINGS = (".xml", ".rels", ".vml")
DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # would hide a document type from the search above
UTF_16_ALLOWED = "customxml/"  # Excel's own queries are kept so, and no reader opens them
TAIL_BYTES = 10  # no mark that is searched for across the border of two chunks is longer

# The text may mean harm: `[^<>]` and its bound keep a tag that never ends from being looked through for hours.
SHEET_MARK = b"sheetData"
ROW_END = re.compile(rb"</(?:\w{1,20}:)?row\s*>")
ROW = re.compile(rb"<(?:\w{1,20}:)?row\s(?:[^<>]{0,200}?\s)?r\s{0,9}=\s{0,9}[\"'](\d+)[\"']")
NAMED_CELL = re.compile(  # with contents: one that ends by itself is blank
    rb"<(?:\w{1,20}:)?c\s(?:[^<>]{0,200}?\s)?r\s{0,9}=\s{0,9}[\"']([A-Za-z]+)(\d+)[\"'][^<>]{0,200}(?<!/)>"
)
UNNAMED_CELL = re.compile(rb"<(?:\w{1,20}:)?c(?:\s(?![^<>]{0,200}?\br\s{0,9}=)[^<>]{0,200})?/?>")


@dataclass(frozen=True)
class Refusal:
    """Why a file is not read: a code of `reference/finding_codes.csv` and the fact behind it, but never its contents."""

    finding_code: str
    detail: str = ""


class _UnsafeError(Exception):
    """Raised with the fact when a workbook goes beyond a limit."""


def guard_workbook(path: Path) -> Refusal | None:
    """Return why a file must not be read as a workbook, or None when it may."""
    size = path.stat().st_size
    if path.name.startswith(LOCK_MARKS):
        return Refusal("file-lock")
    if size == 0:
        return Refusal("file-empty")
    if size > MAX_FILE_BYTES:
        return Refusal("file-too-large", f"{size / 2**20:.0f} MB")
    content = path.read_bytes()
    if content.startswith(OLE_MARK):
        return _refuse_ole(content)
    if not content.startswith(ZIP_MARK):
        return Refusal("file-kind-unsupported" if path.suffix.lower() in TEXT_KINDS else "file-not-a-workbook")
    # Counted before the list of entries is read: a list of 25 MB would take seconds and hundreds of megabytes.
    if content.count(ENTRY_MARK) > MAX_ENTRIES:
        return Refusal("file-unsafe", f"more than {MAX_ENTRIES} entries")
    return _guard_zip(path, size)


def _refuse_ole(content: bytes) -> Refusal:
    if ENCRYPTED in content:
        return Refusal("file-encrypted")
    is_old_workbook = any(name in content for name in OLD_WORKBOOK)
    return Refusal("file-kind-unsupported" if is_old_workbook else "file-not-a-workbook")


def _guard_zip(path: Path, size: int) -> Refusal | None:
    try:
        with zipfile.ZipFile(path) as book:
            names = book.namelist()
            if any(name.startswith("/") or ".." in re.split(r"[/\\]", name) for name in names):
                raise _UnsafeError("an entry that leads out of the file")
            if "xl/workbook.xml" not in names:
                is_other = "xl/workbook.bin" in names or "mimetype" in names
                return Refusal("file-kind-unsupported" if is_other else "file-not-a-workbook")
            _look_through(book, size)
    except _UnsafeError as fact:
        return Refusal("file-unsafe", str(fact))
    except Exception:  # the zip reader fails in many ways, and each means a broken container
        return Refusal("file-damaged")
    return None


def _look_through(book: zipfile.ZipFile, size: int) -> None:
    """Read every entry to its end, which also checks its CRC, and count: the sizes in its headers are only claims."""
    total = 0
    for entry in book.infolist():
        extent = _Extent()
        for chunk in _chunks(book, entry):
            total += len(chunk)
            if total > MAX_UNZIPPED_BYTES:
                raise _UnsafeError(f"more than {MAX_UNZIPPED_BYTES // 2**20} MB unzipped")
            if total > RATIO_MATTERS_BYTES and total > MAX_RATIO * size:
                raise _UnsafeError(f"more than {MAX_RATIO} times larger unzipped")
            extent.take(chunk)
        extent.end()


def _chunks(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry in parts. Raises _UnsafeError at a document type, the door to entity bombs and to other files."""
    name = entry.filename.lower()
    is_xml = name.endswith(XML_ENDINGS)
    tail = b""
    with book.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            is_hidden = not tail and chunk[:2] in UTF_16 and not name.startswith(UTF_16_ALLOWED)
            if is_xml and (is_hidden or DOCUMENT_TYPE.search(tail + chunk)):
                raise _UnsafeError("a document type inside")
            tail = chunk[-TAIL_BYTES:]
            yield chunk


class _Extent:
    """Follows the cells of a sheet row by row, whatever the sheet says of its own dimension.

    Any entry may be a sheet, since the workbook names its sheets itself: an entry is one from the mark on that opens
    its cells. Blank cells that only carry a format take no room in the reader, so a far one is no danger.
    """

    def __init__(self) -> None:
        self._is_sheet = False
        self._rest = b""
        self._rows = 0

    def take(self, chunk: bytes) -> None:
        """Look at the next part of the entry. Raises _UnsafeError at a cell beyond the limits."""
        text = self._rest + chunk
        self._is_sheet = self._is_sheet or SHEET_MARK in text
        if not self._is_sheet:
            self._rest = chunk[-TAIL_BYTES:]
            return
        *rows, self._rest = ROW_END.split(text)
        self._rows += len(rows)
        for row in rows:
            _check_row(row)
        if self._rows > MAX_ROW:
            raise _UnsafeError(f"more than {MAX_ROW} rows")
        if len(self._rest) > MAX_ROW_BYTES:
            raise _UnsafeError(f"a row of more than {MAX_ROW_BYTES // 2**20} MB")

    def end(self) -> None:
        """Look at what follows the last whole row; cells may stand there in a sheet that is ill made."""
        if self._is_sheet:
            _check_row(self._rest)


def _check_row(row: bytes) -> None:
    for letters, number in NAMED_CELL.findall(row):
        if len(number) > 7 or len(letters) > 3:
            raise _UnsafeError("a cell outside the grid")
        if int(number) > MAX_ROW or column_number(letters.decode()) > MAX_COLUMN:
            raise _UnsafeError(f"cell {letters.decode().upper()}{int(number)}")
    unnamed = len(UNNAMED_CELL.findall(row))  # their places follow from their order and from the number of the row
    if unnamed > MAX_COLUMN:
        raise _UnsafeError(f"more than {MAX_COLUMN} columns")
    if unnamed and any(len(number) > 7 or int(number) > MAX_ROW for number in ROW.findall(row)):
        raise _UnsafeError(f"a row beyond {MAX_ROW}")


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
