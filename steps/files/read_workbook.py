"""Reads a delivery into sheets, rows and cells with their true places, or says why not. No file makes it fail."""

import gc
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from schemas.errors import ProductError
from schemas.reference_files import CHECKOUT
from steps.files.guard import Accepted, guard_delivery
from steps.files.limits import MAX_FILE_BYTES, Refusal, cell_name, column_letter
from steps.files.transfer import EXIT_DAMAGED, EXIT_TOO_MUCH, MEMORY_BYTES, Cell, Row, Sheet, Span, Workbook, receive_sheets

__all__ = ["Cell", "Row", "Sheet", "Span", "Workbook", "cell_name", "column_letter", "read_content", "read_delivery", "read_workbook"]

SECONDS = 60.0  # the largest workbook that the guard lets through takes a fraction of it
OWN_LIMITS = (signal.SIGXCPU, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE)  # how a file ends its reader


class ReaderFailed(ProductError):
    """A delivery cannot be read for want of memory, disk or processes: it may be a good one, so the build stops and nobody is blamed."""


def read_workbook(path: Path, seconds: float = SECONDS) -> Workbook | Refusal:
    """Return what a file holds, or why it is refused; never raises for anything a file may hold.

    Raises OSError when the file cannot be opened, ReaderFailed when this machine cannot read it now.
    """
    content = read_delivery(path)
    return content if isinstance(content, Refusal) else read_content(path.name, content, seconds)


def read_delivery(path: Path) -> bytes | Refusal:
    """Return the bytes of a file, at most one more than is allowed, or why they are not to be had. Raises OSError.

    All that follows looks at these bytes, so that nobody can change the file between the guard and the reader.
    """
    if path.is_symlink():
        return Refusal("file-link")
    if path.is_dir():
        list(path.iterdir())  # raises what keeps us from looking into it
    if not path.is_file():
        return Refusal("file-unreadable", "no plain file")
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(MAX_FILE_BYTES + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        return Refusal("file-changing")
    if after.st_size > MAX_FILE_BYTES:
        return Refusal("file-too-large", f"{after.st_size / 2**20:.0f} MB")
    return content


def read_content(name: str, content: bytes, seconds: float = SECONDS) -> Workbook | Refusal:
    """Return what a file of that name and content holds, or why it is refused (see `read_workbook`). Raises ReaderFailed."""
    accepted = guard_delivery(name, content)
    if isinstance(accepted, Refusal):
        return accepted
    # A name that is not UTF-8 (from an old archive) shows its bytes: it may become that of a sheet.
    stem = PurePath(name).stem.encode("utf-8", "backslashreplace").decode()
    try:
        read = _read_in_child(accepted, stem, content, seconds)
    except OSError as fault:
        place, cause = tempfile.gettempdir(), os.strerror(fault.errno or 0)
        raise ReaderFailed(
            f"The reader of workbooks cannot work ({cause}; {place}, its folder for temporary files, has "
            f"{shutil.disk_usage(place).free / 2**20:.0f} MB free); mend that, or name another folder as TMPDIR, then try again."
        ) from None
    if isinstance(read, Refusal):
        return read
    if len({sheet.name for sheet in read.sheets}) < len(read.sheets):
        return Refusal("file-damaged")  # Excel allows no two sheets of one name: a place in one would be a place in both
    if not any(sheet.rows for sheet in read.sheets):
        return Refusal("file-empty")
    return Workbook(read.sheets, tuple(dict.fromkeys(accepted.notes + read.notes)))


def _read_in_child(accepted: Accepted, stem: str, content: bytes, seconds: float) -> Workbook | Refusal:
    command = [sys.executable, "-m", "steps.files.sheet_reader", accepted.kind, stem]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said, _without_collection():
        given.write(content)
        given.seek(0)
        # The child starts in the checkout, so that it finds this package from wherever the parent was started.
        with subprocess.Popen(command, cwd=CHECKOUT, stdin=given, stdout=subprocess.PIPE, stderr=said) as child:  # noqa: S603  (our own program)
            is_late = threading.Event()

            def end_it() -> None:
                is_late.set()
                child.kill()

            alarm = threading.Timer(seconds, end_it)
            alarm.start()
            try:
                read = receive_sheets(child.stdout or ())
            except BaseException:
                child.kill()
                raise
            finally:
                alarm.cancel()
        if is_late.is_set():
            return Refusal("file-unsafe", f"reading took more than {seconds:g} seconds")
        said.seek(0)
        return _outcome(read, child.returncode, said.read().decode(errors="replace"))


def _outcome(read: Workbook | Refusal | None, exit_code: int, said: str) -> Workbook | Refusal:
    if read is not None and exit_code == 0:
        return read
    if exit_code == EXIT_DAMAGED:
        return Refusal("file-damaged")
    if exit_code == EXIT_TOO_MUCH or -exit_code in OWN_LIMITS:
        if 0 <= resource.getrlimit(resource.RLIMIT_AS)[0] < MEMORY_BYTES:  # below 0: there is none
            raise ReaderFailed("The reader of workbooks may take less memory than it needs; let `ulimit -v` or LimitAS allow it 1.5 GB.")
        return Refusal("file-unsafe", "reading took too much memory or time")
    if exit_code < 0:
        name = signal.Signals(-exit_code).name
        raise ReaderFailed(
            f"The reader of workbooks was ended from outside ({name}), as a machine without memory does; give it more, then try again."
        )
    raise ReaderFailed(f"The reader of workbooks does not start: {(said.strip().splitlines() or [''])[-1]}.")


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hold the search for circular garbage while a million tuples arrive, of which none is circular."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
