"""The settings, from the environment: where things are, when the nightly refresh runs, and which online service may be asked."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from schemas.errors import ProductError
from schemas.reference_files import CHECKOUT

ONLINE_GEOCODERS = ("nominatim", "geonames")
IN_PROCESS, CELERY, KUBERNETES = "in_process", "celery", "kubernetes"
EXECUTORS = (IN_PROCESS, "multiprocess", CELERY, KUBERNETES)
LEAST_ARRIVAL_SECONDS = 5  # file systems of shared folders tell times in steps of two seconds: two looks have to lie further apart
LOG_FORMATS = ("text", "json")


class WrongSetting(ProductError):
    """A setting in the environment says something impossible."""


@dataclass(frozen=True)
class Settings:
    """Where things are and when they run. `schedule` is in cron's words, in `time_zone` (an IANA name).

    `warehouse` is a folder or the address of a database, which may hold a password; `files_folder` is where the files of its builds are.
    `keep_builds` and `keep_runs` are how many builds, and runs in Dagster's storage, are kept; below `min_free_mb` a disk is called low.
    `is_on_arrival` says whether deliveries that arrive start a refresh, `arrival_seconds` how often the folder of deliveries is looked at.
    `dagster_storage` is the address of a database for Dagster's runs and events, empty for files in `state_folder`.

    A build older than `max_age_hours` is stale. `alerts` is the file of who is told of troubles, None where nobody is; `smtp_authority`
    a file of certificates that the mail server's is signed by.
    `log` is how lines of the log are written to stderr too (text or json), empty for none.

    `has_second_process` says whether a refresh by hand shares its work with a second process, where there are two processors.
    `executor` is what runs the steps: one process, several, workers of Celery, which get them from the broker at `celery_broker` and have
    `step_seconds` for one, or a pod of Kubernetes each. `intermediates` is the folder that several share.

    `online_geocoder` is the service that `jmdi suggest-places` may ask, empty for none; `online_geocoder_user` is by whom it is asked,
    `online_geocoder_url` a server of one's own in place of the public one.
    """

    raw_folder: Path
    warehouse: str = field(repr=False)
    files_folder: Path
    state_folder: Path
    time_zone: str
    schedule: str
    keep_builds: int
    keep_runs: int = 100
    min_free_mb: int = 1_000
    is_on_arrival: bool = True
    arrival_seconds: int = 60
    dagster_storage: str = field(default="", repr=False)
    max_age_hours: float = 26.0
    alerts: Path | None = None
    smtp_authority: Path | None = None
    log: str = ""
    executor: str = IN_PROCESS
    has_second_process: bool = True
    intermediates: Path = CHECKOUT / ".dagster" / "intermediates"
    celery_broker: str = field(default="", repr=False)
    step_seconds: int = 1800
    online_geocoder: str = ""
    online_geocoder_user: str = ""
    online_geocoder_url: str = ""


def secret(name: str) -> str:
    """Return a secret: the content of the file that NAME_FILE names, else the setting NAME, else ''. Raises WrongSetting.

    A file can be closed to others, where the environment of a process cannot; container engines hand secrets over so.
    """
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name) or ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f"{name}_FILE names {file}, which cannot be read; it must be a text file with the secret alone.") from None


def _number(name: str, default: int, least: int, what: str) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or int(text) < least:
        raise WrongSetting(f"{name} is '{text}'; it must be a number of {what}, {least} or more.")
    return int(text)


def _one_of(name: str, accepted: tuple[str, ...]) -> str:
    text = (os.environ.get(name) or "").lower()
    if text not in ("", *accepted):
        raise WrongSetting(f"{name} is '{text}'; it must be {' or '.join(accepted)}, or empty for the default.")
    return text


def _file(name: str) -> Path | None:
    return Path(os.environ[name]).resolve() if os.environ.get(name) else None


def settings() -> Settings:
    """Return the settings; every one has a default inside the checkout. Raises WrongSetting."""
    read = os.environ.get
    time_zone = read("JMDI_TIME_ZONE") or "UTC"
    if time_zone not in available_timezones():
        raise WrongSetting(f"JMDI_TIME_ZONE is '{time_zone}'; it must be an IANA name such as Africa/Casablanca.")
    state_folder = Path(read("JMDI_STATE") or CHECKOUT / ".dagster").resolve()
    return Settings(
        raw_folder=Path(read("JMDI_RAW") or CHECKOUT / "raw").resolve(),
        warehouse=secret("JMDI_WAREHOUSE") or str(CHECKOUT / "warehouse"),
        files_folder=Path(read("JMDI_FILES") or CHECKOUT / "warehouse").resolve(),
        state_folder=state_folder,
        time_zone=time_zone,
        schedule=read("JMDI_SCHEDULE") or "0 2 * * *",
        keep_builds=_number("JMDI_KEEP_BUILDS", 7, 1, "builds"),
        keep_runs=_number("JMDI_KEEP_RUNS", 100, 1, "runs"),
        min_free_mb=_number("JMDI_MIN_FREE_MB", 1_000, 0, "megabytes"),
        is_on_arrival=_one_of("JMDI_ON_ARRIVAL", ("on", "off")) != "off",
        arrival_seconds=_number("JMDI_ARRIVAL_SECONDS", 60, LEAST_ARRIVAL_SECONDS, "seconds"),
        dagster_storage=secret("JMDI_DAGSTER_STORAGE"),
        intermediates=Path(read("JMDI_INTERMEDIATES") or state_folder / "intermediates").resolve(),
        **_engine(),
        max_age_hours=float(_number("JMDI_MAX_AGE_HOURS", 26, 1, "hours")),
        alerts=_file("JMDI_ALERTS"),
        smtp_authority=_file("JMDI_SMTP_CA"),
        log=_one_of("JMDI_LOG", LOG_FORMATS),
        online_geocoder=_one_of("JMDI_ONLINE_GEOCODER", ONLINE_GEOCODERS),
        online_geocoder_user=read("JMDI_ONLINE_GEOCODER_USER") or "",
        online_geocoder_url=read("JMDI_ONLINE_GEOCODER_URL") or "",
    )


def _engine() -> dict[str, Any]:
    """Return what runs the steps. Raises WrongSetting."""
    executor = _one_of("JMDI_EXECUTOR", EXECUTORS) or IN_PROCESS
    broker = secret("JMDI_CELERY_BROKER")
    if executor == CELERY and "://" not in broker:
        raise WrongSetting("JMDI_EXECUTOR is 'celery', so JMDI_CELERY_BROKER must name its broker, such as redis://127.0.0.1:6379/0.")
    return {
        "executor": executor,
        "has_second_process": _one_of("JMDI_SECOND_PROCESS", ("on", "off")) != "off",
        "celery_broker": broker,
        "step_seconds": _number("JMDI_STEP_SECONDS", 1800, 1, "seconds"),
    }
