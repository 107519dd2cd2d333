"""Reads Open XML workbooks (.xlsx, .xlsm): calamine for the values, the text of the sheets for what it does not tell."""

import io
from collections.abc import Iterator
from functools import cache

from python_calamine import CalamineError, CalamineWorkbook

from steps.files.calamine_sheets import calamine_sheets
from steps.files.limits import Note
from steps.files.sheet_cells import Facts, ReadSheet
from steps.files.xlsx_facts import facts_of, percent_styles
from steps.files.xlsx_parts import Parts, plain_copy


def sheets(content: bytes, _: str, notes: list[Note]) -> Iterator[ReadSheet]:
    """Yield the sheets. What calamine cannot read as it is, it is given once more in a plain copy, then without its styles."""
    parts = Parts(content)
    if parts.is_strict:
        notes.append(Note("file-strict"))
    percents = percent_styles(parts.read(parts.styles))
    entries = {sheet.name: sheet.entry for sheet in parts.sheets}

    def facts(_: int, name: str) -> Facts:
        return facts_of(parts.read(entries.get(name, "")), percents)

    def second() -> CalamineWorkbook:
        return _copied(parts, notes)

    return calamine_sheets(_opened(content, parts, notes), facts, cache(second))


def _opened(content: bytes, parts: Parts, notes: list[Note]) -> CalamineWorkbook:
    if parts.are_where_usual:
        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(content))
        except CalamineError:
            pass  # strange, which is not yet damaged
    return _copied(parts, notes)


def _copied(parts: Parts, notes: list[Note]) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(plain_copy(parts, with_styles=True)))
    except CalamineError:
        book = CalamineWorkbook.from_filelike(io.BytesIO(plain_copy(parts, with_styles=False)))
        notes.append(Note("file-styles-ignored"))
        return book
