"""The jobs, and the schedule that runs the main one every night."""

import dagster as dg

from pipelines.settings import Settings, WrongSetting

nightly_refresh = dg.define_asset_job(
    "nightly_refresh",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    # Tables are in memory: a run that was cut off is tried again from its first step, never from the middle.
    tags={"dagster/retry_strategy": "ALL_STEPS"},
    description="The whole path: eight countries' deliveries in, one warehouse build and its reports out.",
)
check_deliveries = dg.define_asset_job(
    "check_deliveries",
    selection=dg.AssetSelection.assets("core_findings", "report_submission_quality").upstream().required_multi_asset_neighbors(),
    executor_def=dg.in_process_executor,
    description="Reads all deliveries and says what was found in them, without touching the warehouse.",
)
JOBS = (nightly_refresh, check_deliveries)


def nightly(settings: Settings) -> dg.ScheduleDefinition:
    """Return the nightly schedule: on by default, in the time zone of the settings. Raises WrongSetting."""
    try:
        return dg.ScheduleDefinition(
            "nightly",
            job=nightly_refresh,
            cron_schedule=settings.schedule,
            execution_timezone=settings.time_zone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"Refreshes the warehouse every night ({settings.schedule}, {settings.time_zone}).",
        )
    except dg.DagsterInvalidDefinitionError:
        raise WrongSetting(f"JMDI_SCHEDULE is '{settings.schedule}'; it must be in cron's words, such as 0 2 * * *.") from None
