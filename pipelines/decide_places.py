"""`jmdi decide-places`: takes people's answers about open places into `reference/decisions/place_choices.csv`."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from pipelines.check import receive_file
from schemas.countries import countries
from schemas.errors import ProductError
from schemas.findings import Spot, finding
from schemas.place_choices import COLUMNS, FILE, PlaceChoice, place_choices
from schemas.reference_files import read_reference, reference_folder
from steps.form.apply_form import apply_form
from steps.form.withhold import MARK, PERSONAL
from steps.places.gazetteer import gazetteer
from steps.places.given_answers import GivenAnswer, answers_of_table, answers_of_workbook, has_places_sheet, missing_columns
from steps.places.take_answers import Taken, take_answers
from steps.text import clean_text

SENDER = "reporting_unit_name"  # an organisation: the cover's contact is a person, and stays where personal data are
TABLE = 'the table report_places_to_review (`jmdi query "..." --format csv`) with the columns answer and reason'


class CannotDecide(ProductError):
    """A file cannot be read, nobody says who answers, or the decisions cannot be written."""


def decide_places(files: Sequence[Path], by: str | None, today: str, *, is_replacing: bool = False) -> Taken:
    """Take the answers of the files into the decisions and return what became of them; files are read before anything is written.

    `by` is who answers, by default the organisation on the cover of each workbook; `today` an ISO date. Raises CannotDecide.
    """
    who = clean_text(by or "")
    if by is not None and (not who or PERSONAL.search(who)):
        raise CannotDecide("--by takes a name or an organisation, never an address or a telephone number.")
    given = [answer for path in files for answer in _answers(path, who)]
    taken = take_answers(given, place_choices(), gazetteer(), today, is_replacing=is_replacing)
    if taken.added or taken.replaced:
        _write(taken.choices)
    return taken


def told(taken: Taken) -> list[str]:
    """Return what became of answers, as people are told: a sentence for each that was not taken, then how many were."""
    counts = f"{taken.added} decisions added, {taken.replaced} replaced, {taken.standing} stood already; {len(taken.refusals)} not taken."
    is_changed = taken.added or taken.replaced
    return [*(f"Not taken: {sentence}" for sentence in taken.refusals), counts + (" The next refresh follows them." if is_changed else "")]


def _answers(path: Path, by: str) -> list[GivenAnswer]:
    received = receive_file(path, next(iter(countries())))
    refused = received["finding_code"].dropna()
    if len(refused):
        detail = received["detail_text"].fillna("").iloc[0]
        raise CannotDecide(f"{path}: {finding(refused.iloc[0], Spot('', '', path.name, 'en'), detail=detail)['message_text']}")
    if has_places_sheet(received):
        answers = list(answers_of_workbook(received, path.name, by or _sender(received)))
    elif missing := missing_columns(received):
        raise CannotDecide(f"{path} is neither a correction workbook with its sheet of places nor {TABLE}: it lacks {', '.join(missing)}.")
    else:
        answers = list(answers_of_table(received, path.name, by))
    if answers and not answers[0].decided_by:
        raise CannotDecide(f"{path} does not say who answers; add --by with a name or an organisation.")
    return answers


def _sender(received: pd.DataFrame) -> str:
    """Return the organisation that the cover of a workbook names, empty when it names none that may be shown."""
    rows = apply_form(received).rows
    named = [cell.text for answers in rows.loc[rows["sheet_code"] == "cover", "answers"] for code, cell in answers if code == SENDER]
    shown = [name for name in named if not PERSONAL.search(name) and MARK[:-1] not in name]
    return shown[0] if shown else ""


def _write(choices: Sequence[PlaceChoice]) -> None:
    """Write the decisions, columns of the file's own as they were; whoever reads meanwhile has the old file or the new one."""
    path = reference_folder() / FILE
    kept = {row["decision_id"]: row for row in read_reference(FILE, COLUMNS, ("decision_id",))}
    fields = list(dict.fromkeys((*COLUMNS, *(column for row in kept.values() for column in row))))
    new = path.with_suffix(".new")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fields, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept.get(choice.decision_id, {}) | asdict(choice) for choice in choices)
        new.replace(path)
    except OSError as fault:
        raise CannotDecide(f"{path} cannot be written ({fault.strerror}); nothing was decided.") from None
