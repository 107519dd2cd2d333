"""Shows another build to readers, in one transaction, so that none ever sees tables of two builds beside each other.

To rename a schema takes no lock on its tables: a statement could find one table in the old schema and the next in the new. So every table
and view that readers see is locked first, which waits for whoever reads them and lets nobody begin. Two who wait for each other would be
ended by the server after its deadlock_timeout, one of them a reader perhaps: the switch gives up before that, lets all readers through,
and tries again.
"""

import time
from typing import Any

import psycopg
from psycopg import sql

from warehouse.builds import WarehouseBusy
from warehouse.postgresql import schemas
from warehouse.postgresql.address import Address
from warehouse.postgresql.fitness import READERS, READERS_OF_CONTACTS

# How long to wait for readers, as parts of deadlock_timeout: a short time is enough for two who wait for each other, a long query
# needs more.
SHORTEST, LONGEST = 0.1, 0.8
Connection = psycopg.Connection[Any]


def show_build(connection: Connection, address: Address, build_id: str, came_from: tuple[str, str], wait_seconds: float) -> None:
    """Make the schemas `came_from` (tables, contacts) those that readers see; what they saw is kept under its own build's name.

    Raises WarehouseBusy with the readers in the way when `wait_seconds` are over.
    """
    end = time.monotonic() + wait_seconds
    limit = _deadlock_seconds(connection)
    patience = SHORTEST
    while True:
        try:
            with connection.transaction():
                _lock(connection, patience * limit)
                _rename(connection, build_id, came_from)
            return
        except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if time.monotonic() >= end:
                raise WarehouseBusy(
                    f"{address.shown} cannot be switched to the new build: {_readers(connection)} read the current one without an end; "
                    "let them finish or end them, then refresh again."
                ) from None
        time.sleep(patience * limit)  # for readers who waited meanwhile
        patience = min(2 * patience, LONGEST)


def _deadlock_seconds(connection: Connection) -> float:
    found = connection.execute("SELECT setting::integer / 1000.0 FROM pg_settings WHERE name = 'deadlock_timeout'").fetchone()
    return float(found[0]) if found else 1.0


def _lock(connection: Connection, seconds: float) -> None:
    seen = [(schema, name) for schema in (schemas.CURRENT, schemas.CURRENT_CONTACTS) for name in schemas.relations(connection, schema)]
    if not seen:
        return
    connection.execute(sql.SQL("SET LOCAL statement_timeout = {}").format(sql.Literal(max(1, round(seconds * 1000)))))
    tables = sql.SQL(", ").join(sql.Identifier(*one) for one in seen)
    connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))
    connection.execute("SET LOCAL statement_timeout = 0")


def _rename(connection: Connection, build_id: str, came_from: tuple[str, str]) -> None:
    current = next((build for build in schemas.found_builds(connection) if build.is_current), None)
    left_for = schemas.kept(current.build_id) if current else ()
    readers = (READERS, READERS_OF_CONTACTS)
    for shown, roles, kept in zip((schemas.CURRENT, schemas.CURRENT_CONTACTS), readers, left_for, strict=False):
        connection.execute(_for_roles("REVOKE USAGE ON SCHEMA {} FROM {}", shown, roles))
        _move(connection, shown, kept)
    for shown, roles, source in zip((schemas.CURRENT, schemas.CURRENT_CONTACTS), readers, came_from, strict=True):
        _move(connection, source, shown)
        connection.execute(_for_roles("GRANT USAGE ON SCHEMA {} TO {}", shown, roles))
    connection.execute("INSERT INTO mapping_admin.builds (build_id) VALUES (%s)", [build_id])


def _move(connection: Connection, schema: str, name: str) -> None:
    connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(schema), sql.Identifier(name)))


def _for_roles(statement: str, schema: str, roles: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(schema), sql.SQL(", ").join(map(sql.Identifier, roles)))


def grant_reading(connection: Connection, tables: str, contacts: str) -> None:
    """Let readers see what is in the schemas of a build, once they may enter these, and nobody else."""
    for schema, roles in ((tables, READERS), (contacts, READERS_OF_CONTACTS)):
        connection.execute(sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {} FROM PUBLIC").format(sql.Identifier(schema)))
        for what in ("SELECT ON ALL TABLES", "EXECUTE ON ALL FUNCTIONS"):
            connection.execute(_for_roles(f"GRANT {what} IN SCHEMA {{}} TO {{}}", schema, roles))


def _readers(connection: Connection) -> str:
    """Return who holds the tables that readers see: application or user, and process."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(nullif(a.application_name, ''), a.usename), l.pid FROM pg_locks AS l "
        "JOIN pg_class AS c ON c.oid = l.relation JOIN pg_namespace AS n ON n.oid = c.relnamespace "
        "JOIN pg_stat_activity AS a ON a.pid = l.pid "
        "WHERE l.granted AND l.pid <> pg_backend_pid() AND n.nspname = ANY(%s) ORDER BY 2",
        [[schemas.CURRENT, schemas.CURRENT_CONTACTS]],
    ).fetchall()
    return ", ".join(f"{name} (process {pid})" for name, pid in rows) or "others"
