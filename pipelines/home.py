"""Dagster's home: the folder in which all of its state lives, with this product's settings of it."""

import os
import shutil

from pipelines.settings import settings
from schemas.reference_files import CHECKOUT


def prepare_home() -> None:
    """Make Dagster's home, put dagster.yaml there, and point Dagster to it. Only its owner may look into it."""
    home = settings().state_folder
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(CHECKOUT / "dagster.yaml", home / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "true")
