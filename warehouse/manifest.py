"""The manifest of a build: the hash of every file in it, so that a build that was damaged or changed afterwards is known."""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from schemas.errors import ProductError
from schemas.failpoints import failpoint

ABOUT = "build.json"
FILES = "files"
SEAL = "own_hash"  # of all else that `build.json` says: no other file tells that a letter of it was changed
WAY_BACK = "`jmdi restore` goes back to the last whole build before it."


class BrokenBuild(ProductError):
    """A build is not what it should be; it is not handed over."""


def file_hashes(build: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a build but `build.json`, by its path below the build."""
    files = sorted(path for path in build.rglob("*") if path.is_file() and path != build / ABOUT)
    return {path.relative_to(build).as_posix(): file_hash(path) for path in files}


def write_about(build: Path, about: dict[str, object]) -> None:
    """Write `build.json`, which says what a build was made from and what it holds, with the hash of each of its files.

    To be written last, and anew when a file of the build is changed on purpose: it is replaced in one step.
    """
    _put(build, about | {FILES: file_hashes(build)})


def _put(build: Path, about: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(about, allow_nan=False))  # as it will be read
    written = json.dumps(plain | {SEAL: _seal(plain)}, indent=2, ensure_ascii=False)
    unfinished = build / f".{ABOUT}"
    unfinished.write_text(f"{written}\n", encoding="utf-8")
    failpoint("load.about_written")
    os.replace(unfinished, build / ABOUT)
    failpoint("load.about")


def _seal(about: dict[str, Any]) -> str:
    told = {name: value for name, value in about.items() if name != SEAL}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False, allow_nan=False).encode()).hexdigest()


def tell_changed(build: Path, names: Iterable[str]) -> None:
    """Write the hashes of files that were changed or taken away on purpose into `build.json`; the others stay as they were stated."""
    about = read_about(build)
    if about.get(FILES) is None:
        return
    stated = {name: mark for name, mark in about[FILES].items() if (build / name).exists() or name not in names}
    about[FILES] = stated | {name: file_hash(build / name) for name in names if (build / name).is_file()}
    _put(build, about)


def read_about(build: Path) -> dict[str, Any]:
    """Return what `build.json` of a build says. Raises BrokenBuild when it cannot be read, or says no longer what was written.

    One that was written before it carried a hash of its own is taken as it is.
    """
    try:
        about: dict[str, Any] = json.loads((build / ABOUT).read_text(encoding="utf-8"))
        is_changed = about.get(SEAL, _seal(about)) != _seal(about)
    except (OSError, ValueError, AttributeError):
        raise BrokenBuild(f"{build / ABOUT} cannot be read. {WAY_BACK}") from None
    if is_changed:
        raise BrokenBuild(f"{build / ABOUT} is damaged or was changed. {WAY_BACK}")
    return about


def check_files(build: Path, only: str = "") -> None:
    """Check that a build holds the files that it was shown with, and no others, or one of them. Raises BrokenBuild with one plain sentence.

    A build made before there were manifests is taken as it is; so are files in a folder that is closed to whoever asks.
    """
    told = read_about(build).get(FILES)
    if told is None:
        return
    stated = {name: mark for name, mark in told.items() if os.access((build / name).parent, os.X_OK) or not (build / name).parent.exists()}
    if only:
        stated = {name: mark for name, mark in stated.items() if name == only}
        found = {only: file_hash(build / only)} if (build / only).is_file() else {}
    else:
        found = file_hashes(build)
    for kind, names in (
        ("lacks", stated.keys() - found.keys()),
        ("holds a file that it was not made with:", found.keys() - stated.keys()),
        ("has a file that is damaged or was changed:", {name for name in stated.keys() & found.keys() if stated[name] != found[name]}),
    ):
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            raise BrokenBuild(f"The build {build.name} {kind} {min(names)}{more}. {WAY_BACK}")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
