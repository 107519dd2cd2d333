"""Events of runs: kept where Dagster itself would keep and find them, and seen while a run goes on."""

from pathlib import Path

import dagster as dg
import pytest

from pipelines.event_log import MOST_OPEN, EventLog
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


def test_an_event_reaches_the_file_that_the_pages_watch_at_once(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        run = instance.create_run_for_job(dg.define_asset_job("one").resolve(asset_graph=dg.Definitions([table]).resolve_asset_graph()))
        watched = home / "history" / "runs" / f"{run.run_id}.db"
        for message in ("The first told", "The next told"):
            before = watched.read_bytes() if watched.exists() else b""
            instance.report_engine_event(message, run)
            assert message.encode() not in before
            assert message.encode() in watched.read_bytes()
