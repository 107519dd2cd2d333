"""Hostile and odd files, one line each: how it is made, and what the reader says of it. Each runs under the reader's own limits.

What was read is told as `[sheet] A1=text B1=n:number …`, then the notes; a refusal as its code and fact.
"""

import resource
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
import xlwt

from steps.files.limits import MAX_FILE_BYTES, Refusal
from steps.files.read_workbook import Workbook, cell_name, read_content
from steps.files.sheet_reader import CPU_SECONDS, MEMORY_BYTES
from tests.steps.files.makers import (
    HELLO,
    MAIN,
    OFFICE,
    STYLES,
    cell,
    moved,
    ods,
    ods_cell,
    ods_row,
    record,
    relations,
    row,
    wide,
    written,
    xls,
    xlsb,
    xlsb_cell,
    xlsb_row,
    xlsx,
    xlsx_parts,
    zipped,
)

GIGABYTE = 2**30
DAY = xlwt.easyxf(num_format_str="yyyy-mm-dd")
SHARE = xlwt.easyxf(num_format_str="0.0%")


def told(read: Workbook | Refusal) -> str:
    """Return what was read, or why not, in one line."""
    if isinstance(read, Refusal):
        return f"{read.finding_code} {read.detail}".strip()
    words = []
    for sheet in read.sheets:
        words.append(f"[{sheet.name}{' hidden' if sheet.is_hidden else ''}]")
        for one in sheet.rows:
            words += [
                f"{cell_name(cell[0], one.row_number)}={'' if cell.kind == 't' else cell.kind + ':'}{cell.text}" for cell in one.cells
            ]
            words += [f"({one.row_number} hidden)"] if one.is_hidden else []
            words += [f"({cell_name(first, one.row_number)}:{cell_name(last, to)})" for first, last, to in one.spans]
    words += [f"{code} {detail}".strip() for code, detail in read.notes]
    return " ".join(words)


def strict(content: bytes) -> bytes:
    """Return a workbook in the namespaces of Strict Open XML."""
    words = {MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main", OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships"}

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        for old, new in words.items():
            parts = {name: text.replace(old.encode(), new.encode()) for name, text in parts.items()}
        return parts

    return moved(content, change)


