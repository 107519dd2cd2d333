"""The settings choose what runs the steps of all jobs, and what is missing is said before anything starts."""

from dataclasses import replace

import dagster as dg
import pytest

from pipelines.definitions import definitions
from pipelines.jobs import PATH_JOBS
from pipelines.operation.failures import failures
from pipelines.scale_out import executors
from pipelines.scale_out.executors import celery_settings
from pipelines.settings import WrongSetting, settings


@pytest.mark.parametrize("engine", ["in_process", "multiprocess", "celery"])
def test_every_job_that_makes_tables_runs_on_the_engine_of_the_settings(engine: str) -> None:
    made = definitions(replace(settings(), executor=engine, celery_broker="redis://127.0.0.1:1/0"))
    assert {made.resolve_job_def(job.name).executor_def.name for job in PATH_JOBS} == {engine}


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"JMDI_EXECUTOR": "spark"}, "it must be in_process or multiprocess or celery or kubernetes"),
        ({"JMDI_EXECUTOR": "celery"}, "JMDI_CELERY_BROKER must name its broker"),
        ({"JMDI_STEP_SECONDS": "0"}, "it must be a number of seconds, 1 or more"),
    ],
)
def test_a_wrong_setting_is_said(told: dict[str, str], sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=sentence):
        settings()


def test_an_engine_whose_package_is_missing_is_refused_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "find_spec", lambda _: None)
    with pytest.raises(WrongSetting, match="pip install dagster-k8s"):
        definitions(replace(settings(), executor="kubernetes"))


def test_workers_take_no_pickles_and_lose_no_step_when_they_die() -> None:
    told = celery_settings(replace(settings(), celery_broker="amqp://broker.example", step_seconds=60))
    rules = told["config_source"]
    assert rules["accept_content"] == ["json"]
    assert rules["task_acks_late"]
    assert rules["task_retry_on_worker_lost"]
    assert told["backend"] == "rpc://"
    assert "broker.example" not in repr(replace(settings(), celery_broker="amqp://broker.example"))


def test_a_step_whose_process_was_killed_is_told_without_the_name_of_an_error() -> None:
    @dg.op
    def step() -> None:
        raise ChildProcessCrashException

    result = dg.GraphDefinition("run", node_defs=[step]).to_job().execute_in_process(raise_on_error=False)
    assert [*failures(result.all_events)] == [
        "The step step lost its process: somebody killed it, or the system did for want of memory. Refresh again."
    ]


class ChildProcessCrashException(Exception):
    """As Dagster's, which it raises for a child that ended without a word."""
