"""How the blank workbook looks: colours that say what is required, widths by kind, fonts that hold the language's letters."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from schemas.form import RIGHT_TO_LEFT, Question

FONTS = {"ar": "Arial", "ne": "Nirmala UI"}  # on every Windows; LibreOffice takes a Noto font in their place
HEADER_COLOURS = {"key": ("#1F4E79", "#FFFFFF"), "expected": ("#BDD7EE", "#000000"), "optional": ("#F2F2F2", "#000000")}
WIDTHS = {
    "text": 28, "url": 32, "code": 26, "codes": 32, "flag": 17, "date": 15, "year": 12, "count": 12, "number": 14, "amount": 16,
    "share": 14, "latitude": 12, "longitude": 12, "reference": 18, "references": 24,
}  # fmt: skip
A4 = 9  # Excel's number of the paper
PROSE_WIDTH = 48
PROSE_LETTERS = 300  # a text that may be longer is prose
AS_TYPED = "@"  # keeps leading zeros, and `1.234,56` or `-` as they are typed
# A cell of dates is General too: a format of dates would turn the year 2015, typed alone, into a day of 1905.
NUMBER_FORMATS = dict.fromkeys(("date", "year", "count", "number", "amount", "share", "latitude", "longitude"), "General")


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self._base: dict[str, object] = {"font_name": FONTS.get(language, "Calibri"), "font_size": 11, "valign": "top"}
        if language in RIGHT_TO_LEFT:
            self._base |= {"reading_order": 2, "align": "right"}

    def _format(self, name: str, **properties: object) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format(self._base | properties)
        return self._made[name]

    def header(self, need: str) -> Format:
        """Return the locked format of a label in row 1: dark when required, lighter when expected, plain when optional."""
        fill, ink = HEADER_COLOURS[need]
        return self._format(
            f"header {need}",
            bold=need == "key",
            bg_color=fill,
            font_color=ink,
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color="#A6A6A6",
        )

    def machine_code(self) -> Format:
        """Return the locked format of the machine codes in row 2: small and grey."""
        return self._format("machine code", font_size=7, font_color="#808080", shrink=True)

    def answer(self, question: Question, is_locked: bool = False) -> Format:
        """Return the format of the cells below a header."""
        shown_as = NUMBER_FORMATS.get(question.kind, AS_TYPED)
        return self._format(f"answer {shown_as} {is_locked}", num_format=shown_as, locked=is_locked, text_wrap=True)

    def title(self) -> Format:
        """Return the format of a title."""
        return self._format("title", bold=True, font_size=16, font_color="#1F4E79")

    def heading(self) -> Format:
        """Return the format of a heading on the sheet of instructions."""
        return self._format("heading", bold=True, font_size=12, font_color="#1F4E79")

    def prose(self) -> Format:
        """Return the format of text that wraps."""
        return self._format("prose", text_wrap=True)

    def link(self) -> Format:
        """Return the format of a link to a sheet."""
        return self._format("link", font_color="#0563C1", underline=1)

    def small(self) -> Format:
        """Return the format of what only a helper reads."""
        return self._format("small", font_size=8, font_color="#808080")


def width_of(question: Question, highest_length: int) -> int:
    """Return the width of a question's column in characters; prose is wide."""
    is_prose = question.kind == "text" and highest_length > PROSE_LETTERS
    return PROSE_WIDTH if is_prose else WIDTHS[question.kind]
