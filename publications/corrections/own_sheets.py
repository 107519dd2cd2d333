"""The other sheets of a correction workbook: the summary, and what tells the workbook when it comes back."""

from collections import Counter

from publications.corrections.delivery import Delivery
from publications.corrections.looks import BORDER, CELL, FILLS, HEADER, HEADING, Looks, Sheet, set_up_print
from schemas.correction_workbook import MACHINE_SHEET, SOURCE_HASH

LINE_HEIGHT = 15
COUNTS = ("received", "form", "accepted", "held_back")


def write_summary(delivery: Delivery, looks: Looks) -> None:
    """Write what came in and what became of it, and the findings by code."""
    page = looks.sheet(delivery.title("summary"))
    page.set_column(0, 0, 44)
    page.set_column(1, 1, 40)
    page.set_column(2, 2, 12)
    about = delivery.submission
    version = about.get("template_version_text")
    facts = {
        "file": about["file_name"],
        "template_version": "–" if version is None else version,
        "file_hash": about["file_hash"],
        "made_on": delivery.made_on,
    }
    page.write_string(0, 0, delivery.title("summary"), looks.format(HEADING))
    line = 2
    for code, text in facts.items():
        page.write_string(line, 0, delivery.word(code), looks.format(CELL, BORDER))
        page.write_string(line, 1, str(text), looks.format(CELL, BORDER))
        line += 1
    line += 1
    if delivery.is_refused:
        page.write_string(line, 0, delivery.word("refused"), looks.format(CELL, bg_color=FILLS["must_fix"]))
        page.set_row(line, 2 * LINE_HEIGHT)
    else:
        for code in COUNTS:
            page.write_string(line, 0, delivery.word(code), looks.format(CELL, BORDER))
            page.write_number(
                line, 1, int(str(about[f"{code}_count"])), looks.format(CELL, BORDER, {} if looks.is_right_to_left else {"align": "left"})
            )
            line += 1
    _write_findings_by_code(page, line + 1, delivery, looks)
    set_up_print(page, 0)


def _write_findings_by_code(page: Sheet, line: int, delivery: Delivery, looks: Looks) -> None:
    for column, code in enumerate(("by_code", "severity", "count")):
        page.write_string(line, column, delivery.word(code), looks.format(HEADER))
    counts: Counter[tuple[str, str]] = Counter()
    for finding in delivery.findings:
        kind = finding["severity_code"] if finding["accepted_reason_text"] is None else "accepted"
        counts[finding["finding_code"], kind] += finding["occurrence_count"] or 0
    ordered = sorted(counts.items(), key=lambda entry: (list(FILLS).index(entry[0][1]), -entry[1], entry[0][0]))
    for (code, kind), count in ordered:
        line += 1
        name = delivery.word("accepted_findings") if kind == "accepted" else delivery.severity(kind)
        page.write_string(line, 0, code, looks.format(CELL, BORDER))
        page.write_string(line, 1, name, looks.format(CELL, BORDER, bg_color=FILLS[kind]))
        page.write_number(line, 2, int(count), looks.format(CELL, BORDER))


def write_machine_sheet(delivery: Delivery, looks: Looks) -> None:
    """Write the hidden sheet that names the file corrected here, by which it is known when it comes back."""
    page = looks.sheet(delivery.title(MACHINE_SHEET))
    page.hide()
    facts = {SOURCE_HASH: delivery.submission["file_hash"], "file_name": delivery.submission["file_name"]}
    for row, (key, value) in enumerate(facts.items()):
        page.write_string(row, 0, key)
        page.write_string(row, 1, str(value))
