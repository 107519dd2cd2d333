"""Runs the main job in this process, with progress, and tells at the end what came of it."""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.chosen_warehouse import chosen_warehouse
from pipelines.operation.home import prepare_home, writing_state
from pipelines.printing import console, print_failure, print_summary, print_would_change
from pipelines.settings import settings
from pipelines.summary import Before, read_before, summarise_build
from schemas.errors import ProductError
from warehouse.builds import Warehouse

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
CONTRACT_BROKEN = "The build was stopped before anything was handed over."


def run_refresh(accepted_losses: Sequence[str] = (), *, is_dry: bool = False) -> int:
    """Run `nightly_refresh` and return the exit code: 0 built, 1 not built, with the current build untouched.

    `accepted_losses` are countries of which many rows may be gone. When `is_dry`, `dry_run` is run instead: nothing is handed over, and
    what would change is told.
    """
    prepare_home()
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    from pipelines.definitions import definitions  # loads the reference files, whose faults are plain sentences

    warehouse = chosen_warehouse()
    before, untouched = _before(warehouse)
    with writing_state():
        result = _run(definitions(settings()).resolve_job_def("dry_run" if is_dry else "nightly_refresh"), accepted_losses)
    if not result.success:
        print_failure(list(failures(result)), untouched)
        return 1
    if is_dry:
        print_would_change(result.asset_value("report_changes"), untouched)
        return 0
    print_summary(summarise_build(warehouse.current, before, warehouse.name))
    return 0


def _before(warehouse: Warehouse) -> tuple[Before | None, str]:
    """Return what is remembered of the build that readers have, and what to say of it when nothing is built."""
    try:
        before = read_before(warehouse)
    except ProductError:  # the run does not go on without it, and says why
        return None, "What readers have is untouched."
    return before, f"The current build is untouched: {before.name}." if before else "There is no build yet."


def _run(job: dg.JobDefinition, accepted_losses: Sequence[str]) -> dg.ExecuteInProcessResult:
    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress, dg.DagsterInstance.get() as instance:
        task = progress.add_task("Reading", total=len(job.nodes))

        @dg.success_hook
        def step_done(context: dg.HookContext) -> None:
            progress.update(task, advance=1, description=context.op.name)

        return job.with_hooks({step_done}).execute_in_process(
            instance=instance, raise_on_error=False, run_config=QUIET | accepting(accepted_losses)
        )


def accepting(losses: Sequence[str]) -> dict[str, Any]:
    """Return the run's configuration that accepts the loss of many rows of countries."""
    return {"ops": {"core_submissions_rows_of_countries_stay": {"config": {"accepted_losses": list(losses)}}}}


def failures(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    """Yield why a run failed, one plain sentence each: contracts that were broken, then errors."""
    for event in result.all_events:
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION and not event.asset_check_evaluation_data.passed:
            yield event.asset_check_evaluation_data.description or CONTRACT_BROKEN
    steps = [event for event in result.all_events if event.is_step_failure]
    for event in steps:
        if event.step_failure_data.error:
            yield from _sentence(f"The step {event.step_key}", event.step_failure_data.error)
    for event in result.all_events:
        if not steps and event.is_job_failure and event.job_failure_data.error:  # before the first step, as when the warehouse is held
            yield from _sentence("The start of the run", event.job_failure_data.error)


def _sentence(subject: str, error: "dg.SerializableErrorInfo") -> Iterator[str]:
    chain = [error]
    while chain[-1].cause:
        chain.append(chain[-1].cause)
    known = {cls.__name__ for cls in _subclasses(ProductError)}
    told = next((one.message.partition(": ")[2].strip() for one in chain if one.cls_name in known), "")
    if told:
        yield told
    elif error.cls_name != "DagsterAssetCheckFailedError":
        yield f"{subject} failed with {chain[-1].cls_name}, a fault of this program; `jmdi up` shows the run's log."


def _subclasses(cls: type[ProductError]) -> Iterator[type[ProductError]]:
    for one in cls.__subclasses__():
        yield one
        yield from _subclasses(one)
