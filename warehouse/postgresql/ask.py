"""Answers one SELECT from the database, and only that: nothing can be changed through here, whoever asks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import psycopg
from psycopg import sql

from warehouse.postgresql import schemas
from warehouse.query import Answer, QueryFailed

ROWS_AT_ONCE = 2_000
COMMENTS = re.compile(r"\s*(?:--[^\n]*(?:\n|\Z)|/\*.*?\*/)", re.DOTALL)
COMMANDS = {
    "ALTER", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CLUSTER", "COMMENT", "COMMIT", "COPY", "CREATE", "DELETE", "DETACH", "DO",
    "DROP", "EXECUTE", "EXPLAIN", "GRANT", "IMPORT", "INSERT", "LISTEN", "LOAD", "LOCK", "MERGE", "NOTIFY", "PRAGMA",
    "PREPARE", "REASSIGN", "REFRESH", "REINDEX", "REPLACE", "RESET", "REVOKE", "ROLLBACK", "SAVEPOINT", "SECURITY", "SET",
    "SHOW", "START", "TRUNCATE", "UPDATE", "VACUUM",
}  # fmt: skip
CHANGES = ("25006", "0A000", "42P11")  # changes in a transaction that only reads, or inside of a SELECT
ONLY_SELECT = "Only SELECT is answered here: the warehouse cannot be changed."


@contextmanager
def answering(connection: psycopg.Connection[Any], question: str, postgis: str) -> Iterator[Answer]:
    """Yield the answer to one SELECT, row by row, as SQLite would give it: dates as texts, flags as 0 and 1. Raises QueryFailed."""
    first = _first_word(question)
    if not first:
        raise QueryFailed("The query asks nothing; give one SELECT.")
    if first in COMMANDS:
        raise QueryFailed(ONLY_SELECT)
    connection.autocommit = False
    connection.read_only = True
    try:
        connection.execute(sql.SQL("SET LOCAL search_path = {}, {}").format(sql.Identifier(schemas.CURRENT), sql.Identifier(postgis)))
        with connection.cursor(name="answer") as cursor:  # takes one SELECT and nothing else
            cursor.itersize = ROWS_AT_ONCE
            cursor.execute(question.encode())
            yield Answer([column.name for column in cursor.description or ()], (tuple(map(_plain, row)) for row in cursor))
    except psycopg.Error as fault:
        if fault.sqlstate is None or fault.sqlstate[:2] in ("08", "57", "53", "58", "XX"):
            raise  # no fault of the question
        connection.rollback()
        raise QueryFailed(_sentence(fault, schemas.relations(connection, schemas.CURRENT))) from None


def _first_word(question: str) -> str:
    bare = question
    while found := COMMENTS.match(bare):
        bare = bare[found.end() :]
    word = re.match(r"\s*(\w+|\()", bare)
    return word[1].upper() if word else ""


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and int(value.as_tuple().exponent) >= 0 else float(value)
    return value


def _sentence(fault: psycopg.Error, names: list[str]) -> str:
    if fault.sqlstate in CHANGES:
        return ONLY_SELECT
    said = (fault.diag.message_primary or str(fault)).rstrip(".")
    if "multiple commands" in said:
        return "The query failed: You can only execute one statement at a time."
    if fault.sqlstate == "42501":
        return f"The query failed: {said}; this user may not read that."
    missing = re.search(r'"([^"]+)"', said)
    near = get_close_matches(missing[1].rpartition(".")[2], names, n=1) if missing and fault.sqlstate == "42P01" else []
    hint = f" Did you mean {near[0]}?" if near else f" {fault.diag.message_hint}" if fault.diag.message_hint else ""
    return f"The query failed: {said}.{hint}"
