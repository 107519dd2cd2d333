"""A home of Dagster for tests that store runs: made once, since its tables take a second, and copied for each."""

import os
import shutil
from pathlib import Path

import pytest

from pipelines.operation.home import prepare_home


@pytest.fixture(scope="session")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that nothing has run in; not to be written to."""
    home = tmp_path_factory.mktemp("home") / "state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JMDI_STATE", str(home))
        patch.setenv("DAGSTER_HOME", "")  # prepare_home sets it, and it is gone afterwards
        prepare_home()
    return home


@pytest.fixture
def own_home(made_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test, in its folder, with a warehouse beside it, both named by the settings."""
    home = Path(shutil.copytree(made_home, tmp_path / "state"))
    monkeypatch.setenv("JMDI_STATE", str(home))
    monkeypatch.setenv("JMDI_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.setenv("DAGSTER_HOME", os.fspath(home))
    return home
