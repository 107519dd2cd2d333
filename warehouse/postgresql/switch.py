"""Shows another build to readers, in one transaction, so that none ever sees tables of two builds beside each other.

To rename a schema takes no lock on its tables: a statement could find one table in the old schema and the next in the new. So every table
and view that readers see is locked first, which waits for whoever reads them and lets nobody begin.
"""

from functools import partial
from typing import Any

import psycopg
from psycopg import sql

from schemas.failpoints import failpoint
from warehouse.postgresql import schemas
from warehouse.postgresql.address import Address
from warehouse.postgresql.fitness import READERS, READERS_OF_CONTACTS
from warehouse.postgresql.readers import while_nobody_reads

Connection = psycopg.Connection[Any]


def show_build(connection: Connection, address: Address, build_id: str, came_from: tuple[str, str], wait_seconds: float) -> None:
    """Make the schemas `came_from` (tables, contacts) those that readers see; what they saw is kept under its own build's name.

    Raises WarehouseBusy with the readers in the way when `wait_seconds` are over.
    """

    def refusal(readers: str) -> str:
        return (
            f"{address.shown} cannot be switched to the new build: {readers} read the current one without an end; "
            "let them finish or end them, then refresh again."
        )

    seen = (schemas.CURRENT, schemas.CURRENT_CONTACTS)
    while_nobody_reads(connection, seen, wait_seconds, partial(_rename, connection, build_id, came_from), refusal)


def _rename(connection: Connection, build_id: str, came_from: tuple[str, str]) -> None:
    current = next((build for build in schemas.found_builds(connection) if build.is_current), None)
    left_for = schemas.kept(current.build_id) if current else ()
    readers = (READERS, READERS_OF_CONTACTS)
    for shown, roles, kept in zip((schemas.CURRENT, schemas.CURRENT_CONTACTS), readers, left_for, strict=False):
        connection.execute(_for_roles("REVOKE USAGE ON SCHEMA {} FROM {}", shown, roles))
        _move(connection, shown, kept)
    failpoint("switch.database_emptied")
    for shown, roles, source in zip((schemas.CURRENT, schemas.CURRENT_CONTACTS), readers, came_from, strict=True):
        _move(connection, source, shown)
        connection.execute(_for_roles("GRANT USAGE ON SCHEMA {} TO {}", shown, roles))
    connection.execute("INSERT INTO mapping_admin.builds (build_id) VALUES (%s)", [build_id])
    failpoint("switch.database_renamed")


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
