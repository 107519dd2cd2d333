"""Keeps what steps made of a country's deliveries, for the next `jmdi refresh` to take where nothing has changed.

A result is called by a hash of all that it was made from: program, packages and reference files, the step, and its inputs. It is a Parquet
file. Its inputs are its key, too: it is enciphered by another hash of them, so that nobody reads it who has not the deliveries that it was
made from, and a file that was changed cannot be read at all. Until the run ends, and it is sure by what it was made, it waits under
another name. All of it may be deleted at any time; what a refresh did not use goes when it ends, the rest after a week, and `jmdi forget`
takes all of it away.
"""

import hashlib
import io
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from assets.by_country import Inputs, Made
from pipelines.plain_forms.frames import read_frame, write_frame
from schemas.failpoints import failpoint
from schemas.workers import ONE_PROCESS, Workers

FOLDER = "kept_results"  # in the state folder
UNFINISHED = ".unfinished-"
WEEK = 7 * 24 * 3600  # seconds
BROKEN = (OSError, ValueError, KeyError, TypeError, pa.ArrowException)  # what a file that was changed or cut off leads to
NO_PLAIN_FORM = (TypeError, ValueError)  # an object of a kind not met before, half a letter: such a result is made each time
Step = Callable[..., Made]


class MadeAnew:
    """Keeps nothing: every result is made, in this process."""

    def taken_or_made(self, step: Step, inputs: Mapping[str, Inputs]) -> list[Made]:
        """Return what `step` returns for the inputs of each country."""
        return ONE_PROCESS.map(step, [*inputs.values()])


class Key(NamedTuple):
    """How a result is called, and what it is enciphered by (32 bytes): neither tells the other, nor what the result was made from."""

    name: str
    secret: bytes


class KeptResults:
    """The results that one refresh keeps for the next.

    `made_by` tells the program and the reference files, so that another text means that one of them is, or was meanwhile, another.
    `countries_taken` are those of which a result was taken from an earlier refresh. When it is `anew`, none is. `workers` make what is not
    taken.
    """

    def __init__(self, state_folder: Path, made_by: str, workers: Workers, *, anew: bool = False) -> None:
        self._all = state_folder / FOLDER
        self._made_by, self.workers, self._anew = made_by, workers, anew
        self._used: dict[Path, set[str]] = {}  # by folder of a step: the names of its results
        self._waiting: dict[Path, Path] = {}  # results that this run has made: where they are, and where they will be
        self.countries_taken: set[str] = set()

    def taken_or_made(self, step: Step, inputs: Mapping[str, Inputs]) -> list[Made]:
        """Return what `step` returns, or has returned, for the inputs of each country."""
        name = f"{step.__module__}.{step.__qualname__}"
        folder = self._all / self._made_by / name
        with suppress(OSError):
            self._all.mkdir(mode=0o700, parents=True, exist_ok=True)
        asked = [{"inputs": own} for own in inputs.values()]
        told = {"step": step, "folder": folder, "made_by": f"{self._made_by} {name}", "anew": self._anew}
        given: list[_Given] = self.workers.map(_taken_or_made, asked, **told)
        self._used.setdefault(folder, set()).update(one.name for one in given)
        self._waiting |= {one.waiting: folder / one.name for one in given if one.waiting}
        self.countries_taken |= {country for country, one in zip(inputs, given, strict=True) if one.is_taken}
        return [one.made for one in given]

    def end(self, made_by: str) -> None:
        """Put what was made in its place, and take away what was not used.

        When `made_by` is another text now, everything goes: nobody knows which of the two was followed.
        """
        if made_by != self._made_by:
            sweep_results(self._all.parent, older_than=0)
            return
        for waiting, path in self._waiting.items():
            with suppress(OSError):
                waiting.replace(path)
        unused = [path for path in _inside(self._all) if path.name != made_by]
        unused += [path for folder, names in self._used.items() for path in _inside(folder) if path.name not in names]
        for path in unused:
            _take_away(path)


def sweep_results(state_folder: Path, older_than: float = WEEK) -> None:
    """Take away the results that were made so many seconds ago, as far as they can be: after a week, nobody refreshes by hand here."""
    folder = state_folder / FOLDER
    with suppress(OSError):
        for path in [*folder.rglob("*")] if folder.is_dir() else []:
            if path.is_symlink() or (path.is_file() and time.time() - path.stat().st_mtime >= older_than):
                path.unlink()
    if not older_than:
        _take_away(folder)


def _take_away(path: Path) -> None:
    """Take away a file, a link or a folder; what cannot be taken away now can be the next time."""
    with suppress(OSError):
        path.unlink() if path.is_symlink() or not path.is_dir() else shutil.rmtree(path, ignore_errors=True)


def _inside(folder: Path) -> list[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _key(made_by: str, inputs: Inputs) -> Key | None:
    """Return how the result of such inputs is called; None where they have no plain form by which they would be known again."""
    told = hashlib.sha256(made_by.encode())
    try:
        for name, value in inputs.items():
            told.update(f"\n{name} ".encode())
            told.update(hashlib.sha256(value.encode() if isinstance(value, str) else _parquet(value, "none")).digest())
    except NO_PLAIN_FORM:
        return None
    return Key(hashlib.sha256(b"name" + told.digest()).hexdigest(), hashlib.sha256(b"secret" + told.digest()).digest())


def _taken_or_made(inputs: Inputs, step: Step, folder: Path, made_by: str, anew: bool) -> "_Given":
    """Take a result, or make and keep it, in whichever process this is."""
    key = _key(made_by, inputs)
    kept = _read(folder / key.name, key.secret) if key and not anew else None
    if key and kept is not None:
        return _Given(kept, key.name, is_taken=True)
    made, waiting = step(**inputs), folder / f"{UNFINISHED}{uuid4().hex}"
    if key:
        with suppress(OSError, *NO_PLAIN_FORM):  # on a full disk nothing is kept, and the refresh goes on
            _write(made, waiting, key.secret)
            return _Given(made, key.name, waiting)
    return _Given(made)


class _Given(NamedTuple):
    """A result; how it is called where it is kept; where it waits, when it was made now; and whether it was taken."""

    made: Made
    name: str = ""
    waiting: Path | None = None
    is_taken: bool = False


def _read(path: Path, secret: bytes) -> Made | None:
    """Return a result that is kept, None where there is none, or none that is whole."""
    try:
        kept = pq.read_table(path, decryption_properties=create_decryption_properties(secret)).to_pylist()
        return {one["name"]: read_frame(io.BytesIO(one["content"])) if one["is_table"] else one["content"] for one in kept}
    except BROKEN:
        return None


def _write(made: Made, path: Path, secret: bytes) -> None:
    """Write a result, whole or not at all. Raises OSError, or one of NO_PLAIN_FORM."""
    is_table = [isinstance(part, pd.DataFrame) for part in made.values()]
    contents = [_parquet(part) if isinstance(part, pd.DataFrame) else part for part in made.values()]
    kept = pa.table({"name": list(made), "is_table": is_table, "content": pa.array(contents, pa.large_binary())})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(kept, path, compression="none", encryption_properties=create_encryption_properties(secret))
        failpoint("kept_results.written")
    except (OSError, *NO_PLAIN_FORM):
        path.unlink(missing_ok=True)
        raise


def _parquet(frame: pd.DataFrame, compression: str = "zstd") -> bytes:
    written = io.BytesIO()
    write_frame(frame, written, compression)
    return written.getvalue()
