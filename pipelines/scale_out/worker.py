"""Runs a worker that takes steps from the broker, until it is told to end."""

import os
from uuid import uuid4

from pipelines.operation.home import prepare_home
from pipelines.scale_out.executors import check_installed
from pipelines.settings import CELERY

QUEUE = "dagster"  # where Dagster's executor for Celery puts the steps


def run_worker() -> None:
    """Work until told to end. Raises WrongSetting."""
    os.environ["JMDI_EXECUTOR"] = CELERY
    prepare_home()
    check_installed("dagster_celery")
    from pipelines.scale_out.celery_app import app

    name = f"{uuid4().hex[:8]}@%h"  # two of one name would take each other's orders
    app.worker_main(["worker", "--queues", QUEUE, "--hostname", name, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"])
