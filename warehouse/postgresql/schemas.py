"""The schemas of builds, by their names: the current one, those that are kept, those that are not finished, each with its contacts apart.

Which build a schema holds stands in its comment, which goes with it from name to name and which every role may read.
"""

import re
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from schemas.schema_version import schema_version

CURRENT, CURRENT_CONTACTS = "mapping", "mapping_contacts"
UNFINISHED = "unfinished_"
COMMENT = re.compile(r"\ABuild (\S+), made at (\S+)\.(?: Schema (\S+)\.)?")  # builds made before schemas were told have none


class Build(NamedTuple):
    """A build in the database: its id, which is the name of its folder too, when it was made, whether readers see it.

    `schema_version` is '' for one that was made before it was told.
    """

    build_id: str
    made_at: datetime
    is_current: bool
    schema_version: str = ""


def kept(build_id: str) -> tuple[str, str]:
    """Return the schemas of a build that is kept: tables, contacts. Names need no quotes in SQL."""
    plain = re.sub(r"[^a-z0-9]", "_", build_id.lower())
    return f"{CURRENT}_{plain}", f"{CURRENT_CONTACTS}_{plain}"


def unfinished(build_id: str) -> tuple[str, str]:
    """Return the schemas of a build that nobody is shown yet."""
    return kept(f"{UNFINISHED}{build_id}")


def comment(build_id: str, made_at: datetime) -> str:
    """Return the comment that says which build a schema holds."""
    return f"Build {build_id}, made at {made_at.isoformat(timespec='seconds')}. Schema {schema_version()}."


def found_builds(connection: psycopg.Connection[Any]) -> list[Build]:
    """Return the finished builds, the oldest first."""
    found = connection.execute(
        "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s OR starts_with(nspname, %s)",
        [CURRENT, f"{CURRENT}_"],
    ).fetchall()
    told = [(name, COMMENT.match(said or "")) for name, said in found if not name.startswith(f"{CURRENT}_{UNFINISHED}")]
    return sorted(Build(said[1], datetime.fromisoformat(said[2]), name == CURRENT, said[3] or "") for name, said in told if said)


def contacts_schemas(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the schemas with the personal data of finished builds, the current one last."""
    rows = connection.execute(
        "SELECT nspname FROM pg_namespace WHERE (nspname = %s OR starts_with(nspname, %s)) AND NOT starts_with(nspname, %s) "
        "ORDER BY nspname = %s, nspname",
        [CURRENT_CONTACTS, f"{CURRENT_CONTACTS}_", f"{CURRENT_CONTACTS}_{UNFINISHED}", CURRENT_CONTACTS],
    )
    return [name for (name,) in rows.fetchall()]


def schema_exists(connection: psycopg.Connection[Any], name: str) -> bool:
    """Return whether there is a schema of a name."""
    return connection.execute("SELECT FROM pg_namespace WHERE nspname = %s", [name]).fetchone() is not None


def leftovers(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the schemas that a loader left which died."""
    patterns = [f"{name}_{UNFINISHED}" for name in (CURRENT, CURRENT_CONTACTS)]
    rows = connection.execute("SELECT nspname FROM pg_namespace, unnest(%s::text[]) AS one WHERE starts_with(nspname, one)", [patterns])
    return [name for (name,) in rows.fetchall()]


def drop(connection: psycopg.Connection[Any], *names: str) -> None:
    """Drop schemas with all that is in them, in one transaction."""
    with connection.transaction():
        for name in names:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))


def schema_of_postgis(connection: psycopg.Connection[Any]) -> str | None:
    """Return the schema that PostGIS is in; None without it."""
    where = "SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'postgis'"
    found = connection.execute(where).fetchone()
    return found[0] if found else None


def relations(connection: psycopg.Connection[Any], schema: str) -> list[str]:
    """Return the names of the tables and views of a schema."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = %s) AND relkind IN ('r', 'v') "
        "ORDER BY relname",
        [schema],
    )
    return [name for (name,) in rows.fetchall()]
