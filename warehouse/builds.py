"""Builds in the warehouse folder: made beside, checked, then shown in one step; kept for a while; one writer at a time.

`current` is a link to the build that readers see. It is replaced atomically, so that a reader sees the old build or the new one and
never a mixture, and whoever has the old one open keeps it.
"""

import errno
import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import ProductError
from schemas.failpoints import failpoint
from warehouse.audit import BUILD_SHOWN, record
from warehouse.disk import sync
from warehouse.manifest import ABOUT, file_hash

if TYPE_CHECKING:
    from warehouse.postgresql.database import Database

GEOPACKAGE = "mapping.gpkg"
CORRECTIONS = "corrections"
DRAFTS = "drafts"
CHANGES = "changes.html"
UNFINISHED = ".unfinished-"
TIME_OF_NAME = "%Y%m%dT%H%M%SZ"
POLL_SECONDS = 0.5
AT_ONCE = 16  # files whose writing is waited for together
OTHER_FOLDER = "mend that, or name another folder with --warehouse or JMDI_WAREHOUSE, with a database JMDI_FILES"
DISK_FAULTS = (
    errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EFBIG, errno.EIO, errno.EMFILE, errno.ENFILE,
)  # fmt: skip
DATABASE_FAULTS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
HELD_BY_OTHERS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class WarehouseBusy(ProductError):
    """Another refresh is writing."""


class NoWarehouse(ProductError):
    """The folder cannot be a warehouse, or has no build yet."""


class LostCurrent(ProductError):
    """Builds are kept, and `current` leads to none of them: to go on as if there were none would give all initiatives other ids."""


