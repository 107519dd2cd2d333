"""The real daemon: it starts a refresh when a delivery has arrived whole, or has gone, and one after nights that were missed."""

import hashlib
import json
import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_test_daemon_workspace_context, freeze_time
from dagster._core.workspace.load_target import ModuleTarget
from dagster._scheduler.scheduler import launch_scheduled_runs
from dagster._time import get_current_datetime

from pipelines.arrivals.sentences import NEEDS_A_PERSON, NO_DELIVERIES
from pipelines.operation.home import prepare_home
from tests.commands import environment
from tests.deliveries import COVER, write_workbook
from tests.serving import Serving, serving, wait_for

pytestmark = pytest.mark.prove
RUNS = "{ runsOrError { ... on Runs { results { runId jobName status tags { key value } } } } }"
LOOKS = """{ sensorOrError(sensorSelector: {sensorName: "deliveries", repositoryLocationName: "pipelines.definitions",
    repositoryName: "__repository__"}) { ... on Sensor { sensorState { ticks(limit: 200) { skipReason } } } } }"""
LOOKS_OF_A_COPY = 5
LARGE = (
    COVER.format(country="Morocco")
    + "\n## Initiatives\n| Own reference | Title |\n"
    + "".join(f"| R{n} | Olives {n} |\n" for n in range(40))
)
SMALL = COVER.format(country="Morocco") + "\n## Initiatives\n| Own reference | Title |\n| S1 | Argan oil |\n"


def runs(up: Serving) -> list[tuple[str, str, dict[str, str]]]:
    """Return the runs, the newest first: job, state, what the sensor said of them."""
    told = up.ask(RUNS)["runsOrError"]["results"]
    return [(one["jobName"], one["status"], {tag["key"]: tag["value"] for tag in one["tags"]}) for one in told]


def looks(up: Serving) -> list[str]:
    """Return what the sensor said, the newest first."""
    up.repository()
    return [one["skipReason"] or "" for one in up.ask(LOOKS)["sensorOrError"]["sensorState"]["ticks"]]


def after_looks(up: Serving, count: int) -> None:
    """Wait until the sensor has looked that often again."""
    before = len(looks(up))
    wait_for(lambda: len(looks(up)) >= before + count)


def all_well(up: Serving, count: int) -> bool:
    """Whether that many runs have ended, all of them well."""
    ended = [status for _, status, _ in runs(up)]
    assert "FAILURE" not in ended
    return ended == ["SUCCESS"] * count


def inputs(folder: Path) -> dict[str, str]:
    """Return the files that the build was made of, with their hashes."""
    about = json.loads((folder / "warehouse" / "current" / "build.json").read_text())
    return {one["file_name"]: one["file_hash"] for one in about["inputs"]}


def test_a_copy_that_goes_on_starts_nothing_and_what_arrived_or_went_is_built_once(tmp_path, proved):
    raw, content = tmp_path / "raw", write_workbook(tmp_path / "large.xlsx", LARGE).read_bytes()
    folder = raw / "MAR" / "2015"
    folder.mkdir(parents=True)
    with serving(tmp_path, raw, JMDI_ON_ARRIVAL="on", JMDI_ARRIVAL_SECONDS="5") as up:
        wait_for(lambda: NEEDS_A_PERSON + NO_DELIVERIES in looks(up))
        write_workbook(folder / "small.xlsx", SMALL)
        before, place = len(looks(up)), 0
        with (folder / "large.xlsx").open("wb") as copy:
            while len(looks(up)) < before + LOOKS_OF_A_COPY:
                copy.write(content[place : place + 16])
                copy.flush()
                place += 16
                assert place < len(content)
                time.sleep(1)
            assert runs(up) == []
            copy.write(content[place:])
        wait_for(lambda: all_well(up, 1))
        assert runs(up)[0][::2] == ("deliveries_arrived", runs(up)[0][2] | {"arrived/MAR": "2 new"})
        assert inputs(tmp_path)["MAR/2015/large.xlsx"] == hashlib.sha256(content).hexdigest()
        (folder / "small.xlsx").unlink()
        wait_for(lambda: all_well(up, 2))
        assert inputs(tmp_path).keys() == {"MAR/2015/large.xlsx"}
        after_looks(up, 3)
        (folder / "large.xlsx").unlink()
        wait_for(lambda: looks(up)[0].startswith(NEEDS_A_PERSON))
        after_looks(up, 2)
        assert all_well(up, 2)
    proved.add("F11", "operate", 1, "I1 I3")


def test_nights_that_were_missed_are_made_up_for_once_and_a_tick_during_a_run_waits(tmp_path, monkeypatch):
    for name, value in environment(tmp_path, tmp_path, JMDI_TIME_ZONE="Asia/Kathmandu").items():
        monkeypatch.setenv(name, value)
    prepare_home()
    with (
        dg.DagsterInstance.get() as instance,
        create_test_daemon_workspace_context(ModuleTarget("pipelines.definitions", None, None, None), instance) as daemon,
    ):

        def goes_by(moment: datetime) -> list[str]:
            """Let the daemon look at the clock, and return the states of all runs."""
            with freeze_time(moment):
                list(launch_scheduled_runs(daemon, logging.getLogger("daemon"), get_current_datetime(), iteration_times={}))
            return [run.status.value for run in instance.get_runs()]

        noon = datetime(2028, 2, 27, 12, tzinfo=UTC)
        assert goes_by(noon) == []
        assert goes_by(noon + timedelta(hours=9)) == ["QUEUED"]  # 2:00 in Kathmandu is 20:15 in UTC
        assert goes_by(noon + timedelta(hours=9, minutes=1)) == ["QUEUED"]
        instance.report_run_failed(instance.get_runs()[0])
        assert goes_by(noon + timedelta(days=4)) == ["QUEUED", "FAILURE"]  # three nights were missed
        assert goes_by(noon + timedelta(days=4, hours=9)) == ["QUEUED", "QUEUED", "FAILURE"]
        assert goes_by(noon + timedelta(days=4, hours=8)) == ["QUEUED", "QUEUED", "FAILURE"]  # the clock was put back
        assert goes_by(noon + timedelta(days=4, hours=9)) == ["QUEUED", "QUEUED", "FAILURE"]
