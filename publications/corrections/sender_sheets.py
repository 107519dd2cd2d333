"""The sender's sheets: every row as sent, at its row and column, with what is to be corrected in colour and a comment beside it."""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

import pandas as pd
from xlsxwriter.color import Color
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from publications.corrections.delivery import Delivery
from publications.corrections.looks import CELL, FILLS, HEADER, MACHINE, OPEN, WORST_FIRST, Looks, Sheet, set_up_print
from schemas.code_lists import code_list
from schemas.correction_workbook import KEPT_APART, ROW_COLUMN
from schemas.form import Question, form

ROOM_BELOW = 200  # rows under the last one that have drop-downs too
# Columns beside the last one that a sender may write in; each lengthens every row for what writes the file.
ROOM_BESIDE = 50
LAST_COLUMN = 16_383
MOST_COMMENTS = 2_000  # on a sheet: more make Excel slow to open it
DEEPEST_FROZEN = 12  # rows: a header further down would fill the screen
NARROW, WIDE = 11, 42  # characters
MEASURED_ROWS = 200
LINE_HEIGHT, MOST_LINES = 15, 5
COMMENT_COLOUR = Color("#FFFFE1")
FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss", "duration": "[h]:mm:ss", "percent": "0.##########%"}
FIRST_DAY = date(1900, 3, 1)  # before it Excel's calendar is wrong
Place = tuple[int, int]  # row and column, from 0


class _Mark(NamedTuple):
    """What is said about a cell: its gravest severity, and the text of the comment."""

    severity: str
    text: str


def write_sender_sheets(delivery: Delivery, looks: Looks) -> None:
    """Write the sheets as sent."""
    lists = _list_formulas(delivery)
    for name, rows in delivery.sheets.groupby("sheet_name", sort=False):
        findings = delivery.findings[delivery.findings["sheet_name"] == name]
        columns = delivery.columns[delivery.columns["sheet_name"] == name]
        _SenderSheet(looks.sheet(delivery.titles[str(name)]), rows, columns, dict(_marks(findings, delivery)), delivery, looks).write(lists)


def _marks(findings: pd.DataFrame, delivery: Delivery) -> Iterator[tuple[Place, _Mark]]:
    said: dict[Place, list[tuple[str, str]]] = {}
    names = ("cell_name", "other_cells_text", "severity_code", "message_text", "suggestion_text", "accepted_reason_text")
    for cell, others, severity, message, suggestion, accepted in zip(*(findings[name] for name in names), strict=True):
        if pd.isna(cell) or pd.notna(accepted):
            continue
        text = f"{delivery.severity(severity)}: {message}" + ("" if pd.isna(suggestion) else f"\n{suggestion}")
        for one in [cell, *("" if pd.isna(others) else others).split()]:
            said.setdefault(xl_cell_to_rowcol(one), []).append((severity, text))
    for place, parts in said.items():
        yield place, _Mark(min((severity for severity, _ in parts), key=WORST_FIRST.index), "\n\n".join(dict.fromkeys(t for _, t in parts)))


