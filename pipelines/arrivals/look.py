"""Looks at the folder of deliveries: which files lie there, whether they are still written to, and what they hold.

A look is cheap: it asks the file system for sizes and times. What files hold is read once, when they are at rest, and again when they
change.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from schemas.erasures import read_erasures
from steps.files.limits import MAX_FILE_BYTES
from steps.files.receive import deliveries, fingerprint, told_delivery

READING_SECONDS = 20.0  # Dagster gives a look of its daemon 60; what is not read until then is read at the next one


class Stamp(NamedTuple):
    """What changes with a file: its size in bytes, and when it, and when anything about it, was last changed (nanoseconds)."""

    size: int
    modified_ns: int
    changed_ns: int


class Delivery(NamedTuple):
    """A delivery as builds know it: its path below raw/ as tables tell it, and a mark of what it holds."""

    file_name: str
    mark: str

    @property
    def country_code(self) -> str:
        """The country in whose folder it lies."""
        return self.file_name.partition("/")[0]


State = tuple[Delivery, ...]  # sorted, so that two of the same deliveries are equal


def look(raw_folder: Path) -> dict[Path, Stamp]:
    """Return all deliveries that lie there now. One that is taken away meanwhile is left out; without a folder there are none."""
    found = {}
    for path in deliveries(raw_folder):
        try:
            about = path.lstat()
        except OSError:
            continue
        found[path] = Stamp(about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    return found


def digest_of(stamps: Mapping[Path, Stamp]) -> str:
    """Return a mark of a look: the same when the same files are there and none was written to."""
    return _digest((str(path), *stamp) for path, stamp in stamps.items())


def digest_of_state(state: State) -> str:
    """Return a mark of what deliveries hold."""
    return _digest(state)


def mark(file_hash: str, size: int) -> str:
    """Return the mark of what a delivery holds. One too large to be read is known by its size: reading all of it would hold up the rest."""
    return file_hash if size <= MAX_FILE_BYTES else f"{size} bytes"


def state_of(pairs: Iterable[tuple[str, str]]) -> State:
    """Return deliveries, each its name and mark, as a state."""
    return tuple(sorted(Delivery(*pair) for pair in pairs))


class Contents:
    """What deliveries at rest hold, remembered while this process lives, so that each is read once."""

    def __init__(self, reading_seconds: float = READING_SECONDS) -> None:
        self._reading_seconds = reading_seconds
        self._known: dict[Path, tuple[Stamp, Delivery]] = {}

    def state(self, raw_folder: Path, stamps: Mapping[Path, Stamp]) -> State | None:
        """Return what the deliveries of a look hold; None when time runs out before all are read: then the next call goes on.

        A redacted file is the delivery that it was. Raises BrokenReference.
        """
        self._known = {path: known for path, known in self._known.items() if stamps.get(path) == known[0]}
        end = time.monotonic() + self._reading_seconds
        for path, stamp in stamps.items():
            if path not in self._known:
                self._known[path] = (stamp, _read(raw_folder, path, stamp))
                if time.monotonic() > end:
                    return None
        received = {erasure.erased_hash: erasure.received_hash for erasure in read_erasures().values()}
        return state_of((name, received.get(told, told)) for _, (name, told) in self._known.values())

    def unread(self, stamps: Mapping[Path, Stamp]) -> int:
        """Return how many deliveries of a look have not been read yet."""
        return len(stamps.keys() - self._known.keys())


def _read(raw_folder: Path, path: Path, stamp: Stamp) -> Delivery:
    file_hash = fingerprint(path) if stamp.size <= MAX_FILE_BYTES else ""
    return Delivery(told_delivery(raw_folder, path), mark(file_hash, stamp.size))


def _digest(rows: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(sorted(rows), ensure_ascii=True).encode()).hexdigest()
