"""Dagster's runs and events in PostgreSQL, by one setting."""

import dagster as dg
import pytest

from pipelines.operation.home import prepare_home
from pipelines.settings import settings
from schemas.errors import ProductError
from tests.postgresql_server import PASSWORD, Server


@dg.op
def say() -> str:
    return "said"


@dg.job
def speaking() -> None:
    say()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A state folder of the test's own."""
    monkeypatch.setenv("JMDI_STATE", str(tmp_path))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    return tmp_path


def test_a_run_is_kept_in_the_database_and_the_password_in_no_file(home, monkeypatch, server: Server):
    name = server.new_database("dagster", is_prepared=False)
    server.administer("postgres", f"GRANT ALL ON DATABASE {name} TO stranger")
    server.administer(name, "GRANT ALL ON SCHEMA public TO stranger")
    monkeypatch.setenv("JMDI_DAGSTER_STORAGE", server.url(name, "stranger"))
    prepare_home()
    with dg.DagsterInstance.get() as instance:
        assert speaking.execute_in_process(instance=instance).success
        assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.SUCCESS]
        assert instance.run_retries_enabled  # the other settings of dagster.yaml hold
    with server.connect(name, "stranger") as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    assert [path for path in home.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()] == []
    assert PASSWORD not in repr(settings())


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://u:{p}@127.0.0.1/dagster", "begins with postgresql://"),
        ("postgresql://u:{p}@127.0.0.1:1/dagster", "nothing answers at that host and port"),
        ("postgresql://stranger:not-{p}@127.0.0.1:{port}/postgres", "the password is missing or wrong"),
        ("postgresql://jmdi_analyst:{p}@127.0.0.1:{port}/{prepared}", "jmdi_analyst may make no tables there; an administrator"),
    ],
)
def test_a_database_that_cannot_keep_runs_is_told_in_a_sentence(home, monkeypatch, server: Server, address, sentence):
    prepared = server.new_database("closed") if "{prepared}" in address else ""
    monkeypatch.setenv("JMDI_DAGSTER_STORAGE", address.format(p=PASSWORD, port=server.port, prepared=prepared))
    with pytest.raises(ProductError, match=sentence) as fault:
        prepare_home()
    assert PASSWORD not in str(fault.value)
