"""What the blank workbook lets a cell hold, by the kind of its question: a data validation with its hint and message in the language.

Pasting goes past these rules, so the path never relies on them. They are no stricter than the path: what it reads, they let pass.
"""

from dataclasses import dataclass
from datetime import date

from publications.survey_form.drop_downs import list_range, reference_range, units_formula
from publications.survey_form.wording import hint, phrase
from schemas.code_lists import code_list
from schemas.form import Question, form
from schemas.form_limits import limit_of
from schemas.tables import RANGES

FIRST_DATE, LAST_DATE = date(1980, 1, 1), date(2040, 12, 31)  # a year of today's Bikram Sambat calendar lies beyond
LAST_BIKRAM_SAMBAT_YEAR = LAST_DATE.year + 57
EXAMPLE_DATE = date(2015, 5, 31)
SERIAL_ZERO = date(1899, 12, 30)
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255  # Excel's limits
WHOLE_NUMBERS = ("count", "year")
CALENDAR_CELL = "cover_calendar"
UNIT_COLUMNS = ("admin1_text", "admin2_text")

Rule = dict[str, object]


@dataclass(frozen=True)
class Asking:
    """Where a question is asked: in which country and language, and the names of the first cells of the columns beside it."""

    country_code: str
    language: str
    cells: dict[str, str]


def rule(question: Question, asking: Asking) -> Rule:
    """Return the data validation of a question's cells, in XlsxWriter's words."""
    made = _special_rule(question, asking) or _RULES.get(question.kind, _any_text)(question, asking)
    message = str(made.get("error_message", ""))
    return {
        "validate": "any",
        "input_title": shortened(question.labels[asking.language], LONGEST_TITLE),
        "error_title": shortened(phrase("error_title", asking.language), LONGEST_TITLE),
        **made,
        "input_message": shortened(_input_message(question, asking.language), LONGEST_MESSAGE),
        "error_message": shortened(message, LONGEST_MESSAGE),
    }


