"""Options that several commands share, and how what they say reaches the settings."""

import os
from pathlib import Path

import click
from click.core import ParameterSource

RAW = click.option("--raw", envvar="JMDI_RAW", type=click.Path(path_type=Path), help="Folder of deliveries, <ISO3>/<round>/* below it.")
WAREHOUSE = click.option("--warehouse", envvar="JMDI_WAREHOUSE", help="Folder of the warehouse, or postgresql://user@host/database.")


def country_code(code: str) -> str:
    """Return the code of a country in capitals. Raises ClickException when the programme has no such country."""
    from schemas.countries import countries

    if code.upper() not in countries():
        raise click.ClickException(f"{code} is no country of the programme; it is one of {', '.join(countries())}.")
    return code.upper()


def set_paths(raw: Path | None, warehouse: str | None) -> None:
    """Let the settings follow what was typed. Raises ClickException when the folder of deliveries is not there."""
    # The environment is how the settings reach Dagster's own processes.
    if raw is not None:
        if not raw.is_dir():
            raise click.ClickException(
                f"The folder of deliveries {raw} is not there or no folder; give --raw the folder that holds one folder a country."
            )
        os.environ["JMDI_RAW"] = str(raw.resolve())
    if warehouse is not None:
        from warehouse.opening import is_address

        context = click.get_current_context(silent=True)
        if context and context.get_parameter_source("warehouse") == ParameterSource.COMMANDLINE:
            os.environ.pop("JMDI_WAREHOUSE_FILE", None)  # what is typed counts more than a file of secrets
        os.environ["JMDI_WAREHOUSE"] = warehouse if is_address(warehouse) else str(Path(warehouse).resolve())
