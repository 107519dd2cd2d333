"""What arrived since the build before, and what became of it."""

from schemas.registry import table
from schemas.tables import shape
from steps.records.arrive import arrivals, still_changing, told


def submissions(*rows: tuple[str, str, str]):
    known = dict.fromkeys(("size_count", "received_count", "form_count", "accepted_count", "held_back_count", "superseded_count"), 0)
    return shape(
        [
            known | {"submission_id": name, "country_code": name[:3], "file_name": name, "file_hash": digest, "outcome_code": outcome}
            for name, digest, outcome in rows
        ],
        table("core_submissions"),
    )


def findings(*rows: tuple[str, str, str, str | None]):
    return shape(
        [
            {"finding_id": str(number), "file_name": name, "finding_code": code, "severity_code": severity, "accepted_reason_text": reason}
            for number, (name, code, severity, reason) in enumerate(rows)
        ],
        table("core_findings"),
    )


BEFORE = submissions(
    ("MAR/1/a.xlsx", "1", "read"), ("MAR/1/b.xlsx", "2", "read"), ("MAR/1/~$b.xlsx", "3", "refused"), ("NPL/1/c.xlsx", "4", "read")
)
NOW = submissions(("MAR/1/a.xlsx", "9", "refused"), ("NPL/1/c.xlsx", "4", "read"), ("NPL/1/d.xlsx", "5", "read"))
FOUND = findings(
    ("MAR/1/a.xlsx", "file-damaged", "must_fix", None),
    ("NPL/1/c.xlsx", "code-unknown", "must_fix", None),
    ("NPL/1/d.xlsx", "code-unknown", "must_fix", "it is right"),
    ("NPL/1/d.xlsx", "date-future", "please_check", None),
)


def test_files_that_came_changed_and_went_are_told_with_what_was_found_in_them():
    found = arrivals(BEFORE, NOW, FOUND)
    assert [(one.file_name, one.change, one.outcome_code, one.must_fix_count, one.please_check_count) for one in found] == [
        ("MAR/1/a.xlsx", "changed", "refused", 1, 0),
        ("MAR/1/b.xlsx", "removed", "", 0, 0),
        ("NPL/1/d.xlsx", "new", "read", 0, 1),
    ]
    assert told(found) == (
        "Files since the build before: 1 new, 1 changed, 1 removed. Could not be read: MAR/1/a.xlsx. "
        "Found in them: 1 to be fixed, 1 to be checked."
    )


def test_nothing_arrived_and_nothing_at_all():
    assert told(arrivals(NOW, NOW, FOUND)) == "Nothing has arrived since the build before."
    assert [one.change for one in arrivals(BEFORE.head(0), NOW, FOUND.head(0))] == ["new"] * 3
    assert [one.change for one in arrivals(NOW, NOW.head(0), FOUND.head(0))] == ["removed"] * 3


def test_a_file_that_was_written_to_is_named():
    assert still_changing(findings(("MAR/1/a.xlsx", "file-changing", "must_fix", None))) == ["MAR/1/a.xlsx"]
    assert still_changing(FOUND) == []
