"""Where Dagster keeps runs and their events: in its own SQLite files, as always, but with the way to them kept from event to event.

Left to itself, Dagster opens and closes a database, prepares each statement anew, asks the database which columns it has, and waits for the
disk, for each of the thousand events of a run; that was half a refresh. `dagster.yaml` names `RunStore`, so runs, pages and daemon keep
their state alike.
"""

import os
import tempfile
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dagster import AssetKey, EventLogEntry, EventLogRecord
from dagster._core.events import DagsterEventType
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.base import AssetEntry, AssetRecord
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData

from pipelines.operation.home import writing_state

# Four of five events. Which tables a step is handed the graph says, once for all runs; that it made one, its materialisation or check
# beside it; that the bar of progress went on, nobody asks. Only a run that goes on from the outputs of another would, and none does.
NOT_KEPT = frozenset({
    DagsterEventType.LOADED_INPUT, DagsterEventType.STEP_INPUT, DagsterEventType.STEP_OUTPUT, DagsterEventType.HANDLED_OUTPUT,
    DagsterEventType.HOOK_COMPLETED,
})  # fmt: skip
MOST_OPEN = 8  # files kept open: the index and the last runs looked at


class EventLog(SqliteEventLogStorage):
    """Dagster's event log in SQLite, a file a run and an index of all, each opened once instead of once an event."""

    def __init__(self, base_dir: str) -> None:
        self._engines: OrderedDict[str, Any] = OrderedDict()  # the one used last stands last
        self._known: set[str] = set()  # tables, and columns of the table of assets, that are there
        self._made: dict[AssetKey, EventLogRecord] = {}  # the last materialisations that this process has stored
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Any]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = self._opened(shard)
            self._engines.move_to_end(shard)
            while len(self._engines) > MOST_OPEN:
                self._engines.popitem(last=False)[1].dispose()
            with self._engines[shard].begin() as connection:
                yield connection

    def _opened(self, shard: str) -> Any:
        waiting = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
        engine = create_engine(self.conn_string_for_shard(shard), pool_size=1, connect_args=waiting)
        self._initdb(engine)
        with engine.connect() as connection:
            # A loss of power may take the last events of a run along, but never harms the file: it is a run that broke off anyway.
            connection.exec_driver_sql("PRAGMA synchronous = NORMAL")
        return engine

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event, and let those know who watch the run's file: what is written waits beside it, in its write-ahead log.

        Raises StateClosed, in the middle of a step too: Dagster would tell the step, not the disk.
        """
        if event.dagster_event_type in NOT_KEPT:
            return
        with writing_state():
            super().store_event(event)
            os.utime(self.path_for_shard(event.run_id))

    def _store_asset_event(self, conn: Any, event: EventLogEntry, event_id: int) -> None:
        super()._store_asset_event(conn, event, event_id)
        if event.dagster_event_type == DagsterEventType.ASSET_MATERIALIZATION and event.dagster_event and event.dagster_event.asset_key:
            self._made[event.dagster_event.asset_key] = EventLogRecord(event_id, event)

    def get_asset_records(self, asset_keys: Sequence[AssetKey] | None = None) -> Sequence[AssetRecord]:
        """Return what is known of assets. Of those that this process has made it knows what the database would say.

        Dagster asks before each step, of all that it is handed, and with each check, to note which materialisation it is about.
        """
        if not asset_keys or any(key not in self._made for key in asset_keys):
            return super().get_asset_records(asset_keys)
        made = [AssetEntry(asset_key=key, last_materialization_record=self._made[key]) for key in asset_keys]
        return [AssetRecord(storage_id=self._made[one.asset_key].storage_id, asset_entry=one) for one in made]

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table: one that it had once it keeps."""
        if table_name not in self._known and super().has_table(table_name):
            self._known.add(table_name)
        return table_name in self._known

    def _has_asset_key_col_on_connection(self, conn: Any, column_name: str) -> bool:
        if column_name not in self._known and super()._has_asset_key_col_on_connection(conn, column_name):
            self._known.add(column_name)
        return column_name in self._known

    def wipe_asset(self, asset_key: AssetKey) -> None:
        """Delete what is known of an asset."""
        self._made.pop(asset_key, None)
        super().wipe_asset(asset_key)

    def wipe(self) -> None:
        """Delete all events, as Dagster does; files that are no longer there are let go."""
        self._close()
        self._made.clear()
        super().wipe()

    def dispose(self) -> None:
        """Close what is open."""
        self._close()
        super().dispose()

    def _close(self) -> None:
        with self._db_lock:
            while self._engines:
                self._engines.popitem()[1].dispose()


class RunStore(DagsterSqliteStorage):
    """Dagster's storage in SQLite, with `EventLog` for its events."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = EventLog(self._event_log_storage._base_dir)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Return the settings of the storage in dagster.yaml: none, it lies where Dagster's home is."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "RunStore":
        """Return the storage that dagster.yaml asks for. Dagster's own commands may run without a home: they keep nothing."""
        home = os.environ.get("DAGSTER_HOME") or tempfile.mkdtemp(prefix="dagster-")
        return cls.from_local(inst_data=inst_data, base_dir=home, **config_value)
