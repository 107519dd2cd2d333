"""Asks a warehouse, a file or a database, and only asks: nothing can be changed through here."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple, Protocol

from schemas.errors import ProductError
from warehouse.manifest import WAY_BACK
from warehouse.search import open_search

READING = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE,
}  # fmt: skip

VERSION_OF_DATA = "data_version"  # what a full-text search asks, to see whether its index has changed


class QueryFailed(ProductError):
    """A query that cannot be answered; the text says why."""


class Answer(NamedTuple):
    """What a query brings: column names, and rows as they come."""

    columns: list[str]
    rows: Iterator[tuple[object, ...]]


class Asked(Protocol):
    """A database that can be asked, such as `warehouse.postgresql.database.Database`."""

    def asking(self, question: str) -> AbstractContextManager[Answer]:
        """Yield the answer to one SELECT, with the same values as SQLite gives. Raises QueryFailed."""

    def table_names(self) -> list[str]:
        """Return the names of its tables and views."""


Source = Path | Asked  # what can be asked: a warehouse file, a database


def asking(source: Source, sql: str) -> AbstractContextManager[Answer]:
    """Yield the answer to one SELECT, row by row. Raises QueryFailed, also for anything that would write."""
    if any("\ud800" <= mark <= "\udfff" for mark in sql):  # what Python makes of bytes that its locale does not know
        try:
            sql = os.fsencode(sql).decode()
        except UnicodeError:
            raise QueryFailed("The query failed: it is not written in UTF-8; save it as UTF-8 and ask again.") from None
    return _asking_file(source, sql) if isinstance(source, Path) else source.asking(sql)


@contextmanager
def _asking_file(geopackage: Path, sql: str) -> Iterator[Answer]:
    connection, names = _open(geopackage)
    connection.set_authorizer(_only_reading)
    try:
        cursor = connection.execute(sql)
        if cursor.description is None:
            raise QueryFailed("The query asks nothing; give one SELECT.")
        yield Answer([column[0] for column in cursor.description or ()], cursor)
    except (sqlite3.Error, sqlite3.Warning) as fault:
        raise QueryFailed(_sentence(str(fault), names)) from None
    finally:
        connection.close()


def _only_reading(action: int, subject: str | None, *_: str | None) -> int:
    is_reading = action in READING or (action == sqlite3.SQLITE_PRAGMA and subject == VERSION_OF_DATA)
    return sqlite3.SQLITE_OK if is_reading else sqlite3.SQLITE_DENY


def _open(geopackage: Path) -> tuple[sqlite3.Connection, list[str]]:
    """Return a connection that only reads, and the names of the tables and views. Raises QueryFailed when it is no warehouse file."""
    try:
        connection = sqlite3.connect(f"{geopackage.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
            open_search(connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as fault:
        raise QueryFailed(f"The warehouse file {geopackage} cannot be read ({fault}). {WAY_BACK}") from None
    return connection, [name for (name,) in names]


def query(source: Source, sql: str) -> list[tuple[object, ...]]:
    """Return all rows of the answer to one SELECT. Raises QueryFailed."""
    with asking(source, sql) as answer:
        return list(answer.rows)


def has_table(source: Source, name: str) -> bool:
    """Return whether a warehouse has a table or view of a name: builds of earlier versions lack what is new."""
    if isinstance(source, Path):
        return bool(query(source, f"SELECT name FROM sqlite_master WHERE name = '{name}'"))  # noqa: S608  (names of the registry)
    return name in source.table_names()


def _sentence(fault: str, names: list[str]) -> str:
    if "not authorized" in fault:
        return "Only SELECT is answered here: the warehouse cannot be changed."
    near = get_close_matches(fault.rpartition(": ")[2], names, n=1) if "no such table" in fault else []
    return f"The query failed: {fault.rstrip('.')}." + (f" Did you mean {near[0]}?" if near else "")
