"""What Dagster loads: assets, checks, jobs, the schedule, the sensor and resources, and nothing else."""

import warnings
from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.build import CHECKS
from assets.every_asset import ASSETS
from pipelines.alerts.sensor import looking
from pipelines.arrivals.sensor import deliveries_sensor
from pipelines.hand_jobs import HAND_JOBS
from pipelines.jobs import PATH_JOBS, nightly
from pipelines.kept_results import MadeAnew
from pipelines.memory import spare_collector
from pipelines.operation.processes import end_with_code_server
from pipelines.resources import locked_warehouse, waiting_tables
from pipelines.scale_out.executors import executor_of
from pipelines.settings import Settings, settings
from schemas.workers import ONE_PROCESS
from warehouse.geopackage import write_geopackage
from warehouse.opening import open_warehouse


def definitions(chosen: Settings, made_by: str = "", own: Mapping[str, Any] | None = None) -> dg.Definitions:
    """Return all definitions for the given settings.

    `made_by` is the recipe of what they make, taken before anything was read, where somebody took it (schemas/recipe.py). `own` are the
    `results` that a refresh by hand keeps, the `workers` that it has, the `io_manager` in which others see what was made, and what writes
    the `geopackage`; without them all is made anew, in one process, as every night.
    """
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=CHECKS,
        jobs=[*PATH_JOBS, *HAND_JOBS],
        schedules=[nightly(chosen)],
        sensors=[deliveries_sensor(chosen), looking(chosen)],
        executor=executor_of(chosen),
        resources={
            "io_manager": waiting_tables(chosen),
            "raw_folder": chosen.raw_folder,
            "warehouse": locked_warehouse(chosen),
            "builds": open_warehouse(chosen.warehouse, chosen.files_folder),
            "geopackage": write_geopackage,
            "keep_builds": chosen.keep_builds,
            "recipe": made_by,
            "results": MadeAnew(),
            "workers": ONE_PROCESS,
            **(own or {}),
        },
    )


# Dagster warns in every run that handlers in dagster.yaml are new to it; that is no news for whoever looks at a refresh.
warnings.filterwarnings("ignore", "Handling yaml-defined logging", dg.BetaWarning)
spare_collector()  # every process that runs the path loads these definitions
end_with_code_server()
defs = definitions(settings())