def elsewhere() -> bytes:
    """Return a workbook whose parts have odd names, told from the root of the package."""
    parts = xlsx_parts(HELLO)
    parts["xl/_rels/workbook7.xml.rels"] = relations(rId1=("worksheet", "/xl/odd/Página 1.data"), rId2=("styles", "/xl/styles.xml"))
    parts["xl/odd/Página 1.data"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["xl/workbook7.xml"] = parts.pop("xl/workbook.xml")
    parts["_rels/.rels"] = relations(rId1=("officeDocument", "xl/workbook7.xml"))
    parts["[Content_Types].xml"] = "<Types/>"
    return zipped(parts)


def encrypted_zip() -> bytes:
    """Return a workbook whose entries bear the mark of a zip password."""
    content = bytearray(xlsx(HELLO))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def with_link() -> bytes:
    """Return a workbook with an entry that is a symbolic link."""
    link = zipfile.ZipInfo("xl/link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return zipped({**xlsx_parts(HELLO), link: "/etc/passwd"})  # type: ignore[dict-item]


def twice() -> bytes:
    """Return a workbook whose sheet is there twice: two readers would read two workbooks."""
    name = "xl/worksheets/sheet1.xml"
    parts = xlsx_parts(HELLO)
    return zipped({**parts, zipfile.ZipInfo(name): parts[name]})  # type: ignore[dict-item]


def old(*cells: tuple[int, int, object], style: xlwt.XFStyle | None = None, is_1904: bool = False) -> bytes:
    """Return an .xls of one sheet, `S`, with the cells (row and column from 0)."""

    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("S")
        for at, column, value in cells:
            sheet.write(at, column, value, style or xlwt.Style.default_style)

    return xls(fill, is_1904)


def odd_old() -> bytes:
    """Return an .xls with one of each."""

    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("S")
        sheet.write(1, 1, "texto")
        sheet.write(1, 2, 42000, DAY)
        sheet.write(1, 3, 0.125, SHARE)
        sheet.write(1, 4, 0.5, SHARE)
        sheet.row(2).set_cell_error(1, "#REF!")
        sheet.write(2, 2, True)
        sheet.write_merge(4, 5, 1, 3, "ancho")
        sheet.row(2).hidden = True
        sheet.col(3).hidden = True
        other = book.add_sheet("T")
        other.row(6).set_cell_error(0, 42)
        other.visibility = 1

    return xls(fill)


def patched(content: bytes, place: int, new: bytes) -> bytes:
    """Return the content with some bytes replaced."""
    return content[:place] + new + content[place + len(new) :]


OLD = old((0, 0, "hello"))
FIRST_AFTER_BOF = 512 + 20
(DIRECTORY_SECTOR,) = struct.unpack_from("<I", OLD, 48)
(FAT_SECTOR,) = struct.unpack_from("<I", OLD, 76)
LOOP = patched(OLD, 512 + 512 * FAT_SECTOR + 4 * DIRECTORY_SECTOR, struct.pack("<I", DIRECTORY_SECTOR))
SOUND_XLSB = xlsb(*(xlsb_row(number, xlsb_cell(6, 2, wide("né")), xlsb_cell(5, 3, struct.pack("<d", 0.5), 2)) for number in range(1, 9)))
MERGED = record(176, struct.pack("<4I", 2, 3, 1, 2))
CARD = "<office:annotation><text:p>note</text:p></office:annotation>"
COMMENT = f'<table:table-cell office:value-type="string">{CARD}<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>'
HIDING = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
SEALED = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
BILLION = 'table:number-columns-repeated="999999999"'
ARABIC = "الاسم;المدينة\nجمعية الهجرة والتنمية;وجدة\nتعاونية النساء;الناظور\n"
SPANISH = "Título;Año\nMigración y niñez;2015\n"
SPANISH_READ = "[x] A1=Título B1=Año A2=Migración y niñez B2=2015"
ARABIC_READ = "[x] A1=الاسم B1=المدينة A2=جمعية الهجرة والتنمية B2=وجدة A3=تعاونية النساء B3=الناظور"
DOCUMENT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMAT_OF_2003 = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def sheets_of(count: int) -> Callable[[object], None]:
    """Return what writes that many sheets."""
    return lambda book: [book.add_worksheet().write(0, 0, number) for number in range(count)]  # type: ignore[attr-defined]


FILES: list[tuple[str, str, Callable[[], bytes], str]] = [
    # Open XML, odd but good
    ("plain", "x.xlsx", lambda: xlsx(HELLO), "[S] A1=hello"),
    ("named .xls", "x.xls", lambda: xlsx(HELLO), "[S] A1=hello file-extension-wrong .xlsx"),
    ("named .csv", "x.csv", lambda: xlsx(HELLO), "[S] A1=hello file-extension-wrong .xlsx"),
    ("without a name to its kind", "x", lambda: xlsx(HELLO), "[S] A1=hello file-extension-wrong .xlsx"),
    ("strict", "x.xlsx", lambda: strict(xlsx(row(1, '<c r="A1" s="1"><v>42000</v></c>'))), "[S] A1=d:2014-12-27 file-strict"),
    (
        "styles cut short",
        "x.xlsx",
        lambda: xlsx(row(1, '<c r="A1" s="1"><v>42000</v></c>'), styles=STYLES[:-28]),
        "[S] A1=d:2014-12-27 file-styles-ignored",
    ),
    (
        "styles of noise",
        "x.xlsx",
        lambda: xlsx(row(1, '<c r="A1" s="1"><v>42000</v></c>'), styles="<<>>"),
        "[S] A1=n:42000 file-styles-ignored",
    ),
    ("no styles", "x.xlsx", lambda: xlsx(HELLO, styles=""), "[S] A1=hello"),
    ("a style that is not there", "x.xlsx", lambda: xlsx(row(1, '<c r="A1" s="99"><v>1</v></c>')), "[S] A1=n:1"),
    ("dimension lies", "x.xlsx", lambda: xlsx(HELLO, before='<dimension ref="A1:XFD1048576"/>'), "[S] A1=hello"),
    ("odd names of parts", "x.xlsx", elsewhere, "[S] A1=hello"),
    (
        "names in capitals",
        "x.xlsx",
        lambda: moved(xlsx(HELLO), lambda parts: {name.replace("sheet1", "Sheet1"): text for name, text in parts.items()}),
        "[S] A1=hello",
    ),
    (
        "no cell tells its place",
        "x.xlsx",
        lambda: xlsx("<row/><row><c/><c t='e'><v>#N/A</v></c><c><v>7</v></c></row>"),
        "[S] B2=e:#N/A C2=n:7",
    ),
    (
        "prefixes",
        "x.xlsx",
        lambda: xlsx(
            "",
            sheet1=f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2" hidden="1"><x:c r="A2" t="e">'
            '<x:v>#REF!</x:v></x:c><x:c r="B2"><x:f>A2</x:f></x:c></x:row></x:sheetData></x:worksheet>',
        ),
        "[S] A2=e:#REF! B2=f:=A2 (2 hidden)",
    ),
    (
        "texts in runs",
        "x.xlsx",
        lambda: xlsx(
            row(1, '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'),
            strings="<si><r><t>joi</t></r><r><rPr><b/></rPr><t>ned</t></r></si>"
            "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>",
        ),
        "[S] A1=joined B1=東京",
    ),
    (
        "escapes and spaces",
        "x.xlsx",
        lambda: xlsx(row(1, '<c r="A1" t="s"><v>0</v></c>'), strings='<si><t xml:space="preserve"> a_x005F_b </t></si>'),
        "[S] A1= a_b ",
    ),
    (
        "formulas",
        "x.xlsx",
        lambda: xlsx(
            row(
                1,
                "<c r='A1'><f>B1*2</f></c>",
                "<c r='B1'><f>1+1</f><v>2</v></c>",
                "<c r='C1' t='str'><f>D1</f><v></v></c>",
                "<c r='E1'><f>A1&amp;1</f><v/></c>",
            )
        ),
        "[S] A1=f:=B1*2 B1=n:2 E1=f:=A1&1",
    ),
    (
        "percentages",
        "x.xlsx",
        lambda: xlsx(row(1, '<c r="A1" s="2"><v>0.5</v></c>', '<c r="B1" s="2" t="str"><v>half</v></c>')),
        "[S] A1=p:0.5 B1=half",
    ),
    (
        "a date before the calendar begins",
        "x.xlsx",
        lambda: xlsx(row(1, '<c r="A1" s="1"><v>-5</v></c>', '<c r="B1" s="1"><v>0.5</v></c>', '<c r="C1"><v>-0.5</v></c>')),
        "[S] A1=n:-5 B1=d:12:00:00 C1=n:-0.5",
    ),
    (
        "errors",
        "x.xlsx",
        lambda: xlsx(
            row(1, *(f'<c r="{name}1" t="e"><v>{error}</v></c>' for name, error in zip("ABC", ("#REF!", "#N/A", "#SPILL!"), strict=True)))
        ),
        "[S] A1=e:#REF! B1=e:#N/A C1=e:#SPILL!",
    ),
    (
        "hidden rows and columns",
        "x.xlsx",
        lambda: xlsx(HELLO + row(2, cell("C2", "x"), also=' hidden="1"'), before='<cols><col min="2" max="9" hidden="1"/></cols>'),
        "[S] A1=hello C2=x (2 hidden) file-columns-hidden S: C",
    ),
    ("merged", "x.xlsx", lambda: xlsx(HELLO, after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>'), "[S] A1=hello (A1:C2)"),
    (
        "dates of 1904",
        "x.xlsx",
        lambda: written(
            lambda book: book.add_worksheet("S").write_datetime(0, 0, datetime(2015, 9, 28), book.add_format({"num_format": "d/m/yy"})),
            date_1904=True,
        ),
        "[S] A1=d:2015-09-28",
    ),
    (
        "macros, links, objects",
        "x.xlsm",
        lambda: moved(
            xlsx(HELLO), lambda parts: parts | {"xl/vbaProject.bin": b"x", "xl/externalLinks/e.xml": b"<x/>", "xl/embeddings/o.bin": b"x"}
        ),
        "[S] A1=hello file-macros-ignored file-links-ignored file-objects-ignored",
    ),
    (
        "a million blank formatted cells",
        "x.xlsx",
        lambda: xlsx("".join(row(at, '<c s="1"/>' * 200) for at in range(2, 5_000)) + HELLO),
        "[S] A1=hello",
    ),
    (
        "5,000 merged ranges",
        "x.xlsx",
        lambda: xlsx(HELLO, after="".join(f'<mergeCell ref="A{at}:B{at}"/>' for at in range(2, 5_002))),
        "[S] A1=hello",
    ),
    # Open XML, bad
    ("far cell", "x.xlsx", lambda: xlsx(row(1048576, cell("XFD1048576", "x"))), "file-unsafe cell XFD1048576"),
    ("300 sheets", "x.xlsx", lambda: written(sheets_of(300)), "file-unsafe more than 200 sheets"),
    ("60,000 rows", "x.xlsx", lambda: xlsx("".join(row(at, cell(f"A{at}", "x")) for at in range(1, 60_000))), "file-unsafe cell A50001"),
    (
        "long rows of one letter",
        "x.xlsx",
        lambda: xlsx("".join(row(at, cell(f"A{at}", "x" * 2000)) for at in range(1, 15_000))),
        "file-unsafe more than 150 times larger unzipped",
    ),
    (
        "one text in a million cells",
        "x.xlsx",
        lambda: xlsx("".join(row(at, '<c t="s"><v>0</v></c>' * 200) for at in range(1, 4_001)), strings=f"<si><t>{'x' * 30_000}</t></si>"),
        "file-unsafe reading took too much memory or time",
    ),
    ("entities", "x.xlsx", lambda: xlsx("", sheet1='<!DOCTYPE w [<!ENTITY a "aaa">]><worksheet/>'), "file-unsafe a document type inside"),
    ("twice the same sheet", "x.xlsx", twice, "file-unsafe two entries of one name"),
    ("a link inside", "x.xlsx", with_link, "file-unsafe an entry that is a link"),
    ("a way out", "x.xlsx", lambda: zipped({**xlsx_parts(HELLO), "../evil": "x"}), "file-unsafe an entry that leads out of the file"),
    ("a zip password", "x.xlsx", encrypted_zip, "file-encrypted"),
    ("no sheet", "x.xlsx", lambda: zipped({**xlsx_parts(HELLO), "xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), "file-empty"),
    ("XML cut short", "x.xlsx", lambda: xlsx("", sheet1=f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1'), "file-damaged"),
    ("workbook of noise", "x.xlsx", lambda: zipped({**xlsx_parts(HELLO), "xl/workbook.xml": "<not"}), "file-damaged"),
    # .xls
    (
        "xls, one of each",
        "x.xls",
        odd_old,
        "[S] B2=texto C2=d:2014-12-27 D2=p:0.125 E2=p:0.5 B3=e:#REF! C3=b:TRUE (3 hidden) B5=ancho (B5:D6)"
        " [T hidden] A7=e:#N/A file-columns-hidden S: D",
    ),
    ("xls, dates of 1904", "x.xls", lambda: old((0, 0, 40000), style=DAY, is_1904=True), "[S] A1=d:2013-07-07"),
    ("xls named .xlsx", "x.xlsx", lambda: OLD, "[S] A1=hello file-extension-wrong .xls"),
    ("xls, far row", "x.xls", lambda: old((60_000, 0, "x")), "file-unsafe cell A60001"),
    ("xls, password", "x.xls", lambda: patched(OLD, FIRST_AFTER_BOF, b"\x2f\0"), "file-encrypted"),
    ("xls, chain in a circle", "x.xls", lambda: LOOP, "file-damaged"),
    ("xls, a record longer than the file", "x.xls", lambda: patched(OLD, FIRST_AFTER_BOF + 2, b"\xff\xff"), "file-damaged"),
    *[
        (f"xls cut at {percent} %", "x.xls", lambda percent=percent: OLD[: len(OLD) * percent // 100], "file-damaged")
        for percent in (10, 40, 70, 90)
    ],
    ("xls of nothing but its mark", "x.xls", lambda: DOCUMENT + bytes(504), "file-damaged"),
    # .xlsb
    (
        "xlsb, one of each",
        "x.xlsb",
        lambda: xlsb(
            xlsb_row(
                3,
                xlsb_cell(6, 2, wide("né")),
                xlsb_cell(5, 3, struct.pack("<d", 0.5), 2),
                xlsb_cell(5, 4, struct.pack("<d", 42000), 1),
                xlsb_cell(3, 5, b"\x17"),
                xlsb_cell(4, 6, b"\1"),
                is_hidden=True,
            ),
            after=MERGED,
        ),
        "[S] B3=né C3=p:0.5 D3=d:2014-12-27 E3=e:#REF! F3=b:TRUE (3 hidden) (B3:C4)",
    ),
    ("xlsb, far cell", "x.xlsb", lambda: xlsb(xlsb_row(60_000, xlsb_cell(6, 1, wide("x")))), "file-unsafe cell A60000"),
    ("xlsb, far column", "x.xlsb", lambda: xlsb(xlsb_row(1, xlsb_cell(6, 16_384, wide("x")))), "file-unsafe cell XFD1"),
    ("xlsb, a record longer than the part", "x.xlsb", lambda: xlsb(b"\x06\xff\xff\x7f"), "file-damaged"),
    # .ods
    (
        "ods, one of each",
        "x.ods",
        lambda: ods(
            '<table:table-column/><table:table-column table:visibility="collapse"/>'
            + ods_row(also='table:number-rows-repeated="3"')
            + ods_row(
                ods_cell(kind="", also='table:number-columns-repeated="2"'),
                COMMENT,
                ods_cell("50%", "percentage", 'office:value="0.5"'),
                also='table:visibility="filter"',
            )
            + ods_row(
                ods_cell("1", "date", 'office:date-value="2015-09-28"'),
                ods_cell("1", "time", 'office:time-value="PT26H00M00S"'),
                ods_cell("VRAI", "boolean", 'office:boolean-value="true"'),
                ods_cell("#N/A", "string", 'calcext:value-type="error"'),
            )
            + ods_row(
                ods_cell("1", "currency", 'office:value="1.50"'),
                ods_cell("", "", 'table:formula="of:=[.A1]"'),
                ods_cell("w", also='table:number-columns-spanned="2"'),
                ods_cell("beneath", tag="covered-table-cell"),
            )
        ),
        "[S] C4=a  b\nc D4=p:0.5 (4 hidden) A5=d:2015-09-28 B5=d:26:00:00 C5=b:TRUE D5=e:#N/A A6=n:1.5 B6=f:=[.A1] C6=w D6=beneath (C6:D6)"
        " file-columns-hidden S: B",
    ),
    (
        "ods, as LibreOffice writes it",
        "x.ods",
        lambda: ods(
            ods_row(
                ods_cell("two  spaces\n  and a line"),
                ods_cell("VRAI", "float", 'office:value="1"'),
                ods_cell("1", "float", 'office:value="1"'),
            )
        ),
        "[S] A1=two  spaces and a line B1=b:TRUE C1=n:1",
    ),
    (
        "ods, hidden sheet",
        "x.ods",
        lambda: ods(ods_row(ods_cell("x")), styles=HIDING, attributes='table:style-name="h"'),
        "[S hidden] A1=x",
    ),
    ("ods, filled rows repeated", "x.ods", lambda: ods(ods_row(ods_cell("x"), also='table:number-rows-repeated="2"')), "[S] A1=x A2=x"),
    (
        "ods, blank to the end of the grid",
        "x.ods",
        lambda: ods(ods_row(ods_cell("x"), ods_cell(kind="", also=BILLION)) + ods_row(also='table:number-rows-repeated="999999999"')),
        "[S] A1=x",
    ),
    (
        "ods, a filled row for ever",
        "x.ods",
        lambda: ods(ods_row(ods_cell("x"), also='table:number-rows-repeated="1048576"')),
        "file-unsafe cell A1048576",
    ),
    ("ods, a filled cell for ever", "x.ods", lambda: ods(ods_row(ods_cell("x", also=BILLION))), "file-unsafe more than 300 columns"),
    (
        "ods, 15 million cells",
        "x.ods",
        lambda: ods(ods_row(ods_cell("x", also='table:number-columns-repeated="300"'), also='table:number-rows-repeated="50000"')),
        "file-unsafe more than 4000000 filled cells",
    ),
    ("ods, a number of rows that is none", "x.ods", lambda: ods(ods_row(also='table:number-rows-repeated="-5"')), "file-damaged"),
    ("ods, password", "x.ods", lambda: ods(ods_row(ods_cell("x")), manifest=SEALED), "file-encrypted"),
    (
        "ods, entities",
        "x.ods",
        lambda: ods(ods_row(ods_cell("x")), manifest='<!DOCTYPE m [<!ENTITY a "a">]><m/>'),
        "file-unsafe a document type inside",
    ),
    ("OpenDocument text", "x.ods", lambda: ods("", mime="text"), "file-of-another-kind OpenDocument"),
    # plain text
    ("csv, UTF-8", "initiatives.csv", lambda: b'a,b\n1,"x\ny"\n\n2,z,,,\n', "[initiatives] A1=a B1=b A2=1 B2=x\ny A4=2 B4=z"),
    ("csv, mark of UTF-8", "x.csv", lambda: SPANISH.encode("utf-8-sig"), SPANISH_READ),
    ("csv, UTF-16", "x.csv", lambda: SPANISH.replace(";", "\t").encode("utf-16"), SPANISH_READ),
    ("csv, UTF-16 BE", "x.csv", lambda: b"\xfe\xff" + SPANISH.encode("utf-16-be"), SPANISH_READ),
    ("csv, UTF-16 unmarked", "x.csv", lambda: ARABIC.encode("utf-16-le"), ARABIC_READ + " file-encoding-guessed UTF-16-LE"),
    ("csv, UTF-16 BE unmarked", "x.txt", lambda: SPANISH.encode("utf-16-be"), SPANISH_READ + " file-encoding-guessed UTF-16-BE"),
    ("csv, Windows-1252", "x.csv", lambda: SPANISH.encode("cp1252"), SPANISH_READ + " file-encoding-guessed Windows-1252"),
    ("csv, Mac OS", "x.csv", lambda: SPANISH.encode("mac_roman"), SPANISH_READ + " file-encoding-guessed Mac OS Roman"),
    ("csv, Windows-1256", "x.csv", lambda: ARABIC.encode("cp1256"), ARABIC_READ + " file-encoding-guessed Windows-1256"),
    ("csv, ISO 8859-6", "x.csv", lambda: ARABIC.encode("iso8859_6"), ARABIC_READ + " file-encoding-guessed ISO 8859-6"),
    (
        "csv, UTF-8 with a stray",
        "x.csv",
        lambda: "é,é,é,é\né,ñ".encode() + b"\xf1",
        "[x] A1=é B1=é C1=é D1=é A2=é B2=ññ file-encoding-guessed UTF-8 / Windows-1252",
    ),
    ("csv, sep=", "x.csv", lambda: b"sep=|\r\na|b,c\r\n1|2;3\r\n", "[x] A1=a B1=b,c A2=1 B2=2;3"),
    ("csv, decimal commas", "x.csv", lambda: b"name;share\nA;1,5\nB;2,5\n", "[x] A1=name B1=share A2=A B2=1,5 A3=B B3=2,5"),
    (
        "csv, one column of prose",
        "x.txt",
        lambda: b"name\nNador\nOujda, Berkane\nTunis\n",
        "[x] A1=name A2=Nador A3=Oujda, Berkane A4=Tunis",
    ),
    (
        "csv, ragged, with title",
        "x.csv",
        lambda: b"A survey\n\na;b;c\n1;2\n1;2;3;4\n",
        "[x] A1=A survey A3=a B3=b C3=c A4=1 B4=2 A5=1 B5=2 C5=3 D5=4",
    ),
    ("csv, a quote never closed", "x.csv", lambda: b'a;b\n"1;2\n3;4\n', '[x] A1=a B1=b A2="1 B2=2 A3=3 B3=4 file-quotes-open'),
    ("csv, old Mac line ends", "x.csv", lambda: b"a,b\r1,2\r", "[x] A1=a B1=b A2=1 B2=2"),
    ("csv named .xlsx", "x.xlsx", lambda: b"a,b\n1,2\n", "[x] A1=a B1=b A2=1 B2=2 file-extension-wrong .csv"),
    ("csv, zeros at the end", "x.csv", lambda: b"a,b\n1,2\n" + bytes(4096), "file-damaged"),
    ("csv, one line of 25 MB", "x.csv", lambda: b"x" * (MAX_FILE_BYTES - 1), "file-unsafe a cell of more than 1048576 letters"),
    ("csv, a million columns", "x.csv", lambda: b"x," * 10**6, "file-unsafe more than 300 columns"),
    ("csv, a million separators", "x.csv", lambda: b"x;y\n" + b";" * 10**6, "[x] A1=x B1=y"),
    ("csv, a million rows", "x.csv", lambda: b"x;y\n" * 10**6, "file-unsafe cell B50001"),
    ("csv of blanks", "x.csv", lambda: b" ;\n;;\n", "file-empty"),
    ("csv, mark and nothing", "x.csv", lambda: b"\xef\xbb\xbf", "file-empty"),
    # the shapes of real foreign files: HXL, Kobo and OCHA tables
    (
        "3W with a row of HXL tags and a title",
        "3w.csv",
        lambda: (
            "Qui fait quoi\nRégion,Organisation,Date\n#adm1+name,#org+name,#date+start\n".encode()
            + 'Kindia,"Croix-Rouge, Guinée",01/02/2015\n'.encode()
        ),
        "[3w] A1=Qui fait quoi A2=Région B2=Organisation C2=Date A3=#adm1+name B3=#org+name C3=#date+start"
        " A4=Kindia B4=Croix-Rouge, Guinée C4=01/02/2015",
    ),
    (
        "an empty sheet first, a date as a number",
        "x.xlsx",
        lambda: written(
            lambda book: (book.add_worksheet("cover"), book.add_worksheet("data").write_row("B3", ["#sector", 42000, True, None, "=1"]))
        ),
        "[cover] [data] B3=#sector C3=n:42000 D3=b:TRUE F3=n:0",
    ),
    (
        "two sheets and twice a header",
        "x.xls",
        lambda: xls(
            lambda book: [
                [sheet.write(0, column, word) for column, word in enumerate(("type", "name", "name", ""))]
                for sheet in (book.add_sheet("survey"), book.add_sheet("choices"))
            ]
        ),
        "[survey] A1=type B1=name C1=name [choices] A1=type B1=name C1=name",
    ),
    # what is no delivery
    ("HTML", "x.xls", lambda: b"<html><table><tr><td>x</td></tr></table></html>", "file-of-another-kind HTML"),
    ("XML of 2003", "x.xls", lambda: FORMAT_OF_2003, "file-of-another-kind XML Spreadsheet 2003"),
    ("XML", "x.xml", lambda: b"<?xml version='1.0'?><iati-activities/>", "file-of-another-kind XML"),
    ("JSON", "x.json", lambda: b'[{"a": 1}]', "file-of-another-kind JSON"),
    ("JSON named .csv", "x.csv", lambda: b'{"a": 1}', "file-of-another-kind JSON"),
    ("shortcut to a sheet online", "x.gsheet", lambda: b'{"url": "https://docs.google.com/x"}', "file-of-another-kind Google Sheets"),
    ("PDF", "x.xlsx", lambda: b"%PDF-1.7", "file-of-another-kind PDF"),
    ("Word", "x.docx", lambda: zipped({"word/document.xml": "<x/>"}), "file-of-another-kind Word"),
    ("Numbers", "x.numbers", lambda: zipped({"Index/Document.iwa": "x"}), "file-of-another-kind Numbers"),
    ("zip of workbooks", "x.zip", lambda: zipped({"a.xlsx": xlsx(HELLO)}), "file-archive ZIP"),
    ("picture", "x.png", lambda: b"\x89PNG\r\n", "file-of-another-kind PNG"),
    ("Excel 4", "x.xls", lambda: b"\x09\x04\x06\x00\x00\x00", "file-of-another-kind Excel 4"),
    ("prose", "readme.md", lambda: b"# Survey\n", "file-not-a-workbook"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("name", "make", "expected"), [one[1:] for one in FILES], ids=[one[0] for one in FILES])
def test_says_what_a_file_holds_or_why_it_is_refused(name: str, make: Callable[[], bytes], expected: str) -> None:
    assert told(read_content(name, make())) == expected


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
@pytest.mark.parametrize("seed", range(5))
def test_a_harmed_file_of_any_kind_is_read_or_refused(kind: str, seed: int) -> None:
    content = {"xls": odd_old(), "xlsb": SOUND_XLSB, "ods": ods(ods_row(COMMENT) * 9)}[kind]
    with_harm = harmed(content, Random(seed)) if kind == "xls" else moved(content, lambda parts: harmed_parts(parts, Random(seed)))
    assert isinstance(read_content(f"x.{kind}", with_harm), Workbook | Refusal)


def harmed(content: bytes, harm: Random) -> bytes:
    """Return the content with a few wrong bytes."""
    changed = bytearray(content)
    for _ in range(6):
        changed[harm.randrange(len(changed))] = harm.randrange(256)
    return bytes(changed)


def harmed_parts(parts: dict[str, bytes], harm: Random) -> dict[str, bytes]:
    """Return the parts with the largest one harmed: the checksum of the zip file is right again."""
    name = max(parts, key=lambda one: len(parts[one]))
    return parts | {name: harmed(parts[name], harm)}


def test_a_name_that_is_no_text_becomes_one() -> None:
    assert told(read_content("a\udcff.csv", b"x,y\n1,2\n")).startswith("[a\\udcff] A1=x")


def test_no_reader_took_more_than_it_may() -> None:
    told(read_content("x.csv", b"x" * (MAX_FILE_BYTES - 1)))
    assert (MEMORY_BYTES, CPU_SECONDS) == (1.5 * GIGABYTE, 60)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY_BYTES


def test_the_hostile_set_is_of_the_size_that_was_promised() -> None:
    assert len(FILES) >= 60
    assert len({one[0] for one in FILES}) == len(FILES)
