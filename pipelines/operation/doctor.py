"""Looks for what keeps the product from running or readers from reading, says it, and mends what can be mended without a doubt.

Each examination yields what it found. What a person has to decide is left, with what to do.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from pipelines.alerts.outbox import read_outbox
from pipelines.alerts.recipients import WrongAlerts, read_alerts
from pipelines.operation import up_lock
from pipelines.operation.health import HealthUnknown, is_there, read_health, reading
from pipelines.operation.look import STATUS_FILE, clear_stuck, read_or_told
from pipelines.operation.processes import end, serving_by_hand, started_for
from pipelines.operation.runs import let_go
from pipelines.settings import Settings
from warehouse.audit import AUDIT, AuditUnwritable, read_audit
from warehouse.builds import Warehouse
from warehouse.opening import open_warehouse

PATIENCE_SECONDS = 5.0
SPARE_RUNS = 20  # beyond those that are kept: old ones are let go once an hour
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Trouble:
    """Something that is not well: what, in a sentence; how it is mended, and what was done then; or what a person has to do."""

    what: str
    mend: Callable[[], object] | None = None
    mended: str = ""
    to_do: str = ""


def examine(settings: Settings) -> list[Trouble]:
    """Return what is not well. Raises HealthUnknown when Dagster's state cannot be looked into."""
    return [
        *_state_folder(settings.state_folder),
        *_processes(settings),
        *_runs(settings),
        *_builds(open_warehouse(settings.warehouse, settings.files_folder)),
        *_readers(settings),
        *_permissions(settings),
        *_messages(settings.state_folder),
        *_recipients(settings.alerts),
    ]


def _processes(settings: Settings) -> Iterator[Trouble]:
    home = settings.state_folder
    left = [] if up_lock.is_held(home) else started_for(home)
    if left:
        yield Trouble(
            f"{len(left)} processes are left of a `jmdi up` that was killed (the first is {left[0].pid}).",
            lambda: end(left, PATIENCE_SECONDS),
            "They have ended.",
        )
    for one in serving_by_hand(home):
        yield Trouble(
            f"Process {one.pid} is a daemon of Dagster for {home} that was started without `jmdi up`: beside another it starts runs twice.",
            to_do=f"End it (`kill {one.pid}`), and use `jmdi up` alone.",
        )


def _state_folder(home: Path) -> Iterator[Trouble]:
    if not is_there(home):
        return
    owner = home.stat().st_uid
    if owner != os.getuid():
        raise HealthUnknown(f"{home} belongs to the account with number {owner}; look as that account, as with `sudo -u`.")
    if stat.S_IMODE(home.stat().st_mode) & 0o077:
        yield Trouble(f"{home}, Dagster's state, is open to other accounts.", lambda: home.chmod(0o700), "It is closed to them.")


def _runs(settings: Settings) -> Iterator[Trouble]:
    health = read_health(settings)
    if health.stuck:
        ids = ", ".join(run.run_id for run in health.stuck)
        yield Trouble(
            f"{len(health.stuck)} runs are stuck, since their processes are gone: {ids}.",
            lambda: clear_stuck(settings, up_lock.is_held(settings.state_folder)),
            "They have ended as failed, and block no other.",
        )
    if health.is_half_dead:
        yield Trouble("Dagster is up, but its daemon does not beat.", to_do="Wait five minutes; then `jmdi down`, and `jmdi up` again.")
    if health.is_schedule_on is False:
        yield Trouble("The nightly schedule is off.", to_do="Turn it on in Dagster's pages, under Automation.")
    if health.is_disk_low:
        yield Trouble(
            f"Only {health.free_bytes / 2**20:,.0f} MB are free where builds and state are written.",
            to_do="Make room, or keep fewer builds (JMDI_KEEP_BUILDS).",
        )
    yield from _too_many_runs(settings)


def _too_many_runs(settings: Settings) -> Iterator[Trouble]:
    with reading(settings) as instance:
        count = instance.get_runs_count() if instance else 0
    if count > settings.keep_runs + SPARE_RUNS:
        yield Trouble(f"Dagster keeps {count} runs, {settings.keep_runs} are wanted.", lambda: _let_go(settings), "The oldest are gone.")


