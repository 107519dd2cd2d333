"""The sheet of places: each that was left open, or taken with doubt, for its sender to say which one is meant."""

from xlsxwriter.utility import xl_col_to_name

from publications.corrections.answer_sheets import HEADER_ROW, close_answer_sheet, height, open_answer_sheet
from publications.corrections.delivery import Delivery
from publications.corrections.looks import BORDER, CELL, OPEN, UNSEEN, Looks, Sheet
from schemas.correction_workbook import PLACE_COLUMNS, PLACE_OPTIONS_SHEET, PLACES_SHEET, PlaceKey, write_key

WIDTHS = {
    "number": 5,
    "written": 26,
    "context": 26,
    "why_open": 40,
    "how_often": 9,
    "candidates": 46,
    "place_answer": 38,
    "place_reason": 30,
    "key": 1,
}
LOOKS: dict[str, dict[str, object]] = {"place_answer": {**OPEN}, "place_reason": {**OPEN}, "key": UNSEEN}


def write_places(delivery: Delivery, looks: Looks) -> None:
    """Write the questions about places, with a drop-down of the candidates beside each; anything else may be written there too.

    `questions` of the delivery has a row per question: review_id, country_code, place_text, context_text, message_text, mention_count,
    candidate_place_ids (parted by bars) and candidates (as people know them).
    """
    page = open_answer_sheet(delivery, looks, PLACES_SHEET, WIDTHS, "places_help" if delivery.questions else "no_places")
    for number, row in enumerate(delivery.questions, start=1):
        _write_question(page, HEADER_ROW + number, number, row, delivery, looks)
    close_answer_sheet(page, WIDTHS, len(delivery.questions))


def _write_question(page: Sheet, line: int, number: int, row: dict[str, object], delivery: Delivery, looks: Looks) -> None:
    candidates = _candidates(row)
    texts = {
        "written": row["place_text"],
        "context": row["context_text"],
        "why_open": row["message_text"],
        "candidates": "\n".join(f"{place}. {name}" for place, name in enumerate(candidates, start=1)),
        "place_answer": "",
        "place_reason": "",
        "key": write_key(PlaceKey(*(str(row[name] or "") for name in PlaceKey._fields))),
    }
    page.write_number(line, 0, number, looks.format(CELL, BORDER))
    page.write_number(line, PLACE_COLUMNS.index("how_often"), int(str(row["mention_count"])), looks.format(CELL, BORDER))
    for name, text in texts.items():
        page.write_string(line, PLACE_COLUMNS.index(name), str(text or ""), looks.format(CELL, BORDER, LOOKS.get(name, {})))
    # A hint, never a wall: a sender may know a place that we do not.
    rule = {"validate": "list", "source": _options_range(delivery, number, row), "show_error": False, "ignore_blank": True}
    answer = PLACE_COLUMNS.index("place_answer")
    page.data_validation(line, answer, line, answer, rule)
    page.set_row(line, height(texts, WIDTHS))


def _candidates(row: dict[str, object]) -> list[str]:
    return list(row["candidates"] or ())  # type: ignore[call-overload]


def _options_range(delivery: Delivery, number: int, row: dict[str, object]) -> str:
    return f"='{delivery.title(PLACE_OPTIONS_SHEET)}'!$A${number}:${xl_col_to_name(len(_candidates(row)))}${number}"


def write_place_options(delivery: Delivery, looks: Looks) -> None:
    """Write the hidden sheet of what the drop-downs offer, a row a question: the candidates, then that it is no place."""
    page = looks.sheet(delivery.title(PLACE_OPTIONS_SHEET))
    page.hide()
    for line, row in enumerate(delivery.questions):
        for column, option in enumerate((*_candidates(row), delivery.word("no_place"))):
            page.write_string(line, column, option)
