"""Rows as plain values, held to what pandas hands out itself."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from schemas.rows import answers_of, rows_of
from steps.records.assemble import _first_answers

ROW = st.tuples(st.sampled_from("abc"), st.none() | st.text(max_size=3), st.none() | st.integers(0, 9), st.none() | st.booleans())
ROWS = st.lists(ROW, max_size=12)
KINDS = {"record_id": "str", "name": "str", "count": "Int64", "is_so": "boolean"}


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([row[place] for row in rows], dtype=kind) for place, (name, kind) in enumerate(KINDS.items())})


@given(ROWS)
def test_rows_are_those_that_pandas_hands_out(rows: list[tuple[object, ...]]) -> None:
    frame = _frame(rows)
    plain = [{name: None if pd.isna(value) else value for name, value in row.items()} for row in frame.to_dict("records")]
    assert answers_of(frame) == plain == [dict(zip(KINDS, row, strict=True)) for row in rows]
    assert pd.DataFrame(rows_of(frame)).equals(pd.DataFrame(frame.to_dict("records")))


@given(ROWS)
def test_the_first_answers_of_records_are_those_of_a_groupby(rows: list[tuple[object, ...]]) -> None:
    frame = _frame(sorted(rows, key=lambda row: str(row[0])))
    groups = frame.groupby("record_id", sort=True)
    expected = groups.first().assign(response_count=groups.size()).reset_index()
    pd.testing.assert_frame_equal(_first_answers(frame), expected)
