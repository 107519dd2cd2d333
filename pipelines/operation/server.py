"""Starts and ends Dagster's pages, daemon and schedule: one group of processes, so that none is left over."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from pipelines.operation.home import prepare_home
from pipelines.settings import settings
from schemas.errors import ProductError

STOP_SECONDS = 60
STOPPING = "stopping"


class ServerRunning(ProductError):
    """The pages are up already: two daemons would start every run twice."""


def run_server(port: int) -> int:
    """Run Dagster until it is told to stop; return its exit code. Raises ServerRunning."""
    prepare_home()
    import_module("pipelines.definitions")  # what is wrong with the settings or reference files is said here, and not in a log
    running = _running()
    if running:
        raise ServerRunning(f"Dagster is up already (process {running}); end it with `jmdi down` first.")
    command = [sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", str(port)]
    # `dagster dev` warns at every start that a newer command stands beside it; that is no news for whoever reads the log.
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    server = subprocess.Popen(command, start_new_session=True, cwd=settings().state_folder, env=environment)
    _process_file().write_text(str(server.pid))
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: _ask_to_stop(server.pid))
    print(f"Dagster's pages: http://127.0.0.1:{port} (Ctrl+C ends them)")
    server.wait()
    was_told_to_stop = not _process_file().exists() or STOPPING in _process_file().read_text()
    _end_group(server.pid)
    return 0 if was_told_to_stop else 1


def stop_server() -> str:
    """End what `run_server` started, to its last process, and say so."""
    running = _running()
    if not running:
        return "Dagster is not up."
    _end_group(running)
    return "Dagster has ended."


def _process_file() -> Path:
    return settings().state_folder / "server.pid"


def _running() -> int | None:
    try:
        group = int(_process_file().read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return group if _is_alive(group) else None


def _is_alive(group: int) -> bool:
    """Whether a process of the group is left, and the group is ours and not a stranger's that was given the same number."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    leader = Path(f"/proc/{group}/cmdline")  # gone or empty when only the leader has ended, or where there is no /proc
    words = leader.read_bytes() if leader.exists() else b""
    return not words or b"dagster" in words


def _end_group(group: int) -> None:
    """Ask all processes of the group to end, and kill what is left after a minute."""
    _ask_to_stop(group)
    end = time.monotonic() + STOP_SECONDS
    while _is_alive(group) and time.monotonic() < end:
        time.sleep(0.2)
    _signal_group(group, signal.SIGKILL)
    _process_file().unlink(missing_ok=True)


def _ask_to_stop(group: int) -> None:
    _process_file().write_text(f"{group} {STOPPING}")
    _signal_group(group, signal.SIGTERM)


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
