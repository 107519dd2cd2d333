"""Whether a refresh would make what readers have already: asked of files and hashes alone, before anything else is started.

In doubt the answer is no: a refresh too many costs a minute, one too few would be a lie.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.arrivals.built import read_built
from pipelines.arrivals.look import Contents, look
from pipelines.begun_runs import has_unfinished_run
from pipelines.chosen_warehouse import chosen_warehouse
from pipelines.settings import IN_PROCESS, settings
from schemas.erasures import given_up
from schemas.errors import ProductError
from steps.files.receive import deliveries, fingerprint, stray_files
from warehouse.builds import Warehouse
from warehouse.manifest import read_about
from warehouse.restore import check_kept

READ_IT_ALL = float("inf")  # seconds: a person who waits is better served by an answer than by half of one
FRESH = timedelta(hours=12)  # so that whoever refreshes once a day has a build of each day


def unchanged_build(made_by: str) -> str | None:
    """Return the name of the build that readers have when a refresh by the recipe `made_by` would make the same tables: else None.

    What a writer that was killed left behind is cleared up as a refresh does. Raises WarehouseBusy, NoWarehouse when the warehouse cannot
    be written to.
    """
    warehouse = chosen_warehouse()
    if not _is_fresh(warehouse, made_by):
        return None
    with warehouse.writing():
        if not (_is_fresh(warehouse, made_by) and _is_of_these_deliveries(warehouse)):
            return None
        warehouse.keep_last(settings().keep_builds)
        return warehouse.current.name


def _is_fresh(warehouse: Warehouse, made_by: str) -> bool:
    """Whether readers have the newest build, by the recipe, of today, and every run since has come to its end.

    What a database holds is not looked at, nor what is left of a run by several processes; so with these the answer is no.
    """
    if warehouse.database or settings().executor != IN_PROCESS or has_unfinished_run(warehouse):
        return False
    with suppress(ProductError, OSError, KeyError, ValueError):
        about = read_about(warehouse.current)
        age = datetime.now(UTC) - datetime.fromisoformat(about["made_at"])
        return about.get("recipe") == made_by and warehouse.builds()[-1] == warehouse.current and timedelta(0) <= age < FRESH
    return False


def _is_of_these_deliveries(warehouse: Warehouse) -> bool:
    """Whether the current build is whole, and of the deliveries as they lie there now, all of which could be read."""
    raw = settings().raw_folder
    with suppress(ProductError, OSError):
        about = read_about(warehouse.current)
        # A file that was refused may be read now: it was still being written, or the machine was at its end.
        is_all_read = all(one["outcome_code"] != "refused" for one in about["inputs"])
        if is_all_read and not _came_back(raw) and read_built(warehouse).current == Contents(READ_IT_ALL).state(raw, look(raw)):
            check_kept(warehouse.current)
            return about["files_of_no_country"] == stray_files(raw)
    return False


def _came_back(raw: Path) -> bool:
    """Whether a file lies there whose personal data were erased: it counts as its redacted copy, and is refused by a refresh."""
    erased = given_up()
    return bool(erased) and any(fingerprint(path) in erased for path in deliveries(raw))
