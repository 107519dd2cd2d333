"""Recognises what a file is by its contents, whatever its name says: a workbook we read, or another kind, named in words."""

import re
import zipfile
from pathlib import PurePath

from steps.files.limits import RefusedError

XLSX, XLSB, ODS, XLS, TEXT = "xlsx", "xlsb", "ods", "xls", "text"
ENDINGS = {
    XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    XLSB: (".xlsb",),
    ODS: (".ods", ".ots"),
    XLS: (".xls", ".xlt"),
    TEXT: (".csv", ".tsv", ".tab", ".txt"),
}
WORKBOOK_ENDINGS = tuple(ending for kind, endings in ENDINGS.items() if kind != TEXT for ending in endings)

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0"
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

# What other programs write, by the first bytes. The names are those that the programs bear in every language.
ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "GZIP", b"PK\x05\x06": "ZIP", b"PK\x07\x08": "ZIP", b"BZh": "BZIP2"}
OTHERS = {
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"SQLite format 3\0": "SQLite",
    b"PAR1": "Parquet",
    b"$FL2": "SPSS",
    b"<stata_dta>": "Stata",
    b"ID;P": "SYLK",
    b"MIME-Version:": "MHTML",
    b"\x09\x00\x04\x00": "Excel 2",
    b"\x09\x02\x06\x00": "Excel 3",
    b"\x09\x04\x06\x00": "Excel 4",
}
XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]\d])")
LOOKED_AT_BYTES = 4096

# What other programs keep in a zip file, by the name of an entry, or by its beginning when it ends in a stroke.
ZIPPED = {
    "word/": "Word",
    "ppt/": "PowerPoint",
    "Index/": "Numbers",
    "Index.zip": "Numbers",
    "doc.kml": "KMZ",
    "META-INF/container.xml": "EPUB",
}
OLE_STREAMS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint", "__properties_version1.0": "Outlook", "VisioDocument": "Visio"}


def kind_of_zip(book: zipfile.ZipFile) -> str:
    """Return which workbook a zip file is. Raises RefusedError when it is none; the entries must have been counted before."""
    names = book.namelist()
    if "mimetype" in names:
        with book.open("mimetype") as entry:
            mime = entry.read(200).decode("ascii", "replace").strip().removeprefix("application/vnd.oasis.opendocument.")
        if mime.startswith("spreadsheet"):
            return ODS
        raise RefusedError("file-of-another-kind", "EPUB" if "epub" in mime else "OpenDocument")
    lower = [name.lower().replace("\\", "/") for name in names]
    if any(name.startswith("xl/") and name.endswith("workbook.bin") for name in lower):
        return XLSB
    if any(name.startswith("xl/workbook") and name.endswith(".xml") for name in lower) or _is_package_of_sheets(book, lower):
        return XLSX
    for mark, program in ZIPPED.items():
        if any(name == mark or (mark.endswith("/") and name.startswith(mark)) for name in names):
            raise RefusedError("file-of-another-kind", program)
    raise RefusedError("file-archive", "ZIP")


def _is_package_of_sheets(book: zipfile.ZipFile, lower: list[str]) -> bool:
    """Return whether the package declares a workbook as its main part, wherever that lies."""
    if "[content_types].xml" not in lower:
        return False
    with book.open(book.infolist()[lower.index("[content_types].xml")]) as entry:
        return b"spreadsheetml.sheet.main+xml" in entry.read(2**20)


def kind_of_ole(streams: list[str]) -> str:
    """Return the kind of a compound file by the names of its streams. Raises RefusedError when it is no workbook."""
    if "EncryptedPackage" in streams:
        raise RefusedError("file-encrypted")
    if "Workbook" in streams or "Book" in streams:
        return XLS
    for stream, program in OLE_STREAMS.items():
        if stream in streams:
            raise RefusedError("file-of-another-kind", program)
    raise RefusedError("file-not-a-workbook")


def check_text(name: str, content: bytes) -> None:
    """Raise RefusedError when a file that is neither zip nor OLE cannot be a table in plain text, with its kind when it is known."""
    for marks, code in ((ARCHIVES, "file-archive"), (OTHERS, "file-of-another-kind")):
        for mark, program in marks.items():
            if content.startswith(mark):
                raise RefusedError(code, program)
    start = _start(content)
    if start.lstrip().startswith(b"<"):
        raise RefusedError("file-of-another-kind", _kind_of_markup(start))
    ending = PurePath(name).suffix.lower()
    if ending in (".json", ".geojson") or JSON.match(start):
        raise RefusedError("file-of-another-kind", "Google Sheets" if b"docs.google.com" in start else "JSON")
    if ending not in ENDINGS[TEXT] and (ending not in WORKBOOK_ENDINGS or not _looks_like_a_table(start)):
        raise RefusedError("file-not-a-workbook")


def _start(content: bytes) -> bytes:
    """Return the first letters of a text as ASCII bytes, enough to know a kind by."""
    start = content[:LOOKED_AT_BYTES]
    for mark in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"") if start.count(b"\0") > len(start) // 4 else start


def _kind_of_markup(start: bytes) -> str:
    if XML_SPREADSHEET in start:
        return "XML Spreadsheet 2003"
    if b"opendocument" in start:
        return "Flat OpenDocument"
    return "HTML" if HTML.search(start) else "XML"


def _looks_like_a_table(start: bytes) -> bool:
    """Return whether bytes read as lines that one separator cuts: exports in plain text often bear the name of a workbook."""
    lines = start.splitlines()[:20]
    is_binary = sum(byte < 32 and byte not in b"\t\r\n" for byte in start) > 0
    return not is_binary and len(lines) > 1 and any(all(mark in line for line in lines[:2]) for mark in (b",", b";", b"\t", b"|"))