def _let_go(settings: Settings) -> None:
    with reading(settings) as instance:
        if isinstance(instance, dg.DagsterInstance):
            let_go(instance, settings.keep_runs, settings.state_folder)


def _builds(warehouse: Warehouse) -> Iterator[Trouble]:
    left = [] if warehouse.is_being_written() else warehouse.leftovers()
    left += [path for path in warehouse.folder.glob(f".{STATUS_FILE}-*") if _is_old(path)]
    if left:
        yield Trouble(
            f"{len(left)} files or folders are left of a refresh that was killed (the first is {left[0]}).",
            lambda: _clear(warehouse, left),
            "They are gone.",
        )
    try:
        faults = read_audit(warehouse.folder).faults
    except AuditUnwritable as fault:
        faults = (str(fault),)
    for sentence in faults:
        torn = "is torn" in sentence
        yield Trouble(
            f"The audit: {sentence}",
            to_do="Nothing is to be done." if torn else "Compare it with a backup; `jmdi audit --verify` says more.",
        )


def _clear(warehouse: Warehouse, left: list[Path]) -> None:
    """Take away what is left, as any writer does first; the database is not needed for it."""
    with Warehouse(warehouse.folder, wait_seconds=0).writing():
        pass
    for path in left:
        path.unlink(missing_ok=True) if path.is_symlink() or path.is_file() else None


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return datetime.now(UTC).timestamp() - path.stat().st_mtime > CLOCK_TOLERANCE.total_seconds()
    return False


def _readers(settings: Settings) -> Iterator[Trouble]:
    found, fault = read_or_told(settings, max_age_hours=float("inf"))
    if fault:
        yield Trouble(fault, to_do="Do as it says, then ask `jmdi status` again.")
    if found and found.damage_text:
        yield Trouble(found.damage_text, to_do="Refresh, or go back to the last whole build.")
    if found and found.files_build:
        yield Trouble(f"The files are of another build than the database, {found.files_build}.", to_do="Refresh.")
    if found and datetime.fromisoformat(found.made_at) > datetime.now(UTC) + CLOCK_TOLERANCE:
        yield Trouble(
            f"The current build says that it was made at {found.made_at}, which is to come.",
            to_do="Set the clock of this machine right; a build made by a wrong clock is shown last until then.",
        )


def _permissions(settings: Settings) -> Iterator[Trouble]:
    warehouse = open_warehouse(settings.warehouse, settings.files_folder)
    closed = [*warehouse.folder.glob("builds/*/restricted"), *warehouse.folder.glob("builds/*/restricted/*"), warehouse.folder / AUDIT]
    is_open = [path for path in closed if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if is_open:
        yield Trouble(
            f"{is_open[0]} holds what is closed to others, and is open to them"
            + (f", with {len(is_open) - 1} more." if is_open[1:] else "."),
            lambda: _close(is_open),
            "It is closed to them; who read it meanwhile is not known.",
        )


def _close(paths: list[Path]) -> None:
    for path in paths:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & 0o700)


def _messages(home: Path) -> Iterator[Trouble]:
    count = read_outbox(home).undelivered
    if count:
        yield Trouble(
            f"{count} of the messages that tell people of troubles and findings could not be delivered.",
            to_do="`jmdi alert --test` says what each server answers, `jmdi alert --retry` sends them.",
        )


def _recipients(file: Path | None) -> Iterator[Trouble]:
    """Yield why nobody would be told of troubles though somebody should be."""
    try:
        is_open = file is not None and read_alerts(file).is_open_to_others
    except WrongAlerts as fault:
        yield Trouble(f"Nobody is told of troubles. {fault}", to_do="Mend the file; `jmdi alert --test` tries it.")
        return
    if is_open and file:
        yield Trouble(
            f"{file}, which holds addresses, is open to other accounts.",
            lambda: file.chmod(stat.S_IMODE(file.stat().st_mode) & ~0o007),
            "It is closed to them.",
        )
