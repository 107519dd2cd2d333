"""`jmdi up` as tests run it: on free ports, with its state in a folder of the test, and ended to its last process whatever happens."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.operation.processes import started_for
from tests.commands import command, environment, run_jmdi

PATIENCE_SECONDS = 240
PLACES = """{ repositoriesOrError { ... on RepositoryConnection { nodes { name location { name }
    jobs { name } schedules { name executionTimezone scheduleState { status } } assetGroups { groupName } } } } }"""
LAUNCH = """mutation ($job: String!) { launchRun(executionParams: {mode: "default", selector: {jobName: $job,
    repositoryLocationName: "pipelines.definitions", repositoryName: "__repository__"}}) {
    __typename ... on LaunchRunSuccess { run { id } } ... on PythonError { message } } }"""
STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"


@dataclass
class Serving:
    """A `jmdi up` at work."""

    folder: Path
    raw: Path
    port: int
    up: subprocess.Popen[bytes]

    @property
    def home(self) -> Path:
        """Dagster's home."""
        return self.folder / "state"

    @property
    def services(self) -> dict[str, int]:
        """The processes that it started, by what they are."""
        return dict(json.loads((self.home / "up.json").read_text())["services"])

    @property
    def said(self) -> str:
        """What the supervisor said."""
        return (self.home / "server-logs" / "up.log").read_text()

    def ask(self, question: str, **variables: str) -> Any:
        """Ask the pages, and wait for the answer until they are there."""
        body = json.dumps({"query": question, "variables": variables}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql", body, {"Content-Type": "application/json"})

        def answer() -> Any:
            missing = suppress(urllib.error.URLError, ConnectionError, TimeoutError)
            with missing, urllib.request.urlopen(request, timeout=30) as told:
                return json.load(told)["data"]

        return wait_for(answer)

    def repository(self) -> dict[str, Any]:
        """Return what the pages show, once they have read the definitions."""
        return wait_for(lambda: (self.ask(PLACES)["repositoriesOrError"]["nodes"] or [None])[0])

    def launch(self, job: str = "nightly_refresh") -> str:
        """Start a run, as a click does, and return its id."""
        self.repository()
        return str(self.ask(LAUNCH, job=job)["launchRun"]["run"]["id"])

    def status_of(self, run_id: str) -> str:
        """Return the state of a run."""
        return str(self.ask(STATUS, id=run_id)["runOrError"].get("status"))

    def ended(self, run_id: str) -> str:
        """Wait until a run has ended and return its state."""
        return wait_for(lambda: (told := self.status_of(run_id)) in ("SUCCESS", "FAILURE", "CANCELED") and told)

    def jmdi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same folders."""
        return run_jmdi(*arguments, folder=self.folder, raw=self.raw)

    def health(self) -> dict[str, Any]:
        """Return what `jmdi status` tells of it."""
        told = self.jmdi("status", "--json")
        assert told.stdout, told.stderr
        return dict(json.loads(told.stdout)["operation"])

    def kill_all(self) -> None:
        """Kill every process of it at once, the supervisor first."""
        self.up.kill()
        for one in started_for(self.home):
            one.send(signal.SIGKILL)
        self.up.wait()


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(told: Callable[[], Any]) -> Any:
    """Ask again and again until the answer is something, and return it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (answer := told()):
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.5)
    return answer


def start(folder: Path, raw: Path, *options: str, **more: str) -> Serving:
    """Start `jmdi up`; whoever starts it ends it."""
    port = free_port()
    with (folder / "up.out").open("ab") as said:
        up = subprocess.Popen(command("up", "--port", str(port), *options), env=environment(folder, raw, **more), stdout=said, stderr=said)
    return Serving(folder, raw, port, up)


@contextmanager
def serving(folder: Path, raw: Path, *options: str, **more: str) -> Iterator[Serving]:
    """Yield a `jmdi up`, and end it and all that it has left."""
    one = start(folder, raw, *options, **more)
    try:
        yield one
    finally:
        one.jmdi("down")
        with suppress(ProcessLookupError):
            os.kill(one.up.pid, signal.SIGKILL)
        one.up.wait()
        for left in started_for(one.home):
            left.send(signal.SIGKILL)
