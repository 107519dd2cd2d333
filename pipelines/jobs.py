"""The jobs that run the path, and the schedule that runs the main one every night. Those without tables are in `hand_jobs.py`.

What runs their steps is chosen by the settings.
"""

from enum import Enum
from functools import partial

import dagster as dg
from pydantic import Field

from assets.build import Acceptance, Arriving
from pipelines.settings import Settings, WrongSetting
from schemas.countries import countries

ACCEPTANCE = "core_submissions_rows_of_countries_stay"
ARRIVING = "core_submissions_deliveries_that_arrived"
# A build is made of one run: one that was cut off is tried again from its first step, never from the middle.
WHOLE_AGAIN = {"dagster/retry_strategy": "ALL_STEPS"}
Country = Enum("Country", {code: code for code in countries()})  # type: ignore[misc]


class AcceptedLosses(dg.Config):
    """Countries of which many rows may be gone, since somebody has looked, and knows why."""

    countries: list[Country] = Field(  # without a default, so that Dagster's pages ask for it
        description=f"Countries whose rows are meant to be gone, such as [MAR]: some of {', '.join(countries())}. Look first at what the "
        "refused run said of them."
    )


@dg.config_mapping
def accepting_losses(val: AcceptedLosses) -> dg.RunConfig:
    """Return the configuration of the check that asks about losses."""
    return dg.RunConfig(ops={ACCEPTANCE: Acceptance(accepted_losses=[country.value for country in val.countries])})


path_job = partial(dg.define_asset_job, selection=dg.AssetSelection.all(), tags=WHOLE_AGAIN)

nightly_refresh = path_job(
    "nightly_refresh",
    description="Everything: eight countries' deliveries in, one warehouse build and its files out. The schedule runs it every night; by "
    "hand it needs no configuration.",
)
deliveries_arrived = path_job(
    "deliveries_arrived",
    config=dg.RunConfig(ops={ARRIVING: Arriving(stops_while_changing=True)}),
    description="The same, when deliveries have arrived: the check deliveries_that_arrived of core_submissions says first what became of "
    "each file that came, changed or went; then the build is made. It stops when a file was still written to. The sensor starts it.",
)
accept_loss = path_job(
    "accept_loss",
    config=accepting_losses,
    description="Everything, after a refresh was refused because a country lost more than a fifth of its rows, and somebody has found that "
    "this is right. The configuration names the countries: `countries: [MAR]` (the button Scaffold missing config writes the line). On the "
    "command line: `jmdi refresh --accept-loss MAR`.",
)
dry_run = path_job(
    "dry_run",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("mapping_warehouse"),
    description="The whole path without handing anything over: readers keep what they have. Afterwards, report_changes shows how many rows "
    "would come, change and go, changes_page which initiatives, core_submissions what became of each file. On the command line: "
    "`jmdi refresh --dry-run`.",
)
PATH_JOBS = (nightly_refresh, deliveries_arrived, accept_loss, dry_run)


def nightly(settings: Settings) -> dg.ScheduleDefinition:
    """Return the nightly schedule: on by default, in the time zone of the settings. Raises WrongSetting."""
    try:
        return dg.ScheduleDefinition(
            "nightly",
            job=nightly_refresh,
            cron_schedule=settings.schedule,
            execution_timezone=settings.time_zone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
            description=f"Refreshes the warehouse every night ({settings.schedule}, {settings.time_zone}). After the machine was off, it "
            "makes up for the last night that was missed, once.",
        )
    except dg.DagsterInvalidDefinitionError:
        raise WrongSetting(f"JMDI_SCHEDULE is '{settings.schedule}'; it must be in cron's words, such as 0 2 * * *.") from None
