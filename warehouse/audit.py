"""The audit of a warehouse: who was shown, handed or erased what, and when. A line an event; lines are only ever added.

Every entry carries the hash of the one before it, so that a changed, added or removed line shows. What the chain cannot show by itself is
that its end was cut off: whoever keeps the last hash elsewhere sees that too.
"""

import fcntl
import hashlib
import json
import os
import pwd
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.errors import ProductError
from schemas.failpoints import failpoint
from warehouse.disk import sync

AUDIT = "audit.jsonl"
TORN = "audit-torn.txt"  # lines that a crash cut off, set apart
BEGINNING = "0" * 64  # what the first entry names as the hash before it
BUILD_SHOWN, BUILD_RESTORED, EXPORTED, LINE_SET_APART = "build_shown", "build_restored", "exported", "line_set_apart"
ERASURE_BEGUN, ERASED = "erasure_begun", "erased"


class AuditUnwritable(ProductError):
    """The audit cannot be read or written; what was to be written into it must not happen."""


@dataclass(frozen=True)
class Entry:
    """One event.

    `entry_number` runs from 1; `at` is UTC; `by` the account of the system; `action` what happened; `build_id` the build concerned, if any;
    `about` counts, hashes and names of files, never personal data of others.
    """

    entry_number: int
    at: str
    by: str
    action: str
    build_id: str
    about: dict[str, Any]
    previous_hash: str
    entry_hash: str = ""

    def sealed(self) -> "Entry":
        """Return the entry with its hash, which covers all else that it says."""
        told = {name: value for name, value in asdict(self).items() if name != "entry_hash"}
        return replace(self, entry_hash=hashlib.sha256(_written(told).encode()).hexdigest())


def record(warehouse_folder: Path, action: str, build_id: str, about: Mapping[str, Any]) -> Entry:
    """Add an entry and return it once it is safe on the disk. Writers take turns. Raises AuditUnwritable."""
    try:
        with _held(warehouse_folder / AUDIT) as file:
            entries = list(_entries(_set_torn_line_apart(warehouse_folder, file)))
            return _append(file, entries[-1] if entries else None, action, build_id, about)
    except OSError as fault:
        raise AuditUnwritable(f"{warehouse_folder / AUDIT} cannot be written ({os.strerror(fault.errno or 0)}).") from None
    except (ValueError, TypeError):
        raise AuditUnwritable(
            f"{warehouse_folder / AUDIT} is damaged; `jmdi audit --verify` says where. "
            "Bring it back from a backup, or keep it under another name so that a new one begins."
        ) from None


@contextmanager
def _held(path: Path) -> Iterator[int]:
    """Yield the open file to one writer at a time. It has a lock of its own: whoever only hands a build on need not wait for a refresh."""
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            sync(path.parent)
        yield file
    finally:
        os.close(file)


def _append(file: int, last: Entry | None, action: str, build_id: str, about: Mapping[str, Any]) -> Entry:
    number, previous = (last.entry_number + 1, last.entry_hash) if last else (1, BEGINNING)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(number, at, account(), action, build_id, dict(about), previous).sealed()
    failpoint("audit.begin")
    os.write(file, f"{_written(asdict(entry))}\n".encode())
    failpoint("audit.written")
    os.fsync(file)
    return entry


def _set_torn_line_apart(warehouse_folder: Path, file: int) -> bytes:
    """Return the whole lines of the file. What a crash left after them was never an entry: it is moved to a file of its own, and told."""
    content = os.pread(file, os.fstat(file).st_size, 0)
    whole, torn = _parted(content)
    if not torn:
        return content
    apart = os.open(warehouse_folder / TORN, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(apart, torn + b"\n")
    os.fsync(apart)
    os.close(apart)
    os.ftruncate(file, len(whole))
    entries = list(_entries(whole))
    told = {"line_hash": hashlib.sha256(torn).hexdigest(), "file_name": TORN}
    _append(file, entries[-1] if entries else None, LINE_SET_APART, "", told)
    return os.pread(file, os.fstat(file).st_size, 0)


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """Return the whole lines of a file, and what stands after the last of them."""
    end = content.rfind(b"\n") + 1
    return content[:end], content[end:]


def _entries(content: bytes) -> Iterator[Entry]:
    for line in content.splitlines():
        yield Entry(**json.loads(line))


def _written(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, allow_nan=False)


def account() -> str:
    """Return the account that acts, as the system knows it and not as the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


@dataclass(frozen=True)
class Audit:
    """What the audit says: entries that can be read, in order, and what is wrong with it, a sentence each."""

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]


def read_audit(warehouse_folder: Path) -> Audit:
    """Return the entries of a warehouse and whether they are as they were written. Raises AuditUnwritable when the file cannot be read."""
    path = warehouse_folder / AUDIT
    try:
        content = path.read_bytes() if path.exists() else b""
    except OSError as fault:
        raise AuditUnwritable(f"{path} cannot be read ({os.strerror(fault.errno or 0)}).") from None
    whole, torn = _parted(content)
    entries: list[Entry] = []
    faults: list[str] = []
    previous, number = BEGINNING, 1
    for place, line in enumerate(whole.splitlines(), start=1):
        entry = _readable(line)
        if entry is None:
            faults.append(f"Line {place} is no entry any more: it was changed.")
            previous, number = "", number + 1
            continue
        faults += _faults(entry, number, previous)
        entries.append(entry)
        previous, number = entry.entry_hash, entry.entry_number + 1
    if torn:
        faults.append(f"The last line, {len(torn)} bytes, is torn, as after a crash; the next entry sets it apart in {TORN}.")
    current = warehouse_folder / "current"
    if current.is_symlink() and current.exists() and current.resolve().name not in {one.build_id for one in entries}:
        faults.append(f"No entry tells that {current.resolve().name} was shown, which readers have: lines were removed.")
    return Audit(tuple(entries), tuple(faults))


def _readable(line: bytes) -> Entry | None:
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _faults(entry: Entry, number: int, previous: str) -> Iterator[str]:
    """Yield what is wrong with an entry, when entry `number` with the hash `previous` before it was expected ('' when that is unknown)."""
    if entry.sealed().entry_hash != entry.entry_hash:
        yield f"Entry {entry.entry_number} was changed: what it says does not give its hash."
    if entry.entry_number != number:
        yield f"Before entry {entry.entry_number}, entry {number} was expected: lines were removed, added or moved."
    elif previous and entry.previous_hash != previous:
        yield f"Entry {entry.entry_number} does not follow the entry before it: that one was changed or exchanged."
