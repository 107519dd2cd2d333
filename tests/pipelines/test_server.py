"""`jmdi up` and `jmdi down`, with the real pages, daemon and code server: what is killed is started again, and nothing is left over."""

import os
import signal
from pathlib import Path

import pytest

from pipelines.operation.processes import Process, process, started_for
from tests.commands import run_here
from tests.deliveries import COVER, write_workbook
from tests.serving import Serving, serving, wait_for

GROUPS = {"raw", "clean", "core", "map", "publications", "report", "warehouse"}


@pytest.mark.parametrize("option", ["--host", "--viewer-host"])
def test_pages_without_a_login_are_opened_to_the_network_only_when_that_is_said(tmp_path, option):
    refused = run_here("up", option, "0.0.0.0", folder=tmp_path)
    assert refused.returncode == 1
    assert "have no login" in refused.stderr
    assert "--open-to-network" in refused.stderr
    assert not (tmp_path / "state").exists()


def test_down_says_that_nothing_is_up(tmp_path):
    assert run_here("down", folder=tmp_path).stdout.strip() == "Dagster is not up."


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """One empty delivery: a refresh of it is quick."""
    write_workbook(tmp_path / "raw" / "TUN" / "2015" / "a.xlsx", COVER.format(country="Tunisia"))
    return tmp_path / "raw"


def daemons_of(home: Path) -> list[Process]:
    """Return the daemons that work for a home."""
    return [one for one in started_for(home) if b"dagster._daemon" in Path(f"/proc/{one.pid}/cmdline").read_bytes()]


def assert_well(up: Serving) -> None:
    """What must hold whenever it is up: one daemon that beats, the schedule on, and the next refresh goes well."""
    schedules = {one["name"]: one for one in up.repository()["schedules"]}
    assert (schedules["nightly"]["executionTimezone"], schedules["nightly"]["scheduleState"]) == ("UTC", {"status": "RUNNING"})
    health = wait_for(lambda: (told := up.health())["is_beating"] and told)
    assert (health["is_up"], health["is_schedule_on"], health["stuck"]) == (True, True, [])
    assert health["next_refresh_at"]
    assert len(daemons_of(up.home)) == 1
    assert up.ended(up.launch()) == "SUCCESS"


@pytest.mark.prove
def test_up_serves_the_path_and_viewers_apart_and_down_ends_everything(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        served = up.repository()
        assert {job["name"] for job in served["jobs"]} >= {"nightly_refresh", "dry_run"}
        assert {group["groupName"] for group in served["assetGroups"]} >= GROUPS
        second = up.jmdi("up", "--port", str(up.port))
        assert (second.returncode, "Dagster is up already" in second.stderr) == (1, True)
        assert_well(up)
        assert up.jmdi("down").stdout.strip() == "Dagster has ended."
        assert up.up.wait(timeout=60) == 0
        assert started_for(up.home) == []
        assert up.health()["is_up"] is False
        assert up.jmdi("down").stdout.strip() == "Dagster is not up."


@pytest.mark.prove
def test_after_everything_was_killed_in_the_middle_of_a_run_up_starts_well_again(tmp_path, raw):
    with serving(tmp_path, raw) as killed:
        run_id = killed.launch()
        wait_for(lambda: killed.status_of(run_id) == "STARTED")
        assert [run["run_id"] for run in killed.health()["running"]] == [run_id]
        killed.kill_all()
        health = killed.health()
        assert (health["is_up"], health["is_beating"], health["next_refresh_at"]) == (False, False, None)
        assert [run["run_id"] for run in health["stuck"]] == [run_id]
        with serving(tmp_path, raw) as up:
            assert up.ended(run_id) == "FAILURE"
            assert_well(up)


@pytest.mark.prove
def test_all_that_it_started_ends_with_a_supervisor_that_is_killed(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        run_id = up.launch()
        wait_for(lambda: up.status_of(run_id) == "STARTED")
        assert len(started_for(up.home)) >= 4
        up.up.kill()
        wait_for(lambda: not started_for(up.home))
        assert up.health()["is_up"] is False
        assert run_id in up.jmdi("doctor").stdout


@pytest.mark.prove
@pytest.mark.parametrize("part", ["daemon", "pages", "code server"])
def test_a_part_that_is_killed_is_started_again_and_told(tmp_path, raw, part):
    with serving(tmp_path, raw) as up:
        run_id = up.launch()
        wait_for(lambda: up.status_of(run_id) == "STARTED")
        before = process(up.services[part])
        before.send(signal.SIGKILL)
        wait_for(lambda: up.services[part] != before.pid)
        assert f"The {part} was killed by signal 9" in up.said
        # A run goes on without daemon and pages. With the code server it ends, and is tried once more.
        assert up.ended(run_id) == ("FAILURE" if part == "code server" else "SUCCESS")
        assert_well(up)
        assert up.up.poll() is None


@pytest.mark.prove
def test_a_run_that_is_killed_is_failed_at_once_and_tried_once_more(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        run_id = up.launch()
        wait_for(lambda: up.status_of(run_id) == "STARTED")
        services = set(up.services.values())
        runs = [
            one
            for one in started_for(up.home)
            if one.pid not in services and b"spawn_main" in Path(f"/proc/{one.pid}/cmdline").read_bytes()
        ]
        for one in runs:
            one.send(signal.SIGKILL)
        assert runs
        assert up.ended(run_id) == "FAILURE"
        health = wait_for(lambda: (told := up.health())["last_success"] and told)
        assert health["last_success"]["run_id"] != run_id


@pytest.mark.prove
def test_told_to_end_in_the_middle_of_a_run_it_ends_within_a_minute_and_the_warehouse_is_free(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        run_id = up.launch()
        wait_for(lambda: up.status_of(run_id) == "STARTED")
        os.kill(up.up.pid, signal.SIGTERM)
        assert up.up.wait(timeout=60) == 0
        assert started_for(up.home) == []
        health = up.health()
        assert (health["stuck"], health["running"]) == ([], [])
        assert health["last_failure"]["run_id"] == run_id
        assert "ended" in health["last_failure"]["sentences"][0]
        assert up.jmdi("refresh").returncode == 0


@pytest.mark.prove
def test_a_part_that_ends_again_and_again_ends_the_whole(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        up.repository()
        socket = up.home / "workspace.yaml"
        socket.write_text("nonsense: [", encoding="utf-8")
        for _ in range(8):
            process(pid := up.services["pages"]).send(signal.SIGKILL)
            wait_for(lambda pid=pid: up.services["pages"] != pid or up.up.poll() is not None)
            if up.up.poll() is not None:
                break
        assert wait_for(lambda: up.up.poll()) == 1
        assert started_for(up.home) == []


@pytest.mark.prove
def test_a_command_that_is_killed_blocks_no_later_run(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        up.repository()
        import subprocess

        from tests.commands import command, environment

        refresh = subprocess.Popen(command("refresh"), env=environment(tmp_path, raw), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: up.health()["running"])
        refresh.kill()
        refresh.wait()
        assert len(up.health()["stuck"]) == 1
        assert up.ended(up.launch()) == "SUCCESS"
        assert up.health()["stuck"] == []
