"""The figures of every build: what they are taken from, and how they pass from build to build."""

from datetime import UTC, datetime, timedelta

import pandas as pd

from schemas.build_identity import BuildIdentity
from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.history.builds import MOST_BUILDS, builds_so_far
from tests.deliveries import shown

BEGUN = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
COUNTS = {"file_count": 2, "received_count": 9, "accepted_count": 6, "held_back_count": 1, "must_fix_count": 3, "please_check_count": 4}
REACHED = {"initiative_count": 5, "mapped_initiative_count": 2}
FIRST_FILES = [("MAR", "aa"), ("MAR", "bb"), ("SEN", "cc")]


def files(sent: list[tuple[str, str]]) -> pd.DataFrame:
    return shape([{"country_code": code, "file_hash": content} for code, content in sent], table("core_submissions"))


def built(before: dict[str, pd.DataFrame], sent: list[tuple[str, str]], day: int = 0) -> dict[str, pd.DataFrame]:
    """Return what the next build reads of this one."""
    quality = shape([{"country_code": code, **COUNTS} for code in ("MAR", "SEN")], table("report_submission_quality"))
    completeness = shape([{"country_code": code, **REACHED} for code in ("MAR", "SEN")], table("report_completeness"))
    made = BuildIdentity(f"build-{day:04}", BEGUN + timedelta(days=day), "1", "1")
    told = builds_so_far(before, quality, completeness, files(sent), made)
    check_contract(told, "report_builds")
    return {"report_builds": told, "core_submissions": files(sent)}


def test_a_build_adds_its_figures_to_those_before_and_says_which_files_are_new():
    first = built({}, FIRST_FILES)
    # Of Morocco one file was corrected; Senegal sends what Morocco sent before, which is new from Senegal.
    second = built(first, [("MAR", "aa"), ("MAR", "dd"), ("SEN", "cc"), ("SEN", "bb")], day=1)
    third = built(second, [("MAR", "aa")], day=2)
    assert shown(third["report_builds"], "build_id", "build_date", "country_code", "new_file_count") == [
        ("build-0000", "2026-11-30", "MAR", 2), ("build-0000", "2026-11-30", "SEN", 1),
        ("build-0001", "2026-12-01", "MAR", 1), ("build-0001", "2026-12-01", "SEN", 1),
        ("build-0002", "2026-12-02", "MAR", 0), ("build-0002", "2026-12-02", "SEN", 0),
    ]  # fmt: skip
    newest = third["report_builds"].iloc[-1]
    assert newest["made_at_text"] == "2026-12-02T02:00:00+00:00"
    assert {name: newest[name] for name in (*COUNTS, *REACHED)} == COUNTS | REACHED


def test_the_oldest_builds_leave_once_there_are_very_many():
    rows = built({}, FIRST_FILES)["report_builds"]
    days = [rows.assign(build_id=f"b{day:04}", made_at_text=f"2024-{day:04}") for day in range(MOST_BUILDS)]
    after = built({"report_builds": pd.concat(days), "core_submissions": files(FIRST_FILES)}, FIRST_FILES)["report_builds"]
    kept = after["build_id"].drop_duplicates().tolist()
    assert (len(kept), kept[0], kept[-1]) == (MOST_BUILDS, "b0001", "build-0000")


def test_a_build_before_that_had_no_such_table_still_tells_which_files_are_new():
    after = built({"core_submissions": files(FIRST_FILES)}, [*FIRST_FILES, ("SEN", "ee")])["report_builds"]
    assert shown(after, "country_code", "new_file_count") == [("MAR", 0), ("SEN", 1)]
