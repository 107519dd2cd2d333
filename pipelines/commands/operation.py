"""What an operator types: is it well, start it, end it."""

import json
import sys
from pathlib import Path

import click

from pipelines.commands.options import RAW, WAREHOUSE, set_paths


@click.command(epilog="Example: jmdi status --json")
@WAREHOUSE
@click.option("--max-age", type=float, default=26.0, show_default=True, help="Hours after which a build is stale.")
@click.option("--json", "as_json", is_flag=True, help="For a monitor.")
def status(warehouse: str | None, max_age: float, as_json: bool) -> None:
    """Show the last good build and what each country has sent.

    Exit code 0: fresh. 1: no build, or one that is damaged. 2: the build is older than --max-age, or a country has no readable delivery.
    """
    set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.operation.status import read_status
    from pipelines.printing import print_status

    found = read_status(chosen_warehouse(), max_age)
    click.echo(json.dumps(found.as_dict(), indent=2)) if as_json else print_status(found)
    sys.exit(1 if found.damage_text else 2 if found.is_stale else 0)


@click.command(epilog="Example: jmdi up --port 3000")
@RAW
@WAREHOUSE
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port of the pages, on this machine only.")
def up(raw: Path | None, warehouse: str | None, port: int) -> None:
    """Start Dagster's pages, its daemon and the nightly schedule; Ctrl+C or `jmdi down` ends them."""
    set_paths(raw, warehouse)
    from pipelines.operation.server import run_server

    sys.exit(run_server(port))


@click.command(epilog="Example: jmdi down")
def down() -> None:
    """End what `jmdi up` started."""
    from pipelines.operation.server import stop_server

    click.echo(stop_server())


COMMANDS = (
    status,
    up,
    down,
)
