"""The folder in which the tables of one run wait between its steps, and by which every process that works for the run knows it.

`run.json` says what the run goes by: code, reference files, deliveries, and the state in which the warehouse was when the run began.
`.lock` is held by the process of the run while it lasts; the system frees it when that dies. So any process, on any machine that shares the
folder, sees whether the run goes on. Personal data lie here: only the owner of the process may look in, and nothing outlives the run.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.settings import Settings
from schemas.errors import ProductError
from schemas.reference_files import CHECKOUT, reference_folder
from warehouse.audit import BUILD_RESTORED, BUILD_SHOWN, ERASED, Entry, read_audit
from warehouse.opening import open_warehouse

MARK, LOCK = "run.json", ".lock"
CODE = ("assets", "pipelines", "publications", "schemas", "steps", "warehouse")
NOT_READ = ("__pycache__", "builds", "current")
CHANGES = (BUILD_SHOWN, BUILD_RESTORED, ERASED)  # of what readers see; handing a copy on changes nothing
SETTING_OF = {
    "raw_folder": "JMDI_RAW",
    "warehouse": "JMDI_WAREHOUSE",
    "files_folder": "JMDI_FILES",
    "code": "code",
    "reference": "reference/",
}


class NoIntermediates(ProductError):
    """The folder for what waits between steps cannot be used."""


class RunEnded(ProductError):
    """The run for which a step was started has ended."""


class OtherSurroundings(ProductError):
    """A step was started where other code, reference files or deliveries are than the run goes by."""


class Overtaken(ProductError):
    """The warehouse was changed while the run went: its build would put an older state over a newer one."""


@contextmanager
def run_folder(chosen: Settings, run_id: str) -> Iterator[Path]:
    """Make the folder of a run and hold it while the run lasts; then take it away. Raises NoIntermediates.

    What runs left that were killed is taken away first.
    """
    folder = chosen.intermediates / run_id
    try:
        chosen.intermediates.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep_intermediates(chosen.intermediates)
        with _taking_turns(chosen.intermediates):
            folder.mkdir(mode=0o700)
            lock = (folder / LOCK).open("w")
            fcntl.flock(lock, fcntl.LOCK_EX)
        (folder / MARK).write_text(json.dumps(surroundings(chosen) | {"last_change": _last_change(chosen)}), encoding="utf-8")
    except OSError as fault:
        raise NoIntermediates(
            f"{chosen.intermediates}, where tables wait between steps, cannot be written to ({os.strerror(fault.errno or 0)}); "
            "mend that, or name another folder as JMDI_INTERMEDIATES."
        ) from None
    with lock:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)  # a step that still writes may hinder it; the next sweep takes the rest


def sweep_intermediates(intermediates: Path) -> int:
    """Take away what runs left that did not end by themselves, and return of how many. Runs that go on are left alone. Raises OSError."""
    if not intermediates.exists():
        return 0
    with _taking_turns(intermediates):
        left = [folder for folder in intermediates.iterdir() if folder.is_dir() and not goes_on(folder)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
    return len(left)


@contextmanager
def _taking_turns(intermediates: Path) -> Iterator[None]:
    with (intermediates / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def runs_going_on(intermediates: Path) -> list[Path]:
    """Return the folders of runs that go on."""
    return sorted(folder for folder in intermediates.iterdir() if goes_on(folder)) if intermediates.exists() else []


def goes_on(folder: Path) -> bool:
    """Return whether the run of a folder goes on: its process holds the lock."""
    try:
        with (folder / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def check_surroundings(chosen: Settings, run_id: str) -> None:
    """Hold this process to what the run goes by. Raises RunEnded, OtherSurroundings."""
    expected = _mark(chosen, run_id)
    others = [SETTING_OF[name] for name, told in surroundings(chosen).items() if told != expected.get(name)]
    if others:
        raise OtherSurroundings(
            f"This step was started where {' and '.join(others)} differ from what the run began with; every worker needs the same, and "
            "nothing of it may change while a run goes. Mend that, start the workers again, then refresh again."
        )


def check_may_show(chosen: Settings, run_id: str, build_id: str) -> None:
    """Refuse to show readers a build of a run that has ended, or one that began before the warehouse was last changed.

    To be used while `writing`. A build that this very run has shown already may be shown again. Raises RunEnded, Overtaken.
    """
    expected = _mark(chosen, run_id)
    if not goes_on(chosen.intermediates / run_id):
        raise RunEnded("The run has ended, so its build is not shown; refresh again.")
    changed = _last_entry(chosen)
    if changed and changed.entry_hash != expected["last_change"] and changed.build_id != build_id:
        what = "erased personal data" if changed.action == ERASED else "shown a build"
        raise Overtaken(f"Somebody has {what} since this refresh began, so its build would be older than what readers have; refresh again.")


def _mark(chosen: Settings, run_id: str) -> dict[str, str]:
    with suppress(OSError, ValueError):
        return dict(json.loads((chosen.intermediates / run_id / MARK).read_text(encoding="utf-8")))
    raise RunEnded(f"The run has ended, or this process does not share the folder {chosen.intermediates} (JMDI_INTERMEDIATES) with it.")


def surroundings(chosen: Settings) -> dict[str, str]:
    """Return what a run goes by: where it reads and writes, and marks of the code and the reference files."""
    return {
        "raw_folder": str(chosen.raw_folder),
        "warehouse": open_warehouse(chosen.warehouse, chosen.files_folder).name,  # without a password
        "files_folder": str(chosen.files_folder),
        "code": _fingerprint([CHECKOUT / room for room in CODE], ".py"),
        "reference": _fingerprint([reference_folder()]),
    }


def _fingerprint(folders: list[Path], ending: str = "") -> str:
    mark = hashlib.sha256()
    for folder in folders:
        for where, inner, names in os.walk(folder):
            inner[:] = sorted(name for name in inner if name not in NOT_READ)
            for name in sorted(names):
                if name.endswith(ending):
                    path = Path(where, name)
                    mark.update(f"{path.relative_to(folder)}\0".encode())
                    mark.update(hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()


def _last_change(chosen: Settings) -> str:
    last = _last_entry(chosen)
    return last.entry_hash if last else ""


def _last_entry(chosen: Settings) -> Entry | None:
    warehouse = open_warehouse(chosen.warehouse, chosen.files_folder)
    changes = [entry for entry in read_audit(warehouse.folder).entries if entry.action in CHANGES]
    return changes[-1] if changes else None
