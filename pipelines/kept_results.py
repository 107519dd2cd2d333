"""Keeps what steps made of a country's deliveries, for the next `jmdi refresh` to take where nothing has changed.

A result is called by a hash of all that it was made from: the recipe (program, packages, reference files), the step, and its inputs. It
is a Parquet file, put in its place in one move. Its inputs are its key, too: it is enciphered by another hash of them, so that nobody reads
it who has not the deliveries that it was made from, and a file that was changed cannot be read at all. All of it may be deleted at any
time; what the last run did not use is, and `jmdi forget` takes it away whole.
"""

import hashlib
import io
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from assets.by_country import Made
from pipelines.plain_forms.frames import read_frame, write_frame
from schemas.failpoints import failpoint

FOLDER = "kept_results"  # in the state folder
UNFINISHED = ".unfinished-"
BROKEN = (OSError, ValueError, KeyError, TypeError, pa.ArrowException)  # what a file that was changed or cut off leads to
Inputs = Mapping[str, pd.DataFrame | str]


class MadeAnew:
    """Keeps nothing: every result is made."""

    def made(self, _step: str, _country_code: str, _inputs: Inputs, make: Callable[[], Made]) -> Made:
        """Return what `make` returns."""
        return make()


class Key(NamedTuple):
    """How a result is called, and what it is enciphered by (32 bytes): neither tells the other, nor what the result was made from."""

    name: str
    secret: bytes


class KeptResults:
    """The results that one refresh keeps for the next, made by one recipe.

    `countries_taken` are those of which a result was taken, `countries_made` those of which one was made.
    """

    def __init__(self, state_folder: Path, recipe: str) -> None:
        self._all = state_folder / FOLDER
        self._recipe = recipe
        self._used: dict[Path, set[str]] = {}  # by folder of a step: the names of its results
        self.countries_taken: set[str] = set()
        self.countries_made: set[str] = set()

    def made(self, step: str, country_code: str, inputs: Inputs, make: Callable[[], Made]) -> Made:
        """Return what `make` returns, or has returned for these inputs."""
        folder, key = self._all / self._recipe / step, _key(f"{self._recipe} {step}", inputs)
        self._used.setdefault(folder, set()).add(key.name)
        kept = _read(folder / key.name, key.secret)
        (self.countries_made if kept is None else self.countries_taken).add(country_code)
        if kept is not None:
            return kept
        made = make()
        with suppress(OSError):  # on a full disk nothing is kept, and the refresh goes on
            self._all.mkdir(mode=0o700, exist_ok=True)
            _write(made, folder / key.name, key.secret)
        return made

    def settle(self, recipe: str) -> None:
        """Take away what the run has not used; everything when the recipe is another one now, since nobody knows which was followed."""
        with suppress(OSError):  # what cannot be taken away now is the next time
            if recipe != self._recipe:
                forget_results(self._all.parent)
            for folder in _inside(self._all):
                if folder.name != self._recipe:
                    shutil.rmtree(folder)
            for folder, names in self._used.items():
                for path in _inside(folder):
                    if path.name not in names:
                        path.unlink(missing_ok=True)


def forget_results(state_folder: Path) -> None:
    """Take away all kept results. Raises OSError."""
    if (state_folder / FOLDER).exists():
        shutil.rmtree(state_folder / FOLDER)


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _key(made_by: str, inputs: Inputs) -> Key:
    told = hashlib.sha256(made_by.encode())
    for name, value in inputs.items():
        told.update(f"\n{name} ".encode())
        told.update(hashlib.sha256(value.encode() if isinstance(value, str) else _parquet(value, "none")).digest())
    return Key(hashlib.sha256(b"name" + told.digest()).hexdigest(), hashlib.sha256(b"secret" + told.digest()).digest())


def _read(path: Path, secret: bytes) -> Made | None:
    """Return a result that is kept, None where there is none, or none that is whole."""
    if not path.exists():
        return None
    try:
        kept = pq.read_table(path, decryption_properties=create_decryption_properties(secret)).to_pylist()
        return {one["name"]: read_frame(io.BytesIO(one["content"])) if one["is_table"] else one["content"] for one in kept}
    except BROKEN:
        return None


def _write(made: Made, path: Path, secret: bytes) -> None:
    """Put a result in its place, whole or not at all. Raises OSError; TypeError for what has no form in which it could be kept."""
    is_table = [isinstance(part, pd.DataFrame) for part in made.values()]
    contents = [_parquet(part) if isinstance(part, pd.DataFrame) else part for part in made.values()]
    kept = pa.table({"name": list(made), "is_table": is_table, "content": pa.array(contents, pa.large_binary())})
    unfinished = path.with_name(f"{UNFINISHED}{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(kept, unfinished, compression="none", encryption_properties=create_encryption_properties(secret))
        failpoint("kept_results.written")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _parquet(frame: pd.DataFrame, compression: str = "zstd") -> bytes:
    written = io.BytesIO()
    write_frame(frame, written, compression)
    return written.getvalue()