def shortened(text: str, longest: int) -> str:
    """Return the text, cut at a blank and marked when it is longer than Excel shows."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def _input_message(question: Question, language: str) -> str:
    more = ""
    if question.kind in ("codes", "references"):
        more = phrase("input_several", language)
    elif question.kind == "date":
        more = phrase("input_date", language, example=EXAMPLE_DATE.isoformat())
    if question.refers_to:
        sheet = form()[question.refers_to].labels[language]
        more = "\n".join(part for part in (phrase("input_reference", language, sheet=sheet), more) if part)
    text = hint(question, language)
    return f"{shortened(text, LONGEST_MESSAGE - len(more) - 1)}\n{more}" if more else text


def _special_rule(question: Question, asking: Asking) -> Rule | None:
    """Return the rule of a place or of a limited question; None when its kind says all."""
    limit = limit_of(question)
    if limit and limit.measure == "characters":
        facts = {"lowest": limit.lowest, "highest": limit.highest}
        message = phrase("error_length", asking.language, **facts)
        return {"validate": "length", "criteria": "between", "minimum": limit.lowest, "maximum": limit.highest} | _doubt(message)
    if question.question_code == "country_text":
        return {"validate": "list", "source": "=countries", "show_error": False}
    if question.question_code in UNIT_COLUMNS and "country_text" in asking.cells:
        above = [asking.cells["admin1_text"]] if question.question_code == "admin2_text" else []
        source = units_formula(f"${asking.cells['country_text']}", *(f"${cell}" for cell in above))
        return {"validate": "list", "source": source} | _doubt(phrase("error_unit", asking.language))
    return None


def _doubt(message: str) -> Rule:
    """An answer out of the ordinary, which the sender may confirm."""
    return {"error_type": "warning", "error_message": message}


def _any_text(question: Question, asking: Asking) -> Rule:  # noqa: ARG001
    return {}


def _one_code(question: Question, asking: Asking) -> Rule:
    return {"validate": "list", "source": f"={list_range(question.code_list)}", "error_message": phrase("error_code", asking.language)}


def _several_codes(question: Question, asking: Asking) -> Rule:  # noqa: ARG001
    return {"validate": "list", "source": f"={list_range(question.code_list)}", "show_error": False}


def _one_reference(question: Question, asking: Asking) -> Rule:
    message = phrase("error_reference", asking.language, sheet=form()[question.refers_to].labels[asking.language])
    return {"validate": "list", "source": f"={reference_range(question.refers_to)}"} | _doubt(message)


def _several_references(question: Question, asking: Asking) -> Rule:  # noqa: ARG001
    return {"validate": "list", "source": f"={reference_range(question.refers_to)}", "show_error": False}


def _date(question: Question, asking: Asking) -> Rule:
    """A real date within the years of the form, or a text that begins with its year: a date of which only the month or year is known."""
    cell = asking.cells[question.question_code]
    first, last = ((day - SERIAL_ZERO).days for day in (FIRST_DATE, LAST_DATE))
    lengths: tuple[int, ...] = (4, 7)
    last_year, code = str(LAST_DATE.year), "error_date"
    if asking.country_code == "NPL":
        bikram_sambat = code_list("calendars").labels["bs"][asking.language]
        last_year = f'IF({CALENDAR_CELL}="{bikram_sambat}",{LAST_BIKRAM_SAMBAT_YEAR},{LAST_DATE.year})'
        lengths, code = (4, 7, 10), "error_date_bikram_sambat"
    is_long_enough = ",".join(f"LEN({cell})={length}" for length in lengths)
    year = f"--LEFT({cell},4)"
    partial = f"IFERROR(AND(OR({is_long_enough}),{year}>={FIRST_DATE.year},{year}<={last_year}),FALSE)"
    facts = {"first": FIRST_DATE, "last": LAST_DATE, "example": EXAMPLE_DATE}
    return {
        "validate": "custom",
        # A number of four digits is a year alone; the number of a day has five.
        "value": f"=IF(AND(ISNUMBER({cell}),LEN({cell})>4),AND({cell}>={first},{cell}<={last}),{partial})",
        "error_message": phrase(code, asking.language, **facts),
    }


def _number(question: Question, asking: Asking) -> Rule:
    lowest, highest = range_of(question)
    is_whole = question.kind in WHOLE_NUMBERS
    code = "error_whole_number" if is_whole else "error_number"
    if question.kind == "year" and asking.country_code == "NPL":
        code = "error_year_bikram_sambat"
    elif highest is None:
        code += "_from"
    facts = {"lowest": f"{lowest:g}", "highest": f"{highest:g}" if highest is not None else ""}
    made: Rule = {"validate": "integer" if is_whole else "decimal", "error_message": phrase(code, asking.language, **facts)}
    if highest is None:
        made |= {"criteria": ">=", "value": lowest}
    else:
        made |= {"criteria": "between", "minimum": lowest, "maximum": highest}
    # A figure that went down may well be below nothing: ask, and let it pass.
    return made | {"error_type": "warning"} if question.kind == "number" else made


def range_of(question: Question) -> tuple[float, float | None]:
    """Return the least and the most that a figure may be; None where nothing bounds it."""
    limit = limit_of(question)
    if limit:
        return limit.lowest, limit.highest
    lowest, highest = RANGES.get(question.kind, (0, None))
    if question.kind == "year":
        return lowest, LAST_DATE.year
    return (lowest, highest) if question.kind in ("share", "latitude", "longitude") else (0, None)


def _web_address(question: Question, asking: Asking) -> Rule:
    cell = asking.cells[question.question_code]
    begins = ",".join(f'LEFT({cell},{len(start)})="{start}"' for start in ("https://", "http://"))
    return {"validate": "custom", "value": f"=OR({begins})"} | _doubt(phrase("error_url", asking.language))


_RULES = {
    "code": _one_code, "flag": _one_code, "codes": _several_codes, "reference": _one_reference, "references": _several_references,
    "date": _date, "url": _web_address,
    **dict.fromkeys(("year", "count", "number", "amount", "share", "latitude", "longitude"), _number),
}  # fmt: skip
