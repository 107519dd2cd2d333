"""Goes back to an earlier build, and tells what readers see now."""

from collections.abc import Iterator
from datetime import datetime

from warehouse.builds import GEOPACKAGE, LostCurrent, Warehouse
from warehouse.figures import country_states
from warehouse.manifest import BrokenBuild, read_about
from warehouse.restore import check_kept, restore

ONLY_FILES = "files only: the database does not keep it"


def restored(warehouse: Warehouse, name: str | None) -> str:
    """Switch to a kept build and return a sentence about it. Raises ProductError."""
    build = restore(warehouse, name)
    made_at = datetime.fromisoformat(str(read_about(build)["made_at"]))
    initiatives = sum(int(str(state[4])) for state in country_states(build))
    return (
        f"Readers now see {build.name}, made on {made_at:%Y-%m-%d at %H:%M} UTC, with {initiatives} initiatives: {build / GEOPACKAGE}. "
        "The next refresh, nightly or by hand, makes a new build from the deliveries as they are then."
    )


def whole_or_before(warehouse: Warehouse) -> str | None:
    """Return the current build where it is whole, so that it can be shown anew; None for the last whole one before it."""
    try:
        check_kept(warehouse.current)
    except (LostCurrent, BrokenBuild):
        return None
    return warehouse.current.name


def kept_builds(warehouse: Warehouse) -> Iterator[tuple[str, str, str]]:
    """Yield the kept builds, the newest first: name, when it was made, and whether it is current, kept, or what is wrong with it."""
    try:
        current = warehouse.current
    except LostCurrent:
        current = None  # what is kept is looked for all the more
    kept = warehouse.kept()
    for build in reversed(warehouse.builds()):
        try:
            check_kept(build)
            made_at = str(read_about(build)["made_at"])
            yield build.name, made_at, "current" if build == current else "kept" if build in kept else ONLY_FILES
        except BrokenBuild as fault:
            yield build.name, "", str(fault)
