"""Receives one country's folder of deliveries: every file, every filled row, exactly as sent; a refused file is one row."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.countries import countries
from schemas.erasures import erasures, given_up
from schemas.errors import ProductError
from schemas.registry import table
from schemas.tables import shape
from steps.files.guard import is_lock_file
from steps.files.limits import Refusal
from steps.files.read_workbook import ReaderFailed, Workbook, read_content, read_delivery
from steps.personal_texts import told_name

if TYPE_CHECKING:
    import pandas as pd

IGNORED_NAMES = (".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini")
UNFINISHED = ".erasing-"  # how a redacted copy is called until it takes its place
NO_ROUND = "none"
FAULTS_OF_THE_MACHINE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # no delivery is to blame for these
NOTHING = hashlib.sha256(b"").hexdigest()


class NoDeliveries(ProductError):
    """There is nothing to make a build of; readers keep the one they have."""


def receive(raw_folder: Path, country_code: str, *, is_erasing: bool = False) -> "pd.DataFrame":
    """Return the frame `raw_rows_<country>` of all files in `<raw_folder>/<country_code>/<round>/`, in the order of their names.

    A file with the same content as an earlier one is refused as a duplicate, so that it counts once. So is one whose personal data were
    erased and that came back, unless `is_erasing`. A redacted file goes on as the delivery that it was. Raises NoDeliveries without the
    folder, ReaderFailed when this machine cannot read now.
    """
    if not raw_folder.is_dir():
        raise NoDeliveries(f"The folder of deliveries {raw_folder} does not exist; name another with --raw or JMDI_RAW.")
    first_names: dict[str, str] = {}
    rows: list[dict[str, object]] = []
    for path in _files(raw_folder / country_code):
        name = _told(path.relative_to(raw_folder))
        try:
            content = read_delivery(path)
            digest, size = _fingerprint(path, content)
            erasure = erasures().get(digest)
            received = erasure.received_hash if erasure else digest
            earlier = first_names.setdefault(received, name.as_posix())
            about = _about(name, received, size, erasure.submission_id if erasure and earlier == name.as_posix() else "")
            refusal = _misplaced(name) or (None if is_erasing else _came_back(digest)) or _duplicate(name, earlier, content)
            rows += _rows_of(about, refusal or _read(path.name, content))
        except ReaderFailed as fault:
            raise ReaderFailed(f"{told_path(name)} could not be read. {fault}") from None
        except OSError as fault:
            if fault.errno in FAULTS_OF_THE_MACHINE:
                raise ReaderFailed(f"{told_path(name)} could not be opened ({os.strerror(fault.errno or 0)}); try again.") from None
            rows += _rows_of(_about(name, NOTHING, 0), Refusal("file-unreadable", os.strerror(fault.errno or 0)))
    return shape(rows, table(f"raw_rows_{country_code.lower()}"))


def deliveries(raw_folder: Path) -> list[Path]:
    """Return the deliveries of all countries as they lie there now: what `receive` would make rows of, apart from lock files."""
    return [path for code in countries() for path in _files(raw_folder / code) if not is_lock_file(path.name)]


def fingerprint(path: Path) -> str:
    """Return the SHA-256 with which `receive` would take in a delivery as it is now; that of nothing when it cannot be had."""
    try:
        return _fingerprint(path, read_delivery(path))[0]
    except OSError:
        return NOTHING


def told_delivery(raw_folder: Path, path: Path) -> str:
    """Return the path of a delivery below `raw_folder` as the tables tell it (`file_name`)."""
    return told_path(_told(path.relative_to(raw_folder)))


def stray_files(raw_folder: Path) -> list[str]:
    """Return the files that lie in no country's folder: nobody reads them, so somebody must be told."""
    strays = (path for path in _files(raw_folder) if path.relative_to(raw_folder).parts[0] not in countries())
    return [told_delivery(raw_folder, path) for path in strays]


def _told(name: Path) -> Path:
    """Return a name that can be written down: one that is not UTF-8 (from an old archive) shows its bytes."""
    return Path(os.fsencode(name).decode("utf-8", "backslashreplace"))


def told_path(name: Path) -> str:
    """Return the path of a delivery as it may be written down: what is personal in its parts by a mark."""
    return "/".join(told_name(part) for part in name.parts)


