"""The `jmdi` command: what people type. It says what went wrong in one sentence, and what to do."""

from itertools import chain
from typing import Any

import click

from pipelines.commands import alerts, analysts, decisions, deliveries, hand_over, operation
from schemas.errors import ProductError


class _PlainErrors(click.Group):
    """Turns the product's errors into one sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ProductError as fault:
            raise click.ClickException(str(fault)) from None


@click.group(cls=_PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jmdi-mapping")
def main() -> None:
    """Map locally led migration and development initiatives: eight countries' survey workbooks in, one warehouse out."""


for command in chain(deliveries.COMMANDS, decisions.COMMANDS, analysts.COMMANDS, hand_over.COMMANDS, operation.COMMANDS, alerts.COMMANDS):
    main.add_command(command)
