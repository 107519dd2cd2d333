"""The sample deliveries, run down the whole path once for all tests of this folder."""

from pathlib import Path

import pytest

from tests.commands import run_jmdi


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse built from the sample deliveries."""
    folder = tmp_path_factory.mktemp("sample")
    done = run_jmdi("refresh", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
