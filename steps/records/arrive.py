"""Says what arrived since the build before: each file that came, changed or went, with what became of it and what was found in it."""

from typing import NamedTuple

import pandas as pd

from steps.files.guard import is_lock_file

CHANGING = "file-changing"  # the finding
REFUSED = "refused"  # the outcome of a file that could not be read


class Arrival(NamedTuple):
    """A file that came, changed or went, with its rows and open findings as they are now; a file that went has none."""

    file_name: str
    change: str
    outcome_code: str
    received_count: int
    accepted_count: int
    held_back_count: int
    must_fix_count: int
    please_check_count: int


def arrivals(before: pd.DataFrame, now: pd.DataFrame, findings: pd.DataFrame) -> list[Arrival]:
    """Return the files that differ between two core_submissions, by name, with those `findings` of now that nobody has accepted."""
    then, there = (dict(zip(frame["file_name"], frame["file_hash"], strict=True)) for frame in (before, now))
    names = sorted(name for name in then.keys() | there.keys() if then.get(name) != there.get(name) and not _is_lock(name))
    open_ones = findings[findings["accepted_reason_text"].isna()]
    counts = pd.crosstab(open_ones["file_name"], open_ones["severity_code"])
    rows = now.set_index("file_name")
    return [
        _arrival(name, "changed" if name in then else "new", rows.loc[[name]].iloc[0], counts)
        if name in there
        else Arrival(name, "removed", "", 0, 0, 0, 0, 0)
        for name in names
    ]


def _is_lock(file_name: str) -> bool:
    return is_lock_file(file_name.rpartition("/")[2])


def _arrival(name: str, change: str, row: "pd.Series[object]", counts: pd.DataFrame) -> Arrival:
    rows = [int(str(row[column])) for column in ("received_count", "accepted_count", "held_back_count")]
    found = [int(counts.at[name, code]) if name in counts.index and code in counts else 0 for code in ("must_fix", "please_check")]
    return Arrival(name, change, str(row["outcome_code"]), *rows, *found)


def still_changing(findings: pd.DataFrame) -> list[str]:
    """Return the files that were written to while they were read."""
    return sorted(findings.loc[findings["finding_code"] == CHANGING, "file_name"].unique())


def told(arrived: list[Arrival]) -> str:
    """Return what arrived in one sentence."""
    if not arrived:
        return "Nothing has arrived since the build before."
    counts = {change: sum(one.change == change for one in arrived) for change in ("new", "changed", "removed")}
    files = ", ".join(f"{count} {change}" for change, count in counts.items() if count)
    refused = [one.file_name for one in arrived if one.outcome_code == REFUSED]
    unread = f" Could not be read: {', '.join(refused)}." if refused else ""
    must_fix, please_check = (sum(getattr(one, name) for one in arrived) for name in ("must_fix_count", "please_check_count"))
    return f"Files since the build before: {files}.{unread} Found in them: {must_fix} to be fixed, {please_check} to be checked."
