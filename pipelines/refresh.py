"""Runs the main job, with progress, and tells at the end what came of it."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from typing import Any

import dagster as dg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.ahead import made_ahead
from pipelines.chosen_warehouse import chosen_warehouse
from pipelines.geopackage_beside import geopackage_beside
from pipelines.kept_results import KeptResults
from pipelines.operation.failures import failures
from pipelines.operation.home import StateClosed, dagster_instance, prepare_home, writing_state
from pipelines.operation.look import clear_stuck, look
from pipelines.operation.runs import tags_of_this_process
from pipelines.operation.up_lock import is_held
from pipelines.printing import console, print_failure, print_summary, print_taken, print_would_change
from pipelines.resources import TablesInMemory
from pipelines.settings import IN_PROCESS, Settings, settings
from pipelines.summary import Before, read_before, summarise_build
from schemas.errors import ProductError
from schemas.recipe import newest_change, recipe
from schemas.workers import ONE_PROCESS, Workers
from warehouse.builds import Warehouse
from warehouse.earlier_tables import earlier_name

NO_BUILD = "There is no build yet."
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_refresh(
    accepted_losses: Sequence[str] = (), *, made_by: str, workers: Workers, is_dry: bool = False, is_again: bool = False
) -> int:
    """Run `nightly_refresh` and return the exit code: 0 built, 1 not built, with the current build untouched.

    `accepted_losses` are countries of which many rows may be gone. When `is_dry`, `dry_run` is run instead: nothing is handed over, and
    what would change is told. `made_by` is the recipe of the build, taken before anything was read, for `pipelines/unchanged.py` and
    `pipelines/kept_results.py`; when `is_again`, nothing that an earlier refresh has kept is taken. `workers` share the work of steps,
    as far as steps run in this process.
    """
    results = KeptResults(settings().state_folder, f"{made_by}-{newest_change()}", workers, anew=is_again)
    prepare_home()
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    with ExitStack() as block:
        with writing_state():
            block.enter_context(dagster_instance())
        return _refresh(accepted_losses, results, made_by, is_dry)


def _refresh(accepted_losses: Sequence[str], results: KeptResults, made_by: str, is_dry: bool) -> int:
    from pipelines.definitions import definitions  # loads the reference files, whose faults are plain sentences

    warehouse = chosen_warehouse()
    before, untouched = _before(warehouse)
    with suppress(ProductError):  # what cannot be cleared now does not keep a refresh from beginning
        clear_stuck(settings(), code_server_lives=is_held(settings().state_folder))
    chosen = replace(settings(), executor=IN_PROCESS) if is_dry else settings()  # what a dry run makes is looked at here
    run = _run if chosen.executor == IN_PROCESS else _run_in_several_processes
    try:
        with writing_state(), _own(chosen, results) as own:
            defined = definitions(chosen, made_by, own)
            result = run(defined.resolve_job_def("dry_run" if is_dry else "nightly_refresh"), accepted_losses)
    except StateClosed as fault:  # at any moment of the run, its last ones too
        raise StateClosed(f"{fault} {_readers_have(warehouse, before, untouched)}") from None
    results.end(f"{recipe()}-{newest_change()}")
    with suppress(ProductError):
        look(settings(), is_thorough=True)
    if not result.success:
        print_failure(list(failures(result.all_events)), _readers_have(warehouse, before, untouched))
        return 1
    if is_dry and isinstance(result, dg.ExecuteInProcessResult):
        print_would_change(result.asset_value("report_changes"), untouched)
        return 0
    print_taken(sorted(results.countries_taken))
    print_summary(summarise_build(warehouse.current, before, warehouse.name))
    return 0


@contextmanager
def _own(chosen: Settings, results: KeptResults) -> Iterator[dict[str, Any]]:
    """Yield the resources of a refresh by hand, whose steps are made ahead meanwhile where it has a second process."""
    from assets.every_asset import ASSETS

    if chosen.executor != IN_PROCESS:
        yield {}
        return
    own = {"results": results, "workers": results.workers}
    if results.workers is ONE_PROCESS:
        yield own
        return
    waiting, builds = TablesInMemory(), chosen_warehouse()
    # Two processes must not share connections to a database.
    given: dict[str, Any] = {"raw_folder": chosen.raw_folder} | ({} if builds.database else {"builds": builds})
    with made_ahead(ASSETS, waiting.made, given) as ahead:
        yield own | {"io_manager": waiting, "geopackage": geopackage_beside(ahead)}


def _before(warehouse: Warehouse) -> tuple[Before | None, str]:
    """Return what is remembered of the build that readers have, and what to say of it when nothing is built."""
    try:
        before = read_before(warehouse)
    except ProductError:  # the run does not go on without it, and says why
        return None, "What readers have is untouched."
    return before, f"The current build is untouched: {before.name}." if before else NO_BUILD


def _readers_have(warehouse: Warehouse, before: Before | None, untouched: str) -> str:
    """Return what to say of the build that readers have after a failure, which may have come after they were shown a new one."""
    try:
        now = earlier_name(warehouse)
    except ProductError:
        return untouched
    is_new = now is not None and (now != before.name if before else untouched == NO_BUILD)
    return f"Readers have the new build all the same: {now}." if is_new else untouched


def _run(job: dg.JobDefinition, accepted_losses: Sequence[str]) -> dg.ExecuteInProcessResult:
    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress, dagster_instance() as instance:
        task = progress.add_task("Reading", total=len(job.nodes))

        @dg.success_hook
        def step_done(context: dg.HookContext) -> None:
            progress.update(task, advance=1, description=context.op.name)

        return job.with_hooks({step_done}).execute_in_process(
            instance=instance, raise_on_error=False, run_config=QUIET | accepting(accepted_losses), tags=tags_of_this_process()
        )


def _run_in_several_processes(job: dg.JobDefinition, accepted_losses: Sequence[str]) -> dg.JobExecutionResult:
    told = f"{job.executor_def.name}: steps run in processes of their own, which the pages of `jmdi up` show"
    with console.status(told), dagster_instance() as instance:
        return dg.execute_job(
            dg.reconstructable(refresh_of_settings),
            instance,
            run_config=QUIET | accepting(accepted_losses),
            tags=tags_of_this_process(),
            raise_on_error=False,
        )


def refresh_of_settings() -> dg.JobDefinition:
    """Return the main job as the settings want it; the processes of its steps make it again by this function."""
    from pipelines.definitions import defs

    return defs.resolve_job_def("nightly_refresh")


def accepting(losses: Sequence[str]) -> dict[str, Any]:
    """Return the run's configuration that accepts the loss of many rows of countries."""
    return {"ops": {"core_submissions_rows_of_countries_stay": {"config": {"accepted_losses": list(losses)}}}}
