"""Writes the log of runs: Dagster hands every event of a run to the handler that dagster.yaml names, in whichever process it happens."""

import fcntl
import json
import logging
import os
import sys
from pathlib import Path

from dagster._core.log_manager import get_log_record_event, get_log_record_metadata, has_log_record_event, has_log_record_metadata

from pipelines.logs.lines import Line, Telling, as_text
from pipelines.settings import settings

FOLDER = "run-logs"  # below the state; never `logs`: what lies there Dagster's daemon and pages send to their maker, then delete
FILE = "jmdi.jsonl"
MOST_BYTES = 5_000_000  # of one file: about eighty refreshes
MOST_FILES = 5  # with the one that is written to
ONLY_OWNER = 0o600


class EventLines(logging.Handler):
    """Puts one line of JSON for each start, end and failure of runs and steps into JMDI_STATE/run-logs; on JMDI_LOG, on stderr too.

    A log that cannot be written never harms the run: that is said once, on stderr.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder, self._on_stderr = settings().state_folder / FOLDER, settings().log
        self._telling = Telling()
        self._has_complained = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line of a record, when it is one of an event that the log tells."""
        if not (has_log_record_event(record) and has_log_record_metadata(record)):
            return
        metadata = get_log_record_metadata(record)
        line = self._telling.line(get_log_record_event(record), metadata["run_id"] or "", metadata["job_tags"], record.created)
        if line:
            self._write(line)

    def _write(self, line: Line) -> None:
        written = json.dumps(line, ensure_ascii=False)
        if self._on_stderr:
            sys.stderr.write((written if self._on_stderr == "json" else as_text(line)) + "\n")
        try:
            append(self._folder / FILE, written)
        except OSError as fault:
            if not self._has_complained:
                sys.stderr.write(f"The log {self._folder / FILE} cannot be written ({os.strerror(fault.errno or 0)}); the run goes on.\n")
            self._has_complained = True


def append(file: Path, line: str) -> None:
    """Add a line to a file, whole even when several processes write, and put the file aside when it has grown large. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, ONLY_OWNER)
    try:
        os.write(descriptor, f"{line}\n".encode("utf-8", "backslashreplace"))
        is_large = os.fstat(descriptor).st_size > MOST_BYTES
    finally:
        os.close(descriptor)
    if is_large:
        _put_aside(file)


def _put_aside(file: Path) -> None:
    """Give the file the number 1, and those before it the next ones; the oldest is deleted."""
    with (file.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists() or file.stat().st_size <= MOST_BYTES:
            return  # another process was quicker
        for number in range(MOST_FILES - 1, 0, -1):
            earlier = file.with_name(f"{file.name}.{number - 1}") if number > 1 else file
            if earlier.exists():
                earlier.replace(file.with_name(f"{file.name}.{number}"))
