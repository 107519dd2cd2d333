"""The app of a Celery worker, which takes steps of refreshes from the broker: `celery -A pipelines.scale_out.celery_app worker`.

Its settings are those of the run: the same deliveries, reference files, warehouse and folder of intermediates, by the same paths.
"""

from dagster_celery.make_app import make_app
from dagster_celery.tasks import create_task

from pipelines.scale_out import forked_from
from pipelines.scale_out.executors import celery_app_settings
from pipelines.settings import settings

__all__ = ["app", "execute_plan", "forked_from"]

LOST_AT_MOST = 2  # times that a step may lose its process and be begun again: one that the system kills for want of memory always does

app = make_app(celery_app_settings(settings()))
execute_plan = create_task(app, max_retries=LOST_AT_MOST, default_retry_delay=0)
