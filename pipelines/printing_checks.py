"""What `jmdi check` prints: findings by cell, the gravest first, in the sender's language, and one line that sums up."""

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.markup import escape
from rich.table import Table

from pipelines.check import Checked
from pipelines.printing import console
from schemas.code_lists import code_list
from schemas.correction_workbook import words

STYLES = {"must_fix": "red", "please_check": "yellow", "note": "blue"}
HEADS = ("where", "code", "sentence", "suggestion")


def print_checks(checked: Sequence[Checked], written: Sequence[Path]) -> None:
    """Print the findings of files checked, file by file, and where the correction workbooks are."""
    for one in checked:
        _print_file(one)
    for path in written:
        console.print(f"[bold]{escape(str(path))}[/bold]", soft_wrap=True)


def _print_file(one: Checked) -> None:
    findings = one.findings[one.findings["accepted_reason_text"].isna()]
    about = one.submissions.iloc[0]
    console.print(f"[bold]{escape(str(one.path))}[/bold]", soft_wrap=True)
    for severity in STYLES:
        group = findings[findings["severity_code"] == severity]
        if not group.empty:
            _print_group(severity, group.astype(object).where(group.notna(), None).to_dict("records"))
    counts = {severity: int((findings["severity_code"] == severity).sum()) for severity in STYLES}
    accepted = len(one.findings) - len(findings)
    told = f"{counts['must_fix']} must be fixed, {counts['please_check']} to check, {counts['note']} notes"
    told += f", {accepted} accepted" if accepted else ""
    if one.is_refused:
        console.print(f"[red]Refused[/red]: {told}.")
        return
    rows = f"{about['received_count']} rows received = {about['form_count']} of the form + {about['accepted_count']} accepted"
    console.print(f"{rows} + {about['held_back_count']} held back; {told}.")


def _print_group(severity: str, rows: list[dict[str, object]]) -> None:
    language = str(rows[0]["language_code"])
    title = code_list("severities").labels[severity][language]
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_style=STYLES[severity], title_justify="left"
    )
    for head in HEADS:
        table.add_column(words()[head][language], overflow="fold")
    for row in rows:
        count = int(str(row["occurrence_count"]))
        times = f" ({words()['times'][language].format(count=count)})" if count > 1 else ""
        where = f"{row['sheet_name'] or words()['whole_file'][language]} {row['cell_name'] or ''}".strip()
        cells = (where, row["finding_code"], f"{row['message_text']}{times}", row["suggestion_text"] or "")
        table.add_row(*(escape(str(cell)) for cell in cells))
    console.print(table)
