"""Lets the n-th thing that a process writes below a folder fail, as a disk does that is full, closed or worn out.

Writes are files that are opened and filled, names that are made and changed, what is waited for until it lies on the disk, statements to
SQLite, and the map layers that GDAL writes. Each is told with the place in the product's code that asked for it.
"""

import builtins
import errno
import io
import itertools
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio

from schemas.reference_files import CHECKOUT

FAULTS = ("ENOSPC", "EIO", "EMFILE", "EACCES", "EROFS", "EDQUOT")
OF_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
WORDS = {sqlite3.SQLITE_FULL: "database or disk is full", sqlite3.SQLITE_IOERR: "disk I/O error"}
CHANGES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "VACUUM", "DROP")
OF_NAMES = ("mkdir", "rename", "replace", "symlink", "fsync", "write", "chmod")


class Writes:
    """Counts writes, notes where they came from in a file, and lets one of them fail."""

    def __init__(self, told: Path, failing: int = 0) -> None:
        self._failing = failing
        self._count = itertools.count(1)
        self._told = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        self._write = os.write

    def is_next_failing(self, kind: str) -> int:
        """Count one write; return its number when it is the one that is to fail, else 0."""
        number = next(self._count)
        self._write(self._told, f"{kind} {_place()}\n".encode())
        return number if number == self._failing else 0

    def hit(self, kind: str) -> None:
        """Count one write of files or names. Raises OSError."""
        number = self.is_next_failing(kind)
        if number:
            code = getattr(errno, FAULTS[number % len(FAULTS)])
            raise OSError(code, os.strerror(code))

    def hit_statement(self) -> None:
        """Count one statement. Raises sqlite3.OperationalError."""
        number = self.is_next_failing("statement")
        if number:
            code = OF_SQLITE[number % len(OF_SQLITE)]
            fault = sqlite3.OperationalError(WORDS.get(code, "attempt to write a readonly database"))
            fault.sqlite_errorcode = code
            raise fault

    def hit_layer(self) -> None:
        """Count one map layer. Raises what pyogrio raises."""
        if self.is_next_failing("layer"):
            raise pyogrio.errors.DataSourceError("sqlite3_step() failed: database or disk is full")


def _place() -> str:
    """Return the line of the product's code that is being run."""
    frame: Any = sys._getframe(2)
    while frame:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(CHECKOUT) and not path.is_relative_to(CHECKOUT / "tests") and ".venv" not in path.parts:
            return f"{path.relative_to(CHECKOUT)}:{frame.f_lineno}"
        frame = frame.f_back
    return "elsewhere"


def watch(writes: Writes) -> None:
    """Put the counter between this process and its disk, for good: to be called in a process of its own."""
    for name in OF_NAMES:
        setattr(os, name, _counted(name, getattr(os, name), writes))
    os.open = _counted_opening(os.open, writes)
    io.open = builtins.open = _counted_files(io.open, writes)
    sqlite3.connect = sqlite3.dbapi2.connect = _counted_connections(sqlite3.connect, writes)
    pyogrio.write_dataframe = _counted_layers(pyogrio.write_dataframe, writes)


def _counted(name: str, real: Callable[..., Any], writes: Writes) -> Callable[..., Any]:
    def call(*args: Any, **more: Any) -> Any:
        writes.hit(name)
        return real(*args, **more)

    return call


def _counted_opening(real: Callable[..., int], writes: Writes) -> Callable[..., int]:
    def opened(path: Any, flags: int, *args: Any, **more: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            writes.hit("open")
        return real(path, flags, *args, **more)

    return opened


def _counted_files(real: Callable[..., Any], writes: Writes) -> Callable[..., Any]:
    def opened(file: Any, mode: str = "r", *args: Any, **more: Any) -> Any:
        if not set(mode) & set("wax+"):
            return real(file, mode, *args, **more)
        writes.hit("open")
        made = real(file, mode, *args, **more)
        return _NotWritten(made) if writes.is_next_failing("fill") else made

    return opened


class _NotWritten:
    """A file that was opened, on a disk that takes nothing any more."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_NotWritten":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, _: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def fileno(self) -> int:
        return int(self._file.fileno())


def _counted_connections(real: Callable[..., Any], writes: Writes) -> Callable[..., Any]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *args: Any) -> Any:
            if sql.lstrip().upper().startswith(CHANGES):
                writes.hit_statement()
            return super().execute(sql, *args)

        def executemany(self, sql: str, *args: Any) -> Any:
            writes.hit_statement()
            return super().executemany(sql, *args)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    return lambda *args, **more: real(*args, **({"factory": Connection} | more))


def _counted_layers(real: Callable[..., Any], writes: Writes) -> Callable[..., Any]:
    def write(*args: Any, **more: Any) -> Any:
        writes.hit_layer()
        return real(*args, **more)

    return write