class Warehouse:
    """A folder of builds, and beside it the database that shows the same builds, where there is one.

    `wait_seconds` is how long a writer waits for another one to finish before it gives up. `check_before_showing` is given the id of a new
    build before it is shown, and raises ProductError when it must not be.
    """

    def __init__(self, folder: str | Path, wait_seconds: float = 600.0, database: "Database | None" = None) -> None:
        self.folder = Path(folder)
        self.wait_seconds = wait_seconds
        self.database = database
        self.check_before_showing: Callable[[str], None] = lambda _: None

    @property
    def name(self) -> str:
        """Where it is, as it may be shown: the address of the database without a password, or the folder."""
        return self.database.name if self.database else str(self.folder)

    @property
    def current(self) -> Path:
        """The build that readers see. Raises NoWarehouse when there is none yet, LostCurrent when it is none of those kept."""
        link = self.folder / "current"
        if (link / ABOUT).exists():
            return link.resolve()
        if not self.database and any((self.folder / "builds").glob("[!.]*/")):  # what a database shows, it says itself
            raise LostCurrent(f"{link} leads to no build, though some are kept; `jmdi restore` shows readers the last whole one.")
        raise NoWarehouse(f"{self.folder} has no build yet; run `jmdi refresh`.")

    def builds(self) -> list[Path]:
        """Return the finished builds, the oldest first."""
        return sorted(path.parent for path in (self.folder / "builds").glob(f"[!.]*/{ABOUT}"))

    def kept(self) -> list[Path]:
        """Return the builds that readers may be shown again, the oldest first: those that the database keeps too, where there is one.

        It lacks those from before it, and one whose writer died before readers were shown it.
        """
        if not self.database:
            return self.builds()
        there = {build.build_id for build in self.database.builds()}
        return [build for build in self.builds() if build.name in there]

    def next_id(self, now: datetime, mark: str) -> str:
        """Return the name of a build that begins now: one after those of all builds, also where the clock was put back since.

        So the order of names stays the order in which builds were made: which are kept and which one `restore` finds depends on it.
        """
        names = [build.name for build in self.builds()] + [build.build_id for build in (self.database.builds() if self.database else [])]
        times = [time for time in map(_time_of_name, names) if time]
        return build_id(max([now, *(time + timedelta(seconds=1) for time in times)]), mark)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the one writer; the system frees it when its holder dies. Raises WarehouseBusy."""
        try:
            (self.folder / "builds").mkdir(parents=True, exist_ok=True)
            lock = (self.folder / ".lock").open("w")
        except OSError as fault:
            raise NoWarehouse(f"{self.folder} cannot be written to ({os.strerror(fault.errno or 0)}); {OTHER_FOLDER}.") from None
        with lock:
            self._wait_for(lock.fileno())
            self._clear_leftovers()
            with self.database.writing() if self.database else nullcontext():
                self._follow_database()
                yield

    def _follow_database(self) -> None:
        """Show the files of the build that the database shows: a writer that died between the two left them apart."""
        shown = {build.build_id for build in self.database.builds() if build.is_current} if self.database else set()
        for build in self.builds():
            if build.name in shown and build != (self.folder / "current").resolve():
                self._link(build)

    def _wait_for(self, lock: int) -> None:
        end = time.monotonic() + self.wait_seconds
        while True:
            try:
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise WarehouseBusy(f"Another refresh is writing to {self.folder}; wait until it ends, then refresh again.") from None
                time.sleep(POLL_SECONDS)

    def is_being_written(self) -> bool:
        """Whether a writer holds the lock now."""
        try:
            with (self.folder / ".lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def leftovers(self) -> list[Path]:
        """Return what only a writer that died leaves behind, when none is at work: builds half made, a switch half done."""
        switch = self.folder / ".current-next"
        return [*(self.folder / "builds").glob(f"{UNFINISHED}*"), *([switch] if switch.is_symlink() else [])]

    def _clear_leftovers(self) -> None:
        # Whoever is here holds the lock.
        for leftover in self.leftovers():
            leftover.unlink() if leftover.is_symlink() else shutil.rmtree(leftover)

    @contextmanager
    def new_build(self, build_id: str) -> Iterator[Path]:
        """Make a build: yield its folder to fill, then show it to readers. If anything fails, readers keep what they have.

        To be used while `writing`. Raises ProductError when the disk is full or closed.
        """
        unfinished, finished = (self.folder / "builds" / name for name in (f"{UNFINISHED}{build_id}", build_id))
        try:
            unfinished.mkdir()
            failpoint("load.begin")
            yield unfinished
            failpoint("load.end")
            self._show(unfinished, finished)
        except BaseException as fault:
            cause = disk_fault(fault)
            free = shutil.disk_usage(self.folder).free / 2**20 if cause else 0.0  # before the half-written build is taken away
            shutil.rmtree(unfinished, ignore_errors=True)
            if not self._may_be_shown(finished):
                shutil.rmtree(finished, ignore_errors=True)  # whole, but readers could not be shown it
            if cause:
                raise NoWarehouse(
                    f"{self.folder} cannot be written to ({cause}, {free:.0f} MB free); make room or mend that, then refresh again."
                ) from None
            raise

    def _show(self, unfinished: Path, finished: Path) -> None:
        self.check_before_showing(finished.name)
        if finished == (self.folder / "current").resolve():
            shutil.rmtree(unfinished)  # made twice, since its first maker was thought dead: readers have it already
            return
        shutil.rmtree(finished, ignore_errors=True)  # its first maker died between making and showing it
        _sync_all(unfinished)
        failpoint("switch.synced")
        # Before the switch: what the audit does not know of is shown to nobody.
        record(self.folder, BUILD_SHOWN, finished.name, {"build_json_hash": file_hash(unfinished / ABOUT)})
        failpoint("switch.recorded")
        unfinished.rename(finished)
        failpoint("switch.renamed")
        sync(finished.parent)
        self.switch_to(finished)

    def switch_to(self, build: Path) -> None:
        """Make a finished build the one that readers see, in one step. To be used while `writing`.

        The database comes first: when it cannot be switched, nothing is.
        """
        if self.database:
            self.database.show(build.name)
            failpoint("switch.database_shown")
        self._link(build)

    def _link(self, build: Path) -> None:
        link = self.folder / ".current-next"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("builds") / build.name)
        try:
            failpoint("switch.link_made")
            os.replace(link, self.folder / "current")
        except OSError:
            link.unlink(missing_ok=True)
            raise
        failpoint("switch.linked")
        with suppress(OSError):  # it is shown: to say now that nothing was would be wrong
            sync(self.folder)

    def _may_be_shown(self, build: Path) -> bool:
        """Whether readers see a build, those of the files or of the database, or may see it: a connection may be lost before the answer."""
        if build == (self.folder / "current").resolve():
            return True
        try:
            return self.database is not None and self.database.current.build_id == build.name
        except NoWarehouse:
            return False
        except ProductError:
            return True

    def keep_last(self, count: int) -> None:
        """Delete all but the last builds; the current one always stays. To be used while `writing`.

        What cannot be deleted now stays for the next writer: the new build is shown already, and that is what matters.
        """
        for build in self.builds()[:-count]:
            if build != self.current:
                with suppress(OSError):
                    # Renamed first: if this process dies half-way, the next writer clears the rest, personal data included.
                    doomed = build.rename(build.with_name(f"{UNFINISHED}{build.name}"))
                    failpoint("prune.renamed")
                    shutil.rmtree(doomed)
                    failpoint("prune.removed")
        if self.database:
            with suppress(ProductError):
                self.database.keep_last(count)


def disk_fault(fault: BaseException) -> str | None:
    """Return what is wrong with the disk, in the system's words; None when the fault is another one."""
    if isinstance(fault, OSError):
        return os.strerror(fault.errno) if fault.errno in DISK_FAULTS else None
    inner = getattr(fault, "orig", fault)  # SQLAlchemy wraps the driver's error
    # The low byte is the kind of fault, the others say more about it.
    kind = getattr(inner, "sqlite_errorcode", 0) & 0xFF if isinstance(inner, sqlite3.Error) else None
    if kind in HELD_BY_OTHERS:
        return f"another program holds a file there: {inner}"
    return str(inner) if kind in DATABASE_FAULTS else None


def _sync_all(folder: Path) -> None:
    """Make sure that a build is on the disk before it is shown. Waiting for many files at once takes an eighth of the time."""
    paths = [*folder.rglob("*"), folder]
    with ThreadPoolExecutor(AT_ONCE) as waiting:
        list(waiting.map(_sync_each, (paths[place::AT_ONCE] for place in range(AT_ONCE))))  # a list, so that a fault is raised here


def _sync_each(paths: list[Path]) -> None:
    for path in paths:
        sync(path)


def build_id(now: datetime, mark: str) -> str:
    """Return the name of a build: the time in UTC and a mark that tells builds of one second apart, as 20261124T020000Z-1a2b3c4d."""
    return f"{now.strftime(TIME_OF_NAME)}-{mark}"


def _time_of_name(name: str) -> datetime | None:
    """Return the time that the name of a build says; None when it says none."""
    try:
        return datetime.strptime(name.partition("-")[0], TIME_OF_NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder of a build, by their path below it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        failpoint("load.file")
