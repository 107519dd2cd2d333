"""Looks: gathers what there is to tell of, and goes on when a part cannot be read, since that is worth telling too."""

from datetime import UTC, datetime

from pipelines.alerts.country_news import CountryNews, read_country_news
from pipelines.alerts.outbox import read_outbox
from pipelines.alerts.troubles import Seen, Waiting
from pipelines.operation.health import Health, read_health
from pipelines.operation.status import Status, read_status
from pipelines.settings import Settings
from schemas.errors import ProductError
from warehouse.builds import NoWarehouse, Warehouse
from warehouse.figures import Build
from warehouse.manifest import BrokenBuild
from warehouse.opening import open_warehouse, shown_build
from warehouse.told_figures import files_that_wait, last_new_files


def see(chosen: Settings, now: datetime) -> tuple[Seen, tuple[CountryNews, ...]]:
    """Return what is seen, and the news of every country; none while the build cannot be read or is damaged. Raises WrongAddress."""
    warehouse = open_warehouse(chosen.warehouse, chosen.files_folder)
    health, health_fault = _health(chosen)
    undelivered = read_outbox(chosen.state_folder, now).undelivered
    told = Seen(health, health_fault, undelivered=undelivered)
    try:
        return _with_build(told, read_status(warehouse, chosen.max_age_hours), warehouse)
    except NoWarehouse:
        return Seen(health, health_fault, has_no_build=True, undelivered=undelivered), ()
    except BrokenBuild as fault:
        return Seen(health, health_fault, damage_text=str(fault), undelivered=undelivered), ()
    except ProductError as fault:
        return Seen(health, health_fault, status_fault=str(fault), undelivered=undelivered), ()


def _health(chosen: Settings) -> tuple[Health | None, str]:
    try:
        return read_health(chosen), ""
    except ProductError as fault:
        return None, str(fault)


def _with_build(told: Seen, status: Status, warehouse: Warehouse) -> tuple[Seen, tuple[CountryNews, ...]]:
    build = shown_build(warehouse)
    seen = Seen(
        told.health,
        told.health_fault,
        status=status,
        damage_text=status.damage_text or "",
        heard_at=tuple((str(code), datetime.fromisoformat(str(at)).astimezone(UTC)) for code, at in last_new_files(build)),
        waiting=_waiting(build),
        undelivered=told.undelivered,
    )
    if status.damage_text:
        return seen, ()
    return seen, read_country_news(build, status.build, warehouse.folder / "builds" / status.build)


def _waiting(build: Build) -> tuple[Waiting, ...]:
    refused: dict[str, set[str]] = {}
    answers: dict[str, set[str]] = {}
    for code, submission_id, is_refused in files_that_wait(build):
        (refused if is_refused else answers).setdefault(str(code), set()).add(str(submission_id))
    codes = sorted(refused.keys() | answers.keys())
    return tuple(Waiting(code, frozenset(refused.get(code, ())), frozenset(answers.get(code, ()))) for code in codes)