def file_told_as(raw_folder: Path, file_name: str) -> Path:
    """Return the file of a delivery by its name as it is told (`file_name`), which may hide a part of it."""
    files = _files(raw_folder / Path(file_name).parts[0])
    return next((path for path in files if told_delivery(raw_folder, path) == file_name), raw_folder / file_name)


def told_stem(path: Path) -> str:
    """Return the name of a file, without its ending, as it may be written down."""
    return told_name(_told(Path(path.stem)).as_posix())


def _as_sent(name: str, told: str) -> tuple[str, ...]:
    """Return a name that holds something personal, for the restricted store alone; nothing when it is told as it is."""
    return () if name == told else (name,)


def _files(folder: Path) -> list[Path]:
    """Return all files below a folder, by name; links, pipes and folders that cannot be looked into too: they are told, not overlooked."""
    closed: list[Path] = []
    found = [path for path in _walk(folder, closed) if not _is_ignored(path.name)]
    return sorted(found + closed, key=lambda path: path.as_posix())


def _walk(folder: Path, closed: list[Path]) -> Iterator[Path]:
    """Yield what is no folder; add folders that cannot be looked into, but for one that is not there, to `closed`."""

    def note(fault: OSError) -> None:
        if fault.errno != errno.ENOENT:
            closed.append(Path(fault.filename))

    for place, folders, files in os.walk(folder, onerror=note):
        yield from (Path(place, name) for name in files)
        yield from (path for path in (Path(place, name) for name in folders) if path.is_symlink())


def _is_ignored(name: str) -> bool:
    return name in IGNORED_NAMES or name.startswith(UNFINISHED)


def _fingerprint(path: Path, content: bytes | Refusal) -> tuple[str, int]:
    """Return the SHA-256 and the size in bytes of a file; those of nothing when it cannot be had at all."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest(), len(content)
    if path.is_symlink() or not path.is_file():
        return NOTHING, 0
    with path.open("rb") as file:  # too large to be held, or changing
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _about(name: Path, digest: str, size: int, submission_id: str = "") -> dict[str, object]:
    # The name takes part, since a copy under another name is a delivery of its own, though a refused one.
    mark = hashlib.sha256(f"{name.as_posix()}\n{digest}".encode()).hexdigest()[:12]
    round_name = name.parts[1] if len(name.parts) > 2 else NO_ROUND
    return {
        "submission_id": submission_id or f"{name.parts[0]}-{told_name(round_name)}-{mark}",
        "country_code": name.parts[0],
        "round_name": told_name(round_name),
        "file_name": told_path(name),
        "withheld_names": _as_sent(name.as_posix(), told_path(name)),
        "file_hash": digest,
        "size_count": size,
    }


def _misplaced(name: Path) -> Refusal | None:
    return Refusal("file-misplaced") if len(name.parts) < 3 else None


def _came_back(digest: str) -> Refusal | None:
    return Refusal("file-erased") if digest in given_up() else None


def _duplicate(name: Path, earlier: str, content: bytes | Refusal) -> Refusal | None:
    # What holds nothing, or cannot be had, is refused for that.
    return (
        Refusal("file-duplicate", told_path(Path(earlier)))
        if content and earlier != name.as_posix() and isinstance(content, bytes)
        else None
    )


def _read(name: str, content: bytes | Refusal) -> Workbook | Refusal:
    return content if isinstance(content, Refusal) else read_content(name, content)


def _rows_of(about: dict[str, object], read: Workbook | Refusal) -> list[dict[str, object]]:
    if isinstance(read, Refusal):
        return [about | {"finding_code": read.finding_code, "detail_text": read.detail}]
    names = tuple(str(one) for one in about["withheld_names"])  # type: ignore[attr-defined]
    rows = [
        about
        | {
            "sheet_name": told_name(sheet.name),
            "withheld_names": (*names, *_as_sent(sheet.name, told_name(sheet.name))),
            "is_hidden_sheet": sheet.is_hidden,
            "row_number": row.row_number,
            "cells": row.cells,
            "is_hidden_row": row.is_hidden,
            "spans": row.spans,
        }
        for sheet in read.sheets
        for row in sheet.rows
    ]
    rows[0]["notes"] = read.notes  # a file that is read has a row
    return rows
