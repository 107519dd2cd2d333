"""Tells which answers of people wait: given on our own sheets of a workbook that came back, and not yet taken as decisions.

A decision is written by a person only, so what comes back is told, not followed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from shlex import quote
from typing import Generic, NamedTuple, Protocol, TypeVar

import pandas as pd

from schemas.correction_workbook import MACHINE_SHEET, PAIRS_SHEET, PLACES_SHEET
from schemas.decided_pairs import DecidedPair
from schemas.findings import Spot, finding, numbered
from schemas.registry import table
from steps.form.own_sheets import own_sheet
from steps.identity.given_answers import answers_of_workbook as verdicts_of_workbook
from steps.identity.take_answers import standing_verdicts
from steps.places.decide import Decisions
from steps.places.given_answers import answers_of_workbook as places_of_workbook
from steps.places.take_answers import standing_answers

PAIRS_WAIT, PLACES_WAIT = "pair-answers-wait", "place-answers-wait"


class Given(Protocol):
    """An answer that says which question it is about."""

    @property
    def question(self) -> str:
        """What tells the question again; empty when the row does not name it any more."""


Answer = TypeVar("Answer", bound=Given)


class _Sheet(NamedTuple, Generic[Answer]):
    """A sheet that asks: how its answers are read and taken, what is said when some wait, and how many say what was decided before."""

    code: str
    finding_code: str
    command: str
    answers_of: Callable[[pd.DataFrame, str, str], Iterator[Answer]]
    standing: Callable[[Sequence[Answer]], int]


def waiting_answers(
    raw: pd.DataFrame, rows: pd.DataFrame, decided: Sequence[DecidedPair], decisions: Decisions, named: Callable[[str], str]
) -> pd.DataFrame:
    """Return clean_waiting_findings: for each file and sheet, how many answers wait, and the command that takes them.

    `raw` holds the rows received, `rows` is clean_rows, `named` tells how the command names a file. Answers on a file that was replaced
    wait, too, unless they were given anew: who corrects a cell later does not take them back.
    """
    sheets: tuple[_Sheet, ...] = (
        _Sheet(PAIRS_SHEET, PAIRS_WAIT, "decide-pairs", verdicts_of_workbook, lambda given: standing_verdicts(given, decided)),
        _Sheet(PLACES_SHEET, PLACES_WAIT, "decide-places", places_of_workbook, lambda given: standing_answers(given, decisions)),
    )
    files = rows.drop_duplicates("submission_id").set_index("submission_id")
    replaced = set(files.index[files["outcome_code"] == "superseded"])
    found = []
    for sheet in sheets:
        for file, answers in _given(raw, sheet, replaced):
            count = len(answers) - sheet.standing(answers)
            if count:
                spot = Spot(file, *files.loc[file, ["country_code", "file_name", "language_code"]])
                command = f"jmdi {sheet.command} {quote(named(spot.file_name))}"
                found.append(finding(sheet.finding_code, spot, value=str(count), detail=command))
    return numbered(found, table("clean_waiting_findings"))


def _given(raw: pd.DataFrame, sheet: _Sheet[Answer], replaced: Set[str]) -> Iterable[tuple[str, list[Answer]]]:
    """Return the answers on a sheet by file; a replaced file keeps those that no file in use answers anew."""
    names = [name for name in raw["sheet_name"].dropna().unique() if own_sheet(name) == sheet.code]
    returned = set(raw.loc[raw["sheet_name"].eq(MACHINE_SHEET), "submission_id"])
    by_file = {
        str(file): list(sheet.answers_of(received, "", ""))
        for file, received in raw[raw["sheet_name"].isin(names)].groupby("submission_id", sort=False)
    }
    # A sender's own sheet may bear the same name.
    ours = {file: given for file, given in by_file.items() if file in returned or any(one.question for one in given)}
    anew = {one.question for file, given in ours.items() if file not in replaced for one in given}
    return [(file, [one for one in given if file not in replaced or one.question not in anew]) for file, given in ours.items()]
