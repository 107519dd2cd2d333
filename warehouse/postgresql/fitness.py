"""Whether a server and its database are fit to be written to: version, encoding, PostGIS, roles, rights. Each lack is one sentence."""

from typing import Any

import psycopg

from warehouse.postgresql.address import Address
from warehouse.postgresql.faults import DatabaseFailed, prepare_command
from warehouse.postgresql.schemas import schema_of_postgis

OLDEST_SERVER = 130000
OWNER, LOADER, READERS, READERS_OF_CONTACTS = "jmdi_owner", "jmdi_loader", ("jmdi_analyst", "jmdi_contacts"), ("jmdi_contacts",)
ROLES = (OWNER, LOADER, *READERS)
LOOK = """
    SELECT current_setting('server_version_num')::integer AS version, current_setting('server_encoding') AS encoding,
           ARRAY(SELECT name FROM unnest(%s::text[]) AS name WHERE name NOT IN (SELECT rolname FROM pg_roles)) AS missing_roles,
           EXISTS (SELECT FROM pg_tables WHERE schemaname = 'mapping_admin' AND tablename = 'builds') AS is_prepared,
           session_user AS user_name,
           pg_is_in_recovery() AS is_standby
"""

MAY_MAKE_TABLES = """
    SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AND current_setting('transaction_read_only') = 'off',
           session_user
"""


def check_fitness(connection: psycopg.Connection[Any], address: Address) -> str:
    """Return the schema that PostGIS is in. Raises DatabaseFailed with what is lacking and who mends it."""
    postgis = schema_of_postgis(connection)
    version, encoding, missing, is_prepared, user, is_standby = connection.execute(LOOK, [list(ROLES)]).fetchall()[0]
    prepare = f"an administrator runs `{prepare_command(address)}`"
    lacks = (
        (version < OLDEST_SERVER, f"the server is PostgreSQL {version // 10000}; 13 or newer is needed"),
        (is_standby, "the server is a standby, which is read-only; give the address of the server that is written to"),
        (encoding != "UTF8", f"it holds texts as {encoding}; make one with `createdb --encoding UTF8 --template template0 NAME`"),
        (not postgis, f"the database has no PostGIS; install the server's PostGIS package, then {prepare}"),
        (missing or not is_prepared, f"the database is not prepared yet; {prepare}"),
    )
    for is_lacking, sentence in lacks:
        if is_lacking:
            raise DatabaseFailed(f"{address.shown} cannot be written to: {sentence}.")
    if not _is(connection, OWNER):
        raise DatabaseFailed(f"{address.shown} cannot be written to: {user} may only read; a refresh is given the user {LOADER}.")
    if connection.execute("SELECT current_setting('transaction_read_only')").fetchone() == ("on",):
        raise DatabaseFailed(
            f"{address.shown} cannot be written to: it is set to default_transaction_read_only; its administrator lifts that."
        )
    return str(postgis)


def check_making_tables(connection: psycopg.Connection[Any], address: Address) -> None:
    """Look whether the user may make tables where it is, for programs that keep their own. Raises DatabaseFailed with who mends it."""
    may, user = connection.execute(MAY_MAKE_TABLES).fetchall()[0]
    if not may:
        raise DatabaseFailed(
            f"{address.shown} cannot be written to: {user} may make no tables there; an administrator makes a database of its own with "
            f"`createdb --owner {user} NAME`."
        )


def _is(connection: psycopg.Connection[Any], role: str) -> bool:
    return connection.execute("SELECT pg_has_role(session_user, %s, 'MEMBER')", [role]).fetchone() == (True,)
