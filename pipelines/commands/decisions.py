"""What people decide about places and pairs of reports, and why two reports are one."""

import sys
from pathlib import Path

import click

from pipelines.commands.options import WAREHOUSE, set_paths


@click.command("decide-places", epilog="Example: jmdi decide-places corrected.xlsx, or jmdi decide-places places.csv --by 'JMDI data team'")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--by", metavar="NAME", help="Who answers; by default the organisation on the cover of the workbook.")
@click.option("--replace", "is_replacing", is_flag=True, help="Put an answer in the place of an earlier decision that it contradicts.")
def decide_places(files: tuple[Path, ...], by: str | None, is_replacing: bool) -> None:
    """Take answers about open places into the decisions, which the next refresh follows.

    A FILE is a correction workbook with answers on its sheet of places, or the table of `jmdi query "select * from
    report_places_to_review" --format csv`, also saved as a workbook, with the columns answer and reason added. An answer is a candidate,
    a place_id, a code, a name with the unit it lies in, or "no place".

    Exit code 0: all answers were taken. 2: some were not, and why; the others were. 1: a file cannot be read, and nothing was written.
    """
    from datetime import UTC, datetime

    from pipelines.decide_places import decide_places as decide
    from pipelines.take_answers import told

    taken = decide(files, by, f"{datetime.now(UTC):%Y-%m-%d}", is_replacing=is_replacing)
    for sentence in told(taken):
        click.echo(sentence)
    sys.exit(2 if taken.refusals else 0)


@click.command(
    "decide-pairs",
    epilog="Example: jmdi decide-pairs corrected.xlsx, or jmdi decide-pairs --same MAR-R042 MAR-R051 --reason 'one programme' --by 'JMDI'",
)
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--same", nargs=2, multiple=True, metavar="ID ID", help="Two reports that are one initiative; may be given again.")
@click.option("--different", nargs=2, multiple=True, metavar="ID ID", help="Two reports that are two initiatives.")
@click.option("--unsure", nargs=2, multiple=True, metavar="ID ID", help="Two reports of which nobody knows.")
@click.option("--reason", metavar="TEXT", help="Why, for decisions by hand.")
@click.option("--by", metavar="NAME", help="Who decides; by default the organisation on the cover of the workbook.")
@click.option("--replace", "is_replacing", is_flag=True, help="Put an answer in the place of an earlier decision that it contradicts.")
@WAREHOUSE
def decide_pairs(
    files: tuple[Path, ...],
    reason: str | None,
    by: str | None,
    is_replacing: bool,
    warehouse: str | None,
    **by_hand: tuple[tuple[str, str], ...],
) -> None:
    """Take answers on whether two reports are one initiative into the decisions, which the next refresh follows.

    A FILE is a correction workbook with answers on its sheet of possible duplicates, or the table of `jmdi query "select * from
    report_pairs_to_review" --format csv`, also saved as a workbook, with the columns answer and reason added. An answer is same, different
    or unsure, in any language of the form. Without a FILE, --same, --different and --unsure decide on two reports each.

    Exit code 0: all answers were taken. 2: some were not, and why; the others were. 1: a file cannot be read, and nothing was written.
    """
    verdicts = [(verdict, *pair) for verdict, pairs in by_hand.items() for pair in pairs]
    if bool(files) == bool(verdicts):
        raise click.UsageError("Give files with answers, or decide by hand with --same, --different or --unsure.")
    set_paths(None, warehouse)
    from datetime import UTC, datetime

    from pipelines.decide_pairs import decide_by_hand
    from pipelines.decide_pairs import decide_pairs as decide
    from pipelines.take_answers import told

    today = f"{datetime.now(UTC):%Y-%m-%d}"
    if files:
        taken = decide(files, by, today, is_replacing=is_replacing)
    else:
        taken = decide_by_hand(verdicts, reason, by, today, is_replacing=is_replacing)
    for sentence in told(taken):
        click.echo(sentence)
    sys.exit(2 if taken.refusals else 0)


@click.command(epilog="Example: jmdi explain MAR-R042 MAR-R051")
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@WAREHOUSE
def explain(first: str, second: str, warehouse: str | None) -> None:
    """Say why two reports are one initiative, or why they are two: what was compared, what was found, and what it weighs.

    A report is named by its country and own reference. Weights are bits: +1 doubles the odds that the two are one, -1 halves them.

    Exit code 0: explained. 1: no delivery ever had one of the reports.
    """
    set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_build
    from pipelines.explain import explain as explained
    from pipelines.printing_pairs import print_explanation

    print_explanation(explained(chosen_build(), first, second))


COMMANDS = (
    decide_places,
    decide_pairs,
    explain,
)