class _SenderSheet:
    """One sheet being written."""

    def __init__(
        self, page: Sheet, rows: pd.DataFrame, columns: pd.DataFrame, marks: dict[Place, _Mark], delivery: Delivery, looks: Looks
    ) -> None:
        self.page, self.rows, self.columns, self.marks, self.delivery, self.looks = page, rows, columns, marks, delivery, looks
        asked = rows.loc[rows["outcome_code"] != "form", "row_number"]
        self.first_answer = int(asked.min()) - 1 if len(asked) else int(rows["row_number"].max())
        headers = [xl_cell_to_rowcol(name)[0] for name in columns["header_cell_name"]]
        above = rows.loc[rows["row_number"] <= self.first_answer, "row_number"]
        self.header = min(headers) if headers else int(above.max()) - 1 if len(above) else 0
        self.last_row = int(rows["row_number"].max()) - 1
        widest = max((cell.column_number for cells in rows["cells"] for cell in cells), default=1)
        self.row_column = max([widest, *(column + 1 for _, column in marks)])  # the first column to the right of all others
        self.comments = 0
        self._look = cache(self._look_of)  # most cells of a sheet look alike
        self._form_look = cache(lambda is_header: looks.format(HEADER if is_header else {"bold": True}, OPEN))

    def write(self, lists: dict[str, str]) -> None:
        """Write rows, marks, drop-downs, ids of rows, and what makes the sheet pleasant to work in."""
        self._set_widths()
        self._merge()
        written = set()
        for number, cells, outcome in zip(*(self.rows[name] for name in ("row_number", "cells", "outcome_code")), strict=True):
            row = int(number) - 1
            for cell in cells:
                written.add((row, cell.column_number - 1))
                self._write_cell(row, cell, outcome == "form")
            self._set_height(row, cells)
        for (row, column), mark in self.marks.items():
            if (row, column) not in written:
                self.page.write_blank(row, column, None, self._look(mark.severity))
            self._comment(row, column, mark.text)
        self._drop_downs(lists)
        self._write_row_ids()
        if self.header < DEEPEST_FROZEN:
            self.page.freeze_panes(self.header + 1, 0)
        if self.rows["is_hidden_sheet"].iloc[0]:
            self.page.set_tab_color("#A6A6A6")
        self.page.protect("", _allowed())
        set_up_print(self.page, min(self.header, DEEPEST_FROZEN), is_wide=True)

    def _look_of(self, severity: str | None, **more: str) -> Any:
        fill = {"bg_color": FILLS[severity]} if severity else {}
        return self.looks.format(CELL, OPEN, fill, more)

    def _write_cell(self, row: int, cell: Any, is_form: bool) -> None:
        column = cell.column_number - 1
        mark = self.marks.get((row, column))
        if is_form and not mark:
            self.page.write_string(row, column, cell.text, self._form_look(row == self.header))
        elif cell.kind in ("n", "p"):
            look = {"num_format": FORMATS["percent"]} if cell.kind == "p" else {}
            self.page.write_number(row, column, float(cell.text), self._look(mark and mark.severity, **look))
        elif cell.kind == "b":
            self.page.write_boolean(row, column, cell.text == "TRUE", self._look(mark and mark.severity))
        elif cell.kind != "d" or not self._write_date(row, column, cell.text, mark):
            self.page.write_string(row, column, cell.text, self._look(mark and mark.severity))
        if cell.kind == "t" and not mark and KEPT_APART.fullmatch(cell.text):
            self._comment(row, column, self.delivery.word("kept_apart"))

    def _write_date(self, row: int, column: int, text: str, mark: _Mark | None) -> bool:
        """Write a date or time as such; False when Excel has no such date, and it must stay text."""
        value, kind = date_of_excel(text)
        if value is None:
            return False
        look = self._look(mark and mark.severity, num_format=FORMATS[kind], align="left")
        if isinstance(value, float):
            return bool(self.page.write_number(row, column, value, look) == 0)
        return bool(self.page.write_datetime(row, column, value, look) == 0)

    def _comment(self, row: int, column: int, text: str) -> None:
        self.comments += 1
        if self.comments <= MOST_COMMENTS:
            lines = 2 + sum(1 + len(part) // 38 for part in text.split("\n"))
            size = {"width": 260, "height": 16 * lines, "author": "jmdi", "color": COMMENT_COLOUR}
            self.page.write_comment(row, column, text, size | {"font_name": self.looks.font, "font_size": 9})

    def _set_widths(self) -> None:
        longest: dict[int, int] = {}
        for cells in self.rows["cells"].head(MEASURED_ROWS):
            for cell in cells:
                longest[cell.column_number] = max(longest.get(cell.column_number, 0), min(len(cell.text), WIDE))
        for column in range(self.row_column):
            self.page.set_column(column, column, max(NARROW, longest.get(column + 1, 0) + 2), self.looks.format(CELL, OPEN))
        if self.row_column < LAST_COLUMN:
            last = min(self.row_column + ROOM_BESIDE, LAST_COLUMN)
            self.page.set_column(self.row_column + 1, last, None, self.looks.format(OPEN))

    def _set_height(self, row: int, cells: tuple[Any, ...]) -> None:
        # Long texts are cut to some lines: rows as tall as a summary of 2,000 marks are no table any more.
        lines = max((1 + len(cell.text) // WIDE + cell.text.count("\n") for cell in cells), default=1)
        self.page.set_row(row, LINE_HEIGHT * min(MOST_LINES, max(lines, 2 if row == self.header else 1)))

    def _merge(self) -> None:
        """Merge what was merged: a header over two rows is told from its ranges when the file comes back."""
        for number, spans in zip(self.rows["row_number"], self.rows["spans"], strict=True):
            for first, last, last_row in spans if isinstance(spans, tuple | list) else ():
                try:
                    self.page.merge_range(int(number) - 1, first - 1, last_row - 1, last - 1, "", self._look(None))
                except OverlappingRange:  # only a hand that wrote the file can make such ranges
                    continue

    def _drop_downs(self, lists: dict[str, str]) -> None:
        known = self.columns[self.columns["question_code"].notna() & self.columns["answer_row_number"].isna()]
        for letter, sheet_code, question_code in zip(
            *(known[name] for name in ("column_letter", "sheet_code", "question_code")), strict=True
        ):
            question = form()[sheet_code].question(question_code)
            if question.code_list not in lists:
                continue
            column = xl_cell_to_rowcol(f"{letter}1")[1]
            # Several answers may stand in one cell, and a sender may know what we do not: a hint, never a wall.
            rule = {"validate": "list", "source": lists[question.code_list], "show_error": False, "ignore_blank": True}
            self.page.data_validation(self.header + 1, column, self.last_row + ROOM_BELOW, column, rule)

    def _write_row_ids(self) -> None:
        look = self.looks.format(MACHINE)
        first = int(self.rows["row_number"].min()) - 1  # on a filled row, so that it adds none
        self.page.set_column(self.row_column, self.row_column, 12, look)
        self.page.write_string(first, self.row_column, ROW_COLUMN, look)
        for number, response, outcome in zip(*(self.rows[name] for name in ("row_number", "response_id", "outcome_code")), strict=True):
            if outcome != "form" and int(number) - 1 != first:
                self.page.write_string(int(number) - 1, self.row_column, str(response), look)


def date_of_excel(text: str) -> tuple[date | datetime | time | float | None, str]:
    """Return a date or time of ISO text as Excel holds it, and the kind of its format; None when Excel has none such."""
    try:
        if "T" in text or " " in text:
            moment = datetime.fromisoformat(text)
            return (moment if moment.date() >= FIRST_DAY and moment.tzinfo is None else None), "moment"
        if ":" in text:
            hours, minutes, seconds = text.split(":")
            is_of_day = not text.startswith("-") and int(hours) < 24
            days = (abs(int(hours)) * 3600 + int(minutes) * 60 + float(seconds)) / 86_400
            return (time.fromisoformat(text), "time") if is_of_day else (None if text.startswith("-") else days, "duration")
        day = date.fromisoformat(text)
        return (day if day >= FIRST_DAY else None), "date"
    except ValueError:
        return None, ""


def _allowed() -> dict[str, bool]:
    # Only the column of our ids is locked; everything else is the sender's.
    names = (
        "format_cells",
        "format_columns",
        "format_rows",
        "insert_rows",
        "insert_columns",
        "delete_rows",
        "delete_columns",
        "sort",
        "autofilter",
        "objects",
    )
    return dict.fromkeys(names, True)


def _lists_used(delivery: Delivery) -> list[str]:
    """Return the code lists that the drop-downs of a delivery need."""
    known = delivery.columns.dropna(subset=["question_code"])
    pairs = zip(known["sheet_code"], known["question_code"], strict=True)
    questions: list[Question] = [form()[sheet].question(question) for sheet, question in pairs]
    return sorted({question.code_list for question in questions if question.code_list})


def _list_formulas(delivery: Delivery) -> dict[str, str]:
    """Return, for each code list, the range of its labels on the hidden sheet."""
    title = delivery.title("jmdi_lists")
    places = {name: xl_col_to_name(column) for column, name in enumerate(_lists_used(delivery))}
    return {name: f"='{title}'!${letter}$1:${letter}${len(code_list(name).codes)}" for name, letter in places.items()}


def write_lists(delivery: Delivery, looks: Looks) -> None:
    """Write the hidden sheet of labels, a column a code list: what the drop-downs offer."""
    page = looks.sheet(delivery.title("jmdi_lists"))
    page.hide()
    for column, name in enumerate(_lists_used(delivery)):
        for row, labels in enumerate(code_list(name).labels.values()):
            page.write_string(row, column, labels[delivery.language])
