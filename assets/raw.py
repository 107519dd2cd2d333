"""The eight inlets: what each country sent, one asset a country."""

from pathlib import Path
from typing import Any

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from schemas.countries import countries
from steps.files.receive import receive


def _inlet(country_code: str) -> dg.AssetsDefinition:
    name = f"raw_rows_{country_code.lower()}"

    @table_asset(name, kinds={"excel"})
    def inlet(raw_folder: dg.ResourceParam[Path]) -> dg.MaterializeResult:
        rows = receive(raw_folder, country_code)
        return handed_on(name, rows, **_files(rows))

    return inlet


def _files(rows: pd.DataFrame) -> dict[str, Any]:
    """Return how many files came, how many were refused, and why each was: names as they may be told, codes of findings."""
    refused = rows.dropna(subset=["finding_code"])[["file_name", "finding_code"]]
    told = dict(refused.itertuples(index=False, name=None))
    return {"files": rows["file_name"].nunique(), "refused_files": len(told)} | ({"refused": told} if told else {})


INLETS = {f"raw_rows_{code.lower()}": _inlet(code) for code in countries()}
