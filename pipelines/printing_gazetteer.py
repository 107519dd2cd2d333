"""What `jmdi gazetteer` prints: the sources in use with what each brought, then what people should look at."""

import pandas as pd
from rich import box
from rich.markup import escape
from rich.table import Table

from pipelines.printing import console

HEADS = ("Source", "Convention", "Valid on", "Units", "Ours", "Added", "In doubt", "Lacking", "Shapes")
COLUMNS = (
    "source_name", "profile_text", "valid_on_text", "unit_count", "matched_count", "added_count", "doubtful_count", "lacking_count",
    "polygon_count",
)  # fmt: skip


def print_sources(sources: pd.DataFrame) -> None:
    """Print core_gazetteer_sources: a line a source, its licence, the notes, and why a file is left out."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for head in HEADS:
        table.add_column(head, justify="right" if head in HEADS[3:] else "left", overflow="fold")
    rows = sources.astype(object).where(sources.notna(), None).to_dict("records")
    for row in rows:
        table.add_row(*("" if row[column] is None else escape(str(row[column])) for column in COLUMNS))
    console.print(table)
    for row in rows:
        if row["problem_text"]:
            console.print(f"[red]Gazetteer[/red] {escape(row['problem_text'])}", soft_wrap=True)
        elif not row["is_shipped"]:
            _print_about(row)


def _print_about(row: dict[str, object]) -> None:
    console.print(f"[bold]{escape(str(row['source_name']))}[/bold]: {escape(str(row['coverage_text']))}", soft_wrap=True)
    for label, column in (("Licence", "licence_text"), ("To be named", "attribution_text")):
        console.print(f"  {label}: {escape(str(row[column] or 'not given (say it in the .yaml beside the file)'))}", soft_wrap=True)
    for note in str(row["note_text"] or "").splitlines():
        console.print(f"  {escape(note)}", soft_wrap=True)
