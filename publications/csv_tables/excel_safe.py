"""Writes CSV that a spreadsheet program may open: no text of a stranger becomes a formula there, and a number stays a number.

A text in which a formula could begin (= + - @ and the same in full width, a tab or line break in front: OWASP's list) gets an apostrophe
there. It could begin at the start of a cell and, since a program that expects semicolons takes commas and quotes for text, after a
semicolon or line break too.
"""

import re
from collections.abc import Iterable, Sequence

ENCODING = "utf-8-sig"  # without the mark Excel takes the file for another encoding; libhxl, pandas and LibreOffice know it
FORMULA = re.compile(r"""(^|[;\n\t])(?=["'\s]*[=+\-@＝＋－＠])|^(?=[\t\n])""")
LINE_BREAK = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NEEDS_QUOTES = re.compile('[",\r\n]')
NOTHING = '""'  # a line of one empty cell: an empty line is none
Value = str | int | float | bool | None


def csv_file(lines: Iterable[Sequence[Value]]) -> bytes:
    """Return lines of cells as a CSV file (RFC 4180, UTF-8 with its mark). Numbers have a point and no thousands mark."""
    cells = _Cells({None: ""})
    written = "".join([f"{','.join(map(cells.__getitem__, line)) or NOTHING}\r\n" for line in lines])
    return written.encode(ENCODING, "replace")


def safe_text(text: str) -> str:
    """Return a text as a cell may hold it: line breaks are one mark, others that no program shows are replaced, no formula begins."""
    if text[:1].isalnum() and ";" not in text and text.isprintable():  # most texts: no break and no control is printable
        return text
    plain = CONTROL.sub("\ufffd", LINE_BREAK.sub("\n", text))
    return FORMULA.sub(r"\1'", plain)


def line_count(content: bytes) -> int:
    """Return how many lines a file of `csv_file` has: only they end in two marks, line breaks within cells are one."""
    return content.count(b"\r\n")


class _Cells(dict[Value, str]):
    """What cells hold, quoted, by value. Texts are kept, since most come many times; numbers are not: 1, 1.0 and True are one key."""

    def __missing__(self, value: Value) -> str:
        return self.setdefault(value, _quoted(safe_text(value))) if isinstance(value, str) else _plain(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES.search(text) else text


def _plain(value: float | int | bool | None) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)
