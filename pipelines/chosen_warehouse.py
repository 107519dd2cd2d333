"""The warehouse that the settings name, for commands that work on it or ask it."""

from pipelines.settings import settings
from warehouse.builds import Warehouse
from warehouse.figures import Build, source_of
from warehouse.opening import open_warehouse, shown_build
from warehouse.query import Source


def chosen_warehouse() -> Warehouse:
    """Return the warehouse of the settings. Raises WrongSetting, WrongAddress."""
    chosen = settings()
    return open_warehouse(chosen.warehouse, chosen.files_folder)


def chosen_build() -> Build:
    """Return the current build as figures are asked of it: its folder, or the database. Raises NoWarehouse without one."""
    return shown_build(chosen_warehouse())


def chosen_source() -> Source:
    """Return what answers SQL on the current build: its warehouse file, or the database. Raises NoWarehouse without one."""
    build = chosen_build()
    return source_of(build)
