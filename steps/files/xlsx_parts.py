"""Finds the parts of an Open XML workbook, wherever they lie, and copies them to the places where every reader looks for them."""

import io
import re
import zipfile
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath

from defusedxml import ElementTree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = b"http://purl.oclc.org/ooxml"
NUMBER_FORMAT = re.compile(rb"<(?:\w{1,20}:)?numFmt\s[^<>]{1,2000}>")
CELL_FORMATS = re.compile(rb"<(?:\w{1,20}:)?cellXfs\b[^<>]*>(.*?)(?:</(?:\w{1,20}:)?cellXfs>|$)", re.DOTALL)
FORMAT = re.compile(rb"<(?:\w{1,20}:)?xf\s([^<>]{0,2000}?)/?>")
ERROR = re.compile(
    rb"(\st\s?=\s?[\"']e[\"'][^<>]{0,200}>\s{0,99}(?:<(?:\w{1,20}:)?f\b[^>]{0,999}>(?:[^<]*</(?:\w{1,20}:)?f>)?\s{0,99})?<(?:\w{1,20}:)?v>)[^<]{1,40}(?=<)"
)
# Python's own `quoteattr` brings all of its web clients along, a third of the time in which a reader starts.
IN_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
ATTRIBUTE = re.compile(rb"\s?([\w:]{1,40})\s?=\s?(?:\"([^\"<>]*)\"|'([^'<>]*)')")


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook names it, and the entry that holds its cells; empty when it leads nowhere."""

    name: str
    state: str
    entry: str


class Package:
    """The entries of an Open XML file. Raises what the XML and zip readers raise when it is damaged."""

    def __init__(self, content: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(content))
        self._names = {name.lower().replace("\\", "/"): name for name in self._zip.namelist()}

    def read(self, entry: str) -> bytes:
        """Return an entry, whatever the case of its name; nothing when there is none."""
        name = self._names.get(entry.lower())
        return self._zip.read(name) if name else b""

    def has_exactly(self, entry: str) -> bool:
        """Return whether there is an entry of that name, letter by letter."""
        return self._names.get(entry.lower()) == entry

    def targets(self, relations: str, base: str) -> dict[str, tuple[str, str]]:
        """Return kind and entry of each relation by its id. Targets are relative to the part, or to the whole package."""
        text = self.read(relations)
        found = ElementTree.fromstring(text) if text else ()
        return {
            one.get("Id", ""): (
                one.get("Type", "").rpartition("/")[2],
                normpath(join("/", base, one.get("Target", "").replace("\\", "/"))).lstrip("/"),
            )
            for one in found
            if one.get("TargetMode") != "External"
        }


class Parts(Package):
    """The parts of a workbook that hold cells, texts and formats."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        main = self.targets("_rels/.rels", "").values()
        self.workbook = next((target for kind, target in main if kind == "officeDocument"), "xl/workbook.xml")
        text = self.read(self.workbook)
        self.is_strict = STRICT in text
        root = ElementTree.fromstring(text)
        targets = self.targets(join(dirname(self.workbook), "_rels", basename(self.workbook) + ".rels"), dirname(self.workbook))
        self.sheets = [
            SheetPart(one.get("name", ""), one.get("state", "visible"), targets.get(_relation(one.attrib), ("", ""))[1])
            for one in root.iterfind("{*}sheets/{*}sheet")
        ]
        about = root.find("{*}workbookPr")
        self.is_1904 = about is not None and about.get("date1904", "0") in ("1", "true")
        self.styles = next((target for kind, target in targets.values() if kind == "styles"), "")
        self.strings = next((target for kind, target in targets.values() if kind == "sharedStrings"), "")

    @property
    def are_where_usual(self) -> bool:
        """Whether every part is where calamine looks for it, told relatively and letter by letter: it passes over others in silence."""
        relations = self.read("xl/_rels/workbook.xml.rels")
        is_plain = not any(mark in relations for mark in (b'="/', b"='/", b"../", b"\\"))
        entries = ("xl/workbook.xml", *(sheet.entry for sheet in self.sheets))
        return self.workbook == "xl/workbook.xml" and is_plain and all(self.has_exactly(entry) for entry in entries)


def _relation(attributes: dict[str, str]) -> str:
    # Files saved as "strict" Open XML write the same attribute in another namespace.
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")


def plain_copy(parts: Parts, *, with_styles: bool) -> bytes:
    """Return the workbook in memory with only cells, texts and formats, under the usual names.

    Without its styles, what can still be found of them is written anew: which numbers are dates hangs on it.
    """
    sheets, relations = [], []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as copy:
        for number, sheet in enumerate(parts.sheets, start=1):
            sheets.append(f'<sheet name={_quoted(sheet.name)} sheetId="{number}" state={_quoted(sheet.state)} r:id="rId{number}"/>')
            relations.append(_relationship(number, "worksheet", f"worksheets/sheet{number}.xml"))
            empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
            cells = ERROR.sub(rb"\1#N/A", parts.read(sheet.entry))  # calamine knows only the errors of old
            copy.writestr(f"xl/worksheets/sheet{number}.xml", cells or empty)
        styles = parts.read(parts.styles)
        copy.writestr("xl/styles.xml", styles if with_styles else mended_styles(styles))
        relations.append(_relationship(0, "styles", "styles.xml"))
        if strings := parts.read(parts.strings):
            copy.writestr("xl/sharedStrings.xml", strings)
            relations.append(_relationship(len(sheets) + 1, "sharedStrings", "sharedStrings.xml"))
        copy.writestr("_rels/.rels", _relations(_relationship(1, "officeDocument", "xl/workbook.xml")))
        copy.writestr("xl/_rels/workbook.xml.rels", _relations(*relations))
        epoch = '<workbookPr date1904="1"/>' if parts.is_1904 else ""
        head = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{epoch}'
        copy.writestr("xl/workbook.xml", f"{head}<sheets>{''.join(sheets)}</sheets></workbook>")
    return buffer.getvalue()


def _relations(*relations: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>'


def _relationship(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def mended_styles(styles: bytes) -> bytes:
    """Return a part of styles with the number formats of a broken one, as far as they can be told."""
    codes = number_formats(styles)
    formats = "".join(f"<numFmt numFmtId={_quoted(key)} formatCode={_quoted(code)}/>" for key, code in codes.items())
    cells = "".join(f"<xf numFmtId={_quoted(key)}/>" for key in cell_formats(styles))
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'.encode()


def number_formats(styles: bytes) -> dict[str, str]:
    """Return the codes of the number formats that a workbook defines itself, by their number."""
    found = (_attributes(tag) for tag in NUMBER_FORMAT.findall(styles))
    return {one["numFmtId"]: one.get("formatCode", "") for one in found if one.get("numFmtId", "").isdigit()}


def cell_formats(styles: bytes) -> list[str]:
    """Return the number of the number format of each cell format, in order: a cell names its own by its place here."""
    block = CELL_FORMATS.search(styles)
    formats = (_attributes(tag).get("numFmtId", "0") for tag in FORMAT.findall(block[1])) if block else ()
    return [key if key.isdigit() else "0" for key in formats]


def _attributes(tag: bytes) -> dict[str, str]:
    found = ATTRIBUTE.findall(tag)
    return {name.decode("ascii", "replace"): unescaped((double or single).decode("utf-8", "replace")) for name, double, single in found}


def _quoted(text: str) -> str:
    return f'"{text.translate(IN_ATTRIBUTE)}"'


def unescaped(text: str) -> str:
    """Return a text of XML with its entities resolved, of which there are five without a document type."""
    for mark, letter in (("&quot;", '"'), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(mark, letter)
    return text
