"""Writes docs/faults.md from what the proofs of a run found: only when all of them are there, in full number, and all passed."""

import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from statistics import median

import pytest

from schemas.reference_files import CHECKOUT
from tests.faults.record import STAGES, Fault, Proof, Record, every_fault

PAGE = CHECKOUT / "docs" / "faults.md"
HEAD = """# Faults

What happens when something breaks: each line below was tried by `make prove`, which wrote this page on {day} ({machine}).
{kills} kills in all; rows of deliveries lost: {lost}, doubled: {doubled}; invariants broken: {broken}.
From a kill to the next good build: {recovery}, with the tiny deliveries of the proofs; a refresh of real ones takes its own time.

What was checked after each: **I1** the build that readers see is whole, one build and no mixture, and opens. **I2** the next refresh gives
the same rows as if nothing had happened. **I3** every row received is accounted for, none lost, none twice. **I4** the failure shows:
exit code, one plain sentence, what to do. **I5** no process, lock, temporary file or place in a queue is left over. **I6** no personal
data in logs, previews or error texts.

## How often each fault was tried, by stage
"""


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the page at the end of a whole `make prove`; of a part of it, say where its rows are and what lacks."""
    config = session.config
    if hasattr(config, "workerinput"):
        return
    record = Record(config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]
    proofs = record.proofs()
    if not proofs:
        return
    writer = config.get_terminal_writer()
    lacking = missing(proofs)
    if lacking or exitstatus:
        few = ", ".join(lacking[:8]) + (" …" if len(lacking) > 8 else "")
        why = f"Not proved in full: {few}." if lacking else "Some tests failed."
        writer.line(f"\n{PAGE.name} is left as it is. {why} What was found is in {record.path}.")
        return
    PAGE.write_text(page(proofs, datetime.now(UTC), _machine()), encoding="utf-8")
    writer.line(f"\n{PAGE.relative_to(CHECKOUT)} is written anew.")


def missing(proofs: Iterable[Proof]) -> list[str]:
    """Return the faults of the list that were not tried as often as they must be."""
    counts: dict[tuple[str, str], int] = {}
    for one in proofs:
        counts[one.fault, one.stage] = counts.get((one.fault, one.stage), 0) + one.injections
    return [f"{one.fault} {one.stage}" for one in every_fault() if counts.get((one.fault, one.stage), 0) < one.least]


def page(proofs: list[Proof], made_at: datetime, machine: str) -> str:
    """Return the page."""
    seconds = [one for proof in proofs if proof.kills for one in proof.recovery_seconds]
    head = HEAD.format(
        day=f"{made_at:%Y-%m-%d}",
        machine=machine,
        kills=sum(one.kills for one in proofs),
        lost=sum(one.lost for one in proofs),
        doubled=sum(one.doubled for one in proofs),
        broken=sum(one.broken for one in proofs),
        recovery=_seconds(seconds),
    )
    faults = every_fault()
    return "\n".join([head, *_matrix(faults, proofs), "", "## What was done, and what came of it", "", *_details(faults, proofs), ""])


def _matrix(faults: list[Fault], proofs: list[Proof]) -> list[str]:
    names = list(dict.fromkeys(one.fault for one in faults))
    rows = [[name, *(str(_count(proofs, name, stage) or "") for stage in STAGES)] for name in names]
    return _table(["", *STAGES], [*rows, ["**all**", *(str(_count(proofs, "", stage) or "") for stage in STAGES)]])


def _count(proofs: list[Proof], fault: str, stage: str) -> int:
    return sum(one.injections for one in proofs if fault in ("", one.fault) and one.stage == stage)


def _details(faults: list[Fault], proofs: list[Proof]) -> list[str]:
    rows = []
    for fault in faults:
        own = [one for one in proofs if (one.fault, one.stage) == (fault.fault, fault.stage)]
        checked = sorted({name for one in own for name in one.invariants})
        seconds = [second for one in own for second in one.recovery_seconds]
        told = " ".join(dict.fromkeys(one.told for one in own if one.told))
        broken = sum(one.broken + one.lost + one.doubled for one in own)
        counts = [str(sum(one.injections for one in own)), str(sum(one.kills for one in own) or ""), " ".join(checked), str(broken)]
        rows.append([fault.fault, fault.stage, fault.injected, fault.expected, *counts, _seconds(seconds), told])
    head = ["", "stage", "fault", "what must hold", "tried", "kills", "checked", "broken", "recovery", "measured"]
    return _table(head, rows)


def _seconds(seconds: list[float]) -> str:
    return f"median {median(seconds):.1f} s, longest {max(seconds):.1f} s" if seconds else ""


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, Python {platform.python_version()}"
