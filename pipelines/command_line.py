"""The `jmdi` command: what people type. Each command says what went wrong in one sentence, and what to do.

Heavy imports wait inside the commands, so that help comes at once.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from schemas.errors import ProductError

RAW = click.option("--raw", envvar="JMDI_RAW", type=click.Path(path_type=Path), help="Folder of deliveries, <ISO3>/<round>/* below it.")
WAREHOUSE = click.option("--warehouse", envvar="JMDI_WAREHOUSE", help="Folder of the warehouse, or postgresql://user@host/database.")


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


@main.command(epilog="Example: jmdi refresh --raw deliveries --warehouse /srv/mapping")
@RAW
@WAREHOUSE
@click.option("--accept-loss", "accepted", metavar="ISO3", multiple=True, help="A country whose rows are meant to be gone.")
def refresh(raw: Path | None, warehouse: str | None, accepted: tuple[str, ...]) -> None:
    """Run the whole path and switch the warehouse to the new build.

    It stops before the switch when a country has lost more than a fifth of its accepted rows, unless --accept-loss names it.

    Exit code 0: built, with findings or without. 1: not built; the current build is untouched.
    """
    _set_paths(raw, warehouse)
    losses = [_country(code) for code in accepted]
    from pipelines.refresh import run_refresh

    sys.exit(run_refresh(losses))


@main.command(epilog="Example: jmdi check oriental.xlsx --country MAR --out corrections")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--country", metavar="ISO3", help="Country of the files; otherwise their folder or their cover says it.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the correction workbooks.")
@click.option("--json", "as_json", is_flag=True, help="The findings as an array, for programs.")
def check(files: tuple[Path, ...], country: str | None, out: Path | None, as_json: bool) -> None:
    """Check workbooks, each by itself, without loading them: findings by cell, in the sender's language.

    Exit code 0: clean, apart from notes and what is to be checked. 2: something must be fixed. 1: a file was refused.
    """
    country = _country(country) if country else None
    from pipelines.check import check_file, exit_code_of, write_corrections
    from pipelines.printing_checks import print_checks

    checked = [check_file(path, country) for path in files]
    written = write_corrections(checked, out) if out else []
    if as_json:
        click.echo(json.dumps([row for one in checked for row in one.shown()], ensure_ascii=False, indent=2))
    else:
        print_checks(checked, written)
    sys.exit(exit_code_of(checked))


@main.command(
    epilog='Example: jmdi query "select country_code, count(*) from core_initiatives group by 1"',
    context_settings={"ignore_unknown_options": True},  # a query may begin with a comment, which looks like an option
)
@click.argument("sql")
@WAREHOUSE
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query(sql: str, warehouse: str | None, form: str) -> None:
    """Answer one SELECT on the current build. Nothing can be changed."""
    _set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_source
    from pipelines.printing import print_answer
    from warehouse.query import asking

    with asking(chosen_source(), sql) as answer:
        print_answer(answer, form)


@main.command("form", epilog="Example: jmdi form MAR --language ar --out oriental.xlsx")
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


@main.command(epilog='Example: jmdi geocode places.csv answer.csv, or jmdi geocode --one "Naga City, Camarines Sur" --country PHL')
@click.argument("source", metavar="IN.csv", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.argument("target", metavar="OUT.csv", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--one", metavar="TEXT", help="One place, in place of a table; its answer is shown.")
@click.option("--country", default="", help="Country of --one, by name or code; without it, all eight are looked through.")
def geocode(source: Path | None, target: Path | None, one: str | None, country: str) -> None:
    """Put the rows of a table on the map, each right or left unresolved with the reason.

    IN.csv has any of the columns country, admin1, admin2, admin3, place, lat, lon. OUT.csv is the same table with place_id, place_name,
    level, latitude, longitude, precision, method, score, status (matched, ambiguous, conflict, national, none), candidates and notes.
    """
    from pipelines.geocode_file import geocode_file, geocode_text
    from pipelines.printing import print_counts, print_fields

    if one is not None:
        print_fields(geocode_text(one, country))
    elif source is None or target is None:
        raise click.UsageError("Give a table and a name for the answer (IN.csv OUT.csv), or --one with a place.")
    else:
        print_counts(geocode_file(source, target), str(target))


@main.command("decide-places", epilog="Example: jmdi decide-places corrected.xlsx, or jmdi decide-places places.csv --by 'JMDI data team'")
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


@main.command(
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
    _set_paths(None, warehouse)
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


@main.command(epilog="Example: jmdi explain MAR-R042 MAR-R051")
@click.argument("first", metavar="ID")
@click.argument("second", metavar="ID")
@WAREHOUSE
def explain(first: str, second: str, warehouse: str | None) -> None:
    """Say why two reports are one initiative, or why they are two: what was compared, what was found, and what it weighs.

    A report is named by its country and own reference. Weights are bits: +1 doubles the odds that the two are one, -1 halves them.

    Exit code 0: explained. 1: no delivery ever had one of the reports.
    """
    _set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_build
    from pipelines.explain import explain as explained
    from pipelines.printing_pairs import print_explanation

    print_explanation(explained(chosen_build(), first, second))


@main.command("gazetteer", epilog="Example: jmdi gazetteer --check sen_admin_boundaries.gpkg")
@click.option("--check", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Check one file without using it.")
def show_gazetteer(file: Path | None) -> None:
    """Show what the gazetteer is made of: the shipped sources, and your own files in reference/gazetteer/own/.

    Exit code 0: every file is used. 1: a file is left out, and why.
    """
    from pipelines.printing_gazetteer import print_sources
    from steps.places.gazetteer_in_use import check_source, gazetteer_sources

    sources = check_source(file) if file else gazetteer_sources()
    print_sources(sources)
    sys.exit(0 if sources["is_used"].all() else 1)


@main.command("suggest-places", epilog="Example: jmdi suggest-places places.csv")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@WAREHOUSE
def give_suggestions(out: Path, warehouse: str | None) -> None:
    """Ask an online service what the unresolved places of the current build may be, and write its suggestions to OUT, a CSV file.

    For people to decide: nothing is put on the map. Names of places and countries are sent, nothing else, and only when
    JMDI_ONLINE_GEOCODER says to which service (nominatim or geonames) and JMDI_ONLINE_GEOCODER_USER who asks.

    Exit code 0: written. 1: not written, or cut short, and why.
    """
    _set_paths(None, warehouse)
    from pipelines.suggest_places import suggest_places

    click.echo(suggest_places(out))


@main.command(epilog="Example: jmdi status --json")
@WAREHOUSE
@click.option("--max-age", type=float, default=26.0, show_default=True, help="Hours after which a build is stale.")
@click.option("--json", "as_json", is_flag=True, help="For a monitor.")
def status(warehouse: str | None, max_age: float, as_json: bool) -> None:
    """Show the last good build and what each country has sent.

    Exit code 0: fresh. 1: no build, or one that is damaged. 2: the build is older than --max-age, or a country has no readable delivery.
    """
    _set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.printing import print_status
    from pipelines.status import read_status

    found = read_status(chosen_warehouse(), max_age)
    click.echo(json.dumps(found.as_dict(), indent=2)) if as_json else print_status(found)
    sys.exit(1 if found.damage_text else 2 if found.is_stale else 0)


@main.command("restore", epilog="Example: jmdi restore, or jmdi restore 20261124T020000Z-1a2b3c4d")
@click.argument("build", required=False)
@WAREHOUSE
@click.option("--list", "is_list", is_flag=True, help="Show the builds that are kept, and whether each is whole; change nothing.")
def go_back(build: str | None, warehouse: str | None, is_list: bool) -> None:
    """Show readers an earlier build again: BUILD, or without it the last whole one before the current.

    A build is checked before it is shown. Nothing is deleted: the build left behind can be restored too.

    Exit code 0: switched. 1: not switched, and why; readers keep what they have.
    """
    _set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.printing import print_builds
    from pipelines.restore import kept_builds, restored

    chosen = chosen_warehouse()
    print_builds(list(kept_builds(chosen))) if is_list else click.echo(restored(chosen, build))


@main.command(epilog="Example: jmdi export mapping-to-hand-on")
@click.argument("folder", type=click.Path(path_type=Path))
@WAREHOUSE
@click.option("--with-examples", is_flag=True, help="Invented examples too.")
def export(folder: Path, warehouse: str | None, with_examples: bool) -> None:
    """Write the copy of the current build that may be handed on into FOLDER, which is new or empty.

    Left out are records that rest on a delivery whose cover does not say that it may be published, confidential initiatives, practices
    that are not released, invented examples, all that refers to these, and all personal data. Totals stay. The audit notes the copy.

    Exit code 0: written. 1: not written, and why; nothing is left in the folder.
    """
    _set_paths(None, warehouse)
    from pipelines.export import export as write_export
    from pipelines.printing_hand_over import print_export

    print_export(write_export(folder, with_examples=with_examples))


@main.command(epilog="Example: jmdi audit --verify")
@WAREHOUSE
@click.option("--verify", "is_verifying", is_flag=True, help="Only say whether the entries are as they were written.")
def audit(warehouse: str | None, is_verifying: bool) -> None:
    """List the builds shown, copies handed on and data erased, as they were written down: when, by whom, what.

    Exit code 0: the entries are as they were written. 1: one was changed or removed, or a crash left half a line, and which.
    """
    _set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_warehouse
    from pipelines.printing_hand_over import print_audit, print_verdict
    from warehouse.audit import read_audit

    found = read_audit(chosen_warehouse().folder)
    print_verdict(found) if is_verifying else print_audit(found)
    sys.exit(1 if found.faults else 0)


@main.command(epilog="Example: jmdi up --port 3000")
@RAW
@WAREHOUSE
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True, help="Port of the pages, on this machine only.")
def up(raw: Path | None, warehouse: str | None, port: int) -> None:
    """Start Dagster's pages, its daemon and the nightly schedule; Ctrl+C or `jmdi down` ends them."""
    _set_paths(raw, warehouse)
    from pipelines.server import run_server

    sys.exit(run_server(port))


@main.command(epilog="Example: jmdi down")
def down() -> None:
    """End what `jmdi up` started."""
    from pipelines.server import stop_server

    click.echo(stop_server())


def _country(code: str) -> str:
    from schemas.countries import countries

    if code.upper() not in countries():
        raise click.ClickException(f"{code} is no country of the programme; it is one of {', '.join(countries())}.")
    return code.upper()


def _set_paths(raw: Path | None, warehouse: str | None) -> None:
    # The environment is how the settings reach Dagster's own processes.
    if raw is not None:
        if not raw.is_dir():
            raise click.ClickException(
                f"The folder of deliveries {raw} is not there or no folder; give --raw the folder that holds one folder a country."
            )
        os.environ["JMDI_RAW"] = str(raw.resolve())
    if warehouse is not None:
        from warehouse.opening import is_address

        os.environ["JMDI_WAREHOUSE"] = warehouse if is_address(warehouse) else str(Path(warehouse).resolve())
