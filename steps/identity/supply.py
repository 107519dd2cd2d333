"""Merges the rows of one record: which row counts most, which supplies each column, and which contradictions are told.

What is one record is decided elsewhere; here its rows are at hand. The rule, for every column:

1. The row of the initiative's own local authority counts most, then the newest round, then the row with more answers, then the one whose
   answers come first in the alphabet, its own reference before all others: where a row stands in a file never matters. The value is the
   first filled in that order.
2. A less precise value gives way to a more precise one that agrees with it: a year to a day within it, an amount that is about so much to
   an exact one within 5 %, in the same currency. It comes with its precision, qualifier and currency, which are never taken from
   another row.
3. Lists (codes, references) of several reports are united: each report's first answer counts, since none denies what another adds, and
   a code counts once. Within one report, a new round replaces the list of an earlier one.
4. How freely a row may be shown is what the strictest says.
5. Whatever else differs is told, once a column, with all values. Not told is what changes by nature (status, stage, progress:
   `reference/form/changing_answers.csv`) when the same report says it in another round; nor what two reports say in their own words
   (titles, summaries, results, addresses of pages) or list: they need not say the same, and the history keeps it.

A report is what one sender says under one reference of its own, in any number of rounds.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.changing_answers import changing_answers
from schemas.code_lists import code_list
from schemas.form import REFERENCE_KINDS, Question, form
from schemas.rows import is_missing
from steps.answers.settle_rows import AMOUNT_CURRENCIES, PRECISION_LENGTHS
from steps.rounds import round_order

Row = Mapping[str, object]  # the answers of a row by column

FIXED = ("response_id", "submission_id", "country_code")
LISTS = ("codes", "references")
OWN_WORDS = ("text", "url")
CODES_IN_WORDS = "_code_text"  # codes of national registers, which are texts but no words of one's own
OF_THE_ROW = ("language_code",)  # what is said of the row itself, not of the initiative
SENSITIVITIES = "sensitivities"
ABOUT = "about"
ABOUT_SHARE = 0.05  # by which an exact amount may differ from one that is about so much


class Contradiction(NamedTuple):
    """A column whose values differ: the value kept, then each other one, with the places of the rows that say it."""

    column: str
    kept: str
    kept_place: int
    others: dict[str, list[int]]


class Supply(NamedTuple):
    """For each row of a record the columns that it supplies, joined by `|`, and what its rows contradict each other in."""

    columns: list[str]
    contradictions: list[Contradiction]


def in_order(rows: Sequence[Row], rounds: Mapping[str, str], own_authority: Collection[str]) -> list[Row]:
    """Return the rows of a record, the one that counts most first; only rows that say the same stay in the order given.

    `rounds` gives the round of each response_id, `own_authority` the response_ids whose sender is the initiative's own local authority.
    """
    fullest_first = sorted(rows, key=lambda row: (-sum(not is_missing(value) for value in row.values()), said_in(row)))
    newest_first = sorted(fullest_first, key=lambda row: round_order(rounds[str(row["response_id"])]), reverse=True)
    return sorted(newest_first, key=lambda row: row["response_id"] not in own_authority)


def said_in(row: Row) -> tuple[str, ...]:
    """Return what a row answers, in the order of its columns: what rows that count alike are put in order by."""
    return tuple("" if is_missing(value) else str(value) for column, value in row.items() if column not in FIXED)


def supply(rows: Sequence[Row], sheet_code: str, reports: Sequence[Hashable], rounds: Sequence[str], names: Collection[str]) -> Supply:
    """Return which row of a record supplies each column, and the contradictions (see Supply).

    `rows` are those of one record on one sheet, the one that counts most first; `reports` and `rounds` tell for each the report and the
    round it is part of. `names` are the columns that rows are told apart by, which contradict nothing.
    """
    filled = [{column: value for column, value in row.items() if column not in FIXED and not is_missing(value)} for row in rows]
    questions = {one.question_code: one for one in form()[sheet_code].questions}
    suppliers: dict[str, list[int]] = {}
    for column in rows[0]:
        places = [place for place, row in enumerate(filled) if column in row]
        if places:
            suppliers[column] = _suppliers(questions.get(column), filled, places, reports)
    for question in questions.values():
        for follower in _followers(question):
            if question.question_code in suppliers and follower in suppliers:
                suppliers[follower] = suppliers[question.question_code]
    told = [question for code, question in questions.items() if code in suppliers and code not in names]
    said = list(zip(filled, reports, rounds, strict=True))
    contradictions = [one for question in told for one in _contradictions(question, said, suppliers[question.question_code][0])]
    by_row = ["|".join(column for column, places in suppliers.items() if place in places) for place in range(len(rows))]
    return Supply(by_row, contradictions)


def _followers(question: Question) -> Iterator[str]:
    """Yield the columns that are never taken from another row than a question's own."""
    code = question.question_code
    if question.kind == "date":
        yield f"{code}_precision_code"
    if question.kind == "amount":
        yield f"{code}_qualifier_code"
    if code in AMOUNT_CURRENCIES:
        yield AMOUNT_CURRENCIES[code]
    if code == "subject_ref":
        yield "subject_type_code"


