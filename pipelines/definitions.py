"""What Dagster loads: assets, checks, jobs, the schedule and resources, and nothing else."""

import dagster as dg

from assets.build import BUILD, CHECKS
from assets.clean import CLEAN
from assets.core import CORE
from assets.history import HISTORY
from assets.networks import NETWORKS
from assets.publications import PUBLICATIONS
from assets.raw import INLETS
from assets.report import REPORTS
from pipelines.jobs import JOBS, nightly
from pipelines.memory import spare_collector
from pipelines.resources import TablesInMemory, locked_warehouse
from pipelines.settings import Settings, settings


def definitions(chosen: Settings) -> dg.Definitions:
    """Return all definitions for the given settings."""
    return dg.Definitions(
        assets=[*INLETS.values(), *CLEAN, *CORE, *HISTORY, *NETWORKS, *REPORTS, *PUBLICATIONS, *BUILD],
        asset_checks=CHECKS,
        jobs=JOBS,
        schedules=[nightly(chosen)],
        executor=dg.in_process_executor,
        resources={
            "io_manager": TablesInMemory(),
            "raw_folder": chosen.raw_folder,
            "warehouse": locked_warehouse(chosen.warehouse),
            "keep_builds": chosen.keep_builds,
        },
    )


spare_collector()  # every process that runs the path loads these definitions
defs = definitions(settings())
