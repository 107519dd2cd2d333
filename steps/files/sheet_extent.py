"""Follows how far the cells of an Open XML sheet reach while its text streams by, whatever the sheet says of its own dimension."""

import re

from steps.files.limits import MAX_COLUMN, MAX_ROW, MAX_ROW_BYTES, column_number, unsafe

SHEET_MARK = b"sheetData"
TAIL_BYTES = 10  # no mark that is searched for across the border of two chunks is longer

# The text may mean harm: `[^<>]` and its bound keep a tag that never ends from being looked through for hours.
ROW_END = re.compile(rb"</(?:\w{1,20}:)?row\s*>")
ROW = re.compile(rb"<(?:\w{1,20}:)?row\s(?:[^<>]{0,200}?\s)?r\s{0,9}=\s{0,9}[\"'](\d+)[\"']")
NAMED_CELL = re.compile(  # with contents: one that ends by itself is blank
    rb"<(?:\w{1,20}:)?c\s(?:[^<>]{0,200}?\s)?r\s{0,9}=\s{0,9}[\"']([A-Za-z]+)(\d+)[\"'][^<>]{0,200}(?<!/)>"
)
UNNAMED_CELL = re.compile(rb"<(?:\w{1,20}:)?c(?:\s(?![^<>]{0,200}?\br\s{0,9}=)[^<>]{0,200})?/?>")

# Nearly every cell is plain and near; this finds the first one that is not, without making an object of each. What it
# passes over, none of the exact expressions above would object to.
NOT_PLAINLY_NEAR = re.compile(rb"<c(?! r=\"[A-J]?[A-Z][1-4]?\d{1,4}\")[\s/>]")
PREFIXED_CELL = re.compile(rb":c[\s/>]")


class Extent:
    """Follows the cells of a sheet row by row.

    Any entry may be a sheet, since the workbook names its sheets itself: an entry is one from the mark on that opens
    its cells. Blank cells that only carry a format take no room in the reader, so a far one is no danger.
    """

    def __init__(self) -> None:
        self._is_sheet = False
        self._rest = b""
        self._rows = 0

    def take(self, chunk: bytes) -> None:
        """Look at the next part of the entry. Raises RefusedError at a cell beyond the limits."""
        text = self._rest + chunk
        self._is_sheet = self._is_sheet or SHEET_MARK in text
        if not self._is_sheet:
            self._rest = chunk[-TAIL_BYTES:]
            return
        cut = _last_row_end(text)
        whole, self._rest = text[:cut], text[cut:]
        self._rows += len(ROW_END.findall(whole)) if b":row" in whole else whole.count(b"</row")
        if NOT_PLAINLY_NEAR.search(whole) or PREFIXED_CELL.search(whole):
            for row in ROW_END.split(whole):
                _check_row(row)
        if self._rows > MAX_ROW:
            raise unsafe(f"more than {MAX_ROW} rows")
        if len(self._rest) > MAX_ROW_BYTES:
            raise unsafe(f"a row of more than {MAX_ROW_BYTES // 2**20} MB")

    def end(self) -> None:
        """Look at what follows the last whole row; cells may stand there in a sheet that is ill made."""
        if self._is_sheet:
            _check_row(self._rest)


def _last_row_end(text: bytes) -> int:
    """Return where the last whole row of a text ends, 0 when none does."""
    plain = text.rfind(b"</row>")
    start = max(plain, 0)
    later = list(ROW_END.finditer(text, start))
    return later[-1].end() if later else 0


def _check_row(row: bytes) -> None:
    for letters, number in NAMED_CELL.findall(row):
        if len(number) > 7 or len(letters) > 3:
            raise unsafe("a cell outside the grid")
        if int(number) > MAX_ROW or column_number(letters.decode()) > MAX_COLUMN:
            raise unsafe(f"cell {letters.decode().upper()}{int(number)}")
    unnamed = len(UNNAMED_CELL.findall(row))  # their places follow from their order and from the number of the row
    if unnamed > MAX_COLUMN:
        raise unsafe(f"more than {MAX_COLUMN} columns")
    if unnamed and any(len(number) > 7 or int(number) > MAX_ROW for number in ROW.findall(row)):
        raise unsafe(f"a row beyond {MAX_ROW}")
