"""What builds were made of, from their `build.json`, so that deliveries can be held against them."""

from pathlib import Path
from typing import NamedTuple

from pipelines.arrivals.look import State, mark, state_of
from schemas.countries import countries
from steps.files.guard import is_lock_file
from warehouse.builds import NoWarehouse, Warehouse
from warehouse.manifest import read_about


class Built(NamedTuple):
    """What the build that readers have was made of, and the newest one, which is another after `jmdi restore`.

    `read` are the files of the current build that could be read, by country.
    """

    name: str | None = None
    current: State = ()
    newest: State = ()
    read: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  (never written to)


def read_built(warehouse: Warehouse) -> Built:
    """Return what the builds of a warehouse were made of; nothing without a build. Raises LostCurrent, BrokenBuild."""
    try:
        current = warehouse.current
    except NoWarehouse:
        return Built()
    newest = warehouse.builds()[-1]
    inputs = _inputs(current)
    read = {
        code: tuple(str(one["file_name"]) for one in inputs if _is_of(one, code) and one["outcome_code"] != "refused")
        for code in countries()
    }
    state = _state(inputs)
    return Built(current.name, state, state if newest == current else _state(_inputs(newest)), read)


def vanished(built: Built, now: State) -> dict[str, tuple[str, ...]]:
    """Return the countries of which a build has files and nothing lies there any more, with those files."""
    there = {delivery.country_code for delivery in now}
    return {code: names for code, names in built.read.items() if names and code not in there}


def _inputs(build: Path) -> list[dict[str, object]]:
    return [one for one in read_about(build)["inputs"] if not is_lock_file(Path(str(one["file_name"])).name)]


def _is_of(one: dict[str, object], country_code: str) -> bool:
    return str(one["file_name"]).partition("/")[0] == country_code


def _state(inputs: list[dict[str, object]]) -> State:
    return state_of((str(one["file_name"]), mark(str(one["file_hash"]), int(str(one["size_count"])))) for one in inputs)
