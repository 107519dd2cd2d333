"""Deliveries written as tables in a test, and the tables that the path makes of them.

A workbook is written in Markdown: `## Sheet name`, then rows between bars. `# text` before a table is a title row.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd
import xlsxwriter

from assets.build import CHECKS
from assets.every_asset import ASSETS
from assets.publications import FILES_OF_A_BUILD
from assets.tables import EVERY_TABLE
from pipelines.kept_results import MadeAnew
from schemas.workers import ONE_PROCESS
from warehouse.builds import Warehouse
from warehouse.geopackage import write_geopackage

LOOKED_AT = ("correction_workbooks", "changes_page")
VAR_KEYWORD = Parameter.VAR_KEYWORD
CREATED = datetime(2015, 9, 28)  # the same text is the same file, whenever it is written
COVER = """
## Cover
| Country | Language |
| {country} | English |
"""


def write_workbook(path: Path, text: str) -> Path:
    """Write the workbook that the text shows; a cell stays text, as in a sheet filled in by hand."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        page, row = None, 0
        for line in text.strip().splitlines():
            line = line.strip()
            if line.startswith("## "):
                page, row = book.add_worksheet(line[3:]), 0
                continue
            assert page is not None, "a workbook begins with a sheet"
            if line.startswith("|"):
                for column, cell in enumerate(line.strip("|").split("|")):
                    if cell.strip():
                        page.write_string(row, column, cell.strip().replace(" / ", " | "))
            elif line.startswith("# "):
                page.write_string(row, 0, line[2:])
            row += 1
    return path


def tables_of(folder: Path, workbooks: dict[str, str], *names: str) -> dict[str, pd.DataFrame]:
    """Send the workbooks (by path below raw/) down the path and return the named tables, made by the assets' own functions.

    They are called as Dagster would call them, each after those that it needs, and held to their contracts and checks; Dagster's events,
    which take three times as long as the work, are left to the tests that run a refresh.
    """
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for name, text in workbooks.items():
        write_workbook(raw / name, text)
    made = outside(raw, Warehouse(folder / "warehouse"))
    make_checked(names, made)
    return {name: made[name] for name in names}


def build_from(raw: Path, warehouse: Warehouse, looked_at: Iterable[str] = LOOKED_AT) -> None:
    """Make a build of all deliveries below raw/ and show it, as a refresh does, by the assets' own functions.

    Of the files for people it has those that a test looks at: the build of the samples has all of them.
    """
    with warehouse.writing():
        show_made(made_from(raw, warehouse, looked_at))


def made_from(
    raw: Path, warehouse: Warehouse, looked_at: Iterable[str] = LOOKED_AT, made: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return all that a build is made of, by name, held to its contracts and checks; what is `made` already is not made again."""
    made = dict(made or {}) | outside(raw, warehouse) | {name: {} for name in FILES_OF_A_BUILD if name not in looked_at}
    make_checked((*EVERY_TABLE, *FILES_OF_A_BUILD), made)
    return made


def show_made(made: Mapping[str, Any]) -> None:
    """Make a build of what `made_from` returned, and show it. To be used while its warehouse is `writing`."""
    _make("mapping_warehouse", dict(made))


def outside(raw: Path, warehouse: Warehouse) -> dict[str, Any]:
    """Return what a refresh is given, by the name under which assets ask for it: where deliveries lie and where builds go."""
    given = {"raw_folder": raw, "warehouse": warehouse, "builds": warehouse, "keep_builds": 3, "recipe": "", "geopackage": write_geopackage}
    return given | {"results": MadeAnew(), "workers": ONE_PROCESS}


def make_checked(names: Iterable[str], made: dict[str, Any]) -> None:
    """Add tables to what is made, and before them those that they are made from; hold all to their contracts and checks."""
    for name in names:
        _make(name, made)
    for check in CHECKS:
        needed = {parameter: key.to_user_string() for parameter, key in check.keys_by_input_name.items()}
        if needed.keys() and set(needed.values()) <= made.keys():
            _hold(_function(check)(**_arguments(check, made)))


@cache
def _makers() -> dict[str, dg.AssetsDefinition]:
    return {key.to_user_string(): definition for definition in ASSETS for key in definition.keys}


def _function(definition: dg.AssetsDefinition) -> Callable[..., Any]:
    return definition.op.compute_fn.decorated_fn


def _make(name: str, made: dict[str, Any]) -> None:
    """Make a table, and before it those that it is made from."""
    if name in made:
        return
    maker = _makers()[name]
    for key in maker.keys_by_input_name.values():
        _make(key.to_user_string(), made)
    result = _function(maker)(**_arguments(maker, made))
    for one in [result] if isinstance(result, dg.MaterializeResult) else result:
        for verdict in one.check_results or ():
            _hold(verdict)
        made[one.asset_key.to_user_string() if one.asset_key else name] = one.value


def _arguments(definition: dg.AssetsDefinition, made: dict[str, Any]) -> dict[str, Any]:
    """Return what a function is called with: tables under the names of its inputs, else what is outside, else its configuration."""
    inputs = {name: key.to_user_string() for name, key in definition.keys_by_input_name.items()}
    tables = {name: made[key] for name, key in inputs.items() if not definition.op.input_def_named(name).dagster_type.is_nothing}
    others = [one for one in signature(_function(definition)).parameters.values() if one.name not in tables and one.kind != VAR_KEYWORD]
    return tables | {one.name: made[one.name] if one.name in made else one.annotation() for one in others}


def _hold(verdict: dg.AssetCheckResult) -> None:
    assert verdict.passed or verdict.severity == dg.AssetCheckSeverity.WARN, verdict.description


def shown(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """Return some columns of a table as rows to compare, a missing value as None."""
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))
