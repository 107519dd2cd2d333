"""The runs that Dagster keeps: which of them are stuck, since their process is gone, how they are cleared, and how old ones are let go.

A run of `jmdi refresh` carries the process that it works in as a tag. A run that the daemon launched was started by the code server of
`jmdi up`, and ends with it. Of runs started elsewhere, as on Kubernetes, nothing is known here: Dagster's own monitoring ends them.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import dagster as dg
from dagster._core.storage.dagster_run import FINISHED_STATUSES
from dagster._core.storage.tags import GRPC_INFO_TAG

from pipelines.operation.processes import here, is_over

PROCESS_TAG = "jmdi/process"
REFRESHING = ("nightly_refresh", "deliveries_arrived", "accept_loss")  # the jobs that show readers a new build
AT_WORK = (dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING)
UNFINISHED = (dg.DagsterRunStatus.NOT_STARTED, *AT_WORK)
GONE = "The process of this run ended before the run did: it was killed, or the machine stopped. What readers have is untouched."


def tags_of_this_process() -> dict[str, str]:
    """Return the tags of a run that works in this process. Nobody tries it again by itself: who typed the command sees how it ended."""
    return {PROCESS_TAG: here(), "dagster/max_retries": "0"}


def records(instance: dg.DagsterInstance, *statuses: dg.DagsterRunStatus) -> list[dg.RunRecord]:
    """Return the runs in these states, the newest first."""
    return list(instance.get_run_records(dg.RunsFilter(statuses=list(statuses))))


def last_refresh(instance: dg.DagsterInstance, status: dg.DagsterRunStatus) -> dg.RunRecord | None:
    """Return the newest run in this state of a job that shows readers a new build."""
    return next((record for record in records(instance, status) if record.dagster_run.job_name in REFRESHING), None)


def is_stuck(run: dg.DagsterRun, code_server_lives: bool, socket: str) -> bool:
    """Whether the process of an unfinished run is gone for sure. `socket` is the one of the code server of this home."""
    if PROCESS_TAG in run.tags:
        return is_over(run.tags[PROCESS_TAG])
    launched_by = json.loads(run.tags.get(GRPC_INFO_TAG, "{}")).get("socket")
    # The folder for files of a moment may be named otherwise where the service runs.
    return bool(launched_by) and Path(launched_by).parts[-2:] == Path(socket).parts[-2:] and not code_server_lives


def stuck_runs(instance: dg.DagsterInstance, code_server_lives: bool, socket: str) -> list[dg.RunRecord]:
    """Return the runs whose process is gone while Dagster takes them for unfinished."""
    return [record for record in records(instance, *UNFINISHED) if is_stuck(record.dagster_run, code_server_lives, socket)]


def clear(instance: dg.DagsterInstance, stuck: list[dg.RunRecord]) -> list[str]:
    """End stuck runs in Dagster's storage, so that they hold no place in its queue; return their ids."""
    cleared = []
    for record in stuck:
        now = instance.get_run_by_id(record.dagster_run.run_id)
        if now is None or now.is_finished:  # its own end came in after all
            continue
        if now.status == dg.DagsterRunStatus.CANCELING:
            instance.report_run_canceled(now, GONE)
        else:
            instance.report_run_failed(now, GONE)
        cleared.append(now.run_id)
    return cleared


def let_go(instance: dg.DagsterInstance, keep: int, home: Path) -> int:
    """Delete all but the last `keep` finished runs, with their events and logs; return how many.

    Unfinished runs stay, and so does the last refresh that went well: from it is reckoned how long there was none.
    """
    best = last_refresh(instance, dg.DagsterRunStatus.SUCCESS)
    old = [record.dagster_run.run_id for record in records(instance, *FINISHED_STATUSES)[keep:]]
    for run_id in (gone := [run_id for run_id in old if best is None or run_id != best.dagster_run.run_id]):
        instance.delete_run(run_id)
    for path in _of_unknown_runs(instance, home):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return len(gone)


def _of_unknown_runs(instance: dg.DagsterInstance, home: Path) -> Iterator[Path]:
    """Yield the files of events and folders of logs under the home that belong to no run that Dagster knows."""
    for path in [*(home / "history" / "runs").glob("*.db*"), *(home / "storage").glob("*/")]:
        with suppress(ValueError):  # another file is none of a run's
            run_id = str(UUID(path.name.partition(".")[0]))
            if not instance.has_run(run_id):
                yield path
