"""The sensor: looks at the folder of deliveries again and again, and asks for a run when what lies there is news and at rest."""

from pathlib import Path

import dagster as dg

from pipelines.arrivals.built import Built, read_built
from pipelines.arrivals.decide import Decision, Look, decide, memory_of
from pipelines.arrivals.look import Contents, Stamp, State, digest_of, look
from pipelines.arrivals.sentences import needs_a_person, what_arrived
from pipelines.jobs import deliveries_arrived
from pipelines.operation.runs import AT_WORK, REFRESHING, records
from pipelines.settings import Settings
from schemas.errors import ProductError
from warehouse.opening import open_warehouse

SENSOR = "deliveries"
WAITING = (dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED)
DESCRIPTION = (
    "Looks at the folder of deliveries every {seconds} seconds. When files have come, changed or gone since the build that readers have, "
    "and two looks in a row have found the same, it asks for one run of deliveries_arrived: a copy that goes on starts nothing. "
    "A run that failed is not repeated until something changes, or the night comes. When the folder is empty, or all files of a country "
    "are gone, it starts nothing, and says so. JMDI_ON_ARRIVAL=off turns it off, JMDI_ARRIVAL_SECONDS sets how often it looks."
)


def deliveries_sensor(chosen: Settings) -> dg.SensorDefinition:
    """Return the sensor: on by default unless the settings say otherwise."""
    contents = Contents()
    warehouse = open_warehouse(chosen.warehouse, chosen.files_folder)

    @dg.sensor(
        name=SENSOR,
        job=deliveries_arrived,
        minimum_interval_seconds=chosen.arrival_seconds,
        default_status=dg.DefaultSensorStatus.RUNNING if chosen.is_on_arrival else dg.DefaultSensorStatus.STOPPED,
        description=DESCRIPTION.format(seconds=chosen.arrival_seconds),
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        memory = memory_of(context.cursor)
        try:
            built = read_built(warehouse)
        except ProductError as fault:
            return dg.SensorResult(skip_reason=needs_a_person(str(fault)), cursor=memory.cursor())
        stamps = look(chosen.raw_folder)
        found = Look(
            digest_of(stamps), len(stamps), is_at_work(context.instance), built, lambda: _state(contents, chosen.raw_folder, stamps)
        )
        return _asked(decide(memory, found), built)

    return sensor


def is_at_work(instance: dg.DagsterInstance) -> bool:
    """Return whether a run waits or goes on that makes a build."""
    return any(record.dagster_run.job_name in REFRESHING for record in records(instance, *WAITING, *AT_WORK))


def _state(contents: Contents, raw_folder: Path, stamps: dict[Path, Stamp]) -> State | None:
    """Return what the deliveries of a look hold; None when not all could be read in time, or some were written to meanwhile."""
    state = contents.state(raw_folder, stamps)
    return state if look(raw_folder) == stamps else None


def _asked(decision: Decision, built: Built) -> dg.SensorResult:
    cursor = decision.memory.cursor()
    if decision.asks_with is None:
        return dg.SensorResult(skip_reason=decision.sentence, cursor=cursor)
    arrived = what_arrived(built.current, decision.asks_with)
    # Without a run key: Dagster would never again start a run with one that it has seen, also when it was meant.
    request = dg.RunRequest(tags={f"arrived/{code}": told for code, told in arrived.items()})
    return dg.SensorResult(run_requests=[request], cursor=cursor)
