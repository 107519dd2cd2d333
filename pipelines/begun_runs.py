"""Remembers of a warehouse that a run which was to make its next build has begun and has not shown one: it failed, or was killed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from schemas.errors import ProductError
from warehouse.builds import Warehouse

MARK = ".run-begun"


@contextmanager
def remembering(warehouse: Warehouse) -> Iterator[None]:
    """Leave a mark while a run is at work, and afterwards unless it has shown a build. To be used while `writing`."""
    mark, before = warehouse.folder / MARK, _current(warehouse)
    with suppress(OSError):  # what a disk does that takes no mark, the run tells better
        mark.touch()
    yield
    if _current(warehouse) != before:
        with suppress(OSError):
            mark.unlink(missing_ok=True)


def has_unfinished_run(warehouse: Warehouse) -> bool:
    """Return whether the last run came to no good end."""
    return (warehouse.folder / MARK).exists()


def _current(warehouse: Warehouse) -> str | None:
    try:
        return warehouse.current.name
    except ProductError:
        return None
