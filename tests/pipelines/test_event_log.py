"""Events of runs: kept where Dagster itself would keep and find them, and seen while a run goes on."""

import queue
from pathlib import Path

import dagster as dg
import pytest

from pipelines.operation.event_log import MOST_OPEN, EventLog
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
