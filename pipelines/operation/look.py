"""The regular look while `jmdi up` works, and after each refresh: clears stuck runs, lets old ones go, tells a monitor how it goes."""

import json
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.kept_results import sweep_results
from pipelines.operation import up_lock
from pipelines.operation.health import Health, read_health, reading
from pipelines.operation.runs import clear, let_go, stuck_runs
from pipelines.operation.status import Status, read_status
from pipelines.scale_out.run_folder import sweep_intermediates
from pipelines.settings import Settings
from schemas.errors import ProductError
from warehouse.opening import open_warehouse

STATUS_FILE = "status.json"


def look(settings: Settings, *, is_thorough: bool = False) -> Health:
    """End stuck runs, write `status.json`, and return how it goes; when thorough, read every file of the build, and let old runs and
    kept results go too.

    Raises ProductError.
    """
    clear_stuck(settings, up_lock.is_held(settings.state_folder))
    if is_thorough:
        sweep_results(settings.state_folder)
        with reading(settings) as instance:
            if instance:
                let_go(instance, settings.keep_runs, settings.state_folder)
    health = read_health(settings)
    write_status(settings, health, is_thorough)
    return health


def clear_stuck(settings: Settings, code_server_lives: bool) -> list[str]:
    """End the runs whose process is gone, so that they block no other, and take away what they left between steps; return their ids."""
    with suppress(OSError):
        sweep_intermediates(settings.intermediates)
    with reading(settings) as instance:
        if instance is None:
            return []
        socket = str(up_lock.socket_of_code(settings.state_folder))
        return clear(instance, stuck_runs(instance, code_server_lives, socket))


def read_or_told(settings: Settings, max_age_hours: float, checks_files: bool = True) -> tuple[Status | None, str | None]:
    """Return the state of the warehouse, or None and the sentence that says why it cannot be told."""
    try:
        return read_status(open_warehouse(settings.warehouse, settings.files_folder), max_age_hours, checks_files), None
    except ProductError as fault:
        return None, str(fault)


def for_monitor(found: Status | None, fault: str | None, health: Health | None, unknown: str | None = None) -> dict[str, Any]:
    """Return the state of the warehouse and how the product runs, as a monitor is told; what is not known has its sentence.

    `exit_code` is the one of `jmdi status`.
    """
    return (found.as_dict() if found else {}) | {
        "fault_text": fault,
        "exit_code": exit_code(found),
        "operation": health.as_dict() if health else None,
        "operation_fault_text": unknown,
    }


def exit_code(found: Status | None) -> int:
    """Return 0 when the build is fresh, 2 when it is stale, 1 when there is none or it is damaged."""
    return 1 if found is None or found.damage_text else 2 if found.is_stale else 0


def write_status(settings: Settings, health: Health, is_thorough: bool = True) -> None:
    """Write `status.json` beside the builds, in one step, for a monitor that reads files only. It says when it was written.

    Damage that the last thorough look found in the same build is told on. A folder that cannot be written to is no reason to stop: the
    age of the file tells.
    """
    path = open_warehouse(settings.warehouse, settings.files_folder).folder / STATUS_FILE
    told = for_monitor(*read_or_told(settings, settings.max_age_hours, is_thorough), health)
    before = {} if is_thorough else _read(path)
    if before.get("damage_text") and before.get("build") == told.get("build"):
        told |= {"damage_text": before["damage_text"], "exit_code": 1}
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(path, {"written_at": datetime.now(UTC).isoformat(timespec="seconds")} | told)


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        return dict(json.loads(path.read_text(encoding="utf-8")))
    return {}


def _put(path: Path, told: dict[str, Any]) -> None:
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(told, file, indent=2, ensure_ascii=False)
        os.chmod(name, 0o644)  # noqa: PTH101  (a monitor of another account reads it; nothing in it is secret)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
