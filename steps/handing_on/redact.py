"""Redacts a delivery: every cell as received, but for those erased, so that it is read again as the same rows and answers.

A cell of which a part went on shows that part; one of which nothing did shows the mark of an erased cell. What cannot be redacted so that
its rows are read as before is not redacted at all.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from schemas.correction_workbook import ERASED, KEPT_APART
from steps.files.read_workbook import Cell, cell_name
from steps.form.apply_form import FormApplied, apply_form
from steps.form.consent import hold_back_without_consent
from steps.form.mask import masked
from steps.form.supersede import settle, take_corrections
from steps.personal_texts import MARK, without_personal

Place = tuple[str, int, int]  # sheet, row, column
READ_AS = ["response_id", "sheet_code", "table_number", "outcome_code", "answers"]


class Redacted(NamedTuple):
    """A delivery without what was erased: its raw rows, and the places of the erased cells."""

    rows: pd.DataFrame
    places: tuple[str, ...]


class Laid(NamedTuple):
    """A country's deliveries and what they mean: raw rows, the form laid over them, and their cells as they may be shown."""

    raw: pd.DataFrame
    applied: FormApplied
    shown: pd.DataFrame


def lay(raw: pd.DataFrame) -> Laid:
    """Return what the raw rows of a country mean."""
    corrections = take_corrections(raw)
    applied = hold_back_without_consent(settle(apply_form(corrections.raw), corrections), corrections.superseded)
    return Laid(raw, applied, masked(corrections.raw, applied.rows, applied.columns))


def redact(laid: Laid, submission_id: str, words: re.Pattern[str] | None, cells: frozenset[tuple[str, str]] | None) -> Redacted | None:
    """Return a delivery redacted; None when it would then be read as something else.

    Erased are its `cells` (sheet and cell name), or with None everything kept apart; and whatever holds one of `words`. With None, titles
    and notes are erased too, unless the reading of the sheet hangs on them.
    """
    shown = _shown(laid, submission_id)
    withheld = _withheld(laid, submission_id)
    for chosen in _choices(shown, withheld, cells):
        rows = laid.raw[laid.raw["submission_id"] == submission_id]
        told = [_redacted_row(row, chosen, shown, words, is_whole=cells is None) for row in rows.to_dict("records")]
        redacted = rows.assign(cells=pd.Series(told, rows.index, dtype=object))
        if _reads_alike(laid, redacted):
            return Redacted(redacted, tuple(_changed(rows, redacted)))
    return None


def _choices(
    shown: dict[Place, Cell], withheld: frozenset[tuple[str, str]], cells: frozenset[tuple[str, str]] | None
) -> Iterator[frozenset[tuple[str, str]]]:
    """Yield which cells to erase: first with all that may not be shown, then only what was kept apart."""
    if cells is not None:
        yield cells
        return
    hidden = {(sheet, cell_name(column, row)) for (sheet, row, column), cell in shown.items() if KEPT_APART.fullmatch(cell.text)}
    yield withheld | hidden
    yield withheld


def _shown(laid: Laid, submission_id: str) -> dict[Place, Cell]:
    own = laid.shown[laid.shown["submission_id"] == submission_id]
    rows = zip(own["sheet_name"], own["row_number"], own["cells"], strict=True)
    return {(sheet, int(row), cell.column_number): cell for sheet, row, cells in rows for cell in cells}


def _withheld(laid: Laid, submission_id: str) -> frozenset[tuple[str, str]]:
    own = laid.applied.withheld[laid.applied.withheld["submission_id"] == submission_id]
    return frozenset(zip(own["sheet_name"], own["cell_name"], strict=True))


def _redacted_row(
    row: dict[str, object], chosen: frozenset[tuple[str, str]], shown: dict[Place, Cell], words: re.Pattern[str] | None, *, is_whole: bool
) -> tuple[Cell, ...]:
    sheet, number, cells = str(row["sheet_name"]), int(str(row["row_number"])), row["cells"]
    told = []
    for cell in cells if isinstance(cells, tuple) else ():
        is_chosen = (sheet, cell_name(cell.column_number, number)) in chosen
        told.append(_redacted(cell, shown.get((sheet, number, cell.column_number)), words, is_chosen=is_chosen, is_whole=is_whole))
    return tuple(told)


def _redacted(cell: Cell, shown: Cell | None, words: re.Pattern[str] | None, *, is_chosen: bool, is_whole: bool) -> Cell:
    if KEPT_APART.fullmatch(cell.text) or cell.text == ERASED:
        return cell
    if is_chosen:
        is_left = shown is not None and not KEPT_APART.fullmatch(shown.text) and shown.text != cell.text
        return shown if shown is not None and is_left else Cell(cell.column_number, "t", ERASED)
    if cell.kind != "t":
        return Cell(cell.column_number, "t", ERASED) if words and words.search(cell.text) else cell
    text = words.sub(MARK, cell.text) if words else cell.text
    return cell._replace(text=without_personal(text) if is_whole and shown is None else text)


def _changed(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[str]:
    for sheet, number, old, new in zip(before["sheet_name"], before["row_number"], before["cells"], after["cells"], strict=True):
        yield from (f"{sheet}!{cell_name(one.column_number, int(number))}" for one, other in zip(old, new, strict=True) if one != other)


def _reads_alike(laid: Laid, redacted: pd.DataFrame) -> bool:
    """Whether all deliveries of the country are read as before with a redacted one among them."""
    raw = laid.raw.assign(cells=redacted["cells"].combine_first(laid.raw["cells"]))
    rows = lay(raw).applied.rows
    return _told(rows) == _told(laid.applied.rows)


def _told(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    told = rows[READ_AS].astype(object)
    return list(told.where(told.notna(), None).itertuples(index=False, name=None))
