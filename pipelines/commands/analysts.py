"""What analysts ask: the build in SQL, places of any table, the gazetteer."""

import sys
from pathlib import Path

import click

from pipelines.commands.options import WAREHOUSE, set_paths


@click.command(
    epilog='Example: jmdi query "select country_code, count(*) from core_initiatives group by 1"',
    context_settings={"ignore_unknown_options": True},  # a query may begin with a comment, which looks like an option
)
@click.argument("sql")
@WAREHOUSE
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def query(sql: str, warehouse: str | None, form: str) -> None:
    """Answer one SELECT on the current build. Nothing can be changed."""
    set_paths(None, warehouse)
    from pipelines.chosen_warehouse import chosen_source
    from pipelines.printing import print_answer
    from warehouse.query import asking

    with asking(chosen_source(), sql) as answer:
        print_answer(answer, form)


@click.command(epilog='Example: jmdi geocode places.csv answer.csv, or jmdi geocode --one "Naga City, Camarines Sur" --country PHL')
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


@click.command("gazetteer", epilog="Example: jmdi gazetteer --check sen_admin_boundaries.gpkg")
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


@click.command("suggest-places", epilog="Example: jmdi suggest-places places.csv")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@WAREHOUSE
def give_suggestions(out: Path, warehouse: str | None) -> None:
    """Ask an online service what the unresolved places of the current build may be, and write its suggestions to OUT, a CSV file.

    For people to decide: nothing is put on the map. Names of places and countries are sent, nothing else, and only when
    JMDI_ONLINE_GEOCODER says to which service (nominatim or geonames) and JMDI_ONLINE_GEOCODER_USER who asks.

    Exit code 0: written. 1: not written, or cut short, and why.
    """
    set_paths(None, warehouse)
    from pipelines.suggest_places import suggest_places

    click.echo(suggest_places(out))


COMMANDS = (
    query,
    geocode,
    show_gazetteer,
    give_suggestions,
)
