"""What happens to builds: go back to one, hand one on, tell where it came from, erase from all, and the audit of it."""

import sys
from pathlib import Path

import click

from pipelines.commands.options import RAW, WAREHOUSE, set_paths


@click.command("restore", epilog="Example: jmdi restore, or jmdi restore 20261124T020000Z-1a2b3c4d")
@click.argument("build", required=False)
@WAREHOUSE
@click.option("--list", "is_list", is_flag=True, help="Show the builds that are kept, and whether each is whole; change nothing.")
def go_back(build: str | None, warehouse: str | None, is_list: bool) -> None:
    """Show readers an earlier build again: BUILD, or without it the last whole one before the current.

    A build is checked before it is shown. Nothing is deleted: the build left behind can be restored too.

    Exit code 0: switched. 1: not switched, and why; readers keep what they have.
    """
    set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.printing import print_builds
    from pipelines.restore import kept_builds, restored

    chosen = chosen_warehouse()
    print_builds(list(kept_builds(chosen))) if is_list else click.echo(restored(chosen, build))


@click.command(epilog="Example: jmdi export mapping-to-hand-on")
@click.argument("folder", type=click.Path(path_type=Path))
@WAREHOUSE
@click.option("--with-examples", is_flag=True, help="Invented examples too.")
def export(folder: Path, warehouse: str | None, with_examples: bool) -> None:
    """Write the copy of the current build that may be handed on into FOLDER, which is new or empty.

    Left out are records that rest on a delivery whose cover does not say that it may be published, confidential initiatives, practices
    that are not released, invented examples, all that refers to these, and all personal data. Totals stay. The audit notes the copy.

    Exit code 0: written. 1: not written, and why; nothing is left in the folder.
    """
    set_paths(None, warehouse)
    from pipelines.export import export as write_export
    from pipelines.printing_hand_over import print_export

    print_export(write_export(folder, with_examples=with_examples))


@click.command(epilog="Example: jmdi forget MAR-2015-1a2b3c4d5e6f --reason 'asked by the person' --dry-run")
@click.argument("name", metavar="ID")
@RAW
@WAREHOUSE
@click.option("--by", metavar="NAME", help="Who erases, an organisation or a role; by default the account of the system.")
@click.option("--reason", metavar="TEXT", default="asked by the person", show_default=True, help="Why; no personal data.")
@click.option("--everywhere", "reach", flag_value="everywhere", help="Also in other deliveries of the country that hold the same data.")
@click.option("--only-here", "reach", flag_value="only_here", default="", help="In this delivery only, though others hold the same data.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Only say what would be erased.")
def forget(name: str, raw: Path | None, warehouse: str | None, by: str | None, reason: str, reach: str | None, is_dry_run: bool) -> None:
    """Erase the personal data of a delivery (its submission_id) or of one person (a contact_id) from deliveries, builds and workbooks.

    The file in raw/ is replaced by a redacted copy, which is read as the same delivery: ids and accepted rows stay.
    Backups are out of reach.

    Exit code 0: nothing of it is left within reach. 2: something is, and what to do by hand. 1: nothing was erased, and why.
    """
    set_paths(raw, warehouse)
    from pipelines.forget import forget as erase
    from pipelines.printing_hand_over import print_forgotten

    told = erase(name, by, reason, reach=reach or "", is_dry_run=is_dry_run)
    print_forgotten(told)
    sys.exit(2 if told.open else 0)


@click.command(epilog="Example: jmdi audit --verify")
@WAREHOUSE
@click.option("--verify", "is_verifying", is_flag=True, help="Only say whether the entries are as they were written.")
def audit(warehouse: str | None, is_verifying: bool) -> None:
    """List the builds shown, copies handed on and data erased, as they were written down: when, by whom, what.

    Exit code 0: the entries are as they were written. 1: one was changed or removed, or a crash left half a line, and which.
    """
    set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.printing_hand_over import print_audit, print_verdict
    from warehouse.audit import read_audit

    found = read_audit(chosen_warehouse().folder)
    print_verdict(found) if is_verifying else print_audit(found)
    sys.exit(1 if found.faults else 0)


@click.command("lineage", epilog="Example: jmdi lineage jmdi-lineage.jsonl")
@click.argument("file", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@WAREHOUSE
def write_events(file: Path, warehouse: str | None) -> None:
    """Write the way of the data, from files to tables and publications, into OUT, for catalogues of data such as Marquez or DataHub.

    Each line is an event of the standard OpenLineage: a step with its inputs and outputs, their columns and what they mean; of the current
    build the files received, by hash, and the rows of each table. Names of files are told as in the tables; no answer is in it.

    Exit code 0: written. 1: not written, and why.
    """
    set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.lineage import write_lineage

    click.echo(write_lineage(chosen_warehouse(), file))


COMMANDS = (
    go_back,
    export,
    write_events,
    forget,
    audit,
)
