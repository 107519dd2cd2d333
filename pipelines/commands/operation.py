"""What an operator types: is it well, start it, end it."""

import json
import sys
from pathlib import Path

import click

from pipelines.commands.options import RAW, WAREHOUSE, set_paths


@click.command(epilog="Example: jmdi status --json")
@WAREHOUSE
@click.option(
    "--max-age", envvar="JMDI_MAX_AGE_HOURS", type=float, default=26.0, show_default=True, help="Hours after which a build is stale."
)
@click.option("--json", "as_json", is_flag=True, help="For a monitor.")
def status(warehouse: str | None, max_age: float, as_json: bool) -> None:
    """Show the last good build, what each country has sent, and how the product runs.

    Exit code 0: fresh. 1: no build, or one that is damaged. 2: the build is older than --max-age, or a country has no readable delivery.
    Whether Dagster is up is told and changes no exit code: who refreshes by cron does not need it. `jmdi doctor` judges that.
    """
    set_paths(None, warehouse)
    from pipelines.alerts.outbox import read_outbox
    from pipelines.operation.health import HealthUnknown, read_health
    from pipelines.operation.look import exit_code, for_monitor, read_or_told
    from pipelines.printing import console, print_status
    from pipelines.printing_health import print_health
    from pipelines.settings import settings

    health, unknown = None, None
    try:
        health = read_health(settings())
    except HealthUnknown as fault:
        unknown = str(fault)
    found, missing = read_or_told(settings(), max_age)
    if as_json:
        click.echo(json.dumps(for_monitor(found, missing, health, unknown), indent=2))
    else:
        print_status(found) if found else console.print(missing, style="red", soft_wrap=True, markup=False)
        print_health(health) if health else console.print(unknown, soft_wrap=True, markup=False)
        undelivered = read_outbox(settings().state_folder).undelivered
        if undelivered:
            console.print(f"Messages that could not be delivered: {undelivered}; `jmdi alert --test` says why.", soft_wrap=True)
    sys.exit(exit_code(found))


LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORT = click.IntRange(1, 65535)


@click.command(epilog="Example: jmdi up --port 3000 --viewer-port 3001")
@RAW
@WAREHOUSE
@click.option("--port", type=PORT, default=3000, show_default=True, help="Port of the pages.")
@click.option("--host", default=LOOPBACK[0], show_default=True, help="Address of the pages: by default, this machine only.")
@click.option("--viewer-port", type=PORT, help="Port of pages of their own on which one can look, and start or change nothing.")
@click.option("--viewer-host", default=LOOPBACK[0], show_default=True, help="Address of those.")
@click.option("--open-to-network", is_flag=True, help="Needed for any address but this machine's: Dagster's pages have no login.")
def up(
    raw: Path | None, warehouse: str | None, port: int, host: str, viewer_port: int | None, viewer_host: str, open_to_network: bool
) -> None:
    """Keep Dagster's pages, its daemon and the nightly schedule running; Ctrl+C, SIGTERM or `jmdi down` ends them within a minute.

    What ends by itself is started again. A refresh that is cut off is tried once more at the next start. What is left of an earlier
    `jmdi up` that was killed is ended first.

    Dagster's pages have no login: whoever reaches them may start and end runs. For others, put a web server that asks for a password
    before them.

    Exit code 0: ended as told. 1: not started, since it is up already, a port is taken or a setting is wrong; or a part ended again and
    again.
    """
    for name in (host, viewer_host):
        if name not in LOOPBACK and not open_to_network:
            raise click.ClickException(
                f"Dagster's pages have no login, and at {name} others on the network could start and end runs. "
                "Add --open-to-network if that is meant, best with a web server before it that asks for a password."
            )
    if viewer_port == port:
        raise click.ClickException(f"Pages and viewers' pages cannot share port {port}; give another with --viewer-port.")
    set_paths(raw, warehouse)
    from pipelines.operation.server import run_server

    sys.exit(run_server((host, port), (viewer_host, viewer_port) if viewer_port else None))


@click.command(epilog="Example: jmdi down")
def down() -> None:
    """End what `jmdi up` started, within a minute, and what is left of one that was killed.

    A refresh at work is ended as failed; readers keep what they have. Exit code 0, also when nothing was up.
    """
    from pipelines.operation.server import stop_server

    click.echo(stop_server())


@click.command(epilog="Example: jmdi doctor --mend")
@WAREHOUSE
@click.option("--mend", is_flag=True, help="Mend what can be mended without a doubt; asks nothing.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def doctor(warehouse: str | None, mend: bool, as_json: bool) -> None:
    """Find what keeps the product from running: stuck runs, what a killed process left, a full disk, open folders, a wrong clock.

    Exit code 0: all is well. 2: something was found, and mended with --mend, or left with what to do. 1: it cannot look.
    """
    set_paths(None, warehouse)
    from pipelines.operation.doctor import examine
    from pipelines.printing_health import print_troubles
    from pipelines.settings import settings

    found = examine(settings())
    told = []
    for trouble in found:
        if mend and trouble.mend:
            trouble.mend()
        told.append((trouble.what, trouble.mended if mend and trouble.mend else trouble.to_do or "`jmdi doctor --mend` mends it."))
    click.echo(json.dumps([{"found": what, "then": then} for what, then in told], indent=2)) if as_json else print_troubles(told)
    sys.exit(2 if found else 0)


@click.command(epilog="Example: jmdi worker")
@RAW
@WAREHOUSE
def worker(raw: Path | None, warehouse: str | None) -> None:
    """Take steps of refreshes from the broker and work on them, one at a time; Ctrl+C ends it.

    For JMDI_EXECUTOR=celery: start one a core, on any machine that shares the folders of the settings. Exit code 0: told to end. 1: a
    setting is wrong, or a package is missing.
    """
    set_paths(raw, warehouse)
    from pipelines.scale_out.worker import run_worker

    run_worker()


COMMANDS = (
    status,
    up,
    down,
    doctor,
    worker,
)
