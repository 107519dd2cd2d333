"""The `jmdi` command: what people type. It says what went wrong in one sentence, and what to do."""

import sys
from io import TextIOWrapper
from itertools import chain
from typing import Any

import click

from pipelines.commands import alerts, analysts, decisions, deliveries, hand_over, operation
from pipelines.memory import MORE_MEMORY, spare_collector
from schemas.errors import ProductError


class _PlainErrors(click.Group):
    """Turns the product's errors into one sentence and exit code 1, and prints every script whatever the locale."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # Files and pipes get UTF-8; a terminal of another encoding shows what it lacks by its code.
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ProductError as fault:
            raise click.ClickException(str(fault)) from None
        except MemoryError:
            raise click.ClickException(f"There is no more memory. {MORE_MEMORY}") from None
        except OSError as fault:
            raise _told(fault) from None


def _told(fault: OSError) -> Exception:
    """Return what to say of a full or closed disk; another fault as it is."""
    from warehouse.builds import disk_fault

    cause = disk_fault(fault)
    where = fault.filename or "the place that is written to"
    return click.ClickException(f"{cause}: {where}; make room there or mend that, then try again.") if cause else fault


@click.group(cls=_PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jmdi-mapping")
def main() -> None:
    """Map locally led migration and development initiatives: eight countries' survey workbooks in, one warehouse out."""
    spare_collector()


for command in chain(deliveries.COMMANDS, decisions.COMMANDS, analysts.COMMANDS, hand_over.COMMANDS, operation.COMMANDS, alerts.COMMANDS):
    main.add_command(command)
