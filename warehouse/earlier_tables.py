"""Reads tables of the build that readers have now, so that the next one can be held against it."""

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from schemas.errors import ProductError
from schemas.registry import table
from schemas.schema_version import is_newer, schema_version
from warehouse.builds import NoWarehouse, Warehouse
from warehouse.figures import Build, source_of
from warehouse.manifest import FILES, read_about
from warehouse.query import Source, query
from warehouse.read_build import read_table, read_table_file


class MadeByNewer(ProductError):
    """The build that readers have was made by a newer version of this program, whose tables this one does not know."""


class Earlier(NamedTuple):
    """The build that readers have now: its name, and what answers on it."""

    name: str
    build: Build

    @property
    def source(self) -> Source:
        """What answers SQL on it."""
        return source_of(self.build)


def earlier_tables(warehouse: Warehouse, names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Return the named tables of the current build as frames, with the columns of the registry that it has.

    A table that it has not is left out; without a build, all are. Raises QueryFailed when the file cannot be read, MadeByNewer.
    """
    earlier = earlier_build(warehouse)
    if earlier is None:
        return {}
    hashes = read_about(earlier.build).get(FILES) or {} if isinstance(earlier.build, Path) else {}
    return {name: _read(earlier, name, columns, hashes) for name, columns in _columns(earlier.source).items() if name in names}


def _read(earlier: Earlier, name: str, columns: list[str], hashes: Mapping[str, str]) -> pd.DataFrame:
    """Return a table from its Parquet file where the build has it as it was written, else from the warehouse."""
    path = table(name).parquet_path
    with suppress(OSError):
        if isinstance(earlier.build, Path) and path in hashes:
            content = (earlier.build / path).read_bytes()
            if hashlib.sha256(content).hexdigest() == hashes[path]:
                return read_table_file(BytesIO(content), name, columns)
    return read_table(earlier.source, name, columns)


def earlier_build(warehouse: Warehouse) -> Earlier | None:
    """Return the current build, against which the next one is held; None when there is none.

    A database is asked where there is one, unless it has no build yet: the files may have had builds before it. Raises DatabaseFailed, and
    MadeByNewer: what this version does not know of a newer build, such as ids that it handed out, would be lost.
    """
    shown = [build for build in warehouse.database.builds() if build.is_current] if warehouse.database else []
    if warehouse.database and shown:
        _check_known(shown[0].build_id, shown[0].schema_version)
        return Earlier(shown[0].build_id, warehouse.database)
    try:
        current = warehouse.current
    except NoWarehouse:
        return None
    _check_known(current.name, str(read_about(current).get("schema_version") or ""))
    return Earlier(current.name, current)


def _check_known(name: str, version: str) -> None:
    if is_newer(version, schema_version()):
        raise MadeByNewer(
            f"The build {name} was made by a newer version of this program (its schema is {version}, this version knows "
            f"{schema_version()}). Install that version again, or go back to a build of this one: `jmdi restore --list` shows those kept."
        )


def earlier_name(warehouse: Warehouse) -> str | None:
    """Return the name of the current build; None when there is none. Raises DatabaseFailed, MadeByNewer."""
    earlier = earlier_build(warehouse)
    return earlier.name if earlier else None


def _columns(source: Source) -> dict[str, list[str]]:
    """Return, for every table, those of its columns that the registry has too."""
    columns: dict[str, list[str]] = {}
    for name, column in query(source, "SELECT table_name, column_name FROM core_dictionary"):
        columns.setdefault(str(name), []).append(str(column))
    return columns
