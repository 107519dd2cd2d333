"""Keeps what an asset made in a folder, by its kind, in forms that hold values only: Parquet and JSON, never pickles.

kind.json says what the folder holds: `table` (table.parquet), `files` (files.parquet: path and content), `build_identity` (in kind.json),
`public_tables` (a Parquet file a table, what else there is in kind.json), or `nothing`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.plain_forms.frames import read_frame, write_frame
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables

KIND, TABLE, FILES = "kind.json", "table.parquet", "files.parquet"
Said = dict[str, Any]


def write_value(value: object, folder: Path) -> None:
    """Write what an asset made into an empty folder. Raises TypeError for a kind that has no form yet."""
    kind, write = next(((kind, write) for known, kind, write in WRITERS if isinstance(value, known)), ("", None))
    if write is None:
        raise TypeError(f"a value of type {type(value).__name__} has no form in which it could wait between steps")
    said = {"kind": kind, **write(value, folder)}
    (folder / KIND).write_text(json.dumps(said), encoding="utf-8")


def read_value(folder: Path) -> object:
    """Return what `write_value` wrote."""
    said = json.loads((folder / KIND).read_text(encoding="utf-8"))
    return READERS[said["kind"]](said, folder)


def _write_table(frame: pd.DataFrame, folder: Path) -> Said:
    write_frame(frame, folder / TABLE)
    return {}


def _write_files(files: Mapping[str, bytes], folder: Path) -> Said:
    columns = {"path": pa.array(files.keys(), pa.string()), "content": pa.array(files.values(), pa.large_binary())}
    pq.write_table(pa.table(columns), folder / FILES, compression="zstd", row_group_size=64)
    return {}


def _read_files(_: Said, folder: Path) -> dict[str, bytes]:
    kept = pq.read_table(folder / FILES)
    return dict(zip(kept["path"].to_pylist(), kept["content"].to_pylist(), strict=True))


def _write_identity(identity: BuildIdentity, _: Path) -> Said:
    return identity._asdict() | {"made_at": identity.made_at.isoformat()}


def _read_identity(said: Said, _: Path) -> BuildIdentity:
    told = {name: said[name] for name in BuildIdentity._fields}
    return BuildIdentity(**told | {"made_at": datetime.fromisoformat(said["made_at"])})


def _write_public(public: PublicTables, folder: Path) -> Said:
    for part in ("shown", "released"):
        for name, frame in getattr(public, part).items():
            write_frame(frame, folder / f"{part}-{name}.parquet")
    return {
        "shown": list(public.shown),
        "released": list(public.released),
        "examples": sorted(public.examples),
        "left_out": public.left_out,
    }


def _read_public(said: Said, folder: Path) -> PublicTables:
    shown, released = ({name: read_frame(folder / f"{part}-{name}.parquet") for name in said[part]} for part in ("shown", "released"))
    return PublicTables(shown, released, frozenset((table, record) for table, record in said["examples"]), said["left_out"])


WRITERS: tuple[tuple[type, str, Callable[[Any, Path], Said]], ...] = (  # the first that fits
    (pd.DataFrame, "table", _write_table),
    (BuildIdentity, "build_identity", _write_identity),
    (PublicTables, "public_tables", _write_public),
    (dict, "files", _write_files),
    (type(None), "nothing", lambda *_: {}),
)
READERS: dict[str, Callable[[Said, Path], object]] = {
    "table": lambda _, folder: read_frame(folder / TABLE),
    "build_identity": _read_identity,
    "public_tables": _read_public,
    "files": _read_files,
    "nothing": lambda *_: None,
}
