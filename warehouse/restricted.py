"""The restricted store: the only file of a build that holds personal data, and cells that nobody vouched for."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from schemas.failpoints import failpoint
from schemas.registry.restricted import RESTRICTED_TABLES
from schemas.tables import Table

DICTIONARY = "dictionary"
DICTIONARY_COLUMNS = ("table_name", "column_name", "description")


def write_contacts(build: Path, frames: Mapping[str, pd.DataFrame]) -> Path:
    """Write `restricted/contacts.sqlite` of a build from the frames of RESTRICTED_TABLES by name, and return its path.

    Folder and file are closed to everyone but their owner from the first moment. The table `dictionary` says what each column is.
    """
    folder = build / "restricted"
    folder.mkdir(mode=0o700)
    path = folder / "contacts.sqlite"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with sqlite3.connect(path) as connection:
        for one in RESTRICTED_TABLES:
            values = frames[one.name][one.column_names].astype(object)
            _write(connection, _declared(one), values.where(values.notna(), None).itertuples(index=False, name=None), one.name)
        words = [(one.name, column.name, column.description) for one in RESTRICTED_TABLES for column in one.columns]
        _write(connection, ", ".join(f"{name} TEXT" for name in DICTIONARY_COLUMNS), words, DICTIONARY)
    connection.close()
    failpoint("load.contacts")
    return path


def _declared(one: Table) -> str:
    """Return the columns of a table as SQL declares them: all that the store holds is text."""
    columns = (f"{column.name} TEXT{' NOT NULL' if column.is_required else ''}" for column in one.columns)
    return f"{', '.join(columns)}, PRIMARY KEY ({', '.join(one.key)})"


def _write(connection: sqlite3.Connection, columns: str, rows: Iterable[tuple[object, ...]], name: str) -> None:
    made = connection.execute(f"CREATE TABLE {name} ({columns})")
    held = [row[1] for row in made.execute(f"PRAGMA table_info({name})")]
    connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(held))})", rows)  # noqa: S608  (names of the registry)
