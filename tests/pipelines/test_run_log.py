"""The log of runs: what an operator may ask it, what it never holds, and that it stays small and harms no run."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import pandas as pd
import pytest
from dagster._core.telemetry_upload import upload_logs

from assets.raw import INLETS
from pipelines.logs import handler
from pipelines.logs.follow import Following, shown
from pipelines.operation.home import prepare_home
from pipelines.refresh import QUIET
from pipelines.resources import TablesInMemory
from pipelines.settings import WrongSetting, settings
from steps.files.receive import NoDeliveries

SECRET = "qcanary1@example.org"
ENDED = {"time": "2026-11-30T02:00:00.000+00:00", "level": "INFO", "event": "run_ended", "job": "nightly_refresh"}


@dg.asset
def joined(raw_rows_mar: pd.DataFrame) -> dg.MaterializeResult:
    return dg.MaterializeResult(value=0, metadata={"dagster/row_count": len(raw_rows_mar), "rows_in": 1, "seconds": 3600.5})


@dg.asset(deps=[joined])
def refusing() -> None:
    raise NoDeliveries("There is nothing to read.")


@dg.asset(deps=[joined])
def broken() -> None:
    raise ValueError(SECRET)


@pytest.fixture(scope="module")
def ran(tmp_path_factory) -> tuple[Path, list[dict]]:
    """The log of a run of an inlet and of steps that work, refuse and break, as a file and as its lines."""
    folder = tmp_path_factory.mktemp("ran")
    page = folder / "raw" / "MAR" / "2016" / f"list of {SECRET}.xlsx"
    page.parent.mkdir(parents=True)
    page.write_text(f"<html>{SECRET}</html>")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DAGSTER_HOME", "")
        patched.setenv("JMDI_STATE", str(folder / "state"))
        prepare_home()
        with dg.DagsterInstance.get() as instance:
            definitions = dg.Definitions(
                assets=[INLETS["raw_rows_mar"], joined, refusing, broken],
                jobs=[dg.define_asset_job("nightly_refresh", executor_def=dg.in_process_executor)],
                resources={"raw_folder": folder / "raw", "io_manager": TablesInMemory()},
            )
            job = definitions.resolve_job_def("nightly_refresh")
            tags = {"dagster/schedule_name": "nightly"}
            job.execute_in_process(instance=instance, raise_on_error=False, run_config=QUIET, tags=tags)
    file = folder / "state" / handler.FOLDER / handler.FILE
    return file, [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_log_says_what_began_what_ended_and_what_came_of_it(ran):
    _, lines = ran
    assert [(line["event"], line.get("step")) for line in lines if line.get("step") not in ("broken", "refusing")] == [
        ("run_started", None),
        ("step_started", "raw_rows_mar"), ("step_ended", "raw_rows_mar"),
        ("step_started", "joined"), ("step_ended", "joined"),
        ("run_failed", None),
    ]  # fmt: skip
    assert (lines[0]["job"], lines[0]["started_by"], lines[0]["time"][-6:]) == ("nightly_refresh", "nightly", "+00:00")
    assert len({line["run_id"] for line in lines}) == 1
    told = next(line for line in lines if line.get("step") == "joined" and line["event"] == "step_ended")
    assert (told["rows"], told["rows_in"], told["tables"]) == (1, 1, {"joined": 1})
    assert lines[-1]["seconds"] >= lines[2]["seconds"] >= 0
    assert told["seconds"] == 3600.5  # as it was measured, since a step may be made ahead of its turn


def test_it_says_which_file_of_which_country_was_refused_and_why_a_step_failed(ran):
    _, lines = ran
    (inlet,) = (line for line in lines if line["event"] == "step_ended" and line.get("country") == "MAR")
    assert list(inlet["refused"].values()) == ["file-of-another-kind"]
    failed = {line["step"]: (line["level"], line["message"]) for line in lines if line["event"] == "step_failed"}
    assert failed["refusing"] == ("ERROR", "There is nothing to read.")
    assert "ValueError, a fault of this program" in failed["broken"][1]


def test_no_line_holds_what_a_delivery_or_an_error_of_the_program_says(ran):
    file, _ = ran
    assert "qcanary" not in file.read_text(encoding="utf-8")
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_lines_of_many_writers_stay_whole_and_the_files_few(tmp_path, monkeypatch):
    monkeypatch.setattr(handler, "MOST_BYTES", 2_000)
    file = tmp_path / handler.FOLDER / handler.FILE
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda number: handler.append(file, json.dumps({"number": number, "text": "x" * 40})), range(400)))
    kept = [path for path in file.parent.iterdir() if path.name.startswith(handler.FILE)]
    assert len(kept) <= handler.MOST_FILES
    lines = [json.loads(line) for path in kept for line in path.read_text().splitlines()]
    assert max(line["number"] for line in lines) == 399
    assert sum(path.stat().st_size for path in kept) < handler.MOST_FILES * 3_000


def test_a_log_that_cannot_be_written_is_said_once_and_harms_no_run(tmp_path, monkeypatch, capsys):
    (tmp_path / handler.FOLDER).write_text("no folder")
    monkeypatch.setenv("JMDI_STATE", str(tmp_path))
    monkeypatch.setenv("JMDI_LOG", "text")
    lines = handler.EventLines()
    for seconds in (1.5, 2.0):
        lines._write(
            {"time": "2026-11-30T02:00:00.000+00:00", "level": "INFO", "event": "run_ended", "job": "nightly_refresh", "seconds": seconds}
        )
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "2026-11-30T02:00:00Z INFO nightly_refresh ended: 1.5 s"
    assert "cannot be written (File exists); the run goes on." in told[1]
    assert len(told) == 3


def test_a_format_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("JMDI_LOG", "xml")
    with pytest.raises(WrongSetting, match="JMDI_LOG is 'xml'; it must be text or json"):
        settings()


def _let_dagster_send(home: Path) -> list[tuple]:
    """Do what Dagster's daemon and pages do at their start, and return what would have been sent."""
    sent: list[tuple] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("requests.post", lambda *told, **_: sent.append(told) or SimpleNamespace(status_code=200))
        patched.setenv("DAGSTER_HOME", str(home))
        upload_logs(SimpleNamespace(is_set=iter([False, True]).__next__, wait=lambda _: None), raise_errors=True)
    return sent


