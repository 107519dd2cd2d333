"""The sample deliveries, run down the whole path once for all tests, whichever worker has them."""

import fcntl
import os
from pathlib import Path

import pytest

from tests.commands import run_jmdi


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse built from the sample deliveries."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sample"  # all workers have one parent
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "warehouse" / "current").exists():
            done = run_jmdi("refresh", folder=folder, JMDI_SECOND_PROCESS="on")  # as a data team does
            assert done.returncode == 0, done.stdout + done.stderr
    return folder
