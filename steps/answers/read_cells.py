"""Reads a cell: from its text to values of its question's kind, or to a problem. Never a guess."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from schemas.form import Question
from schemas.form_limits import limit_of
from schemas.tables import RANGES
from steps.answers.calendars import CERTAIN_YEARS
from steps.answers.code_digits import has_lengths, with_leading_zeros
from steps.answers.habits import WHOLE_AS_DECIMAL, Habits, is_of_nepal
from steps.answers.mend_text import LONGEST_TEXT, may_need_mending, mended
from steps.answers.parse_amounts import ParsedAmount, parse_amount
from steps.answers.parse_dates import ParsedDate, parse_date
from steps.answers.parse_periods import Period, parse_period
from steps.answers.read_codes import read_code, read_codes
from steps.answers.readings import NOTHING, Problem, Reading, refused
from steps.answers.said_words import say_words, says_nothing
from steps.files.read_workbook import Cell
from steps.text import clean_text, is_clean, latin_digits

CURRENCY_BESIDE = "_currency_text"  # added to a question's code: the words for a currency beside its amount, for its row to settle
AS_WRITTEN = "_as_written"  # added to latitude or longitude: the text of its cell, for its row to settle
DECIMAL_DEGREES = re.compile(r"-?\d{1,3}([.,]\d+)?")
WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
BULLETS = re.compile(r"\s*[؛•▪●◦‣]\s*")
PERCENT = re.compile(r"\s*(?:%|٪|per ?cent|por ciento|pour ?cent|في المئة|بالمئة|في المائة|بالمائة|प्रतिशत)$", re.IGNORECASE)
BATCH = 100  # cells
JOINT = "¦"  # printable and rare
MIDNIGHT = "T00:00:00"
WHOLE_NUMBERS = ("count", "year")
CODE_KINDS = ("code", "codes", "flag")
EXACT_DIGITS = 15  # a number of the tables, a 64-bit float, gives back that many decimal digits and no more


def read_column(question: Question, cells: Sequence[Cell | None], habits: Habits) -> list[Reading]:
    """Return what the different cells of a column answer, in their order; an empty cell answers nothing.

    Long columns of plain text are looked at in batches first, since most of them need no reading at all.
    """
    is_plain_text = question.kind == "text" and question.need != "key" and not has_lengths(question.question_code)
    readings: list[Reading] = []
    for start in range(0, len(cells), BATCH):
        batch = cells[start : start + BATCH]
        if is_plain_text and not habits.has_decimal_zeros and _are_plain(batch):
            readings += [NOTHING if cell is None else Reading({question.question_code: cell.text}) for cell in batch]
        else:
            readings += [NOTHING if cell is None else read_cell(question, cell, habits) for cell in batch]
    return readings


def _are_plain(cells: Sequence[Cell | None]) -> bool:
    """Whether all cells are texts as they are kept: clean, whole, and no words that stand for an answer."""
    texts = [cell.text for cell in cells if cell is not None]
    joined = JOINT.join(texts)
    return (
        all(cell is None or (cell.kind == "t" and cell.text) for cell in cells)
        and is_clean(joined)
        and f"{JOINT} " not in joined
        and f" {JOINT}" not in joined
        and not may_need_mending(joined)
        and max(map(len, texts), default=0) <= LONGEST_TEXT
        and not say_words(texts)
    )


def read_cell(question: Question, cell: Cell, habits: Habits) -> Reading:
    """Return what a cell answers to a question."""
    if cell.kind in _WITHOUT_VALUE:
        return refused(_WITHOUT_VALUE[cell.kind])
    problems: tuple[Problem, ...] = ()
    if cell.kind == "t":
        text, problems = mended(cell.text)
        cell = cell._replace(text=text) if problems else cell
    is_empty = says_nothing(cell, question)
    # A code list may have a code for what is elsewhere a word for nothing.
    reading = NOTHING if is_empty and question.kind not in CODE_KINDS else _READERS.get(question.kind, _read_text)(question, cell, habits)
    if is_empty and not reading.values:
        reading = NOTHING
    return reading._replace(problems=problems + reading.problems) if problems else reading


_WITHOUT_VALUE = {"e": "cell-error", "f": "formula-without-value"}


def _read_text(question: Question, cell: Cell, habits: Habits) -> Reading:
    code = question.question_code
    text = clean_text(_shown(cell))
    if not text or (question.need == "key" and not any(mark.isalnum() for mark in text)):  # a dash is no reference
        return NOTHING
    if habits.has_decimal_zeros and WHOLE_AS_DECIMAL.fullmatch(text):
        text = text.partition(".")[0]
    if question.kind == "references":
        text = BULLETS.sub(" | ", text).strip(" |")
    restored = with_leading_zeros(text, code, habits.country.country_code)
    return Reading({code: restored}, () if restored == text else (Problem("zeros-restored", text, restored),))


def _shown(cell: Cell) -> str:
    """Return the text of a cell as a sheet shows it."""
    if cell.kind == "d":
        return cell.text.removesuffix(MIDNIGHT)
    return f"{(Decimal(cell.text) * 100).normalize():f}%" if cell.kind == "p" else cell.text


def _read_url(question: Question, cell: Cell, _: Habits) -> Reading:
    text = clean_text(cell.text)
    return Reading({question.question_code: text}) if WEB_ADDRESS.fullmatch(text) else refused("url-unreadable")


def _read_code(question: Question, cell: Cell, habits: Habits) -> Reading:
    return read_code(question, _whole(cell, habits), habits.country, habits.language)


def _read_codes(question: Question, cell: Cell, habits: Habits) -> Reading:
    return read_codes(question, _whole(cell, habits), habits.country, habits.language)


def _whole(cell: Cell, habits: Habits) -> Cell:
    is_whole = habits.has_decimal_zeros and WHOLE_AS_DECIMAL.fullmatch(cell.text)
    return cell._replace(text=cell.text.partition(".")[0]) if is_whole else cell


def _read_flag(question: Question, cell: Cell, habits: Habits) -> Reading:
    reading = _read_code(question, cell, habits)
    values: dict[str, object] = {code: value == "yes" for code, value in reading.values.items()}
    return reading._replace(values=values)


def _read_date(question: Question, cell: Cell, habits: Habits) -> Reading:
    if cell.kind == "n" and not cell.text.isdigit():
        return refused("date-unreadable")  # 2015.1 may be January or, typed as 2015.10, October
    how = (habits.date_order, habits.country.country_code)
    parsed = parse_date(cell.text, *how, cell.kind == "d", habits.calendar_code)
    if parsed.problem == "date-serial":
        parsed = _of_its_epoch(parsed, habits)
    if parsed.problem == "date-unreadable" and (period := parse_period(cell.text, *how, habits.calendar_code)):
        return _read_period(question, period)
    if parsed.problem:
        return refused(parsed.problem, suggestion=", ".join(parsed.candidates))
    return _dated(question, parsed, habits)


def _dated(question: Question, parsed: ParsedDate, habits: Habits, problem: Problem | None = None) -> Reading:
    code = question.question_code
    problems = [problem] if problem else []
    if parsed.is_converted:
        problems.append(Problem("date-converted", detail=parsed.date))
    if parsed.needs_order and habits.is_order_proven:
        problems.append(Problem("date-order-proven", detail=parsed.date))
    return Reading({code: parsed.date, f"{code}_precision_code": parsed.precision}, tuple(problems))


def _of_its_epoch(parsed: ParsedDate, habits: Habits) -> ParsedDate:
    """Return the day of a serial number when it stands among native dates and only one epoch puts it between them."""
    if habits.native_days is None:
        return parsed
    first, last = habits.native_days
    among = [day for day in parsed.candidates if first <= day <= last]
    return ParsedDate(among[0], "day", is_converted=True) if len(among) == 1 else parsed


def _read_period(question: Question, period: Period) -> Reading:
    """Return the end of a period that the question asks for; a period that answers a question for one day is refused."""
    code = question.question_code
    both = f"{_named(period.start)} – {_named(period.end)}"
    asked = period.start if code.endswith("start_date") else period.end if code.endswith("end_date") else None
    if asked is None:
        return refused("date-range", suggestion=both)
    values: dict[str, object] = {code: asked.date, f"{code}_precision_code": asked.precision}
    return Reading(values, (Problem("date-period", None, _named(asked), suggestion=both),))


def _named(parsed: ParsedDate) -> str:
    """Return a date as precisely as it is known."""
    return parsed.date[: {"year": 4, "month": 7, "day": 10}[parsed.precision]] if not parsed.is_converted else parsed.date


def _read_year(question: Question, cell: Cell, habits: Habits) -> Reading:
    if is_of_nepal(habits) and cell.kind in ("t", "n"):
        parsed = parse_date(cell.text, habits.date_order, habits.country.country_code, False, habits.calendar_code)
        if parsed.is_converted and parsed.precision == "year":
            return Reading({question.question_code: int(parsed.date[:4])}, (Problem("date-converted", detail=parsed.date[:4]),))
        if parsed.problem == "date-calendar":
            return refused("date-calendar")
    reading = _read_number(question, cell, habits)
    year = reading.values.get(question.question_code)
    return refused("date-calendar") if is_of_nepal(habits) and year in CERTAIN_YEARS else reading


def _read_number(question: Question, cell: Cell, habits: Habits) -> Reading:
    parsed = _parsed_number(question, cell, habits)
    value = parsed.value
    if parsed.problem or value is None:
        return refused(parsed.problem or "number-unreadable")
    if cell.kind == "t" and len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        return refused("number-too-precise", accepted=str(EXACT_DIGITS))
    lowest, highest = _range(question)
    if _is_outside(value, lowest, highest) or (question.kind in WHOLE_NUMBERS and value != int(value)):
        return refused("number-out-of-range", accepted=f"{lowest or 0} – {highest or '…'}")
    return _number(question, value, parsed)


def _range(question: Question) -> tuple[float | None, float | None]:
    """Return the least and the most that a number may be: what the form asks for, else what its kind allows; None where it is open."""
    limit = limit_of(question)
    return (limit.lowest, limit.highest) if limit and limit.measure == "value" else RANGES.get(question.kind, (None, None))


def _parsed_number(question: Question, cell: Cell, habits: Habits) -> ParsedAmount:
    """Return the number of a cell; a share is in percent however the cell holds it."""
    is_native = cell.kind in ("n", "p")
    if question.kind != "share":
        # 50 % in a column of plain numbers is 50, or 0.5.
        return ParsedAmount(problem="number-percent") if cell.kind == "p" else parse_amount(cell.text, habits.number_format, is_native)
    text = PERCENT.sub("", clean_text(cell.text)) if cell.kind == "t" else cell.text
    parsed = parse_amount(text, habits.number_format, is_native)
    if cell.kind == "p" and parsed.value is not None:
        return replace(parsed, value=parsed.value * 100)
    # A cell shown as 50 % holds 0.5; one that says 0.5 may mean half a percent.
    is_open = cell.kind == "n" and parsed.value is not None and 0 < parsed.value <= 1
    return ParsedAmount(problem="share-ambiguous") if is_open else parsed


def _number(question: Question, value: Decimal, parsed: ParsedAmount) -> Reading:
    code = question.question_code
    number = int(value) if question.kind in WHOLE_NUMBERS else float(value)
    if question.kind == "amount":
        return Reading({code: number, f"{code}_qualifier_code": parsed.qualifier, f"{code}{CURRENCY_BESIDE}": parsed.currency_text})
    if parsed.currency_text:
        return refused("number-unreadable")
    return Reading({code: number}, () if parsed.qualifier == "exact" else (Problem("number-inexact"),))


def _is_outside(value: Decimal, lowest: float | None, highest: float | None) -> bool:
    return (lowest is not None and value < Decimal(lowest)) or (highest is not None and value > Decimal(highest))


def _read_degrees(question: Question, cell: Cell, _: Habits) -> Reading:
    """Return the decimal number of a cell, and what is written there: any other notation is read with the row's other cells."""
    # Coordinates are copied from devices and maps: a comma or a point is always the decimal mark, whatever the country.
    code, written = question.question_code, clean_text(cell.text)
    text = latin_digits(written).replace("٫", ".").replace("−", "-").removesuffix("°").strip()
    values: dict[str, object] = {f"{code}{AS_WRITTEN}": written}
    if DECIMAL_DEGREES.fullmatch(text) and not _is_outside(Decimal(text.replace(",", ".")), *RANGES[question.kind]):
        values[code] = float(text.replace(",", "."))
    return Reading(values)


_READERS: dict[str, Callable[[Question, Cell, Habits], Reading]] = {
    "url": _read_url, "code": _read_code, "codes": _read_codes, "flag": _read_flag, "date": _read_date, "year": _read_year,
    "latitude": _read_degrees, "longitude": _read_degrees,
    **dict.fromkeys(("count", "number", "amount", "share"), _read_number),
}  # fmt: skip
