"""Much of a country that is gone: noticed, named, and let through only when a person says so."""

import pandas as pd
import pytest

from steps.records.disappear import losses, question, unaccepted


def files(text: str) -> pd.DataFrame:
    rows = [line.split() for line in text.strip().splitlines()]
    return pd.DataFrame(
        {
            "country_code": [name[:3] for name, _ in rows],
            "file_name": [name for name, _ in rows],
            "accepted_count": pd.array([int(count) for _, count in rows], dtype="Int64"),
        }
    )


BEFORE = """
    MAR/2015/a.xlsx 60
    MAR/2016/b.xlsx 40
    SEN/2015/c.xlsx 10
"""


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("MAR/2015/a.xlsx 60 \n MAR/2016/b.xlsx 20 \n SEN/2015/c.xlsx 10", []),  # a fifth may go
        ("MAR/2015/a.xlsx 59 \n MAR/2016/b.xlsx 20 \n SEN/2015/c.xlsx 10", [("MAR", 100, 79, [])]),
        ("MAR/2015/a.xlsx 60 \n SEN/2015/c.xlsx 10", [("MAR", 100, 60, ["MAR/2016/b.xlsx"])]),
        ("MAR/2015/a.xlsx 0 \n MAR/2015/a-corrected.xlsx 60 \n MAR/2016/b.xlsx 40 \n SEN/2015/c.xlsx 12", []),  # a corrected file
        ("MAR/2015/a.xlsx 60 \n MAR/2016/b.xlsx 40", [("SEN", 10, 0, ["SEN/2015/c.xlsx"])]),
    ],
)
def test_more_than_a_fifth_of_a_countrys_accepted_rows_is_a_loss(now, found):
    assert [tuple(loss) for loss in losses(files(BEFORE), files(now))] == found


def test_a_loss_is_told_with_its_files_and_with_what_accepts_it():
    lost = losses(files(BEFORE), files("MAR/2015/a.xlsx 60 \n SEN/2015/c.xlsx 10"))
    assert question(lost[0]) == (
        "Morocco has 60 accepted rows where the current build has 100 (40 % fewer). Missing: MAR/2016/b.xlsx; bring them back, or, if this "
        "is meant, accept it: `jmdi refresh --accept-loss MAR`."
    )
    assert unaccepted(lost, ["MAR"]) == []
    assert unaccepted(lost, ["SEN"]) == lost
