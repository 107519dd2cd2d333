"""Dagster's home: the folder in which all of its state lives, with this product's settings of it."""

import fcntl
import os
import shutil

import dagster as dg

from pipelines.settings import WrongSetting, settings
from schemas.reference_files import CHECKOUT


def prepare_home() -> None:
    """Make Dagster's home, put dagster.yaml there, and point Dagster to it. Only its owner may look into it.

    Raises WrongSetting.
    """
    home = settings().state_folder
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise WrongSetting(f"JMDI_STATE is {home}, which cannot be made ({os.strerror(fault.errno or 0)}).") from None
    os.environ["DAGSTER_HOME"] = str(home)
    # Two first starts at once would both make Dagster's tables, and one of them would fail.
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.copyfile(CHECKOUT / "dagster.yaml", home / "dagster.yaml")
        with dg.DagsterInstance.get() as instance:
            instance.get_run_records(limit=1)
