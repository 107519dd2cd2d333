"""Takes files that people answered questions in, and writes their answers as decisions: what decide-places and decide-pairs share."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import pandas as pd

from pipelines.check import receive_file
from pipelines.printing import counted
from schemas.countries import countries
from schemas.errors import ProductError
from schemas.findings import Spot, finding
from schemas.reference_files import read_reference, reference_folder
from steps.decided import Taken
from steps.form.apply_form import apply_form
from steps.form.own_sheets import has_own_sheet, missing_columns
from steps.form.withhold import MARK
from steps.personal_texts import is_personal
from steps.text import clean_text

SENDER = "reporting_unit_name"  # an organisation: the cover's contact is a person, and stays where personal data are


class CannotDecide(ProductError):
    """A file cannot be read, nobody says who answers, or the decisions cannot be written."""


class Signed(Protocol):
    """An answer that says who gave it."""

    @property
    def decided_by(self) -> str:
        """The organisation or role that answers."""


Answer = TypeVar("Answer", bound=Signed)


@dataclass(frozen=True)
class Asked(Generic[Answer]):
    """A kind of question, and where its answers stand.

    `sheet_code` is the sheet of a correction workbook, `noun` what it is about, `report` the table to review; `needed` are the columns
    that a table with answers must have. The readers take the raw rows of a file, what it is told by, and who answers.
    """

    sheet_code: str
    noun: str
    report: str
    needed: Sequence[str]
    of_workbook: Callable[[pd.DataFrame, str, str], Iterator[Answer]]
    of_table: Callable[[pd.DataFrame, str, str], Iterator[Answer]]


def who(by: str | None) -> str:
    """Return who answers, as `--by` says; empty when it was not given. Raises CannotDecide."""
    name = clean_text(by or "")
    if by is not None and (not name or is_personal(name)):
        raise CannotDecide("--by takes a name or an organisation, never an address or a telephone number.")
    return name


def answers_of(path: Path, asked: Asked[Answer], by: str) -> list[Answer]:
    """Return the answers of a file: a correction workbook, signed by the organisation on its cover unless `by` says who, or a table.

    Raises CannotDecide.
    """
    received = receive_file(path, next(iter(countries())))
    refused = received["finding_code"].dropna()
    if len(refused):
        detail = received["detail_text"].fillna("").iloc[0]
        raise CannotDecide(f"{path}: {finding(refused.iloc[0], Spot('', '', path.name, 'en'), detail=detail)['message_text']}")
    if has_own_sheet(received, asked.sheet_code):
        answers = list(asked.of_workbook(received, path.name, by or _sender(received)))
    elif missing := missing_columns(received, asked.needed):
        table = f'the table {asked.report} (`jmdi query "..." --format csv`) with the columns answer and reason'
        raise CannotDecide(
            f"{path} is neither a correction workbook with its sheet of {asked.noun} nor {table}: it lacks {', '.join(missing)}."
        )
    else:
        answers = list(asked.of_table(received, path.name, by))
    if answers and not answers[0].decided_by:
        raise CannotDecide(f"{path} does not say who answers; add --by with a name or an organisation.")
    return answers


def _sender(received: pd.DataFrame) -> str:
    """Return the organisation that the cover of a workbook names, empty when it names none that may be shown."""
    rows = apply_form(received).rows
    named = [cell.text for answers in rows.loc[rows["sheet_code"] == "cover", "answers"] for code, cell in answers if code == SENDER]
    shown = [name for name in named if not is_personal(name) and MARK[:-1] not in name]
    return shown[0] if shown else ""


def write_decisions(file: str, columns: tuple[str, ...], taken: Taken[Any]) -> None:
    """Write the decisions when any was added or replaced; `file` is a path below `reference/`. Raises CannotDecide.

    Columns of the file's own stay as they were; whoever reads meanwhile has the old file or the new one.
    """
    if not (taken.added or taken.replaced):
        return
    path = reference_folder() / file
    kept = {row["decision_id"]: row for row in read_reference(file, columns, ("decision_id",))}
    fields = list(dict.fromkeys((*columns, *(column for row in kept.values() for column in row))))
    new = path.with_suffix(".new")
    try:
        with new.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, fields, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept.get(choice.decision_id, {}) | asdict(choice) for choice in taken.choices)
        new.replace(path)
    except OSError as fault:
        raise CannotDecide(f"{path} cannot be written ({fault.strerror}); nothing was decided.") from None


def told(taken: Taken[Any]) -> list[str]:
    """Return what became of answers, as people are told: a sentence for each that was not taken, then how many were."""
    made = f"{counted(taken.added, 'decision')} added, {taken.replaced} replaced, {taken.standing} stood already"
    counts = f"{made}; {len(taken.refusals)} not taken."
    is_changed = taken.added or taken.replaced
    return [*(f"Not taken: {sentence}" for sentence in taken.refusals), counts + (" The next refresh follows them." if is_changed else "")]
