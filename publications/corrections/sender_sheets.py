"""The sender's sheets: every row as sent, at its row and column, with what is to be corrected in colour and a comment beside it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from xlsxwriter.color import Color
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from publications.corrections.delivery import Delivery
from publications.corrections.looks import CELL, FILLS, HEADER, MACHINE, OPEN, WORST_FIRST, Looks, Sheet, set_up_print
from publications.table_rows import Row, grouped
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
    findings, columns = (grouped(rows, "sheet_name") for rows in (delivery.findings, delivery.columns))
    for name, rows in grouped(delivery.sheets, "sheet_name").items():
        marks = dict(_marks(findings.get(name, []), delivery))
        _SenderSheet(looks.sheet(delivery.titles[name]), rows, columns.get(name, []), marks, delivery, looks).write(lists)


def _marks(findings: Sequence[Row], delivery: Delivery) -> Iterator[tuple[Place, _Mark]]:
    said: dict[Place, list[tuple[str, str]]] = {}
    for finding in findings:
        if finding["cell_name"] is None or finding["accepted_reason_text"] is not None:
            continue
        severity, suggestion = finding["severity_code"], finding["suggestion_text"]
        text = f"{delivery.severity(severity)}: {finding['message_text']}" + ("" if suggestion is None else f"\n{suggestion}")
        for one in (finding["cell_name"], *(finding["other_cells_text"] or "").split()):
            said.setdefault(xl_cell_to_rowcol(one), []).append((severity, text))
    for place, parts in said.items():
        yield place, _Mark(min((severity for severity, _ in parts), key=WORST_FIRST.index), "\n\n".join(dict.fromkeys(t for _, t in parts)))


class _SenderSheet:
    """One sheet being written."""

    def __init__(
        self, page: Sheet, rows: Sequence[Row], columns: Sequence[Row], marks: dict[Place, _Mark], delivery: Delivery, looks: Looks
    ) -> None:
        self.page, self.rows, self.columns, self.marks, self.delivery, self.looks = page, rows, columns, marks, delivery, looks
        numbers = [row["row_number"] for row in rows]
        self.last_row = max(numbers) - 1
        asked = [row["row_number"] for row in rows if row["outcome_code"] != "form"]
        first_answer = min(asked) - 1 if asked else max(numbers)
        headers = [xl_cell_to_rowcol(column["header_cell_name"])[0] for column in columns]
        above = [number for number in numbers if number <= first_answer]
        self.header = min(headers) if headers else max(above, default=1) - 1
        widest = max((cell.column_number for row in rows for cell in row["cells"]), default=1)
        self.row_column = max([widest, *(column + 1 for _, column in marks)])  # the first column to the right of all others
        self.comments = 0
        self._look = cache(self._look_of)  # most cells of a sheet look alike
        self._form_look = cache(lambda is_header: looks.format(HEADER if is_header else {"bold": True}, OPEN))

    def write(self, lists: dict[str, str]) -> None:
        """Write rows, marks, drop-downs, ids of rows, and what makes the sheet pleasant to work in."""
        self._set_widths()
        self._merge()
        self._write_rows()
        self._drop_downs(lists)
        self._write_row_ids()
        if self.header < DEEPEST_FROZEN:
            self.page.freeze_panes(self.header + 1, 0)
        if self.rows[0]["is_hidden_sheet"]:
            self.page.set_tab_color("#A6A6A6")
        self.page.protect("", _allowed())
        set_up_print(self.page, min(self.header, DEEPEST_FROZEN), is_wide=True)

    def _look_of(self, severity: str | None, kind: str = "") -> Any:
        fill = {"bg_color": FILLS[severity]} if severity else {}
        shown_as = {"num_format": FORMATS[kind]} if kind else {}
        return self.looks.format(CELL, OPEN, fill, shown_as, {} if kind in ("", "percent") else {"align": "left"})

    def _write_rows(self) -> None:
        """Write the cells as sent, then those that are empty and have something said about them, and what is said."""
        marks: dict[int, dict[int, _Mark]] = {}
        for (row, column), mark in self.marks.items():
            marks.setdefault(row, {})[column] = mark
        empty = set(self.marks)
        for one in self.rows:
            row, cells = one["row_number"] - 1, one["cells"]
            self._write_row(row, cells, marks.get(row, {}), is_form=one["outcome_code"] == "form")
            empty.difference_update((row, cell.column_number - 1) for cell in cells if row in marks)
            self._set_height(row, cells)
        for (row, column), mark in self.marks.items():
            if (row, column) in empty:
                self.page.write_blank(row, column, None, self._look(mark.severity))
            self._comment(row, column, mark.text)

    def _write_row(self, row: int, cells: Sequence[Any], marks: Mapping[int, _Mark], *, is_form: bool) -> None:
        written = []
        usual = self._form_look(row == self.header) if is_form else self._look(None)
        for number, kind, text in cells:
            mark = marks.get(number - 1)
            if not mark and (is_form or kind == "t"):
                written.append((number - 1, text, usual))
            else:
                written.append((number - 1, *self._value(kind, text, mark and mark.severity)))
            if kind == "t" and not mark and KEPT_APART.fullmatch(text):
                self._comment(row, number - 1, self.delivery.word("kept_apart"))
        self.page.write_cells(row, written)

    def _value(self, kind: str, text: str, severity: str | None) -> tuple[Any, Any]:
        """Return a cell as Excel holds it, and its format. A date that Excel does not have stays text."""
        if kind in ("n", "p"):
            return float(text), self._look(severity, "percent" if kind == "p" else "")
        if kind == "b":
            return text == "TRUE", self._look(severity)
        value, shown_as = date_of_excel(text) if kind == "d" else (None, "")
        return (text, self._look(severity)) if value is None else (value, self._look(severity, shown_as))

    def _comment(self, row: int, column: int, text: str) -> None:
        self.comments += 1
        if self.comments <= MOST_COMMENTS:
            lines = 2 + sum(1 + len(part) // 38 for part in text.split("\n"))
            size = {"width": 260, "height": 16 * lines, "author": "jmdi", "color": COMMENT_COLOUR}
            self.page.write_comment(row, column, text, size | {"font_name": self.looks.font, "font_size": 9})

    def _set_widths(self) -> None:
        longest: dict[int, int] = {}
        for row in self.rows[:MEASURED_ROWS]:
            for number, _, text in row["cells"]:
                longest[number] = max(longest.get(number, 0), min(len(text), WIDE))
        for column in range(self.row_column):
            self.page.set_column(column, column, max(NARROW, longest.get(column + 1, 0) + 2), self.looks.format(CELL, OPEN))
        if self.row_column < LAST_COLUMN:
            last = min(self.row_column + ROOM_BESIDE, LAST_COLUMN)
            self.page.set_column(self.row_column + 1, last, None, self.looks.format(OPEN))

    def _set_height(self, row: int, cells: tuple[Any, ...]) -> None:
        # Long texts are cut to some lines: rows as tall as a summary of 2,000 marks are no table any more.
        lines = max([1 + len(text) // WIDE + text.count("\n") for _, _, text in cells], default=1)
        self.page.set_row(row, LINE_HEIGHT * min(MOST_LINES, max(lines, 2 if row == self.header else 1)))

    def _merge(self) -> None:
        """Merge what was merged: a header over two rows is told from its ranges when the file comes back."""
        for row in self.rows:
            for first, last, last_row in row["spans"] or ():
                try:
                    self.page.merge_range(row["row_number"] - 1, first - 1, last_row - 1, last - 1, "", self._look(None))
                except OverlappingRange:  # only a hand that wrote the file can make such ranges
                    continue

    def _drop_downs(self, lists: dict[str, str]) -> None:
        for known in self.columns:
            if known["question_code"] is None or known["answer_row_number"] is not None:
                continue
            question = form()[known["sheet_code"]].question(known["question_code"])
            if question.code_list not in lists:
                continue
            column = xl_cell_to_rowcol(f"{known['column_letter']}1")[1]
            # Several answers may stand in one cell, and a sender may know what we do not: a hint, never a wall.
            rule = {"validate": "list", "source": lists[question.code_list], "show_error": False, "ignore_blank": True}
            self.page.data_validation(self.header + 1, column, self.last_row + ROOM_BELOW, column, rule)

    def _write_row_ids(self) -> None:
        look = self.looks.format(MACHINE)
        first = min(row["row_number"] for row in self.rows) - 1  # on a filled row, so that it adds none
        self.page.set_column(self.row_column, self.row_column, 12, look)
        self.page.write_string(first, self.row_column, ROW_COLUMN, look)
        for row in self.rows:
            if row["outcome_code"] != "form" and row["row_number"] - 1 != first:
                self.page.write_string(row["row_number"] - 1, self.row_column, row["response_id"], look)


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
    asked = {(column["sheet_code"], column["question_code"]) for column in delivery.columns if column["question_code"] is not None}
    questions: list[Question] = [form()[sheet].question(question) for sheet, question in asked]
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
