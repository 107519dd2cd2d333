"""The parts of a quick workbook that hold texts and comments: byte for byte xlsxwriter's own, without a call for every element.

A text is only ever text: xlsxwriter takes one that looks like its own marks of formats, `<r>…</r>`, into the file as it stands.
"""

from functools import cache
from html import escape
from typing import Any

from xlsxwriter.comments import Comments, CommentType
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.vml import Vml
from xlsxwriter.xmlwriter import XMLwriter

POINTS = 0.75  # of a pixel


def text_element(text: str) -> str:
    """Return a text as the element that holds it in a cell."""
    plain = text if text.isprintable() and "_x" not in text else XMLwriter._escape_control_characters(text)
    space = "" if plain == plain.strip() else ' xml:space="preserve"'
    return f"<t{space}>{escape(plain, quote=False)}</t>"


class QuickPackager(Packager):
    """Puts the parts of a workbook together."""

    def _write_vml_files(self) -> None:
        if any(sheet.has_header_vml for sheet in self.workbook.worksheets()):  # pictures in headers
            super()._write_vml_files()
            return
        for number, sheet in enumerate([sheet for sheet in self.workbook.worksheets() if sheet.has_vml], start=1):
            drawings = _Shapes()
            drawings._set_xml_writer(self._filename(f"xl/drawings/vmlDrawing{number}.vml"))
            drawings._assemble_xml_file(sheet.vml_data_id, sheet.vml_shape_id, sheet.comments_list, sheet.buttons_list)

    def _write_comment_files(self) -> None:
        for number, sheet in enumerate([sheet for sheet in self.workbook.worksheets() if sheet.has_comments], start=1):
            comments = _Comments()
            comments._set_xml_writer(self._filename(f"xl/comments{number}.xml"))
            comments._assemble_xml_file(sheet.comments_list)

    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            texts = _Texts()
            texts.string_table = self.workbook.str_table
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            texts._assemble_xml_file()


class _Texts(SharedStrings):
    def _write_sst_strings(self) -> None:
        self.fh.write("".join([f"<si>{text_element(text)}</si>" for text in self.string_table.string_array]))


class _Comments(Comments):
    def __init__(self) -> None:
        super().__init__()
        self.text_element = cache(text_element)  # the same is said of many cells

    def _write_comment(self, comment: CommentType, author_id: int) -> None:
        author = f' authorId="{author_id}"' if author_id != -1 else ""
        self.fh.write(
            f'<comment ref="{xl_rowcol_to_cell(comment.row, comment.col)}"{author}><text><r><rPr><sz val="{comment.font_size}"/>'
            f'<color indexed="81"/><rFont val="{self._escape_attributes(comment.font_name)}"/><family val="{comment.font_family}"/></rPr>'
            f"{self.text_element(comment.text)}</r></text></comment>"
        )


class _Shapes(Vml):
    def _write_comment_shape(self, shape_id: int, z_index: int, comment: Any) -> None:
        first_column, first_row, left, top, last_column, last_row, right, bottom, *place = comment.vertices
        x, y, width, height = (POINTS * pixels for pixels in place)
        self.fh.write(
            f'<v:shape id="_x0000_s{shape_id}" type="#_x0000_t202" style="position:absolute;margin-left:{x:.15g}pt;margin-top:{y:.15g}pt;'
            f"width:{width:.15g}pt;height:{height:.15g}pt;z-index:{z_index};visibility:{'visible' if comment.is_visible else 'hidden'}"
            f'" fillcolor="{comment.color._vml_rgb_hex_value()}" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{first_column}, {left}, {first_row}, {top}, {last_column}, {right}, "
            f"{last_row}, {bottom}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{comment.row}</x:Row><x:Column>{comment.col}</x:Column>"
            f"{'<x:Visible/>' if comment.is_visible else ''}</x:ClientData></v:shape>"
        )
