"""Why a run failed, in sentences for people, from the events that Dagster keeps of it. No answer of a delivery stands in any."""

from collections.abc import Iterable, Iterator
from importlib import import_module

import dagster as dg

from pipelines.memory import MORE_MEMORY
from schemas.errors import ProductError

CONTRACT_BROKEN = "The build was stopped before anything was handed over."
ENDED_FROM_OUTSIDE = (
    "It was ended from outside while it worked, as when `jmdi up` or the machine is stopped. What readers have is untouched."
)
MARKED_BY_DAGSTER = "This run has been marked as failed from outside the execution context."
ENDED_BY_ITSELF = (
    "Its process ended before it did: it was killed, ran out of memory, or could not be started. What readers have is untouched."
)
KILLED = ("ChildProcessCrashException", "WorkerLostError")
INTERRUPTIONS = ("DagsterExecutionInterruptedError", "KeyboardInterrupt")
# How Python, numpy, Arrow and DuckDB say that they got no memory.
NO_MEMORY = ("MemoryError", "_ArrayMemoryError", "ArrowMemoryError", "OutOfMemoryException")
NO_STACK = "can't start new thread"  # what a thread begins with is memory too
TOLD = {
    dg.DagsterEventType.ASSET_CHECK_EVALUATION,
    dg.DagsterEventType.STEP_FAILURE,
    dg.DagsterEventType.RUN_FAILURE,
    dg.DagsterEventType.RUN_CANCELED,
}


def failures_of(instance: dg.DagsterInstance, run_id: str) -> tuple[str, ...]:
    """Return why a run that Dagster keeps failed; none when it did not."""
    events = (entry.dagster_event for entry in instance.all_logs(run_id, of_type=TOLD))
    return tuple(dict.fromkeys(failures([event for event in events if event])))


def failures(events: Iterable[dg.DagsterEvent]) -> Iterator[str]:
    """Yield why a run failed, one plain sentence each: contracts that were broken, errors of steps, else why the run itself ended."""
    events = list(events)
    for event in events:
        check = event.asset_check_evaluation_data if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION else None
        if check and not check.passed and check.severity == dg.AssetCheckSeverity.ERROR:
            yield check.description or CONTRACT_BROKEN
    steps = [event for event in events if event.is_step_failure]
    for event in steps:
        if event.step_failure_data.error:
            yield from _sentence(f"The step {event.step_key}", event.step_failure_data.error)
    for event in events:
        if not steps and event.event_type in (dg.DagsterEventType.RUN_FAILURE, dg.DagsterEventType.RUN_CANCELED):
            yield from _end_of_run(event)


def _end_of_run(event: dg.DagsterEvent) -> Iterator[str]:
    """Yield why a run ended without any step having failed, as when the warehouse is held, or its process was killed."""
    told = event.event_specific_data
    error = getattr(told, "error", None)
    if error:
        yield from _sentence("The start of the run", error)
    elif event.message == MARKED_BY_DAGSTER:
        yield ENDED_BY_ITSELF
    elif event.message and "Steps failed" not in event.message:
        yield event.message


def _sentence(subject: str, error: "dg.SerializableErrorInfo") -> Iterator[str]:
    chain = [error]
    while chain[-1].cause:
        chain.append(chain[-1].cause)
    if any(one.cls_name in INTERRUPTIONS for one in chain):
        yield ENDED_FROM_OUTSIDE
        return
    if any(one.cls_name in KILLED or KILLED[1] in one.message for one in chain):
        who = subject if subject.startswith("The step") else "A step"
        yield f"{who} lost its process: somebody killed it, or the system did for want of memory. Refresh again."
        return
    told = next((one.message.partition(": ")[2].strip() for one in chain if _is_ours(one)), "")
    if told:
        yield told
    elif any(one.cls_name in NO_MEMORY or NO_STACK in one.message for one in chain):
        yield f"{subject} got no more memory. {MORE_MEMORY}"
    elif error.cls_name != "DagsterAssetCheckFailedError":
        yield f"{subject} failed with {chain[-1].cls_name}, a fault of this program; `jmdi up` shows the run's log."


def _is_ours(error: "dg.SerializableErrorInfo") -> bool:
    """Whether an error is one that the product tells in a sentence. It was stored by another process, so its class is looked up."""
    module, _, name = error.message.partition(": ")[0].strip().rpartition(".")
    if module.partition(".")[0] not in ("schemas", "steps", "assets", "pipelines", "warehouse", "publications"):
        return False
    try:
        found = getattr(import_module(module), name, None)
    except ImportError:  # of a version that had another module
        return False
    return isinstance(found, type) and issubclass(found, ProductError)
