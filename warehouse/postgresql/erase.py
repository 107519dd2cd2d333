"""Erases personal data from the contacts of every build that a database keeps, and looks for what may be left of them in any table.

Rows that are deleted stay in a table's files, even after VACUUM FULL while anybody's transaction began before. So a table is filled anew
with the rows that stay, and the files that it had are gone with the end of the transaction. The words that are looked for are not sent to
the server, whose log may hold what it was asked.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from schemas.failpoints import failpoint
from warehouse.erase import Row, Target, holds, marks_of
from warehouse.postgresql import schemas
from warehouse.postgresql.address import Address
from warehouse.postgresql.readers import while_nobody_reads

BLOCK = 2**20  # bytes that are looked through at once
TEXTS = """
    SELECT n.nspname, c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS t ON t.oid = a.atttypid AND t.typcategory = 'S'
    WHERE c.relkind IN ('r', 'm') AND n.nspname <> 'information_schema' AND NOT starts_with(n.nspname, 'pg_')
      AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
    GROUP BY n.nspname, c.relname ORDER BY n.nspname, c.relname
"""
# Values stand in the answer as they are: what has to be quoted is quoted with a mark that texts do not have.
READ = "COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, QUOTE E'\\x01')"
Connection = psycopg.Connection[Any]


def kept_rows(connection: Connection, schema: str) -> dict[str, list[Row]]:
    """Return the rows of a schema of contacts by table."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return {
            name: cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, name))).fetchall()
            for name in schemas.relations(connection, schema)
        }


def erase_from_schema(connection: Connection, address: Address, schema: str, target: Target, wait_seconds: float) -> None:
    """Erase the target's rows from a schema of contacts, in one transaction, so that no byte of them is left in the files of its tables.

    To be called by the one writer, so that the rows are those that `kept_rows` read. Raises WarehouseBusy with the readers in the way.
    """

    def refusal(readers: str) -> str:
        return (
            f"{address.shown}: nothing was erased from {schema}, since {readers} read it without an end; let "
            "them finish or end them, then forget again."
        )

    staying = {name: [row for row in rows if not target.takes(row)] for name, rows in kept_rows(connection, schema).items()}
    while_nobody_reads(connection, [schema], wait_seconds, partial(_fill_anew, connection, schema, staying), refusal)


def _fill_anew(connection: Connection, schema: str, staying: dict[str, list[Row]]) -> None:
    for name, rows in staying.items():
        table = sql.Identifier(schema, name)
        connection.execute(sql.SQL("TRUNCATE {}").format(table))
        # FREEZE: whoever looks at the database as it was before finds these rows, and no empty table.
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN (FREEZE)").format(table)) as copy:
            for row in rows:
                copy.write_row(list(row.values()))
        failpoint("forget.database_table")


def tables_holding(connection: Connection, words: Iterable[str]) -> list[tuple[str, str]]:
    """Return the tables, by schema and name, that hold one of the words in a text, in any schema that the writer may read."""
    marks = marks_of(words)
    if not marks:
        return []
    texts = connection.execute(TEXTS).fetchall()
    return [(schema, name) for schema, name, columns in texts if _is_held(connection, sql.Identifier(schema, name), columns, marks)]


def _is_held(connection: Connection, table: sql.Identifier, columns: list[str], marks: frozenset[bytes]) -> bool:
    statement = sql.SQL(READ).format(sql.SQL(", ").join(map(sql.Identifier, columns)), table)
    is_held = False
    with connection.cursor().copy(statement) as copy:
        for block in _blocks(copy):  # to the end, since what is left early has to be cancelled
            is_held = is_held or holds(block, marks)
    return is_held


def _blocks(copy: psycopg.Copy) -> Iterator[bytes]:
    """Yield what a COPY brings in larger pieces. A row comes in one piece, and stays in one."""
    block = bytearray()
    for row in copy:
        block += row
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
