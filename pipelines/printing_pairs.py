"""What `jmdi explain` prints: a sentence on two reports, and the comparisons that say why, each with its weight."""

from rich import box
from rich.markup import escape
from rich.table import Table

from pipelines.explain import Explanation
from pipelines.printing import console

HEADS = ("Compared", "Found", "Weight", "First says", "Second says")


def print_explanation(explanation: Explanation) -> None:
    """Print why two reports are one initiative, or two."""
    console.print(f"[bold]{escape(explanation.sentence)}[/bold]", soft_wrap=True)
    for pair in explanation.pairs:
        console.print(escape(pair.sentence), soft_wrap=True)
        if pair.reasons:
            table = Table(*HEADS, box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
            for comparison, found, weight, *said in pair.reasons:
                table.add_row(str(comparison), escape(str(found)), f"{float(str(weight)):+g}", *(escape(str(text or "")) for text in said))
            console.print(table)
