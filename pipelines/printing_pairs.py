"""What `jmdi explain` prints: a sentence on two reports, and the comparisons that say why, each with its weight."""

from rich import box
from rich.markup import escape
from rich.table import Table

from pipelines.explain import Explanation, PairExplained
from pipelines.printing import console


def print_explanation(explanation: Explanation) -> None:
    """Print why two reports are one initiative, or two."""
    console.print(f"[bold]{escape(explanation.sentence)}[/bold]", soft_wrap=True)
    for pair in explanation.pairs:
        console.print(escape(pair.sentence), soft_wrap=True)
        if pair.reasons:
            console.print(_table(pair))


def _table(pair: PairExplained) -> Table:
    """Return the comparisons of a pair, with the sum of their weights at the foot."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_footer=True)
    total = sum(float(str(weight)) for _, _, weight, *_ in pair.reasons)
    heads = {"Compared": "Sum", "Found": "", "Weight": f"{total:+g}", f"{pair.first} says": "", f"{pair.second} says": ""}
    for head, foot in heads.items():
        table.add_column(escape(head), foot, justify="right" if head == "Weight" else "left")
    for comparison, found, weight, *said in pair.reasons:
        table.add_row(str(comparison), escape(str(found)), f"{float(str(weight)):+g}", *(escape(str(text or "")) for text in said))
    return table
