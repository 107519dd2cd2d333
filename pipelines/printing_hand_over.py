"""What `jmdi export` and `jmdi audit` print."""

import json

from rich.markup import escape

from pipelines.export import REASONS, Exported
from pipelines.printing import console, print_rows
from warehouse.audit import BEGINNING, Audit


def print_audit(audit: Audit) -> None:
    """Print the entries, the first one first, then what is wrong with them."""
    heads = ("No", "When (UTC)", "Who", "What", "Build", "About")
    rows = [
        (one.entry_number, one.at.removesuffix("+00:00"), one.by, one.action, one.build_id, json.dumps(one.about, ensure_ascii=False))
        for one in audit.entries
    ]
    print_rows(heads, rows)
    print_verdict(audit)


def print_verdict(audit: Audit) -> None:
    """Print whether the entries are as they were written, and the hash by which a cut end shows."""
    for fault in audit.faults:
        console.print(f"[red]Not as written:[/red] {escape(fault)}", soft_wrap=True)
    if not audit.faults:
        last = audit.entries[-1].entry_hash if audit.entries else BEGINNING
        noun = "entry" if len(audit.entries) == 1 else "entries"
        console.print(f"{len(audit.entries)} {noun}, as written. The last hash is {last}.", soft_wrap=True)


def print_export(exported: Exported) -> None:
    """Print what was handed on, and how much was left out for which reason."""
    print_rows(("Rows left out", "Why"), [(count, REASONS[reason]) for reason, count in exported.left_out.items()])
    console.print(f"Build [bold]{exported.build_id}[/bold] to hand on: {escape(str(exported.folder))}", soft_wrap=True)
