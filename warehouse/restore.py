"""Goes back to an earlier build: one that is kept, and proved to be whole before anybody is shown it."""

from difflib import get_close_matches
from pathlib import Path

from schemas.failpoints import failpoint
from warehouse.audit import BUILD_RESTORED, record
from warehouse.builds import GEOPACKAGE, LostCurrent, NoWarehouse, Warehouse
from warehouse.check_build import check_build
from warehouse.manifest import ABOUT, BrokenBuild, check_files, file_hash, read_about

ANEW = "To begin anew, with other ids for all initiatives, move the folder `builds` away."


def check_kept(build: Path) -> None:
    """Check a kept build as a whole: its files, and its tables. Raises BrokenBuild with one plain sentence."""
    check_files(build)
    check_build(build / GEOPACKAGE, read_about(build)["counts"])


def restore(warehouse: Warehouse, name: str | None = None) -> Path:
    """Make a kept build the current one and return it: the one named, or the last sound one before the current, where there is one.

    With a database, one that it keeps too. Raises NoWarehouse when there is none of that name, or none before; BrokenBuild when the one
    named is damaged; WarehouseBusy.
    """
    with warehouse.writing():
        build = _named(warehouse, name) if name else _last_sound(warehouse)
        failpoint("restore.checked")
        # Before the switch, as for a new build: what the audit does not know of is shown to nobody.
        record(warehouse.folder, BUILD_RESTORED, build.name, {"build_json_hash": file_hash(build / ABOUT)})
        failpoint("restore.recorded")
        warehouse.switch_to(build)
    return build


def _named(warehouse: Warehouse, name: str) -> Path:
    kept = {build.name: build for build in warehouse.kept()}
    if name not in kept:
        near = get_close_matches(name, kept, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        both = f" together with {warehouse.name}" if warehouse.database else ""
        raise NoWarehouse(f"{warehouse.folder}{both} keeps no build {name}; it keeps {', '.join(kept) or 'none'}.{meant}")
    check_kept(kept[name])
    return kept[name]


def _last_sound(warehouse: Warehouse) -> Path:
    try:
        current = warehouse.current.name
    except LostCurrent:
        return _whole(warehouse.kept(), f"None of the builds of {warehouse.folder} is whole", f"Bring one back from a backup. {ANEW}")
    earlier = [build for build in warehouse.kept() if build.name < current]
    return _whole(earlier, f"There is no build before {current} to go back to", "`jmdi refresh` makes a new one.")


def _whole(builds: list[Path], none: str, way_on: str) -> Path:
    """Return the last build that is whole; raise NoWarehouse, which says that there is none and what to do, when there is none."""
    damaged = []
    for build in reversed(builds):
        try:
            check_kept(build)
        except BrokenBuild:
            damaged.append(build.name)
            continue
        return build
    found = f"; damaged are {', '.join(damaged)}" if damaged else ""
    raise NoWarehouse(f"{none}{found}. {way_on}")
