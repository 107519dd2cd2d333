"""What the commands print: tables that a person reads with pleasure, or plain formats for programs."""

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from shlex import quote
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from pipelines.operation.status import Status
    from pipelines.summary import Summary
    from warehouse.query import Answer

MOST_ROWS = 1_000
WIDTH_OF_A_FILE = 160
console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)
COUNTRY_HEADS = ("Country", "Rows", "Form", "Accepted", "Held", "Replaced", "To fix", "To check", "Reports", "Initiatives", "Mapped")


def print_answer(answer: "Answer", form: str) -> None:
    """Print the answer to a query as a table, CSV or JSON. CSV and JSON come row by row, however many there are."""
    if form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows(chain([answer.columns], answer.rows))
    elif form == "json":
        _print_json(answer)
    else:
        print_rows(answer.columns, list(islice(answer.rows, MOST_ROWS)))
        if next(answer.rows, None):
            console.print(f"Only the first {MOST_ROWS:,} rows are shown; --format csv gives all.")


def _print_json(answer: "Answer") -> None:
    mark = "["
    for row in answer.rows:
        print(mark, json.dumps(dict(zip(answer.columns, row, strict=True)), ensure_ascii=False, default=str))
        mark = ","
    print("]" if mark == "," else "[]")


def print_summary(summary: "Summary") -> None:
    """Print what came in, what was held back, what changed, and where the result is."""
    totals = ("All", *(sum(int(str(row[place])) for row in summary.countries) for place in range(1, len(COUNTRY_HEADS))))
    print_rows(COUNTRY_HEADS, summary.countries, totals)
    examples = f", {summary.example_count} of them with invented examples" if summary.example_count else ""
    console.print(
        f"{counted(summary.file_count, 'file')} received{examples}. Every row is accounted for: "
        f"{totals[1]} received = {totals[2]} of the form + {totals[3]} accepted + {totals[4]} held back "
        f"+ {totals[5]} replaced by a corrected file."
    )
    for file_name, reason in summary.refused:
        console.print(f"[red]Refused[/red] {escape(str(file_name))}: {escape(str(reason))}", soft_wrap=True)
    for file_name in summary.strays:
        console.print(f"[red]Not read[/red] {escape(file_name)}: it lies in the folder of no country of the programme.", soft_wrap=True)
    for file_name, waiting, how in summary.waiting:
        console.print(f"[yellow]Answers wait[/yellow] {escape(f'{file_name}: {waiting} {how}')}", soft_wrap=True)
    for problem in summary.gazetteer_problems:
        console.print(f"[red]Gazetteer[/red] {escape(problem)}", soft_wrap=True)
    console.print(_changes(summary))
    console.print(f"Built [bold]{summary.build.name}[/bold]: {escape(str(summary.geopackage))}", soft_wrap=True)
    chosen = f" --warehouse {quote(summary.shown_at)}" if os.environ.get("JMDI_WAREHOUSE") else ""
    console.print(escape(f"Ask it: jmdi query{chosen} SQL · its state: jmdi status{chosen}"), soft_wrap=True)


def print_taken(countries: Sequence[str]) -> None:
    """Print for which countries results of an earlier refresh were taken."""
    if countries:
        told = "Results of an earlier refresh were taken where nothing has changed that they are made from"
        console.print(f"{told}: {', '.join(countries)}. (jmdi refresh --again makes all anew.)", soft_wrap=True)


def print_would_change(changes: "pd.DataFrame", untouched: str) -> None:
    """Print how many rows of each table would come, change and go (`report_changes`), and that nothing was handed over."""
    counts = ["added_count", "changed_count", "removed_count"]
    tables = changes.groupby("table_name")[counts].sum()
    print_rows(("Table", "New", "Changed", "Gone"), [(str(name), *map(int, row)) for name, *row in tables.itertuples()])
    console.print(f"Nothing was handed over. {untouched}", soft_wrap=True)


def _changes(summary: "Summary") -> str:
    if summary.before is None:
        return f"The first build: {counted(summary.gained, 'initiative')}."
    if not (summary.gained or summary.parted or summary.joined or summary.lost):
        return f"The same initiatives as in {summary.before.name}."
    parted = f"{summary.parted} split from others, " if summary.parted else ""
    joined = f"{summary.joined} put together with others, " if summary.joined else ""
    return f"Against {summary.before.name}: {counted(summary.gained, 'initiative')} new, {parted}{joined}{summary.lost} gone."


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def print_failure(reasons: list[str], untouched: str) -> None:
    """Print why nothing was built, and a sentence on what readers still have."""
    for reason in dict.fromkeys(reasons):
        console.print(f"[red]Not built:[/red] {escape(reason)}", soft_wrap=True)
    console.print(untouched)


def print_status(status: "Status") -> None:
    """Print the state of the warehouse."""
    rows = [
        (one.country_name, one.latest_round or "–", one.initiative_count, "no readable delivery" if one.is_stale else "ok")
        for one in status.countries
    ]
    print_rows(("Country", "Latest round", "Initiatives", "State"), rows)
    age = f"{status.age_hours:.1f} hours ago" + (", [red]stale[/red]" if status.is_old else "")
    console.print(f"Last good build: [bold]{status.build}[/bold], {age}.")
    if status.files_build:
        console.print(
            f"[red]The files are of another build[/red], {status.files_build}: a refresh was cut off between the database and the files; "
            "refresh again.",
            soft_wrap=True,
        )
    if status.damage_text:
        console.print(f"[red]Damaged:[/red] {escape(status.damage_text)}", soft_wrap=True)


def print_builds(builds: Sequence[tuple[str, str, str]]) -> None:
    """Print the builds that are kept."""
    print_rows(("Build", "Made at", "State"), builds)


def print_rows(heads: Sequence[str], rows: Sequence[tuple[object, ...]], totals: tuple[object, ...] | None = None) -> None:
    """Print rows under their heads, numbers to the right, with a last row of totals if there is one."""
    table = Table(box=box.SIMPLE_HEAD, show_footer=totals is not None, pad_edge=False, padding=(0, 1, 0, 0))
    for place, head in enumerate(heads):
        is_number = bool(rows) and all(isinstance(row[place], int | float | None) for row in rows)
        footer = "" if totals is None else str(totals[place])
        table.add_column(str(head), footer, justify="right" if is_number else "left", overflow="fold", no_wrap=totals is not None)
    for row in rows:
        table.add_row(*("" if value is None else escape(str(value)) for value in row))
    console.print(table)


def print_fields(fields: Mapping[str, object]) -> None:
    """Print one record, a line a field, without the empty ones."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in fields.items():
        if value not in ("", None):
            table.add_row(name, escape(str(value)))
    console.print(table)


def print_counts(counts: Mapping[str, int], written: str) -> None:
    """Print how many rows became what, and where the answer is."""
    told = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    console.print(f"{sum(counts.values()):,} rows: {told or 'none'}. Written to [bold]{escape(written)}[/bold].", soft_wrap=True)
