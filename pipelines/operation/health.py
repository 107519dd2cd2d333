"""Whether the product is kept running: up or not, beating or not, on schedule, what runs, what failed and why, room on the disk.

It is read from what Dagster stores and from what the system knows of processes. Nothing is started, made or changed by looking.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.scheduler.instigation import InstigatorStatus, InstigatorType
from dagster._utils.schedules import cron_string_iterator

from pipelines.operation import up_lock
from pipelines.operation.failures import failures_of
from pipelines.operation.home import dagster_instance, is_made, point_to_home
from pipelines.operation.runs import AT_WORK, last_refresh, records, stuck_runs
from pipelines.settings import Settings
from schemas.errors import ProductError
from warehouse.opening import open_warehouse

BEATING = ("SCHEDULER", "SENSOR", "QUEUED_RUN_COORDINATOR", "MONITORING")  # the parts of the daemon that a night needs
FRESH_SECONDS = 180.0  # a beat comes every 30
SCHEDULE = "nightly"


class HealthUnknown(ProductError):
    """Dagster's state cannot be read, so that nothing is known of it."""


@dataclass(frozen=True)
class RunTold:
    """A run: when it began and ended (UTC), its state in Dagster's words, and why it failed, in sentences without personal data."""

    run_id: str
    job_name: str
    status: str
    began_at: datetime | None
    ended_at: datetime | None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Health:
    """How it goes. Times are UTC.

    `daemon_beat_at` is the oldest of the last beats of the daemon's parts; `is_beating` whether it is fresh. `is_schedule_on` is None when
    Dagster's state was never made. `next_refresh_at` is None when nobody would start it. `last_failure` is None when a success came later.
    `stuck` are runs whose process is gone, `queued` wait for the daemon, `free_bytes` is the least of the folders written to.
    """

    is_up: bool
    is_beating: bool
    daemon_beat_at: datetime | None
    is_schedule_on: bool | None
    next_refresh_at: datetime | None
    last_success: RunTold | None
    last_failure: RunTold | None
    running: tuple[RunTold, ...]
    queued: tuple[RunTold, ...]
    stuck: tuple[RunTold, ...]
    free_bytes: int
    is_disk_low: bool

    @property
    def is_half_dead(self) -> bool:
        """Whether it should work and does not: up, with a daemon that does not beat."""
        return self.is_up and not self.is_beating

    def as_dict(self) -> dict[str, Any]:
        """Return it for a monitor, with times as text."""
        return {name: _plain(value) for name, value in asdict(self).items()} | {"is_half_dead": self.is_half_dead}


def read_health(settings: Settings) -> Health:
    """Return how it goes. Raises HealthUnknown when Dagster's state is there and cannot be read."""
    home = settings.state_folder
    free = free_bytes(settings)
    told = Health(False, False, None, None, None, None, None, (), (), (), free, free < settings.min_free_mb * 2**20)
    with reading(settings) as instance:
        return _with_runs(told, settings, instance, up_lock.is_held(home)) if instance else told


def is_there(home: Path) -> bool:
    """Whether Dagster's state was ever made. Raises HealthUnknown when this account may not look."""
    try:
        return is_made(home)
    except PermissionError:
        raise HealthUnknown(f"{home}, where Dagster keeps its state, is closed to this account; look as its owner.") from None


@contextmanager
def reading(settings: Settings) -> Iterator[dg.DagsterInstance | None]:
    """Yield Dagster's instance of the settings, or None when it was never made. Raises HealthUnknown when it cannot be read."""
    home = settings.state_folder
    if not is_there(home):
        yield None
        return
    try:
        point_to_home(settings)
        with dagster_instance() as instance:
            yield instance
    except ProductError:
        raise
    except Exception as fault:  # of Dagster, of a database, of a file: whatever it is, nothing is known
        raise HealthUnknown(f"{home}, where Dagster keeps its state, cannot be read ({type(fault).__name__}).") from None


def free_bytes(settings: Settings) -> int:
    """Return the least room left in the folders that are written to: Dagster's state, builds, and files for a moment."""
    return min(shutil.disk_usage(_nearest(folder)).free for folder in _written_to(settings))


def _written_to(settings: Settings) -> tuple[Path, ...]:
    return (settings.state_folder, open_warehouse(settings.warehouse, settings.files_folder).folder, Path(tempfile.gettempdir()))


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if os.path.isdir(path))  # noqa: PTH112  (one closed to us is no error here)


def _with_runs(told: Health, settings: Settings, instance: dg.DagsterInstance, is_held: bool) -> Health:
    beat = _beat(instance)
    is_fresh = beat is not None and time.time() - beat.timestamp() < FRESH_SECONDS
    # Where Dagster's state is a database, the daemon may run elsewhere, started by others; then its beats alone tell.
    is_up = is_held or (bool(settings.dagster_storage) and is_fresh)
    is_on = _is_schedule_on(instance)
    stuck = stuck_runs(instance, is_held, str(up_lock.socket_of_code(settings.state_folder)))
    gone = {record.dagster_run.run_id for record in stuck}
    at_work = [record for record in records(instance, *AT_WORK) if record.dagster_run.run_id not in gone]
    success, failure = (last_refresh(instance, status) for status in (dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE))
    if success and failure and _ended(success) > _ended(failure):
        failure = None
    return replace(
        told,
        is_up=is_up,
        is_beating=is_up and is_fresh,
        daemon_beat_at=beat,
        is_schedule_on=is_on,
        next_refresh_at=_next_refresh(settings) if is_up and is_on else None,
        last_success=tell(instance, success) if success else None,
        last_failure=tell(instance, failure) if failure else None,
        running=tuple(tell(instance, record) for record in at_work),
        queued=tuple(tell(instance, record) for record in records(instance, dg.DagsterRunStatus.QUEUED)),
        stuck=tuple(tell(instance, record) for record in stuck),
    )


def _beat(instance: dg.DagsterInstance) -> datetime | None:
    beats = instance.get_daemon_heartbeats()
    known = [beats[part].timestamp for part in BEATING if part in beats]
    return datetime.fromtimestamp(min(known), UTC) if known else None


def _is_schedule_on(instance: dg.DagsterInstance) -> bool:
    """Whether the nightly schedule is on: it is by default, until somebody turns it off in Dagster's pages."""
    states = [
        state for state in instance.all_instigator_state(instigator_type=InstigatorType.SCHEDULE) if state.instigator_name == SCHEDULE
    ]
    return all(state.status != InstigatorStatus.STOPPED for state in states)


def _next_refresh(settings: Settings) -> datetime | None:
    """Return when the schedule fires next, in UTC; None when its words mean nothing, which `jmdi up` refuses."""
    try:
        moments = cron_string_iterator(time.time(), settings.schedule, settings.time_zone)
        return next(moments).astimezone(UTC)
    except Exception:
        return None


def _ended(record: dg.RunRecord) -> float:
    return record.end_time or record.update_timestamp.timestamp()


def tell(instance: dg.DagsterInstance, record: dg.RunRecord) -> RunTold:
    """Return what is told of a run, with the reasons when it failed."""
    run = record.dagster_run
    began = record.start_time or record.create_timestamp.timestamp()
    ended = datetime.fromtimestamp(_ended(record), UTC) if run.is_finished else None
    why = failures_of(instance, run.run_id) if run.is_finished and not run.is_success else ()
    return RunTold(run.run_id, run.job_name, run.status.value, datetime.fromtimestamp(began, UTC), ended, why)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
