"""The engines that may run the steps of a job: one process, several on this machine, workers of Celery on any, pods of Kubernetes."""

import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import dagster as dg

from pipelines.scale_out.run_folder import run_folder
from pipelines.settings import CELERY, IN_PROCESS, KUBERNETES, Settings, WrongSetting

INSTALLED_BY = {"dagster_celery": "dagster-celery==0.29.27 'celery[redis]'", "dagster_k8s": "dagster-k8s==0.29.27"}


def executor_of(chosen: Settings) -> dg.ExecutorDefinition:
    """Return the engine that the settings name. Raises WrongSetting when its package is not installed."""
    if chosen.executor == IN_PROCESS:
        return dg.in_process_executor
    if chosen.executor == CELERY:
        return _with_folder(_celery(chosen), chosen)
    if chosen.executor == KUBERNETES:
        return _with_folder(_kubernetes(), chosen)
    # Each step forks from a process that has read all code already: half the time of starting Python anew.
    forking = {"start_method": {"forkserver": {"preload_modules": ["pipelines.scale_out.forked_from"]}}}
    return _with_folder(dg.multiprocess_executor.configured(forking, name="multiprocess"), chosen)


def _celery(chosen: Settings) -> dg.ExecutorDefinition:
    check_installed("dagster_celery")
    from dagster_celery import celery_executor

    # Dagster makes its task anew for every step, of which Celery 5.7 warns each time.
    warnings.filterwarnings("ignore", r"Task name 'execute_plan' is already registered")
    return celery_executor.configured(celery_settings(chosen), name="celery")


def _kubernetes() -> dg.ExecutorDefinition:
    check_installed("dagster_k8s")
    from dagster_k8s import k8s_job_executor

    return k8s_job_executor  # image, volumes and environment are those of the pod of the run, which the launcher was given


def check_installed(package: str) -> None:
    """Raise WrongSetting when the package of an engine is not installed: the product does without."""
    if not find_spec(package):
        raise WrongSetting(f"JMDI_EXECUTOR names an engine whose package is not installed: pip install {INSTALLED_BY[package]}")


def celery_settings(chosen: Settings) -> dict[str, Any]:
    """Return how runs and workers talk through Celery. Messages are JSON: from a pickle, whoever reaches the broker could run code.

    A step is taken off the queue when it is done and not when it begins, so that another worker has it when the first one dies.
    """
    return {
        "broker": chosen.celery_broker,
        "backend": chosen.celery_broker if chosen.celery_broker.startswith("redis") else "rpc://",
        "config_source": {
            "task_serializer": "json",
            "result_serializer": "json",
            "accept_content": ["json"],
            "task_acks_late": True,
            "task_retry_on_worker_lost": True,
            "worker_prefetch_multiplier": 1,
            "worker_concurrency": 1,
            "worker_max_tasks_per_child": 1,  # a step has a fresh process, which has read no reference file of an earlier run
            "broker_connection_retry_on_startup": True,
            "broker_transport_options": {"visibility_timeout": chosen.step_seconds},
        },
    }


def celery_app_settings(chosen: Settings) -> dict[str, Any]:
    """Return the same for the app of a worker, as Celery takes it."""
    told = celery_settings(chosen)
    return {"broker": told["broker"], "backend": told["backend"], "config_source": told["config_source"]}


def _with_folder(engine: dg.ExecutorDefinition, chosen: Settings) -> dg.ExecutorDefinition:
    """Return the engine, which makes the run's folder before the first step and takes it away after the last.

    It does so in the process of the run: Dagster has no other place that is passed at the end of every run, also of a failed one.
    """

    def create(context: dg.InitExecutorContext) -> dg.Executor:
        made = engine.executor_creation_fn(context)  # type: ignore[misc]
        execute = made.execute

        def within_folder(plan_context: Any, plan: Any) -> Iterator[dg.DagsterEvent]:
            with run_folder(chosen, plan_context.run_id):
                yield from execute(plan_context, plan)

        made.execute = within_folder  # type: ignore[method-assign]
        return made

    return dg.ExecutorDefinition(
        name=engine.name,
        config_schema=engine.config_schema,  # type: ignore[arg-type]  # it takes what it gives
        requirements=engine.get_requirements,
        executor_creation_fn=create,
        description=engine.description,
    )
