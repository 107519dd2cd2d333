"""Writes a Word document from the template: headings, paragraphs and tables, from right to left where the language is written so.

`template.docx` holds the styles and nothing else: an office may give it its own fonts, colours and page head.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.parfmt import CT_PPr
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from publications.xml_text import xml_text

TEMPLATE = Path(__file__).with_name("template.docx")
RIGHT_TO_LEFT = ("ar",)
LEFT_TO_RIGHT_MARK = "\u200e"
LOCALES = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ar": "ar-SA", "ne": "ne-NP"}
COMPLEX = ("ar", "ne")  # Word keeps fonts and languages of these scripts apart from those of Latin ones
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of zip archives


class Draft:
    """A document being written in one language."""

    def __init__(self, language: str, title: str, made_at: datetime, *, is_wide: bool = False) -> None:
        self.language = language
        self.word: WordDocument = docx.Document(str(TEMPLATE))
        properties = self.word.core_properties
        properties.title, properties.author, properties.language = xml_text(title)[:255], "", LOCALES[language]
        properties.created = properties.modified = made_at.replace(tzinfo=None)
        if is_wide:
            page = self.word.sections[0]
            page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
        self.heading(title, 0)

    def heading(self, text: str, level: int) -> None:
        """Add a heading; level 0 is the title."""
        self._directed(self.word.add_heading(xml_text(text), level))

    def paragraph(self, text: str, style: str | None = None, label: str = "") -> None:
        """Add a paragraph, begun by a label in bold where one is given."""
        added = self.word.add_paragraph(style=style)
        if label:
            added.add_run(f"{xml_text(label)}: ").bold = True
        added.add_run(self._kept_in_order(xml_text(text)))
        self._directed(added)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Add a table whose head is repeated on every page."""
        table = self.word.add_table(rows=1, cols=len(heads), style="Table Grid")
        if self.language in RIGHT_TO_LEFT:
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        head = table.rows[0]
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cells, texts, is_bold in ((head.cells, heads, True), *((table.add_row().cells, row, False) for row in rows)):
            for cell, text in zip(cells, texts, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.style = "Table text"
                paragraph.add_run(self._kept_in_order(xml_text(text))).bold = is_bold
                self._directed(paragraph)

    def save(self) -> bytes:
        """Return the file; the same document gives the same bytes."""
        written = BytesIO()
        self.word.save(written)
        fixed = BytesIO()
        with ZipFile(written) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                part = ZipInfo(name, FIRST_DAY)
                part.compress_type = ZIP_DEFLATED
                target.writestr(part, source.read(name))
        return fixed.getvalue()

    def _kept_in_order(self, text: str) -> str:
        """Return a text; one that runs from left to right in a document that does not begins with a mark, or 2014-01 would be 01-2014."""
        return f"{LEFT_TO_RIGHT_MARK}{text}" if self.language in RIGHT_TO_LEFT and not _runs_from_right(text) else text

    def _directed(self, paragraph: Paragraph) -> None:
        """Tell Word in which language and direction a paragraph is written."""
        if self.language in RIGHT_TO_LEFT:
            _add_in_order(paragraph._p.get_or_add_pPr(), "w:bidi")
        for run in paragraph.runs:
            self._tell_language(run)

    def _tell_language(self, run: Run) -> None:
        properties = run._r.get_or_add_rPr()
        if self.language in RIGHT_TO_LEFT and _runs_from_right(run.text):  # a date or a Latin name alone would be turned round
            properties.append(OxmlElement("w:rtl"))
        if run.bold and self.language in COMPLEX:
            properties.insert(0, OxmlElement("w:bCs"))
            properties.insert(0, properties.find(qn("w:b")))
        language = OxmlElement("w:lang")
        language.set(qn("w:bidi" if self.language in COMPLEX else "w:val"), LOCALES[self.language])
        properties.append(language)


def _add_in_order(properties: CT_PPr, name: str) -> None:
    """Add an element to the properties of a paragraph where the schema wants it: before spacing, indents, alignment and runs."""
    later = ("w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
    element = OxmlElement(name)
    following = next((child for child in properties if child.tag in {qn(one) for one in later}), None)
    if following is None:
        properties.append(element)
    else:
        following.addprevious(element)


def _runs_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
