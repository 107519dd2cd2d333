"""`jmdi up` and `jmdi down`, with the real pages, daemon and code server: what is killed is started again, and nothing is left over."""

import json
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.operation.processes import Process, end, process, started_for
from pipelines.operation.server import Supervisor
from pipelines.operation.services import CODE, DAEMON, LOGS, Service
from pipelines.settings import settings
from tests.commands import command, environment, run_here
from tests.deliveries import COVER, write_workbook
from tests.serving import LAUNCH, PATIENCE_SECONDS, Serving, free_port, serving, wait_for

GROUPS = {"raw", "clean", "core", "map", "publications", "report", "warehouse"}


@pytest.mark.parametrize("option", ["--host", "--viewer-host"])
def test_pages_without_a_login_are_opened_to_the_network_only_when_that_is_said(tmp_path, option):
    refused = run_here("up", option, "0.0.0.0", folder=tmp_path)
    assert refused.returncode == 1
    assert "have no login" in refused.stderr
    assert "--open-to-network" in refused.stderr
    assert not (tmp_path / "state").exists()


def test_pages_and_those_of_viewers_are_given_a_port_each(tmp_path):
    refused = run_here("up", "--port", "3000", "--viewer-port", "3000", folder=tmp_path)
    assert (refused.returncode, "give another with --viewer-port" in refused.stderr) == (1, True)


def test_the_daemon_rests_while_the_code_server_is_away(own_home):
    """It would give up for good on runs that wait, or are to be tried again: it asks the code server for them once."""
    supervisor = Supervisor(settings(), ("127.0.0.1", 3000), None)
    (own_home / LOGS).mkdir(parents=True)
    code, daemon = supervisor.services = [Service(name, ["/bin/sleep", "60"], own_home) for name in (CODE, DAEMON)]
    try:
        code.start(), daemon.start()
        worked = daemon.process
        code.running.kill()
        wait_for(lambda: code.process is None)
        supervisor.tend()
        assert (daemon.running, worked.is_alive, daemon.failure_count) == (None, False, 0)
    finally:
        end(started_for(own_home), 0)


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


def runs_of(up: Serving) -> list[Process]:
    """Return the processes in which runs work."""
    services = set(up.services.values())
    return [
        one for one in started_for(up.home) if one.pid not in services and b"spawn_main" in Path(f"/proc/{one.pid}/cmdline").read_bytes()
    ]


def launch_and_wait(up: Serving) -> str:
    """Start a refresh and return its id once it is at work."""
    run_id = up.launch()
    wait_for(lambda: up.status_of(run_id) == "STARTED" and runs_of(up))
    return run_id


def assert_well(up: Serving) -> None:
    """What must hold whenever it is up: one daemon that beats, the schedule on, nothing stuck."""
    schedules = {one["name"]: one for one in up.repository()["schedules"]}
    assert (schedules["nightly"]["executionTimezone"], schedules["nightly"]["scheduleState"]) == ("UTC", {"status": "RUNNING"})
    health = wait_for(lambda: (told := up.health())["is_beating"] and told)
    assert (health["is_up"], health["is_schedule_on"], health["stuck"]) == (True, True, [])
    assert health["next_refresh_at"]
    assert len(daemons_of(up.home)) == 1


def assert_tried_again(up: Serving, run_id: str) -> None:
    """A refresh that was cut off has failed, and the one that takes its place goes well."""
    assert up.ended(run_id) == "FAILURE"
    success = wait_for(lambda: up.health()["last_success"])
    assert success["run_id"] != run_id


