"""Checks a warehouse file: its values as it is written; as a whole, before anybody is shown it, that it is sound and complete."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from warehouse.database import metadata
from warehouse.manifest import BrokenBuild
from warehouse.search import TEXTS, indexed_count

GEOPACKAGE_MARK = 0x47504B47  # "GPKG"
LITERAL: dict[str, Any] = {"dialect": sqlite.dialect(), "compile_kwargs": {"literal_binds": True}}


def check_build(geopackage: Path, counts: Mapping[str, int]) -> None:
    """Check a warehouse file against the number of rows of every table. Raises BrokenBuild with one plain sentence."""
    try:
        connection = sqlite3.connect(f"{geopackage.resolve().as_uri()}?mode=ro", uri=True)
        try:
            _check_sound(connection)
            _check_counts(connection, counts)
            _check_search(connection)
        finally:
            connection.close()
    except sqlite3.DatabaseError as fault:
        raise BrokenBuild(f"The warehouse file {geopackage.name} cannot be read ({fault}); refresh again.") from None


def _check_sound(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != GEOPACKAGE_MARK:
        raise BrokenBuild("The warehouse file is not a GeoPackage; refresh again.")
    # Every page and row, once. The long check looks each row up in each index, too: in a file written in one go, SQLite's own work.
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise BrokenBuild(f"The warehouse file is damaged ({verdict}); refresh again.")
    lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    if lost:
        raise BrokenBuild(f"A row of {lost[0]} refers to a row of {lost[2]} that is not there.")


def check_allowed(connection: sqlite3.Connection) -> None:
    """Check codes and ranges of a file just written, table by table: SQLite reads a list of codes anew for every row that it inserts.

    They are those of the registry now; a kept build has the codes of its day, so it is not held to them. Raises BrokenBuild.
    """
    for one in metadata().sorted_tables:
        rules = [str(rule.sqltext.compile(**LITERAL)) for rule in one.constraints if isinstance(rule, sa.CheckConstraint)]
        forbidden = " OR ".join(f"NOT ({rule})" for rule in sorted(rules)) or "FALSE"
        found = connection.execute(f"SELECT count(*) FROM {one.name} WHERE {forbidden}").fetchone()[0]  # noqa: S608  (of the registry)
        if found:
            raise BrokenBuild(f"{one.name} holds {found} rows with a code or number that the registry does not allow.")


def _check_counts(connection: sqlite3.Connection, counts: Mapping[str, int]) -> None:
    for name, expected in counts.items():
        found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608  (names of the registry)
        if found != expected:
            raise BrokenBuild(f"{name} holds {found} rows where {expected} were written.")


def _check_search(connection: sqlite3.Connection) -> None:
    expected = connection.execute(f"SELECT count(*) FROM {TEXTS}").fetchone()[0]  # noqa: S608  (names of the registry)
    found = indexed_count(connection)
    if found != expected:
        raise BrokenBuild(f"The search finds {found} practices where {expected} have texts; refresh again.")
