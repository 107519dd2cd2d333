"""Tells where an answer stands: file, sheet and cell, for the findings about it; and which file stands for a country."""

from typing import Any, NamedTuple

import pandas as pd

from schemas.findings import Spot
from schemas.rows import values_of
from steps.rounds import round_order


def last_file_spot(files: pd.DataFrame, country_code: str, language: str) -> Spot | None:
    """Return the last file of a country, for what concerns no other; None when it has sent none.

    `files` has submission_id, country_code, round_name and file_name, a row or more per file.
    """
    received = files[files["country_code"] == country_code].drop_duplicates("submission_id").to_dict("records")
    if not received:
        return None
    last = max(received, key=lambda file: (round_order(file["round_name"]), file["file_name"]))
    return Spot(last["submission_id"], country_code, last["file_name"], language)


class _Row(NamedTuple):
    """Where a row of answers stands."""

    submission_id: str
    country_code: str
    file_name: str
    language_code: str
    sheet_name: str
    sheet_code: str
    table_number: int | None
    row_number: int


ROW_COLUMNS = ("response_id", *_Row._fields)  # of clean_rows, by which answers are found


class Spots:
    """Where the answers of the deliveries stand, from clean_rows (ROW_COLUMNS of it) and core_received_columns."""

    def __init__(self, rows: pd.DataFrame, columns: pd.DataFrame) -> None:
        about = zip(*(values_of(rows[name]) for name in _Row._fields), strict=True)
        self._rows = dict(zip(values_of(rows["response_id"]), about, strict=True))
        known = columns.dropna(subset=["question_code"])
        keys = list(zip(known["submission_id"], known["sheet_name"], known["table_number"], known["question_code"], strict=True))
        # The first of several columns that answer a question stands for all of them.
        self._letters = dict(reversed(list(zip(keys, known["column_letter"], strict=True))))
        downwards = known["answer_row_number"].notna().tolist()
        self._answer_rows = {key: int(row) for key, row, is_so in zip(keys, known["answer_row_number"], downwards, strict=True) if is_so}

    def spot(self, response_id: str, question_code: str | None) -> Spot:
        """Return where a row answers a question; without a cell when its file has no such column or no question is meant."""
        row = self._row(response_id)
        cell = self.cell_name(response_id, question_code)
        return Spot(row.submission_id, row.country_code, row.file_name, row.language_code, row.sheet_name, cell, question_code)

    def cell_name(self, response_id: str, question_code: str | None) -> str | None:
        """Return the cell in which a row answers a question; None when its file has no such column or no question is meant."""
        row = self._row(response_id)
        key = self._key(row, question_code or "")
        letter = self._letters.get(key)
        return f"{letter}{self._answer_rows.get(key, row.row_number)}" if letter else None

    def has_column(self, response_id: str, question_code: str) -> bool:
        """Return whether the file of a row has a column for a question."""
        return self._letter(self._row(response_id), question_code) is not None

    def _row(self, response_id: str) -> _Row:
        return _Row._make(self._rows[response_id])  # of many rows nothing is told

    def _letter(self, row: _Row, question_code: str) -> str | None:
        return self._letters.get(self._key(row, question_code))

    @staticmethod
    def _key(row: _Row, question_code: str) -> tuple[Any, ...]:
        return row.submission_id, row.sheet_name, row.table_number, question_code

    def row_number(self, response_id: str) -> int:
        """Return the number of a row in its sheet."""
        return int(self._row(response_id).row_number)

    def sheet_code(self, response_id: str) -> str:
        """Return the sheet of the form that a row stands on."""
        return str(self._row(response_id).sheet_code)
