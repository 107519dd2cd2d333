"""What a build is made by, apart from its deliveries: the program, its reference files, the packages that are installed."""

import hashlib
import os
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from schemas.reference_files import CHECKOUT, reference_folder

ROOMS = ("assets", "pipelines", "publications", "schemas", "steps", "warehouse")
OF_THE_PROGRAM = (".py", ".sql", ".pq", ".R", ".html", ".js", ".css", ".svg", ".csv", ".md", ".txt", ".docx")
BUILDS = CHECKOUT / "warehouse" / "builds"  # where they are by default: made, not making


def recipe() -> str:
    """Return a SHA-256 over all that a build is made by, as it is now; 0.2 s of reading.

    Two builds of the same deliveries over the same build, by the same recipe, have the same tables.
    """
    told = hashlib.sha256(sys.version.encode())
    about = (one.metadata for one in distributions())  # read once: a name and a version each read it anew
    for package in sorted(f"{one['Name']} {one['Version']}" for one in about):
        told.update(package.encode())
    for name, path in sorted(_files()):
        told.update(name.encode())
        told.update(hashlib.sha256(_content(path)).digest())
    return told.hexdigest()


def newest_change() -> int:
    """Return when a file that a build is made by last changed, in nanoseconds: not even its old content brings an earlier moment back."""
    return max((_changed(path) for _, path in _files()), default=0)


def _changed(path: Path) -> int:
    """Return when a file last changed; nothing where nobody can tell, as for `_content`."""
    try:
        return path.stat().st_ctime_ns
    except OSError:
        return 0


def _content(path: Path) -> bytes:
    """Return what a file holds; nothing where it cannot be read, or went meanwhile: whoever needs it says so better."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _files() -> Iterator[tuple[str, Path]]:
    """Yield the files of the program, then those of reference/, each with its path in the checkout or the folder of reference files."""
    for room in ROOMS:
        for path in (CHECKOUT / room).rglob("*"):
            if path.suffix in OF_THE_PROGRAM and not path.is_relative_to(BUILDS) and path.is_file():
                yield path.relative_to(CHECKOUT).as_posix(), path
    folder = reference_folder()
    for where, _, names in os.walk(folder, followlinks=True):  # decisions may lie elsewhere, where several share them
        for path in (Path(where, name) for name in names):
            if path.is_file():
                yield f"reference/{path.relative_to(folder).as_posix()}", path
