"""Reads tables in plain text (.csv, .tsv, .txt) with any of the separators and ways to write letters that are in use."""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice

from steps.files.encodings import decode
from steps.files.limits import Note, RefusedError, check_place, unsafe
from steps.files.sheet_cells import EMPTY, ReadRow, ReadSheet

SEPARATORS = (",", ";", "\t", "|")
NO_SEPARATOR = "\x1f"  # stands in no text: the table has one column
NAMED_SEPARATOR = re.compile(r"sep=([,;\t|])\r?\n?", re.IGNORECASE)  # the first line that Excel itself writes and hides
MAX_CELL_LETTERS = 2**20
LOOKED_AT_ROWS = 200
LEAST_SCORE = 0.3  # half of the rows are cut, a fifth of them alike
END = "\x1e"  # a last line of our own: where it is swallowed, a quotation mark was opened and never closed


def sheets(content: bytes, name: str, notes: list[Note]) -> Iterator[ReadSheet]:
    """Yield the one sheet, named as the file. All cells are text; a row is what a spreadsheet shows as one, from 1."""
    text, guess = decode(content)
    if guess:
        notes.append(Note("file-encoding-guessed", guess))
    if "\0" in text:
        raise RefusedError("file-damaged")  # a copy that was broken off leaves them
    csv.field_size_limit(MAX_CELL_LETTERS)
    named = NAMED_SEPARATOR.match(text)
    text = text[named.end() :] if named else text
    try:
        quoting = csv.QUOTE_MINIMAL
        separator = named[1] if named else separator_of(text, quoting)
        if '"' in text and not _is_closed(text, separator):
            notes.append(Note("file-quotes-open"))
            quoting = csv.QUOTE_NONE
            separator = named[1] if named else separator_of(text, quoting)
        yield ReadSheet(name, is_hidden=False, rows=list(_filled(_records(text, separator, quoting))))
    except csv.Error:
        raise unsafe(f"a cell of more than {MAX_CELL_LETTERS} letters") from None


def _records(text: str, separator: str, quoting: int) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]


def _is_closed(text: str, separator: str) -> bool:
    return deque(_records(f"{text}\n{END}", separator, csv.QUOTE_MINIMAL), maxlen=1)[0] == [END]


def _filled(records: Iterator[list[str]]) -> Iterator[ReadRow]:
    for number, record in enumerate(records, start=1):
        texts = [cell for cell in record if cell and not cell.isspace()]
        if texts:
            kinds = "".join(EMPTY if not cell or cell.isspace() else "t" for cell in record).rstrip(EMPTY)
            check_place(number, len(kinds))
            yield ReadRow(number, kinds, texts, False, [])


def separator_of(text: str, quoting: int) -> str:
    """Return the mark that cuts the first rows into columns best: nearly all of them, and into equally many."""
    scores = {separator: _score(text, separator, quoting) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best][0] >= LEAST_SCORE else NO_SEPARATOR


def _score(text: str, separator: str, quoting: int) -> tuple[float, int]:
    try:
        first = islice(_records(text, separator, quoting), LOOKED_AT_ROWS)
        records = [record for record in first if any(map(str.strip, record))]
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(record) for record in records)
    if not widths:
        return 0.5, 0  # cut so, nothing is left
    cut = sum(count for width, count in widths.items() if width > 1) / len(records)
    width, count = max(widths.items(), key=lambda one: (one[0] > 1, one[1], one[0]))
    return (cut * (1 + count / len(records)) / 2, width)