@pytest.mark.prove
def test_up_starts_again_what_is_killed_and_down_ends_everything(tmp_path, raw, proved):
    with serving(tmp_path, raw, "--viewer-port", str(viewers := free_port()), JMDI_LOG="text") as up:
        served = up.repository()
        assert {job["name"] for job in served["jobs"]} >= {"nightly_refresh", "dry_run"}
        assert {group["groupName"] for group in served["assetGroups"]} >= GROUPS
        second = up.jmdi("up", "--port", str(up.port))
        assert (second.returncode, "Dagster is up already" in second.stderr) == (1, True)
        assert "UnauthorizedError" in json.dumps(replace(up, port=viewers).ask(LAUNCH, job="nightly_refresh"))
        run_id = launch_and_wait(up)
        for part in ("daemon", "pages"):  # a run goes on without them
            before = process(up.services[part])
            before.send(signal.SIGKILL)
            wait_for(lambda part=part, before=before: up.services[part] != before.pid)
            assert f'Part "{part}" was killed by signal 9' in up.said
        assert up.ended(run_id) == "SUCCESS"
        assert_well(up)
        assert up.jmdi("down").stdout.strip() == "Dagster has ended."
        assert up.up.wait(timeout=60) == 0
        assert (tmp_path / "up.out").read_text().count("INFO nightly_refresh started") == 1  # for journald
        assert started_for(up.home) == []
        assert up.health()["is_up"] is False
        assert up.jmdi("down").stdout.strip() == "Dagster is not up."
    proved.add("F3", "operate", 2, "I1 I5", kills=2)


@pytest.mark.prove
@pytest.mark.parametrize("victim", ["run", "code server"])
def test_a_run_whose_process_or_code_server_is_killed_fails_and_is_tried_again(tmp_path, raw, proved, victim):
    with serving(tmp_path, raw) as up:
        run_id = launch_and_wait(up)
        worked = runs_of(up)
        for one in worked if victim == "run" else [process(up.services[victim])]:
            one.send(signal.SIGKILL)
        wait_for(lambda: not any(one.is_alive for one in worked))
        assert_tried_again(up, run_id)
        assert_well(up)
    proved.add("F4", "operate", 1, "I1 I2 I4 I5", kills=1)


@pytest.mark.prove
def test_after_everything_was_killed_in_the_middle_of_a_run_up_starts_well_again(tmp_path, raw, proved):
    with serving(tmp_path, raw) as killed:
        run_id = launch_and_wait(killed)
        assert [run["run_id"] for run in killed.health()["running"]] == [run_id]
        killed.kill_all()
        health = killed.health()
        assert (health["is_up"], health["is_beating"], health["next_refresh_at"]) == (False, False, None)
        assert [run["run_id"] for run in health["stuck"]] == [run_id]
        assert run_id in killed.jmdi("doctor").stdout
        with serving(tmp_path, raw) as up:
            assert_tried_again(up, run_id)
            assert_well(up)
    proved.add("F3", "operate", 1, "I1 I2 I4 I5", kills=1)


@pytest.mark.prove
def test_all_that_it_started_ends_with_a_supervisor_that_is_killed(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        run_id = launch_and_wait(up)
        assert len(started_for(up.home)) >= 4
        up.up.kill()
        wait_for(lambda: not started_for(up.home))
        health = up.health()
        assert (health["is_up"], [run["run_id"] for run in health["stuck"]]) == (False, [run_id])


@pytest.mark.prove
def test_a_closed_terminal_in_the_middle_of_a_run_ends_all_within_a_minute_and_the_warehouse_is_free(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        run_id = launch_and_wait(up)
        os.kill(up.up.pid, signal.SIGHUP)
        assert up.up.wait(timeout=60) == 0
        assert started_for(up.home) == []
        health = up.health()
        assert (health["stuck"], health["running"]) == ([], [])
        assert (health["last_failure"]["run_id"], "ended" in health["last_failure"]["sentences"][0]) == (run_id, True)
        assert up.jmdi("refresh").returncode == 0


@pytest.mark.prove
def test_a_part_that_ends_again_and_again_ends_the_whole(tmp_path, raw):
    with serving(tmp_path, raw) as up:
        up.repository()
        (up.home / "workspace.yaml").write_text("nonsense: [", encoding="utf-8")
        process(up.services["pages"]).send(signal.SIGKILL)
        assert up.up.wait(timeout=PATIENCE_SECONDS * 3) == 1
        assert started_for(up.home) == []
        assert 'Part "pages" has ended 8 times' in (tmp_path / "up.out").read_text()


@pytest.mark.prove
def test_a_command_that_is_killed_blocks_no_later_run(tmp_path, raw, proved):
    with serving(tmp_path, raw) as up:
        up.repository()
        refresh = subprocess.Popen(command("refresh"), env=environment(tmp_path, raw), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: up.health()["running"])
        refresh.kill()
        refresh.wait()
        assert up.ended(up.launch("dry_run")) == "SUCCESS"
        assert up.health()["stuck"] == []
    proved.add("F4", "operate", 1, "I1 I5", kills=1)
