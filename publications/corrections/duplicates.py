"""The sheet of possible duplicates: reports that may be one initiative, or were put together, side by side, for their sender to judge."""

from collections.abc import Mapping
from typing import Any

from publications.corrections.answer_sheets import HEADER_ROW, close_answer_sheet, height, open_answer_sheet, write_link
from publications.corrections.delivery import Delivery
from publications.corrections.looks import BORDER, CELL, OPEN, UNSEEN, Looks, Sheet
from publications.table_rows import Row
from schemas.code_lists import code_list
from schemas.correction_workbook import PAIR_COLUMNS, PAIRS_SHEET, PairKey, write_key
from schemas.decided_pairs import VERDICTS
from schemas.reason_words import reason_words

WIDTHS = dict(zip(PAIR_COLUMNS, (5, 24, 40, 24, 40, 10, 44, 14, 16, 30, 1), strict=True))
LOOKS: dict[str, dict[str, object]] = {"likeness": {"num_format": "0%"}, "verdict": {**OPEN}, "verdict_reason": {**OPEN}, "key": UNSEEN}
PLACES = {name: place for place, name in enumerate(PAIR_COLUMNS)}
SIDES = ("first", "second")
SAID = {"place": "place_text", "lead": "lead_name", "dates": "period_text", "money": "budget_text"}  # by its word, below the title


def write_duplicates(delivery: Delivery, looks: Looks) -> None:
    """Write the pairs of reports that a delivery takes part in, with a drop-down of verdicts beside each.

    `pairs` of the delivery has a row per pair: for `first_` and `second_` the reported_id, file_name, sheet_name, row_number,
    title_text, place_text, lead_name, period_text and budget_text; match_probability from 0 to 1 (missing when they were never
    compared), is_merged, decision_code (unsure where
    somebody could not decide), and reasons: comparison_code, level_code and weight of each, the heaviest first.
    """
    page = open_answer_sheet(delivery, looks, PAIRS_SHEET, WIDTHS, "duplicates_help" if delivery.pairs else "no_duplicates")
    formats = {name: looks.format(CELL, BORDER, LOOKS.get(name, {})) for name in PAIR_COLUMNS}
    for number, pair in enumerate(delivery.pairs, start=1):
        _write_pair(page, number, pair, delivery, looks, formats)
    if delivery.pairs:
        verdicts = [labels[delivery.language] for labels in code_list(VERDICTS).labels.values()]
        column = PLACES["verdict"]
        rule = {"validate": "list", "source": verdicts, "show_error": False, "ignore_blank": True}  # other words are understood, too
        page.data_validation(HEADER_ROW + 1, column, HEADER_ROW + len(delivery.pairs), column, rule)
    close_answer_sheet(page, WIDTHS, len(delivery.pairs))


def _write_pair(page: Sheet, number: int, pair: Row, delivery: Delivery, looks: Looks, formats: Mapping[str, Any]) -> None:
    line = HEADER_ROW + number
    decided = pair["decision_code"]
    texts = {
        "first_says": _says(pair, "first", delivery),
        "second_says": _says(pair, "second", delivery),
        "why_alike": _why(pair, delivery),
        "put_together": delivery.word("put_together_already") if pair["is_merged"] else "",
        "verdict": code_list(VERDICTS).labels[decided][delivery.language] if decided else "",
        "verdict_reason": "",
        "key": write_key(PairKey(*(str(pair[f"{side}_reported_id"]) for side in SIDES))),
    }
    for side in SIDES:
        _write_place(page, line, pair, side, delivery, looks)
    cells = {"number": number, **texts}
    if pair["match_probability"] is not None:  # as of two that only a person ever put beside each other
        cells["likeness"] = float(pair["match_probability"])
    page.write_cells(line, [(PLACES[name], value, formats[name]) for name, value in cells.items()])
    page.set_row(line, height(texts, WIDTHS))


def _write_place(page: Sheet, line: int, pair: Row, side: str, delivery: Delivery, looks: Looks) -> None:
    is_here = pair[f"{side}_file_name"] == delivery.submission["file_name"]
    sheet, cell = str(pair[f"{side}_sheet_name"]), f"A{pair[f'{side}_row_number']}"
    title = delivery.titles.get(sheet) if is_here else None
    text = f"{title} {cell}" if title else f"{pair[f'{side}_file_name']} · {sheet} {cell}"
    write_link(page, (line, PLACES[side]), (title, cell), text, looks)


def _says(pair: Row, side: str, delivery: Delivery) -> str:
    """Return what a side says, a line each: its title, then its place, lead, dates and money where it gives any."""
    said = [(word, pair[f"{side}_{name}"]) for word, name in SAID.items()]
    lines = [pair[f"{side}_title_text"], *(f"{delivery.word(word)}: {text}" for word, text in said if text)]
    return "\n".join(str(line) for line in lines if line)


def _why(pair: Row, delivery: Delivery) -> str:
    """Return what speaks for one initiative and what against it, in the sender's words, the heaviest first."""
    lines = []
    for word, sign in (("speaks_for", 1), ("speaks_against", -1)):
        told = [reason_words()[comparison, level][delivery.language] for comparison, level, weight in pair["reasons"] if sign * weight > 0]
        lines += [f"{delivery.word(word)}: {'; '.join(told)}"] if told else []
    return "\n".join(lines)
