"""What a log says of the events of runs: which of them it tells, and as what. Counts, codes, names of tables and of files alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from pipelines.operation.failures import failures
from schemas.countries import countries

Line = dict[str, Any]
Kind = dg.DagsterEventType
INLETS = {f"raw_rows_{code.lower()}": code for code in countries()}
STARTERS = ("dagster/schedule_name", "dagster/sensor_name")
ROW_COUNT, SECONDS = "dagster/row_count", "seconds"
SHOWN = ("files", "refused_files", "refused")  # of what a step tells of its result
WHAT = {
    Kind.RUN_START: ("run_started", "INFO"),
    Kind.RUN_SUCCESS: ("run_ended", "INFO"),
    Kind.RUN_FAILURE: ("run_failed", "ERROR"),
    Kind.RUN_CANCELED: ("run_cancelled", "WARNING"),
    Kind.STEP_START: ("step_started", "INFO"),
    Kind.STEP_SUCCESS: ("step_ended", "INFO"),
    Kind.STEP_FAILURE: ("step_failed", "ERROR"),
    Kind.STEP_SKIPPED: ("step_skipped", "WARNING"),
    Kind.ASSET_CHECK_EVALUATION: ("check_failed", "ERROR"),
}
BEGINNINGS = (Kind.RUN_START, Kind.STEP_START)


class Telling:
    """Makes lines of events. What a step made is told when it ends, so events are given in the order in which they happen."""

    def __init__(self) -> None:
        self._begun: dict[tuple[str, str | None], float] = {}
        self._made: dict[str, Line] = {}

    def line(self, event: dg.DagsterEvent, run_id: str, tags: Mapping[str, str], at: float) -> Line | None:
        """Return the line of an event of a run with its tags, at a moment in seconds; None for one that the log does not tell."""
        if event.event_type == Kind.ASSET_MATERIALIZATION:
            self._keep(event)
        told = tuple(failures([event]))
        if event.event_type not in WHAT or (event.event_type == Kind.ASSET_CHECK_EVALUATION and not told):
            return None
        name, level = WHAT[event.event_type]
        moment = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
        line: Line = {"time": moment, "level": level, "event": name, "run_id": run_id, "job": event.job_name}
        own = {
            "step": event.step_key,
            "country": INLETS.get(event.step_key or ""),
            "started_by": next((tags[tag] for tag in STARTERS if tag in tags), None) if event.event_type == Kind.RUN_START else None,
            "seconds": self._seconds(event, run_id, at),
            "message": " ".join(told) or None,
        }
        made = self._made.pop(event.step_key or "", {}) if event.event_type in (Kind.STEP_SUCCESS, Kind.STEP_FAILURE) else {}
        return line | made | {key: value for key, value in own.items() if value is not None}

    def _seconds(self, event: dg.DagsterEvent, run_id: str, at: float) -> float | None:
        """Return how long what ends with the event took, when its beginning was told here: a step made ahead, longer than its turn."""
        key = (run_id, event.step_key)
        if event.event_type in BEGINNINGS:
            self._begun[key] = at
            return None
        begun = None if event.event_type == Kind.ASSET_CHECK_EVALUATION else self._begun.pop(key, None)
        measured = self._made.get(event.step_key or "", {}).get(SECONDS, 0.0)
        return None if begun is None else round(max(at - begun, measured), 3)

    def _keep(self, event: dg.DagsterEvent) -> None:
        """Remember what a step made: rows by table, the rows that it was handed, and the seconds that it measured."""
        metadata = event.step_materialization_data.materialization.metadata
        told = {name: metadata[name].value for name in ("rows_in", SECONDS, *SHOWN) if name in metadata}
        made = self._made.setdefault(event.step_key or "", {})
        if ROW_COUNT in metadata and event.asset_key:
            tables = made.get("tables", {}) | {event.asset_key.to_user_string(): metadata[ROW_COUNT].value}
            told |= {"rows": sum(tables.values()), "tables": tables}
        made.update(told)


def as_text(line: Line) -> str:
    """Return a line for people: when, what of which job and step, then its figures and message."""
    figures = [f"{line[name]}{unit}" for name, unit in (("rows", " rows"), ("seconds", " s")) if name in line]
    refused = [f"refused {name} ({code})" for name, code in line.get("refused", {}).items()]
    about = " ".join(filter(None, (line["job"], line.get("step"), line["event"].rpartition("_")[2])))
    rest = ", ".join(filter(None, [*figures, *refused, line.get("message")]))
    return f"{line['time'][:19]}Z {line['level']} {about}" + (f": {rest}" if rest else "")
