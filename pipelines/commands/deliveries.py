"""What a data team does with deliveries: run the whole path, check single workbooks, hand out the form."""

import json
import sys
from pathlib import Path

import click

from pipelines.commands.options import RAW, WAREHOUSE, country_code, set_paths


@click.command(epilog="Example: jmdi refresh --raw deliveries --warehouse /srv/mapping")
@RAW
@WAREHOUSE
@click.option("--accept-loss", "accepted", metavar="ISO3", multiple=True, help="A country whose rows are meant to be gone.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Hand nothing over, and say how many rows would change.")
@click.option("--again", "is_again", is_flag=True, help="Make everything anew, also what has not changed since the last refresh.")
def refresh(raw: Path | None, warehouse: str | None, accepted: tuple[str, ...], is_dry: bool, is_again: bool) -> None:
    """Run the whole path and switch the warehouse to the new build.

    When the deliveries, the reference files and the program are those of the build that readers have, which is whole and of the last twelve
    hours, there is nothing to do, and it says so. (In a folder: with a database it always builds.) A country whose deliveries are as they
    were is not worked through again.

    It stops before the switch when a country has lost more than a fifth of its accepted rows, unless --accept-loss names it.

    Exit code 0: built, with findings or without, or nothing to do; with --dry-run, would be built. 1: not built; the current build is
    untouched.
    """
    set_paths(raw, warehouse)
    from schemas.recipe import recipe

    made_by = recipe()  # before anything is read: what is changed from now on is news for the next refresh
    losses = [country_code(code) for code in accepted]
    if not (is_again or losses or is_dry):
        from pipelines.unchanged import unchanged_build

        if unchanged := unchanged_build(made_by):
            click.echo(f"Nothing has changed since {unchanged}, which readers have. To make it anew all the same: jmdi refresh --again")
            return
    from pipelines.refresh import run_refresh
    from pipelines.second_process import workers
    from pipelines.settings import settings

    sharing = workers(has_second=settings().has_second_process)
    sys.exit(run_refresh(losses, made_by=made_by, workers=sharing, is_dry=is_dry, is_again=is_again))


@click.command(epilog="Example: jmdi check oriental.xlsx --country MAR --out corrections")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--country", metavar="ISO3", help="Country of the files; otherwise their folder or their cover says it.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the correction workbooks.")
@click.option("--json", "as_json", is_flag=True, help="The findings as an array, for programs.")
def check(files: tuple[Path, ...], country: str | None, out: Path | None, as_json: bool) -> None:
    """Check workbooks, each by itself, without loading them: findings by cell, in the sender's language.

    Exit code 0: clean, apart from notes and what is to be checked. 2: something must be fixed. 1: a file was refused.
    """
    country = country_code(country) if country else None
    from pipelines.check import check_file, exit_code_of, write_corrections
    from pipelines.printing_checks import print_checks

    checked = [check_file(path, country) for path in files]
    written = write_corrections(checked, out) if out else []
    if as_json:
        click.echo(json.dumps([row for one in checked for row in one.shown()], ensure_ascii=False, indent=2))
    else:
        print_checks(checked, written)
    sys.exit(exit_code_of(checked))


@click.command("form", epilog="Example: jmdi form MAR --language ar --out oriental.xlsx")
@click.argument("country")
@click.option("--language", help="Language of the form; by default the country's survey language.")
@click.option("--xlsform", "is_xlsform", is_flag=True, help="The XLSForm for ODK and KoboToolbox in place of the workbook.")
@click.option("--out", type=click.Path(path_type=Path), help="File or folder to write to; a file that is there is never replaced.")
def give_form(country: str, language: str | None, is_xlsform: bool, out: Path | None) -> None:
    """Write the blank survey workbook of COUNTRY, an ISO code such as MAR, to be sent to its focal point.

    Exit code 0: written. 1: not written, and why.
    """
    from pipelines.hand_out_form import hand_out_form

    click.echo(hand_out_form(country, language, is_xlsform, out))


COMMANDS = (
    refresh,
    check,
    give_form,
)