def test_dagster_sends_nothing_to_its_maker_and_the_log_stays(tmp_path, monkeypatch):
    for name in ("DAGSTER_HOME", "DAGSTER_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "as it was")
        monkeypatch.delenv(name)
    monkeypatch.setenv("JMDI_STATE", str(tmp_path))
    prepare_home()
    handler.append(tmp_path / "logs" / "told.log", SECRET)
    assert _let_dagster_send(tmp_path) == []
    (tmp_path / "logs" / "told.log").unlink()
    monkeypatch.delenv("DAGSTER_DISABLE_TELEMETRY")  # as in a process that somebody starts by hand
    log = handler.EventLines()
    log._write(ENDED)
    assert _let_dagster_send(tmp_path) == []
    assert [path.name for path in tmp_path.rglob("*.jsonl")] == [handler.FILE]


@pytest.mark.parametrize("log", ["json", "text"])
def test_whoever_follows_the_log_gets_each_line_once_and_none_of_before(log, tmp_path, monkeypatch):
    monkeypatch.setattr(handler, "MOST_BYTES", 300)  # two lines, so that the file is put aside in between
    file = tmp_path / handler.FILE
    handler.append(file, json.dumps(ENDED | {"job": "earlier"}))
    following, got = Following(file), []
    for number in range(7):
        handler.append(file, json.dumps(ENDED | {"job": f"job{number}"}))
        got += [] if number == 2 else following.added()  # once, two lines at a time
    with file.open("a", encoding="utf-8") as torn:
        torn.write('{"time": "2026')
    got += following.added()
    assert len(got) == 7
    assert [f"job{number}" in shown(line, log) for number, line in enumerate(got)] == [True] * 7
    assert shown(got[0], log) == (got[0] if log == "json" else "2026-11-30T02:00:00Z INFO job0 ended")
    assert shown('{"torn', log) == '{"torn'


def test_a_log_that_is_not_there_yet_is_followed_from_its_first_line(tmp_path):
    following = Following(tmp_path / handler.FILE)
    assert following.added() == []
    handler.append(tmp_path / handler.FILE, "{}")
    assert following.added() == ["{}"]
