"""A database with builds of the warehouse: loaded beside, checked, then shown in one step; kept for a while; one writer at a time.

It stands beside the folder of files (`warehouse.builds`), which shows the same builds. Every fault is one plain sentence, in which no
password appears.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from schemas.failpoints import failpoint
from warehouse.builds import POLL_SECONDS, NoWarehouse, WarehouseBusy
from warehouse.check_build import BrokenBuild
from warehouse.erase import Row, Target
from warehouse.postgresql import schemas
from warehouse.postgresql.address import connect, read_address
from warehouse.postgresql.ask import answering
from warehouse.postgresql.erase import erase_from_schema, kept_rows, tables_holding
from warehouse.postgresql.faults import DatabaseFailed, not_connected, not_done
from warehouse.postgresql.fitness import OWNER, check_fitness, check_making_tables
from warehouse.postgresql.switch import grant_reading, show_build
from warehouse.query import Answer
from warehouse.search import SEARCH, TEXTS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

WRITERS_LOCK = 0x4A4D4449  # "JMDI": the key of the advisory lock that the one writer of a database holds
BACK_SECONDS = 60.0  # how long a server that restarts is waited for, in the middle of a build
DROP_SECONDS = 1  # an old build that somebody still reads stays for the next writer


class Database:
    """A database that `prepare.sql` has prepared, by its address.

    `wait_seconds` is how long a writer waits for another one, and for readers at the switch, before it gives up. Raises WrongAddress.
    """

    def __init__(self, url: str, wait_seconds: float = 600.0) -> None:
        self._address = read_address(url)
        self.wait_seconds = wait_seconds
        self._writer: psycopg.Connection[Any] | None = None
        self._connections = ExitStack()  # the writer's: the one at work, and one that was lost before it
        self._shown_by_us: set[str] = set()  # what readers may have while this writer is at work; another build is another writer's
        self._postgis = "public"

    def __repr__(self) -> str:
        return f"Database({self.name})"

    @property
    def name(self) -> str:
        """The address as it may be shown: without a password."""
        return self._address.shown

    @property
    def current(self) -> schemas.Build:
        """The build that readers see. Raises NoWarehouse when there is none yet, DatabaseFailed."""
        for build in self.builds():
            if build.is_current:
                return build
        raise NoWarehouse(f"{self.name} has no build yet; run `jmdi refresh`.")

    def builds(self) -> list[schemas.Build]:
        """Return the finished builds, the oldest first. Raises DatabaseFailed."""
        with self._connected("jmdi") as connection:
            return schemas.found_builds(connection)

    def check_making_tables(self) -> None:
        """Look whether the user may make tables, in a database of any purpose. Raises DatabaseFailed."""
        with self._connected("jmdi") as connection:
            check_making_tables(connection, self._address)

    @contextmanager
    def asking(self, question: str) -> Iterator[Answer]:
        """Yield the answer of the current build to one SELECT. Raises QueryFailed, NoWarehouse, DatabaseFailed."""
        with self._connected("jmdi query") as connection:
            if not any(build.is_current for build in schemas.found_builds(connection)):
                raise NoWarehouse(f"{self.name} has no build yet; run `jmdi refresh`.")
            with answering(connection, question, schemas.schema_of_postgis(connection) or schemas.CURRENT) as answer:
                yield answer

    def table_names(self) -> list[str]:
        """Return the names of the tables and views that readers see."""
        with self._connected("jmdi") as connection:
            return schemas.relations(connection, schemas.CURRENT)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the one writer; the server frees it when its holder dies. Raises WarehouseBusy, DatabaseFailed."""
        with ExitStack() as self._connections:
            connection = self._take_place()
            schemas.drop(connection, *schemas.leftovers(connection))  # only a writer that died leaves these behind
            self._shown_by_us = _shown(connection)
            self._writer = connection
            try:
                yield
            finally:
                self._writer = None

    def _take_place(self) -> "psycopg.Connection[Any]":
        """Return a new connection that holds the writer's lock. Raises WarehouseBusy, DatabaseFailed."""
        connection = self._connections.enter_context(self._connected("jmdi refresh"))
        try:
            self._postgis = check_fitness(connection, self._address)
            _set_for_writing(connection)
            self._wait_for_lock(connection)
        except psycopg.Error as fault:
            raise not_done(fault, self._address) from None
        return connection

    def _once_more(self, work: Callable[[], None]) -> None:
        """Do a piece of work, and do it once more when the connection is lost: a server that restarts is back in a moment."""
        try:
            work()
        except DatabaseFailed:
            if self._writer is None or not self._writer.closed:
                raise
            self._writer = self._take_place_again()
            work()

    def _take_place_again(self) -> "psycopg.Connection[Any]":
        """Return a new connection as soon as the server is back. Raises WarehouseBusy when another writer was quicker, DatabaseFailed."""
        end = time.monotonic() + min(BACK_SECONDS, self.wait_seconds)
        while True:
            try:
                connection = self._take_place()
                break
            except DatabaseFailed:
                if time.monotonic() >= end:
                    raise
                time.sleep(POLL_SECONDS)
        if not _shown(connection) <= self._shown_by_us:
            raise WarehouseBusy(f"Another refresh has written to {self.name} while the connection was lost; refresh again.")
        return connection

    def load(
        self,
        build_id: str,
        made_at: datetime,
        frames: "Mapping[str, pd.DataFrame]",
        layers: "Mapping[str, gpd.GeoDataFrame]",
        contacts: "Mapping[str, pd.DataFrame]",
    ) -> None:
        """Load a build where no reader looks, and check it. To be used while `writing`. Raises DatabaseFailed, BrokenBuild.

        `frames` holds every table of `WAREHOUSE_TABLES` by name, `layers` every one of `MAP_LAYERS`, `contacts` every one of
        RESTRICTED_TABLES, which only the role jmdi_contacts will read.
        """
        from warehouse.postgresql.load import load_restricted, load_tables  # brings what only loading needs: a query comes at once without

        def once() -> None:
            tables, apart = schemas.unfinished(build_id)
            with self._at_work() as connection, connection.transaction():
                schemas.drop(connection, tables, apart)  # a first try may have come to its end, and only its answer was lost
                self._begin_schema(connection, tables, schemas.comment(build_id, made_at))
                load_tables(connection, frames, layers)
                failpoint("load.database_tables")
                self._begin_schema(connection, apart, "Personal data, apart from all other tables.")
                load_restricted(connection, contacts)
                grant_reading(connection, tables, apart)
                failpoint("load.database_contacts")
            failpoint("load.database_committed")
            with self._at_work() as connection:
                expected = {name: len(frame) for name, frame in [*frames.items(), *layers.items(), (SEARCH, frames[TEXTS])]}
                _check_counts(connection, tables, expected)
                _check_counts(connection, apart, {name: len(frame) for name, frame in contacts.items()})

        self._once_more(once)

    def _begin_schema(self, connection: psycopg.Connection[Any], name: str, comment: str) -> None:
        schema = sql.Identifier(name)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        connection.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(schema, sql.Literal(comment)))
        connection.execute(sql.SQL("SET LOCAL search_path = {}, {}").format(schema, sql.Identifier(self._postgis)))

    def switch(self, build_id: str) -> None:
        """Show readers a build that was loaded, in one step. To be used while `writing`. Raises WarehouseBusy, DatabaseFailed."""
        with self._at_work() as connection:
            show_build(connection, self._address, build_id, schemas.unfinished(build_id), self.wait_seconds)

    def restore(self, build_id: str) -> None:
        """Show readers a kept build again, in one step. To be used while `writing`; the current build is left as it is.

        Raises NoWarehouse when it is not kept, WarehouseBusy, DatabaseFailed.
        """
        with self._at_work() as connection:
            builds = {build.build_id: build for build in schemas.found_builds(connection)}
            if build_id not in builds:
                raise NoWarehouse(f"{self.name} keeps no build {build_id}; it keeps {', '.join(builds) or 'none'}.")
            if builds[build_id].is_current:
                return
            show_build(connection, self._address, build_id, schemas.kept(build_id), self.wait_seconds)

    def show(self, build_id: str) -> None:
        """Show readers a build: one just loaded, or a kept one. To be used while `writing`."""
        self._shown_by_us = self._shown_by_us | {build_id}
        self._once_more(lambda: self._show(build_id))

    def _show(self, build_id: str) -> None:
        with self._at_work() as connection:
            is_new = schemas.schema_exists(connection, schemas.unfinished(build_id)[0])
        self.switch(build_id) if is_new else self.restore(build_id)

    def keep_last(self, count: int) -> None:
        """Drop all but the last builds; the current one always stays. To be used while `writing`.

        One that somebody still reads stays for the next writer.
        """
        with self._at_work() as connection:
            connection.execute(sql.SQL("SET lock_timeout = {}").format(sql.Literal(f"{DROP_SECONDS}s")))
            for build in schemas.found_builds(connection)[:-count]:
                if not build.is_current:
                    with suppress(psycopg.errors.LockNotAvailable):
                        schemas.drop(connection, *schemas.kept(build.build_id))
                        failpoint("prune.database")
            connection.execute("SET lock_timeout = 0")

    def kept_contacts(self) -> Iterator[tuple[str, dict[str, list[Row]]]]:
        """Yield the personal data of every kept build: its schema, and the rows by table; the current build last. While `writing`."""
        with self._at_work() as connection:
            for schema in schemas.contacts_schemas(connection):
                yield schema, kept_rows(connection, schema)

    def erase(self, schema: str, target: Target) -> None:
        """Erase the target's rows from a schema of `kept_contacts`, every byte. While `writing`. Raises WarehouseBusy, DatabaseFailed."""
        with self._at_work() as connection:
            erase_from_schema(connection, self._address, schema, target, self.wait_seconds)

    def tables_holding(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """Return the tables, by schema and name, in which one of the words stands. While `writing`. Raises DatabaseFailed."""
        with self._at_work() as connection:
            return tables_holding(connection, words)

    @contextmanager
    def _connected(self, application: str) -> Iterator["psycopg.Connection[Any]"]:
        try:
            connection = connect(self._address, application)
        except psycopg.Error as fault:
            raise not_connected(fault, self._address) from None
        with connection:
            try:
                yield connection
            except psycopg.Error as fault:
                raise not_done(fault, self._address) from None

    @contextmanager
    def _at_work(self) -> Iterator["psycopg.Connection[Any]"]:
        """Yield the connection that holds the writer's lock: when it is lost, so is the lock, and nothing is switched."""
        if self._writer is None:
            raise DatabaseFailed(f"{self.name} is written to by one writer at a time, who holds its lock; this one does not.")
        try:
            yield self._writer
        except psycopg.Error as fault:
            raise not_done(fault, self._address) from None

    def _wait_for_lock(self, connection: psycopg.Connection[Any]) -> None:
        end = time.monotonic() + self.wait_seconds
        while connection.execute("SELECT pg_try_advisory_lock(%s)", [WRITERS_LOCK]).fetchone() != (True,):
            if time.monotonic() >= end:
                raise WarehouseBusy(f"Another refresh is writing to {self.name}; wait until it ends, then refresh again.")
            time.sleep(POLL_SECONDS)


def _shown(connection: psycopg.Connection[Any]) -> set[str]:
    """Return the build that readers see, if there is one."""
    return {build.build_id for build in schemas.found_builds(connection) if build.is_current}


def _set_for_writing(connection: psycopg.Connection[Any]) -> None:
    """Work as the owner, so that all belongs to it, and let no limit that is meant for readers end the work.

    What is committed is on the server's disk: where it is set to answer before, a loss of power would take a loaded build along.
    """
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
    connection.execute("SET synchronous_commit = on")
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(f"SET {limit} = 0")
    connection.execute("SELECT set_config('idle_session_timeout', '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'")


def _check_counts(connection: psycopg.Connection[Any], schema: str, expected: Mapping[str, int]) -> None:
    """Check the number of rows of every table; keys and references are the server's own care. Raises BrokenBuild."""
    counting = sql.SQL("SELECT {}, count(*) FROM {}")
    each = [counting.format(sql.Literal(name), sql.Identifier(schema, name)) for name in expected]
    for name, found in connection.execute(sql.SQL(" UNION ALL ").join(each)).fetchall():
        if found != expected[name]:
            raise BrokenBuild(f"{name} holds {found} rows in the database where {expected[name]} were written.")
