"""The settings, from the environment: where things are, and when the nightly refresh runs."""

import os
from dataclasses import dataclass
from pathlib import Path

from schemas.reference_files import CHECKOUT


@dataclass(frozen=True)
class Settings:
    """Where things are and when they run. `schedule` is in cron's words, in `time_zone` (an IANA name)."""

    raw_folder: Path
    warehouse: str
    state_folder: Path
    time_zone: str
    schedule: str
    keep_builds: int


def settings() -> Settings:
    """Return the settings; every one has a default inside the checkout."""
    read = os.environ.get
    return Settings(
        raw_folder=Path(read("JMDI_RAW") or CHECKOUT / "raw").resolve(),
        warehouse=read("JMDI_WAREHOUSE") or str(CHECKOUT / "warehouse"),
        state_folder=Path(read("JMDI_STATE") or CHECKOUT / ".dagster").resolve(),
        time_zone=read("JMDI_TIME_ZONE") or "UTC",
        schedule=read("JMDI_SCHEDULE") or "0 2 * * *",
        keep_builds=int(read("JMDI_KEEP_BUILDS") or 7),
    )
