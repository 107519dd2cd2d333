"""Guards the readers: looks at a file without reading its cells, and refuses what is no workbook, is damaged or harmful.

A workbook of 4 KB can ask its reader for hundreds of gigabytes, by a single cell at the far end of the grid. Old binary workbooks,
OpenDocument and plain text are followed cell by cell by their readers, which keep the same limits.
"""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from steps.files.kinds import BYTE_ORDER_MARKS, ENDINGS, ODS, OLE_MARK, TEXT, ZIP_MARK, check_text, kind_of_ole, kind_of_zip
from steps.files.limits import (
    CHUNK_BYTES,
    MAX_ENTRIES,
    MAX_FILE_BYTES,
    MAX_RATIO,
    MAX_UNZIPPED_BYTES,
    RATIO_MATTERS_BYTES,
    Note,
    Refusal,
    RefusedError,
    unsafe,
)
from steps.files.ole import stream_names
from steps.files.sheet_extent import TAIL_BYTES, Extent

LOCK_MARKS = ("~$", ".~lock.")  # Excel, LibreOffice
ENTRY_MARK = b"PK\x01\x02"
XML_ENDINGS = (".xml", ".rels", ".vml")
DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
UTF_16 = BYTE_ORDER_MARKS[1:]  # would hide a document type from the search above
UTF_16_ALLOWED = "customxml/"  # Excel's own queries are kept so, and no reader opens them
IS_ENCRYPTED = 1  # the flag of a zip entry

# What a workbook carries besides its cells, by the beginning of the name of an entry or stream: not read, and said.
LEFT_ASIDE = {
    "file-macros-ignored": ("xl/vbaproject", "xl/macrosheets/", "basic/", "scripts/", "_vba_project_cur", "macros"),
    "file-links-ignored": ("xl/externallinks/", "xl/connections"),
    "file-objects-ignored": ("xl/embeddings/", "xl/activex/", "mbd0", "objectpool"),
}


@dataclass(frozen=True)
class Accepted:
    """What a file may be read as (a kind of `steps.files.kinds`), and what must be said about it."""

    kind: str
    notes: tuple[Note, ...] = ()


def is_lock_file(name: str) -> bool:
    """Return whether a file of that name is what an office program leaves while somebody has a workbook open."""
    return name.startswith(LOCK_MARKS)


def guard_delivery(name: str, content: bytes) -> Accepted | Refusal:
    """Return what a file of that name and content is to be read as, or why it must not be read."""
    try:
        kind, parts = _kind(name, content)
    except RefusedError as refused:
        return refused.refusal
    except Exception:  # containers break in many ways, and each means the same
        return Refusal("file-damaged")
    notes = [Note(code) for code, marks in LEFT_ASIDE.items() if any(part.lower().startswith(marks) for part in parts)]
    if PurePath(name).suffix.lower() not in ENDINGS[kind]:
        notes.append(Note("file-extension-wrong", ENDINGS[kind][0]))
    return Accepted(kind, tuple(notes))


def _kind(name: str, content: bytes) -> tuple[str, list[str]]:
    """Return the kind of a file and the names of its parts. Raises RefusedError."""
    if is_lock_file(name):
        raise RefusedError("file-lock")
    if not content:
        raise RefusedError("file-empty")
    if len(content) > MAX_FILE_BYTES:
        raise RefusedError("file-too-large", f"{len(content) / 2**20:.0f} MB")
    if content.startswith(OLE_MARK):
        streams = stream_names(content)
        return kind_of_ole(streams), streams
    if not content.startswith(ZIP_MARK):
        check_text(name, content)
        return TEXT, []
    # Counted before the list of entries is read: a list of 25 MB would take seconds and hundreds of megabytes.
    if content.count(ENTRY_MARK) > MAX_ENTRIES:
        raise unsafe(f"more than {MAX_ENTRIES} entries")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        _check_entries(book)
        kind = kind_of_zip(book)
        _look_through(book, len(content))
        if kind == ODS and b"encryption-data" in _entry(book, "META-INF/manifest.xml"):
            raise RefusedError("file-encrypted")
        return kind, book.namelist()


def _entry(book: zipfile.ZipFile, name: str) -> bytes:
    return book.read(name) if name in book.namelist() else b""


def _check_entries(book: zipfile.ZipFile) -> None:
    names = book.namelist()
    if any(name.startswith("/") or ".." in re.split(r"[/\\]", name) for name in names):
        raise unsafe("an entry that leads out of the file")
    if len({name.lower() for name in names}) < len(names):
        raise unsafe("two entries of one name")  # two readers would read two different workbooks
    for entry in book.infolist():
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise unsafe("an entry that is a link")
        if entry.flag_bits & IS_ENCRYPTED:
            raise RefusedError("file-encrypted")


def _look_through(book: zipfile.ZipFile, size: int) -> None:
    """Read every entry to its end, which also checks its CRC, and count: the sizes in its headers are only claims."""
    total = 0
    for entry in book.infolist():
        extent = Extent()
        for chunk in _chunks(book, entry):
            total += len(chunk)
            if total > MAX_UNZIPPED_BYTES:
                raise unsafe(f"more than {MAX_UNZIPPED_BYTES // 2**20} MB unzipped")
            if total > RATIO_MATTERS_BYTES and total > MAX_RATIO * size:
                raise unsafe(f"more than {MAX_RATIO} times larger unzipped")
            extent.take(chunk)
        extent.end()


def _chunks(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry in parts. Raises RefusedError at a document type, the door to entity bombs and to other files."""
    name = entry.filename.lower()
    is_xml = name.endswith(XML_ENDINGS)
    tail = b""
    with book.open(entry) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            is_hidden = not tail and chunk[:2] in UTF_16 and not name.startswith(UTF_16_ALLOWED)
            text = tail + chunk
            if is_xml and (is_hidden or (b"<!" in text and DOCUMENT_TYPE.search(text))):
                raise unsafe("a document type inside")
            tail = chunk[-TAIL_BYTES:]
            yield chunk