def _suppliers(question: Question | None, filled: Sequence[Row], places: list[int], reports: Sequence[Hashable]) -> list[int]:
    """Return the rows that supply a column: for a list one of every report, otherwise one."""
    if question is None:
        return places[:1]
    if question.code_list == SENSITIVITIES:
        freest_first = code_list(SENSITIVITIES).codes
        return [max(places, key=lambda place: (freest_first.index(str(filled[place][question.question_code])), -place))]
    if question.kind in LISTS:
        first_of_report: dict[Hashable, int] = {}
        return [place for place in places if first_of_report.setdefault(reports[place], place) == place]
    best = places[0]
    for place in places[1:]:
        if _precision(question, filled[place]) > _precision(question, filled[best]) and _agree(question, filled[place], filled[best]):
            best = place
    return [best]


def _precision(question: Question, row: Row) -> int:
    """Return how precise the answer of a row is, to compare with that of another."""
    if question.kind == "date":
        return PRECISION_LENGTHS.get(str(row.get(f"{question.question_code}_precision_code")), PRECISION_LENGTHS["day"])
    return int(not _is_about(question, row))


def _is_about(question: Question, row: Row) -> bool:
    return question.kind == "amount" and row.get(f"{question.question_code}_qualifier_code") == ABOUT


def _agree(question: Question, one: Row, other: Row) -> bool:
    """Whether the answers of two rows can both be right."""
    code = question.question_code
    if one[code] == other[code]:
        return True
    if question.kind == "date":
        length = min(_precision(question, one), _precision(question, other))
        return str(one[code])[:length] == str(other[code])[:length]
    if _is_about(question, one) or _is_about(question, other):
        currency = AMOUNT_CURRENCIES.get(code, "")
        amounts = float(str(one[code])), float(str(other[code]))
        return one.get(currency) == other.get(currency) and abs(amounts[0] - amounts[1]) <= ABOUT_SHARE * max(amounts)
    return False


def _contradictions(question: Question, said: Sequence[tuple[Row, Hashable, str]], kept: int) -> Iterator[Contradiction]:
    """Yield the contradiction of a question, if there is one; references are told where they are followed.

    `said` holds for each row what it answers, its report and its round.
    """
    code = question.question_code
    own, report, round_name = said[kept]
    if question.kind in REFERENCE_KINDS or code not in own:
        return
    is_own = code in OF_THE_ROW or question.kind in LISTS or (question.kind in OWN_WORDS and not code.endswith(CODES_IN_WORDS))
    changes = (question.sheet_code, code) in changing_answers()
    others: dict[str, list[int]] = {}
    for place, (row, other, other_round) in enumerate(said):
        is_compared = code in row and (other == report or not is_own)
        is_news = changes and other == report and other_round != round_name
        if is_compared and not is_news and not _agree(question, row, own):
            others.setdefault(_shown(question, row), []).append(place)
    if others:
        yield Contradiction(code, _shown(question, own), kept, others)


def _shown(question: Question, row: Row) -> str:
    text = str(row[question.question_code])
    return text[: _precision(question, row)] if question.kind == "date" else text
