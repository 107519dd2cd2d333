"""`jmdi up` and `jmdi down`, with the real pages and daemon on a free port."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from tests.commands import command, environment, run_jmdi

START_SECONDS = 90
QUESTION = """{ repositoriesOrError { ... on RepositoryConnection { nodes {
    jobs { name } schedules { name executionTimezone scheduleState { status } } assetGroups { groupName } } } } }"""


def test_up_serves_the_path_with_the_schedule_on_and_down_ends_everything(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    up = subprocess.Popen(
        command("up", "--port", str(port)), env=environment(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        served = _ask(port)
        assert {job["name"] for job in served["jobs"]} >= {"nightly_refresh", "dry_run"}
        assert served["schedules"] == [{"name": "nightly", "executionTimezone": "UTC", "scheduleState": {"status": "RUNNING"}}]
        assert {group["groupName"] for group in served["assetGroups"]} == {
            "raw",
            "clean",
            "core",
            "map",
            "publications",
            "report",
            "warehouse",
        }
        group = int((tmp_path / "state" / "server.pid").read_text())
        second = run_jmdi("up", "--port", str(port), folder=tmp_path)
        assert second.returncode == 1
        assert "Dagster is up already" in second.stderr
        assert run_jmdi("down", folder=tmp_path).stdout.strip() == "Dagster has ended."
        assert up.wait(timeout=60) == 0
        assert not _lives(group)
    finally:
        last = run_jmdi("down", folder=tmp_path).stdout.strip()  # also ends what a failure above has left
        up.kill()
    assert last == "Dagster is not up."


def _ask(port: int) -> dict:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/graphql", json.dumps({"query": QUESTION}).encode(), {"Content-Type": "application/json"}
    )
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                nodes = json.load(answer)["data"]["repositoriesOrError"]["nodes"]
            if nodes:
                return nodes[0]
        except (urllib.error.URLError, ConnectionError):
            pass
        assert time.monotonic() < end, "the pages did not come up"
        time.sleep(0.5)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, signal.SIG_DFL)
    except ProcessLookupError:
        return False
    return True
