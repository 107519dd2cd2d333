"""`jmdi decide-pairs`: takes people's answers on whether two reports are one initiative into `reference/decisions/decided_pairs.csv`."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.chosen_warehouse import chosen_build
from pipelines.take_answers import Asked, CannotDecide, answers_of, who, write_decisions
from schemas.correction_workbook import PAIRS_SHEET, PairKey
from schemas.decided_pairs import COLUMNS, FILE, DecidedPair, decided_pairs
from steps.decided import Taken
from steps.identity.given_answers import NEEDED, GivenVerdict, answers_of_table, answers_of_workbook
from steps.identity.take_answers import take_answers
from steps.records.identify import as_reported_id
from warehouse.figures import reports_and_initiatives

PAIRS = Asked(PAIRS_SHEET, "possible duplicates", "report_pairs_to_review", NEEDED, answers_of_workbook, answers_of_table)


def decide_pairs(files: Sequence[Path], by: str | None, today: str, *, is_replacing: bool = False) -> Taken[DecidedPair]:
    """Take the answers of the files into the decisions and return what became of them; files are read before anything is written.

    `by` is who answers, by default the organisation on the cover of each workbook; `today` an ISO date. Raises CannotDecide, and
    NoWarehouse when there is no build whose reports the answers can be about.
    """
    name = who(by)
    return _take([answer for path in files for answer in answers_of(path, PAIRS, name)], today, is_replacing)


def decide_by_hand(
    verdicts: Sequence[tuple[str, str, str]], reason: str | None, by: str | None, today: str, *, is_replacing: bool = False
) -> Taken[DecidedPair]:
    """Take decisions given one by one: a verdict and two reports each, all for one reason. Raises as `decide_pairs`."""
    name = who(by)
    if not name or not (reason or "").strip():
        raise CannotDecide("A decision by hand needs --reason with why, and --by with a name or an organisation.")
    given = []
    for verdict, first, second in verdicts:
        key = PairKey(as_reported_id(first), as_reported_id(second))
        given.append(GivenVerdict(f"--{verdict} {first} {second}", key, verdict, str(reason).strip(), name))
    return _take(given, today, is_replacing)


def _take(given: list[GivenVerdict], today: str, is_replacing: bool) -> Taken[DecidedPair]:
    known = reports_and_initiatives(chosen_build())
    taken = take_answers(given, decided_pairs(), known, today, is_replacing=is_replacing)
    write_decisions(FILE, COLUMNS, taken)
    return taken
