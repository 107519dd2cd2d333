"""The jmdi command, run by tests as a user runs it, with its warehouse and state in a folder of the test."""

import os
import subprocess
import sys
from pathlib import Path

from schemas.reference_files import CHECKOUT


def environment(folder: Path, raw: Path | None = None, **more: str) -> dict[str, str]:
    """Return the environment of a command that works in the folder, on the sample deliveries unless told otherwise."""
    own = {
        "JMDI_RAW": str(raw or CHECKOUT / "raw"),
        "JMDI_WAREHOUSE": str(folder / "warehouse"),
        "JMDI_STATE": str(folder / "state"),
    }
    return os.environ | own | more


def command(*arguments: str) -> list[str]:
    """Return what starts jmdi with the arguments."""
    return [str(Path(sys.executable).parent / "jmdi"), *arguments]


def run_jmdi(*arguments: str, folder: Path, raw: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run jmdi to its end and return what it printed."""
    return subprocess.run(
        command(*arguments), env=environment(folder, raw, **more), capture_output=True, text=True, timeout=300, check=False
    )
