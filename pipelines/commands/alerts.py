"""What tells people that something is wrong: `jmdi alert`."""

import sys

import click


@click.command(epilog="Example: jmdi alert --test")
@click.option("--test", "is_test", is_flag=True, help="Send a test message to everyone named, now, and say what each server answers.")
@click.option("--retry", is_flag=True, help="Send every message that waits now, those given up too.")
@click.option("--dry-run", is_flag=True, help="Print what is wrong, and tell nobody.")
def alert(is_test: bool, retry: bool, dry_run: bool) -> None:
    """Look around, and tell whom JMDI_ALERTS names what is wrong and has not been told yet; for a timer of the system.

    Exit code 0: everyone is told. 1: JMDI_ALERTS or a setting is wrong. 2: a message waits, for later looks, or was given up.
    """
    if is_test + retry + dry_run > 1:
        raise click.UsageError("Give one of --test, --retry and --dry-run.")
    from pipelines.settings import settings

    chosen = settings()
    if dry_run:
        from pipelines.alerts.look_around import see_troubles
        from pipelines.alerts.wording import title

        for trouble in see_troubles(chosen):
            click.echo("\n  ".join((title(trouble, "en"), *trouble.sentences)))
    elif is_test:
        _test()
    else:
        _look(retry)


def _test() -> None:
    from pipelines.alerts.look_around import chosen_alerts
    from pipelines.alerts.trial import send_trials
    from pipelines.settings import settings

    chosen = settings()
    is_well = True
    for name, fault in send_trials(chosen_alerts(chosen), chosen):
        click.echo(f"{name}: {fault or 'the server has taken a test message.'}")
        is_well = is_well and not fault
    sys.exit(0 if is_well else 2)


def _look(with_all: bool) -> None:
    from pipelines.alerts.look_around import look_around
    from pipelines.alerts.outbox import read_outbox
    from pipelines.alerts.report import in_lines
    from pipelines.settings import settings

    chosen = settings()
    looked = look_around(chosen, with_all)
    box = read_outbox(chosen.state_folder)
    for line in in_lines(looked, box):
        click.echo(line)
    is_told = looked.is_left or not (box.waiting or box.given_up)
    sys.exit(0 if is_told else 2)


COMMANDS = (alert,)
