"""The sample deliveries, run down the whole path once for all tests of this folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.reference_files import CHECKOUT


def run_jmdi(*arguments: str, folder: Path, raw: Path | None = None, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, with its warehouse and state in a folder of the test."""
    environment = os.environ | {
        "JMDI_RAW": str(raw or CHECKOUT / "raw"),
        "JMDI_WAREHOUSE": str(folder / "warehouse"),
        "JMDI_STATE": str(folder / "state"),
    }
    command = [str(Path(sys.executable).parent / "jmdi"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=check, timeout=300)


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse built from the sample deliveries."""
    folder = tmp_path_factory.mktemp("sample")
    done = run_jmdi("refresh", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
