"""Works on tables that somebody may be reading: has them alone for a moment, and lets all readers through while that is not granted.

Two who wait for each other would be ended by the server after its deadlock_timeout, one of them a reader perhaps: the writer gives up
before that, and tries again.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import sql

from warehouse.builds import WarehouseBusy
from warehouse.postgresql import schemas

# How long to wait for readers, as parts of deadlock_timeout: a short time is enough for two who wait for each other, a long query
# needs more.
SHORTEST, LONGEST = 0.1, 0.8
Connection = psycopg.Connection[Any]


def while_nobody_reads(
    connection: Connection, names: Sequence[str], wait_seconds: float, work: Callable[[], None], refusal: Callable[[str], str]
) -> None:
    """Do some work in one transaction that has all tables and views of the schemas `names` alone.

    Raises WarehouseBusy when `wait_seconds` are over, with what `refusal` makes of the names of the readers in the way.
    """
    end = time.monotonic() + wait_seconds
    limit = _deadlock_seconds(connection)
    patience = SHORTEST
    while True:
        try:
            with connection.transaction():
                _lock(connection, names, patience * limit)
                work()
            return
        except (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if time.monotonic() >= end:
                raise WarehouseBusy(refusal(_readers(connection, names))) from None
        time.sleep(patience * limit)  # for readers who waited meanwhile
        patience = min(2 * patience, LONGEST)


def _deadlock_seconds(connection: Connection) -> float:
    found = connection.execute("SELECT setting::integer / 1000.0 FROM pg_settings WHERE name = 'deadlock_timeout'").fetchone()
    return float(found[0]) if found else 1.0


def _lock(connection: Connection, names: Sequence[str], seconds: float) -> None:
    seen = [(schema, name) for schema in names for name in schemas.relations(connection, schema)]
    if not seen:
        return
    connection.execute(sql.SQL("SET LOCAL statement_timeout = {}").format(sql.Literal(max(1, round(seconds * 1000)))))
    tables = sql.SQL(", ").join(sql.Identifier(*one) for one in seen)
    connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables))
    connection.execute("SET LOCAL statement_timeout = 0")


def _readers(connection: Connection, names: Sequence[str]) -> str:
    """Return who holds the tables: application or user, and process."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(nullif(a.application_name, ''), a.usename), l.pid FROM pg_locks AS l "
        "JOIN pg_class AS c ON c.oid = l.relation JOIN pg_namespace AS n ON n.oid = c.relnamespace "
        "JOIN pg_stat_activity AS a ON a.pid = l.pid "
        "WHERE l.granted AND l.pid <> pg_backend_pid() AND n.nspname = ANY(%s) ORDER BY 2",
        [list(names)],
    ).fetchall()
    return ", ".join(f"{name} (process {pid})" for name, pid in rows) or "others"
