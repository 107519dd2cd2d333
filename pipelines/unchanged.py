"""Whether a refresh would make what readers have already: asked of files and hashes alone, before anything else is started."""

from contextlib import suppress

from pipelines.arrivals.built import read_built
from pipelines.arrivals.look import Contents, look
from pipelines.chosen_warehouse import chosen_warehouse
from pipelines.settings import settings
from schemas.errors import ProductError
from schemas.recipe import recipe
from steps.files.receive import stray_files
from warehouse.builds import Warehouse
from warehouse.earlier_tables import earlier_name
from warehouse.manifest import read_about
from warehouse.restore import check_kept

READ_IT_ALL = float("inf")  # seconds: a person who waits is better served by an answer than by half of one


def unchanged_build() -> str | None:
    """Return the name of the build that readers have when a refresh would make the same tables: else None.

    It was made of the deliveries as they lie there now by the same program and reference files, and it is whole. In doubt
    the answer is None: the refresh that follows says what is wrong. What a writer that was killed left behind is cleared up as a refresh
    does. Raises WarehouseBusy, NoWarehouse when the warehouse cannot be written to.
    """
    warehouse = chosen_warehouse()
    if not _is_made_so(warehouse):
        return None
    with warehouse.writing():
        if not (_is_made_so(warehouse) and _is_of_these_deliveries(warehouse)):
            return None
        warehouse.keep_last(settings().keep_builds)
        return warehouse.current.name


def _is_made_so(warehouse: Warehouse) -> bool:
    """Whether readers have a build by the present recipe, and both stores show the same one."""
    with suppress(ProductError, OSError):
        return read_about(warehouse.current).get("recipe") == recipe() and earlier_name(warehouse) == warehouse.current.name
    return False


def _is_of_these_deliveries(warehouse: Warehouse) -> bool:
    """Whether the current build is of the deliveries as they lie there now, and whole."""
    raw = settings().raw_folder
    with suppress(ProductError, OSError):
        if read_built(warehouse).current == Contents(READ_IT_ALL).state(raw, look(raw)):
            check_kept(warehouse.current)
            return read_about(warehouse.current)["files_of_no_country"] == stray_files(raw)
    return False
