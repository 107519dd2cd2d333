"""Small counts: 1 to 9 people are hidden, and nobody can work them out from a total."""

import pandas as pd
import pytest

from steps.small_counts import without_small_counts
from tests.deliveries import shown

GROUPS = [
    ("not reported, nobody and many are told", [None, 0, 10, 250], [None, 0, 10, 250]),
    ("one small count takes the next smallest with it", [250, 4, 40, 0], [250, "-", "-", 0]),
    ("two small counts that leave a small remainder take a third", [1, 2, 30, 300], ["-", "-", "-", 300]),
    ("two small counts of ten people together hide each other", [9, 1, 30], ["-", "-", 30]),
    ("of equals the first is hidden", [5, 60, 60], ["-", "-", 60]),
    ("with nobody else the total is as small", [3, 0, None], ["-", 0, None]),
]


@pytest.mark.parametrize(("counts", "expected"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_no_small_count_can_be_read_or_worked_out(counts, expected):
    frame = pd.DataFrame({"country_code": "MAR", "people_count": pd.array(counts, dtype="Int64")})
    told = without_small_counts(frame, ["people_count"], ["country_code"])
    read = ["-" if hidden else count for count, hidden in shown(told, "people_count", "is_suppressed")]
    assert read == expected
    assert told.loc[told["is_suppressed"], "people_count"].isna().all()


def test_groups_and_columns_are_judged_apart_and_the_flag_is_the_row_s():
    rows = {"country_code": ["MAR", "NPL", "MAR", "NPL"], "women_count": [4, 50, 80, 60], "men_count": [70, 3, 0, 12]}
    frame = pd.DataFrame(rows).astype({"women_count": "Int64", "men_count": "Int64"})
    told = without_small_counts(frame, ["women_count", "men_count"], ["country_code"])
    assert shown(told, "women_count", "men_count", "is_suppressed") == [
        (None, 70, True),
        (50, None, True),
        (None, 0, True),
        (60, None, True),
    ]


def test_an_empty_table_stays_empty():
    told = without_small_counts(pd.DataFrame({"country_code": [], "people_count": pd.array([], dtype="Int64")}), ["people_count"])
    assert told.columns.tolist() == ["country_code", "people_count", "is_suppressed"] and told.empty
