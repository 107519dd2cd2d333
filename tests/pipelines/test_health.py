"""What is told of how the product runs: nothing is taken for well that is not, and a failure is told in its own sentence."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipelines.operation.health import Health, read_health
from pipelines.operation.processes import here, is_over
from pipelines.operation.runs import GONE, PROCESS_TAG, clear, let_go, stuck_runs
from pipelines.refresh import QUIET
from pipelines.settings import settings
from steps.files.receive import NoDeliveries

FAULT = {"fails": NoDeliveries("There is nothing to read."), "breaks": KeyError("Fatou Ndiaye (invented)"), "works": None}


@pytest.fixture
def instance(own_home: Path) -> Iterator[dg.DagsterInstance]:
    """Dagster's storage in a home of the test."""
    with dg.DagsterInstance.get() as held:
        yield held


def run(instance: dg.DagsterInstance, what: str) -> str:
    """Run the main job, emptied of its work, and return the id of the run."""

    @dg.op
    def step() -> None:
        if FAULT[what]:
            raise FAULT[what]

    @dg.job(name="nightly_refresh")
    def job() -> None:
        step()

    return job.execute_in_process(instance=instance, raise_on_error=False, run_config=QUIET).run_id


def begin(instance: dg.DagsterInstance, **tags: str) -> dg.DagsterRun:
    """Store a run that began and never ended."""
    return instance.create_run_for_job(
        dg.JobDefinition(name="nightly_refresh", graph_def=dg.GraphDefinition(name="nightly_refresh")),
        status=dg.DagsterRunStatus.STARTED,
        tags=tags,
    )


def test_a_home_that_was_never_made_is_told_as_such_and_not_made(tmp_path, monkeypatch):
    monkeypatch.setenv("JMDI_STATE", str(tmp_path / "state"))
    health = read_health(settings())
    assert (health.is_up, health.is_schedule_on, health.last_success, health.stuck) == (False, None, None, ())
    assert not (tmp_path / "state").exists()


def test_the_last_failure_is_told_in_its_sentence_until_a_success_comes_after_it(instance):
    run(instance, "works")
    failed = run(instance, "fails")
    health = read_health(settings())
    assert health.last_success and health.last_failure
    assert (health.last_failure.run_id, health.last_failure.sentences) == (failed, ("There is nothing to read.",))
    assert (health.is_up, health.is_schedule_on, health.next_refresh_at) == (False, True, None)
    run(instance, "breaks")
    told = read_health(settings()).last_failure
    assert told and "KeyError, a fault of this program" in told.sentences[0]
    assert "Fatou" not in str(told)
    run(instance, "works")
    assert read_health(settings()).last_failure is None


def test_a_run_is_stuck_when_its_process_is_gone_and_not_before(instance):
    ended = subprocess.run(
        [sys.executable, "-c", "from pipelines.operation.processes import here; print(here())"], capture_output=True, text=True, check=True
    ).stdout.strip()
    alive, gone = begin(instance, **{PROCESS_TAG: here()}), begin(instance, **{PROCESS_TAG: ended})
    elsewhere = begin(instance, **{PROCESS_TAG: f"another-machine {ended.partition(' ')[2]}"})
    unknown = begin(instance)
    health = read_health(settings())
    assert [told.run_id for told in health.stuck] == [gone.run_id]
    assert {told.run_id for told in health.running} == {alive.run_id, elsewhere.run_id, unknown.run_id}
    assert clear(instance, stuck_runs(instance, False, "")) == [gone.run_id]
    told = read_health(settings())
    assert (told.stuck, told.last_failure and told.last_failure.sentences) == ((), (GONE,))


def test_a_number_that_another_process_bears_by_now_is_not_taken_for_the_one_that_ended():
    host, boot, space, pid, began = here().split()
    assert not is_over(here())
    assert is_over(f"{host} {boot} {space} {pid} {int(began) + 1}")  # ours was begun at another moment
    assert is_over(f"{host} the-start-before {space} {pid} {began}")  # the machine was started since
    assert not is_over(f"{host} {boot} another-container {pid} {int(began) + 1}")
    assert not is_over("no process")


def test_old_runs_go_with_their_files_but_no_unfinished_one_and_not_the_last_success(instance):
    oldest, best = run(instance, "works"), run(instance, "works")
    waiting = begin(instance)
    failed = [run(instance, "fails") for _ in range(2)]
    home = settings().state_folder
    assert (home / "storage" / oldest).exists()
    assert let_go(instance, 1, home) == 2
    left = {record.dagster_run.run_id for record in instance.get_run_records()}
    assert left == {best, waiting.run_id, failed[-1]}
    assert not (home / "storage" / oldest).exists()
    assert {path.stem for path in (home / "history" / "runs").glob("*-*.db")} <= left


def test_little_room_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("JMDI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("JMDI_MIN_FREE_MB", "999999999")
    health: Health = read_health(settings())
    assert health.is_disk_low
    assert health.as_dict()["is_disk_low"]
