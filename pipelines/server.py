"""Starts and ends Dagster's pages, daemon and schedule: one group of processes, so that none is left over."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipelines.home import prepare_home
from pipelines.settings import settings
from schemas.errors import ProductError

STOP_SECONDS = 60


class ServerRunning(ProductError):
    """The pages are up already: two daemons would start every run twice."""


def run_server(port: int) -> int:
    """Run Dagster until it is told to stop; return its exit code. Raises ServerRunning."""
    prepare_home()
    running = _running()
    if running:
        raise ServerRunning(f"Dagster is up already (process {running}); end it with `jmdi down` first.")
    command = [sys.executable, "-m", "dagster", "dev", "-m", "pipelines.definitions", "-h", "127.0.0.1", "-p", str(port)]
    # `dagster dev` warns at every start that a newer command stands beside it; that is no news for whoever reads the log.
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    server = subprocess.Popen(command, start_new_session=True, cwd=settings().state_folder, env=environment)
    _process_file().write_text(str(server.pid))
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: _end_group(server.pid))
    print(f"Dagster's pages: http://127.0.0.1:{port} (Ctrl+C ends them)")
    code = server.wait()
    _process_file().unlink(missing_ok=True)
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT) else 1


def stop_server() -> str:
    """End what `run_server` started and say so; whatever has not ended after a minute is killed."""
    running = _running()
    if not running:
        return "Dagster is not up."
    _end_group(running)
    end = time.monotonic() + STOP_SECONDS
    while _is_alive(running) and time.monotonic() < end:
        time.sleep(0.2)
    if _is_alive(running):
        os.killpg(running, signal.SIGKILL)
    _process_file().unlink(missing_ok=True)
    return "Dagster has ended."


def _process_file() -> Path:
    return settings().state_folder / "server.pid"


def _running() -> int | None:
    try:
        process = int(_process_file().read_text())
    except (FileNotFoundError, ValueError):
        return None
    return process if _is_alive(process) else None


def _is_alive(process: int) -> bool:
    """Whether the group still has a process, and is a Dagster of ours and not a stranger that was given the same number."""
    try:
        os.killpg(process, 0)
        return b"dagster" in Path(f"/proc/{process}/cmdline").read_bytes() if Path("/proc").exists() else True
    except (ProcessLookupError, PermissionError, FileNotFoundError):
        return False


def _end_group(process: int) -> None:
    try:
        os.killpg(process, signal.SIGTERM)
    except ProcessLookupError:
        pass
