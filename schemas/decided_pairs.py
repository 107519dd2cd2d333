"""Human decisions on pairs: whether two reports describe one initiative, from `reference/decisions/decided_pairs.csv`.

A report is named by its country and its respondent's own reference, as `MAR-R042`. Decisions hold together: what is the same as the same
report is the same, so a decision that others contradict stops the build.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

FILE = "decisions/decided_pairs.csv"
COLUMNS = (
    "decision_id", "first_reported_id", "second_reported_id", "verdict", "reason_text", "decided_by", "decided_date",
)  # fmt: skip
VERDICTS = "pair_decisions"  # the code list
SAME, UNSURE = "same", "unsure"
KEPT_APART = ("different", UNSURE)
SIGNS = {"same": "=", "different": "≠", "unsure": "?"}  # between two reports, in a chain of decisions
BETWEEN_REPORTS = " + "


@dataclass(frozen=True)
class DecidedPair:
    """Whether two reports are one initiative; `verdict` is a code of pair_decisions, `decided_by` an organisation or a role."""

    decision_id: str
    first_reported_id: str
    second_reported_id: str
    verdict: str
    reason_text: str
    decided_by: str
    decided_date: str

    @property
    def reported_ids(self) -> tuple[str, str]:
        """The two reports, as they were written."""
        return self.first_reported_id, self.second_reported_id

    @property
    def pair_id(self) -> str:
        """The pair, as core_initiative_pairs names it."""
        return pair_id(*self.reported_ids)

    @property
    def country_code(self) -> str:
        """The country of both reports."""
        return country_of(self.first_reported_id)


def pair_id(first: str, second: str) -> str:
    """Return the id of a pair of reports: theirs in alphabetical order, joined by ` + `."""
    return BETWEEN_REPORTS.join(sorted((first, second)))


def country_of(reported_id: str) -> str:
    """Return the country of a report."""
    return reported_id.partition("-")[0]


@cache
def decided_pairs() -> tuple[DecidedPair, ...]:
    """Return the decisions on pairs, in the file's order. Raises BrokenReference, also when they contradict each other."""
    decisions = tuple(_decision(row) for row in read_reference(FILE, COLUMNS, ("decision_id",)))
    for chain in contradictions(decisions):
        raise BrokenReference(f"reference/{FILE}: {told(chain)} contradict each other; correct one of them.")
    return decisions


def _decision(row: dict[str, str]) -> DecidedPair:
    where = f"reference/{FILE}, {row['decision_id']}"
    missing = [column for column in COLUMNS if not row[column]]
    if missing:
        raise BrokenReference(f"{where} lacks {', '.join(missing)}.")
    decision = DecidedPair(**{column: row[column] for column in COLUMNS})
    verdicts = code_list(VERDICTS).codes
    if decision.verdict not in verdicts:
        raise BrokenReference(f"{where}: '{decision.verdict}' is no verdict; it is one of {', '.join(verdicts)}.")
    try:
        date.fromisoformat(decision.decided_date)
    except ValueError:
        raise BrokenReference(f"{where}: '{decision.decided_date}' is no date; write it as 2016-03-31.") from None
    fault = fault_of_ids(*decision.reported_ids)
    if fault:
        raise BrokenReference(f"{where}: {fault}.")
    return decision


def names_report(reported_id: str) -> bool:
    """Whether an id can be that of a report: a country of the programme and an own reference."""
    return country_of(reported_id) in countries() and bool(reported_id.partition("-")[2])


def fault_of_ids(first: str, second: str) -> str:
    """Return why two ids are no pair that can be decided on, a sentence without its full stop; empty when they are one."""
    for one in (first, second):
        if not names_report(one):
            return f"'{one}' names no report; write country and own reference, as MAR-R042"
    if first == second:
        return f"{first} stands on both sides"
    if country_of(first) != country_of(second):
        return f"{first} and {second} are of two countries; only reports of one country are one initiative"
    return ""


# ── decisions that contradict each other ──


def contradictions(decisions: Sequence[DecidedPair]) -> list[tuple[DecidedPair, ...]]:
    """Return the decisions that cannot hold together: each that keeps two apart, behind those that make the same two one.

    Two decisions on one pair contradict each other when their verdicts differ, whatever these are.
    """
    verdicts: dict[str, DecidedPair] = {}
    found: list[tuple[DecidedPair, ...]] = []
    for one in decisions:
        first = verdicts.setdefault(one.pair_id, one)
        if first.verdict != one.verdict:
            found.append((first, one))
    twice = {one.pair_id for pair in found for one in pair}
    links = _links(decisions)
    for one in decisions:
        path = () if one.verdict == SAME or one.pair_id in twice else _path(links, *one.reported_ids)
        if path:
            found.append((*path, one))
    return found


def told(chain: Iterable[DecidedPair]) -> str:
    """Return decisions as people are told of them, such as `MAR-R1 = MAR-R2 (D1), MAR-R2 ≠ MAR-R3 (D2)`."""
    return ", ".join(f"{one.first_reported_id} {SIGNS[one.verdict]} {one.second_reported_id} ({one.decision_id})" for one in chain)


Links = dict[str, list[tuple[str, DecidedPair]]]  # report → reports that are the same, and what says so


def _links(decisions: Iterable[DecidedPair]) -> Links:
    links: Links = {}
    for one in decisions:
        if one.verdict == SAME:
            links.setdefault(one.first_reported_id, []).append((one.second_reported_id, one))
            links.setdefault(one.second_reported_id, []).append((one.first_reported_id, one))
    return links


def _path(links: Links, start: str, end: str) -> tuple[DecidedPair, ...]:
    """Return the fewest decisions by which two reports are one; none when they are not."""
    paths: dict[str, tuple[DecidedPair, ...]] = {start: ()}
    waiting = [start]
    for report in waiting:
        for other, decision in links.get(report, ()):
            if other not in paths:
                paths[other] = (*paths[report], decision)
                waiting.append(other)
    return paths.get(end, ())
