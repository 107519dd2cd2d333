"""The sheet of problems, which opens first: every finding with a link to its cell, and room for the sender's answer."""

from publications.corrections.answer_sheets import HEADER_ROW, LINE_HEIGHT, close_answer_sheet, open_answer_sheet, write_link
from publications.corrections.delivery import Delivery
from publications.corrections.looks import BORDER, CELL, FILLS, OPEN, UNSEEN, WORST_FIRST, Looks, Sheet
from schemas.correction_workbook import PROBLEM_COLUMNS

WIDTHS = {
    "number": 5,
    "sheet": 18,
    "cell": 9,
    "severity": 14,
    "code": 18,
    "sentence": 46,
    "written": 26,
    "suggestion": 46,
    "answer": 34,
    "key": 1,
}
LOOKS: dict[str, dict[str, object]] = {
    "answer": {**OPEN}, "key": UNSEEN, "code": {"font_color": "#595959", "font_size": 9},
}  # fmt: skip


def write_problems(delivery: Delivery, looks: Looks) -> None:
    """Write the sheet of problems; what must be fixed stands first."""
    page = open_answer_sheet(delivery, looks, "problems", WIDTHS, "problems_help" if delivery.findings else "no_problems")
    page.activate()
    for number, row in enumerate(sorted(delivery.findings, key=lambda one: WORST_FIRST.index(one["severity_code"])), start=1):
        _write_problem(page, HEADER_ROW + number, number, row, delivery, looks)
    close_answer_sheet(page, WIDTHS, len(delivery.findings))


def _write_problem(page: Sheet, line: int, number: int, row: dict[str, object], delivery: Delivery, looks: Looks) -> None:
    fill = FILLS["accepted" if row["accepted_reason_text"] else str(row["severity_code"])]
    texts = {
        "severity": delivery.word("accepted_findings") if row["accepted_reason_text"] else delivery.severity(str(row["severity_code"])),
        "code": row["finding_code"],
        "sentence": _sentence(row, delivery),
        "written": row["value_text"],
        "suggestion": row["suggestion_text"],
        "answer": row["accepted_reason_text"],
        "key": row["key_text"],
    }
    page.write_number(line, 0, number, looks.format(CELL, BORDER))
    _write_place(page, line, row, delivery, looks)
    for name, text in texts.items():
        look = {"bg_color": fill} if name == "severity" else LOOKS.get(name, {})
        page.write_string(line, PROBLEM_COLUMNS.index(name), str(text or ""), looks.format(CELL, BORDER, look))
    page.set_row(line, LINE_HEIGHT * _lines(texts))


def _lines(texts: dict[str, object]) -> int:
    # Excel does not grow a row by itself when a program has written it.
    return max(-(-len(str(text or "")) // int(1.05 * WIDTHS[name])) for name, text in texts.items() if name != "key") or 1


def _sentence(row: dict[str, object], delivery: Delivery) -> str:
    count = int(str(row["occurrence_count"]))
    times = f" ({delivery.word('times').format(count=count)})" if count > 1 else ""
    return f"{row['message_text']}{times}"


def _write_place(page: Sheet, line: int, row: dict[str, object], delivery: Delivery, looks: Looks) -> None:
    # Two columns: a name of one script beside a cell of another is shown in no certain order.
    sheet, cell = row["sheet_name"], str(row["cell_name"] or "A1")
    place = PROBLEM_COLUMNS.index("cell")
    page.write_string(line, PROBLEM_COLUMNS.index("sheet"), str(sheet or delivery.word("whole_file")), looks.format(CELL, BORDER))
    write_link(page, (line, place), (delivery.titles.get(str(sheet)), cell), str(row["cell_name"] or ""), looks)
