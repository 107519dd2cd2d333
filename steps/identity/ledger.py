"""Gives every initiative an id that stays, and says where earlier ids lead.

Only the handing out of ids belongs here; what is one initiative is `cluster.py`. An id is the reported id of one of the initiative's
reports. The ledger numbers the reports in the order in which builds first saw them; of an initiative's reports, the one with the lowest
number bears its id. All else follows from this:

a. The same clusters and ledger give the same ids and the same ledger; run again on that ledger, nothing changes.
b. Order of rows, further rounds and corrected titles change no id.
c. A report that joins an initiative never changes its id: its number is higher, wherever it stands in the alphabet.
d. Of two initiatives that become one, the id that was handed out first stays, and the other leads to it.
e. Of an initiative that is split, the part with the report that bears the id keeps it. The other part takes that of its own earliest
   report, which then leads nowhere else any more.
f. Hence, what is put together and split again has its earlier ids back.
g. An id never comes to mean another initiative: whoever bears it is a report of it, or was until it vanished. When that report is no longer
   delivered but others of the initiative are, the earliest of them, its heir, keeps the id for them until the report is back.
h. A report that is gone stays in the ledger, and comes back under the same id. Where no report of an initiative is left, its ids lead to
   none: they are gone.

Where there is no ledger yet, and for reports new to it, the earliest round comes first, then the alphabet. A ledger that was made from
other deliveries has nothing to say about these ones: its reports are gone.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.rounds import round_order


class Ids(NamedTuple):
    """The frames clean_initiative_identities, core_identity_ledger and core_initiative_redirects."""

    identities: pd.DataFrame
    ledger: pd.DataFrame
    redirects: pd.DataFrame


class _Entry(NamedTuple):
    """One report that a build has seen: its number, the initiative it is or was at that time, who keeps its id while it is gone."""

    number: int
    initiative_id: str
    heir_id: str | None


def assign_ids(clusters: Mapping[str, str], ledger: pd.DataFrame, rounds: Mapping[str, str]) -> Ids:
    """Return the id of every report's initiative, the ledger to hand on, and the ids that lead elsewhere (see Ids).

    `clusters` maps each reported id to the key of its group, as `cluster` returns them. `ledger` is the core_identity_ledger of the build
    before, empty at first. `rounds` maps each reported id to the earliest round that has it.
    """
    entries = _with_new(_entries(ledger), clusters, rounds)
    heirs = _heirs(entries, clusters)
    identities = _identities(entries, clusters, heirs)
    entries = {
        report: _Entry(entry.number, identities.get(heirs.get(report, report), entry.initiative_id), heirs.get(report))
        for report, entry in entries.items()
    }
    return Ids(_identity_frame(identities), _ledger_frame(entries, identities), _redirect_frame(entries, identities))


def _entries(ledger: pd.DataFrame) -> dict[str, _Entry]:
    columns = ("reported_id", "entry_number", "initiative_id", "heir_id")
    return {
        report: _Entry(int(number), initiative, heir if isinstance(heir, str) else None)
        for report, number, initiative, heir in zip(*(ledger[column] for column in columns), strict=True)
    }


def _with_new(entries: dict[str, _Entry], clusters: Mapping[str, str], rounds: Mapping[str, str]) -> dict[str, _Entry]:
    """Return the entries with the reports that no build has seen numbered behind them."""
    orders = {name: round_order(name) for name in set(rounds.values())}
    new = sorted(clusters.keys() - entries.keys(), key=lambda report: (orders[rounds[report]], report))
    start = max((entry.number for entry in entries.values()), default=0) + 1
    return entries | {report: _Entry(number, report, None) for number, report in enumerate(new, start)}


def _heirs(entries: dict[str, _Entry], clusters: Mapping[str, str]) -> dict[str, str]:
    """Return, for each report that is gone and bore the id of an initiative of which others are left, the one that keeps its id."""
    followers: dict[str, list[tuple[int, str]]] = {}
    for report, entry in entries.items():
        if report in clusters and entry.initiative_id not in clusters:
            followers.setdefault(entry.initiative_id, []).append((entry.number, report))
    heirs = {}
    for report, entry in entries.items():
        if report in clusters:
            continue
        if entry.heir_id in clusters:
            heirs[report] = str(entry.heir_id)
        elif entry.initiative_id == report and report in followers:
            heirs[report] = min(followers[report])[1]
    return heirs


def _identities(entries: dict[str, _Entry], clusters: Mapping[str, str], heirs: dict[str, str]) -> dict[str, str]:
    """Return the id of each report's initiative: that of its earliest report, those that are gone and have an heir in it included."""
    bearers: dict[str, tuple[int, str]] = {}
    for report, member in [*((report, report) for report in clusters), *heirs.items()]:
        key, borne = clusters[member], (entries[report].number, report)
        bearers[key] = min(bearers.get(key, borne), borne)
    return {report: bearers[key][1] for report, key in clusters.items()}


def _leads_to(report: str, entries: dict[str, _Entry], identities: dict[str, str]) -> str | None:
    """Return the initiative that a report's id leads to today; None when no report of it is left."""
    passed: set[str] = set()
    while report not in identities:
        entry = entries.get(report)
        if entry is None or report in passed:
            return None
        passed.add(report)
        report = entry.heir_id or entry.initiative_id
    return identities[report]


def _identity_frame(identities: dict[str, str]) -> pd.DataFrame:
    reports = sorted(identities)
    frame = pd.DataFrame({"reported_id": reports, "initiative_id": [identities[report] for report in reports]})
    return shape(frame, table("clean_initiative_identities"))


def _ledger_frame(entries: dict[str, _Entry], identities: dict[str, str]) -> pd.DataFrame:
    reports = sorted(entries, key=lambda report: (entries[report].number, report))
    frame = pd.DataFrame({"reported_id": reports, "is_present": [report in identities for report in reports]})
    frame["country_code"] = _countries(reports)
    frame["initiative_id"] = [entries[report].initiative_id for report in reports]
    frame["entry_number"] = [entries[report].number for report in reports]
    frame["heir_id"] = [entries[report].heir_id for report in reports]
    return shape(frame, table("core_identity_ledger"))


def _redirect_frame(entries: dict[str, _Entry], identities: dict[str, str]) -> pd.DataFrame:
    old = sorted(entries.keys() - set(identities.values()))
    targets = [_leads_to(report, entries, identities) for report in old]
    frame = pd.DataFrame({"old_id": old, "country_code": _countries(old), "initiative_id": targets})
    frame["reason_code"] = ["gone" if target is None else "merged" for target in targets]
    return shape(frame, table("core_initiative_redirects"))


def _countries(reports: list[str]) -> list[str]:
    return [report.partition("-")[0] for report in reports]
