"""Dagster's home: the folder in which all of its state lives, with this product's settings of it."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import dagster as dg
import yaml

from pipelines.settings import Settings, WrongSetting, settings
from schemas.errors import ProductError
from schemas.reference_files import CHECKOUT
from warehouse.builds import disk_fault
from warehouse.opening import check_can_hold_tables

DAGSTERS_DRIVER = "psycopg2"  # Dagster's own SQL is meant for this driver of PostgreSQL


class StateClosed(ProductError):
    """Dagster's state cannot be written."""


@contextmanager
def writing_state() -> Iterator[None]:
    """Run what writes Dagster's state. Raises StateClosed when it cannot be: Dagster would show its own code."""
    try:
        yield
    except ProductError:
        raise
    except Exception as fault:
        faults = list(_chain(fault))
        if any(_is_of_server(one) for one in faults):
            raise StateClosed(
                "The database that JMDI_DAGSTER_STORAGE names, where Dagster keeps its state, was lost or refuses to work; "
                "look whether its server is up and has room, then try again."
            ) from None
        cause = next(filter(None, map(disk_fault, faults)), None)
        if cause is None:
            raise
        state = settings().state_folder
        free = shutil.disk_usage(state).free / 2**20
        raise StateClosed(
            f"{state}, where Dagster keeps its state, cannot be written to ({cause}, {free:.0f} MB free); "
            "make room, or name another folder as JMDI_STATE, then try again."
        ) from None


def _is_of_server(fault: BaseException) -> bool:
    """Whether Dagster's driver of PostgreSQL raised it, or Dagster gave up on it after some tries."""
    return type(fault).__module__.startswith(DAGSTERS_DRIVER) or type(fault).__name__ == "DagsterPostgresException"


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    while fault:
        yield fault
        fault = fault.__cause__ or fault.__context__


@writing_state()
def prepare_home() -> None:
    """Make Dagster's home, put dagster.yaml there, and point Dagster to it. Only its owner may look into it.

    Runs and events are kept there, or in a database where JMDI_DAGSTER_STORAGE names one. Raises WrongSetting, StateClosed, and another
    ProductError when that database cannot be reached, or its user may make no tables there.
    """
    chosen = settings()
    home = chosen.state_folder
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home.stat().st_uid == os.getuid():
            home.chmod(0o700)  # one that was there may be open to others
    except OSError as fault:
        raise WrongSetting(f"JMDI_STATE is {home}, which cannot be made ({os.strerror(fault.errno or 0)}).") from None
    point_to_home(chosen)
    # Two first starts at once would both make Dagster's tables, and one of them would fail.
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _put_settings(home, chosen.dagster_storage)
        with dg.DagsterInstance.get() as instance:
            instance.get_run_records(limit=1)


_HELD: ContextVar[dg.DagsterInstance | None] = ContextVar("_HELD", default=None)


@contextmanager
def dagster_instance() -> Iterator[dg.DagsterInstance]:
    """Yield Dagster's instance of its home; within a block that has one, that one: each looks through all versions of three databases."""
    if held := _HELD.get():
        yield held
        return
    with dg.DagsterInstance.get() as instance:
        token = _HELD.set(instance)
        try:
            yield instance
        finally:
            _HELD.reset(token)


def is_made(home: Path) -> bool:
    """Whether the home was made. Raises PermissionError when this account may not look into it."""
    try:
        (home / "dagster.yaml").stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def point_to_home(chosen: Settings) -> None:
    """Point Dagster, in this process and those that it starts, to the home and the database of the settings. Makes nothing."""
    os.environ["DAGSTER_HOME"] = str(chosen.state_folder)
    # dagster.yaml only keeps events from being noted: daemon and pages send whatever lies in `logs` of the home, all the same.
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    if chosen.dagster_storage:
        # The address stays in the environment: it may hold a password, which no file shall have.
        os.environ["JMDI_DAGSTER_STORAGE"] = f"postgresql+{DAGSTERS_DRIVER}://{_plain(chosen.dagster_storage).partition('://')[2]}"


def _put_settings(home: Path, database: str) -> None:
    """Put dagster.yaml into the home, in one step: another process may read it at any moment, and half of it would be other settings.

    Raises WrongAddress, DatabaseFailed for a database that Dagster is to keep its state in: itself, it would try for long, and say little.
    """
    written = (CHECKOUT / "dagster.yaml").read_text(encoding="utf-8")
    if database:
        check_can_hold_tables(_plain(database))
        told = yaml.safe_load(written) | {"storage": {"postgres": {"postgres_url": {"env": "JMDI_DAGSTER_STORAGE"}}}}
        written = yaml.safe_dump(told)
    beside = home / ".dagster.yaml"
    beside.write_text(written, encoding="utf-8")
    beside.replace(home / "dagster.yaml")


def _plain(address: str) -> str:
    """Return the address without the name of the driver."""
    return address.replace(f"+{DAGSTERS_DRIVER}://", "://", 1)
