"""The processes that `jmdi up` keeps running, and how each is started: code server, daemon, pages, and pages for viewers.

Each has a session of its own, so that Ctrl+C reaches the supervisor alone; carries the home in its environment, by which it is found when
the supervisor was killed; and is killed by the system when the supervisor ends. It logs to a file under the home's `server-logs/`.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pipelines.operation.processes import OURS, Process, end, process, session_of, started_for

CODE, DAEMON, PAGES, VIEWER = "code server", "daemon", "pages", "viewers' pages"
LOGS = "server-logs"  # below the home; Dagster keeps files of its own in `logs`, and moves them about
MODULE = "pipelines.definitions"
MOST_BYTES = 5 * 2**20  # of a log; the one before it is kept beside it
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
WELL_AFTER_SECONDS = 300.0


@dataclass
class Service:
    """A process that is to run, and what became of it.

    `failure_count` counts how often it ended by itself without having run for five minutes in between.
    """

    name: str
    command: list[str]
    home: Path
    running: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    failure_count: int = 0
    not_before: float = field(default=0.0, repr=False)

    @property
    def log(self) -> Path:
        """The file that holds what it says."""
        return self.home / LOGS / f"{self.name.replace(' ', '-').replace(chr(39), '')}.log"

    @property
    def process(self) -> Process | None:
        """The process, None when none runs."""
        return process(self.running.pid) if self.running and self.running.poll() is None else None

    def start(self) -> None:
        """Start it. To be called by the thread that lives as long as the supervisor."""
        # Dagster warns at every start of what is no news for whoever reads the log.
        environment = os.environ | {OURS: str(self.home), "PYTHONWARNINGS": "ignore", "DAGSTER_HOME": str(self.home)}
        with self.log.open("ab") as said:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "pipelines.operation.processes", str(os.getpid()), *self.command],
                start_new_session=True,
                cwd=self.home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        self.began = time.monotonic()

    def has_ended(self) -> int | None:
        """Return the code with which it ended by itself, once; None while it runs or is not to run. It may start again after a pause."""
        code = self.running.poll() if self.running else None
        if code is None or self.running is None:
            return None
        end(self._left_behind(self.running.pid), 0)
        self.running = None
        self.failure_count = 1 if time.monotonic() - self.began > WELL_AFTER_SECONDS else self.failure_count + 1
        self.not_before = time.monotonic() + self.pause_seconds
        return code

    def rest(self) -> None:
        """End it at once, without counting that as a failure; it is started again when its turn comes."""
        if self.running is None:
            return
        if found := self.process:
            end([found], 0)
        self.running.wait()
        end(self._left_behind(self.running.pid), 0)
        self.running = None

    @property
    def pause_seconds(self) -> float:
        """How long it is waited before it is started again: longer each time."""
        return float(min(FIRST_PAUSE * 2 ** (self.failure_count - 1), LONGEST_PAUSE))

    def trim_log(self) -> None:
        """Begin the log anew when it is long. The process goes on writing at its end, wherever that is."""
        if self.log.exists() and self.log.stat().st_size > MOST_BYTES:
            shutil.copyfile(self.log, self.log.with_suffix(".1.log"))
            os.truncate(self.log, 0)

    def _left_behind(self, pid: int) -> list[Process]:
        """Return what the process started and left, such as runs of a code server: nobody could end or watch them any more."""
        return [one for one in started_for(self.home) if session_of(one.pid) == pid]


def services(home: Path, code_socket: Path, pages: tuple[str, int], viewers: tuple[str, int] | None) -> list[Service]:
    """Return the services of a home, in the order in which they are started. `pages` and `viewers` are host and port."""
    workspace = str(home / "workspace.yaml")
    python = (sys.executable, "-m")
    code = [*python, "dagster", "api", "grpc", "--socket", str(code_socket), "-m", MODULE, "--log-level", "WARNING"]
    daemon = [*python, "dagster._daemon", "run", "--workspace", workspace, "--log-format", "json"]
    chosen = [Service(CODE, code, home), Service(DAEMON, daemon, home), Service(PAGES, _pages(workspace, pages), home)]
    if viewers:
        chosen.append(Service(VIEWER, [*_pages(workspace, viewers), "--read-only"], home))
    return chosen


def _pages(workspace: str, address: tuple[str, int]) -> list[str]:
    host, port = address
    return [
        sys.executable,
        "-m",
        "dagster_webserver",
        "--workspace",
        workspace,
        "--host",
        host,
        "--port",
        str(port),
        "--log-format",
        "json",
    ]


def write_workspace(home: Path, code_socket: Path) -> None:
    """Tell Dagster's processes where the code server is."""
    told = {"load_from": [{"grpc_server": {"socket": str(code_socket), "location_name": MODULE}}]}
    (home / "workspace.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")


def answers(code_socket: Path) -> bool:
    """Whether the code server has read the definitions and listens."""
    with socket.socket(socket.AF_UNIX) as asked:
        try:
            asked.connect(str(code_socket))
        except OSError:
            return False
    return True
