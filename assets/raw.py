"""The eight inlets: what each country sent, one asset a country."""

from pathlib import Path

import dagster as dg

from assets.tables import handed_on, table_asset
from schemas.countries import countries
from steps.files.receive import receive


def _inlet(country_code: str) -> dg.AssetsDefinition:
    name = f"raw_rows_{country_code.lower()}"

    @table_asset(name, kinds={"excel"})
    def inlet(raw_folder: dg.ResourceParam[Path]) -> dg.MaterializeResult:
        return handed_on(name, receive(raw_folder, country_code))

    return inlet


INLETS = {f"raw_rows_{code.lower()}": _inlet(code) for code in countries()}
