"""Makes the files of the tests, good and bad, part by part: what no honest program would write has to be written by hand."""

import io
import struct
import zipfile
from collections.abc import Callable

import xlsxwriter
import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="0"/></cellXfs></styleSheet>'
)  # cells with s="1" are dates, with s="2" percentages
PERCENT, DATE = 2, 1


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file of the parts that are not empty."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as book:
        for name, text in parts.items():
            if text:
                book.writestr(name, text)
    return buffer.getvalue()


def relations(**targets: tuple[str, str]) -> str:
    """Return a part of relations: id = (kind, target)."""
    lines = (f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items())
    return f'<Relationships xmlns="{PACKAGE}">{"".join(lines)}</Relationships>'


def xlsx_parts(rows: str, before: str = "", after: str = "", strings: str = "", styles: str = STYLES) -> dict[str, str | bytes]:
    """Return the parts of a workbook of one sheet, `S`, from the XML of its rows, its shared strings and its styles."""
    return {
        "_rels/.rels": relations(rId1=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            rId1=("worksheet", "worksheets/sheet1.xml"), rId2=("styles", "styles.xml"), rId3=("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }


def xlsx(rows: str, before: str = "", after: str = "", strings: str = "", styles: str = STYLES, **changed: str | bytes) -> bytes:
    """Return such a workbook; `changed` parts by their last name, such as `workbook`."""
    parts = xlsx_parts(rows, before, after, strings, styles)
    names = {name.rpartition("/")[2].partition(".")[0]: name for name in parts}
    return zipped(parts | {names[key]: text for key, text in changed.items()})


def moved(content: bytes, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> bytes:
    """Return a zip file whose entries were changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return zipped(change({name: book.read(name) for name in book.namelist()}))  # type: ignore[arg-type]


def written(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    """Return a workbook as XlsxWriter writes it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        fill(book)
    return buffer.getvalue()


def cell(place: str, text: str) -> str:
    """Return the XML of a cell with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str, also: str = "") -> str:
    """Return the XML of a row."""
    return f'<row r="{number}"{also}>{"".join(cells)}</row>'


HELLO = row(1, cell("A1", "hello"))


def xls(fill: Callable[[xlwt.Workbook], None], is_1904: bool = False) -> bytes:
    """Return an old binary workbook as xlwt writes it."""
    book = xlwt.Workbook()
    book.dates_1904 = is_1904
    fill(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


ODS_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing"))
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods(table: str, styles: str = "", manifest: str = "<manifest/>", attributes: str = "", mime: str = "spreadsheet") -> bytes:
    """Return an OpenDocument spreadsheet of one sheet, `S`, from the XML of its columns and rows."""
    body = f'<office:spreadsheet><table:table table:name="S" {attributes}>{table}</table:table></office:spreadsheet>'
    return zipped({
        "mimetype": f"application/vnd.oasis.opendocument.{mime}",
        "META-INF/manifest.xml": manifest,
        "content.xml": f"<office:document-content {ODS_NAMES} {CALC}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>",
    })  # fmt: skip


def ods_row(*cells: str, also: str = "") -> str:
    """Return the XML of a row."""
    return f"<table:table-row {also}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str = "", kind: str = "string", also: str = "", tag: str = "table-cell") -> str:
    """Return the XML of a cell, an empty one when it has no text and no kind."""
    what = f'office:value-type="{kind}"' if kind else ""
    return f"<table:{tag} {what} {also}>{f'<text:p>{text}</text:p>' if text else ''}</table:{tag}>"


def _varied(number: int) -> bytes:
    groups = []
    while True:
        groups.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(groups)


def record(kind: int, body: bytes = b"") -> bytes:
    """Return a record of a binary workbook (BIFF12)."""
    return _varied(kind) + _varied(len(body)) + body


def wide(text: str) -> bytes:
    """Return a text as binary workbooks write it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_row(number: int, *cells: bytes, is_hidden: bool = False) -> bytes:
    """Return the records of a row and its cells."""
    return record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, 0x10 if is_hidden else 0, 0, 0)) + b"".join(cells)


def xlsb_cell(kind: int, column: int, body: bytes, style: int = 0) -> bytes:
    """Return the record of a cell: kind 6 text, 5 number, 4 boolean, 3 error."""
    return record(kind, struct.pack("<II", column - 1, style) + body)


def xlsb(*rows: bytes, after: bytes = b"", before: bytes = b"") -> bytes:
    """Return a binary workbook of one sheet, `S`; style 1 is a date, 2 a percentage."""
    formats = b"".join(record(47, struct.pack("<HH12x", 0, number)) for number in (0, 14, 9))
    return zipped({
        "_rels/.rels": relations(rId1=("officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relations(rId1=("worksheet", "worksheets/sheet1.bin"), rId2=("styles", "styles.bin")),
        "xl/workbook.bin": record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("S"))
        + record(144) + record(132),
        "xl/styles.bin": record(278) + record(617, struct.pack("<I", 3)) + formats + record(618) + record(279),
        "xl/worksheets/sheet1.bin": record(129) + record(148, struct.pack("<4I", 0, 0, 0, 0)) + before + record(145) + b"".join(rows)
        + record(146) + after + record(130),
    })  # fmt: skip
