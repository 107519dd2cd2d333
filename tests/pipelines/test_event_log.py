"""Events of runs: kept where Dagster itself would keep and find them, and seen while a run goes on."""

import queue
import sqlite3
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy.exc import OperationalError

from pipelines.operation.event_log import MOST_OPEN, EventLog
from pipelines.operation.failures import failures
from schemas.reference_files import CHECKOUT


@dg.asset
def table() -> int:
    return 1


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "dagster.yaml").write_text((CHECKOUT / "dagster.yaml").read_text())
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


def test_what_a_run_leaves_is_what_dagster_itself_reads(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, EventLog)
        runs = [dg.materialize([table], instance=instance).run_id for _ in range(MOST_OPEN + 1)]  # more than are kept open
        told = [instance.all_logs(run_id) for run_id in runs]
        (home / "dagster.yaml").unlink()  # without it, Dagster keeps its state in its own way
        with dg.DagsterInstance.get() as plain:
            assert not isinstance(plain.event_log_storage, EventLog)
            assert [plain.all_logs(run_id) for run_id in runs] == told
            newest = plain.get_latest_materialization_event(table.key)
        assert newest is not None
        assert newest.run_id == runs[-1]
        instance.wipe()
        assert instance.all_logs(runs[-1]) == []


def test_whoever_watches_a_run_sees_each_event_at_once(home: Path) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()
    with dg.DagsterInstance.get() as pages, dg.DagsterInstance.get() as instance:
        run = instance.create_run_for_job(dg.define_asset_job("one").resolve(asset_graph=dg.Definitions([table]).resolve_asset_graph()))
        instance.report_engine_event("The first", run)
        pages.watch_event_logs(run.run_id, None, lambda event, _: told.put(event.message))
        for message in ("The next", "The last"):
            instance.report_engine_event(message, run)
            while told.get(timeout=60) != message:
                pass


def test_a_disk_that_is_full_in_the_middle_of_a_step_is_told_as_such(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, full = SqliteEventLogStorage.store_event, sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL

    def store_event(storage: EventLog, event: dg.EventLogEntry) -> None:
        if event.dagster_event_type == dg.DagsterEventType.ASSET_MATERIALIZATION:
            raise OperationalError("INSERT", {}, full)
        plain(storage, event)

    monkeypatch.setattr(SqliteEventLogStorage, "store_event", store_event)
    with dg.DagsterInstance.get() as instance:
        done = dg.materialize([table], instance=instance, raise_on_error=False)
    told = list(failures(done.all_events))
    assert len(told) == 1 and "where Dagster keeps its state, cannot be written to (database or disk is full" in told[0]


def test_a_process_knows_what_it_made_as_the_database_does(home: Path) -> None:
    @dg.asset(deps=[table], check_specs=[dg.AssetCheckSpec("filled", asset="counted")])
    def counted() -> dg.MaterializeResult:
        return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])

    with dg.DagsterInstance.get() as instance, dg.DagsterInstance.get() as pages:
        for _ in range(2):  # an earlier run's materialisation is no longer the one to tell of
            done = dg.materialize([table, counted], instance=instance)
        known, stored = (
            {record.asset_entry.asset_key: record.asset_entry.last_materialization_record for record in one.get_asset_records(keys)}
            for one, keys in ((instance, [table.key, counted.key]), (pages, None))
        )
        assert known == stored
        (checked,) = done.get_asset_check_evaluations()
        assert checked.target_materialization_data and checked.target_materialization_data.storage_id == stored[counted.key].storage_id
        instance.wipe_assets([table.key])
        assert [record.asset_entry.last_materialization_record for record in instance.get_asset_records([table.key])] in ([], [None])
