"""What steps tell of themselves on Dagster's pages: rows in and out, seconds, and what an inlet received."""

import dagster as dg
import pandas as pd

from assets.measured import measured
from assets.raw import INLETS


def test_a_step_tells_how_many_rows_it_was_given_and_keeps_what_else_it_tells():
    @measured
    def joined(left: pd.DataFrame, right: pd.DataFrame, folder: str) -> dg.MaterializeResult:
        return dg.MaterializeResult(value=folder, metadata={"dagster/row_count": 1})

    told = joined(left=pd.DataFrame({"a": [1, 2]}), right=pd.DataFrame({"a": [3]}), folder="raw").metadata
    assert (told["rows_in"], told["dagster/row_count"]) == (3, 1)
    assert told["seconds"] >= 0


def test_each_of_several_results_tells_it_and_a_step_without_tables_counts_no_rows():
    @measured
    def parted():
        yield dg.MaterializeResult(asset_key="a", value=1)
        yield dg.MaterializeResult(asset_key="b", value=2)

    first, second = parted()
    assert set(first.metadata) == {"seconds"}
    assert first.metadata["seconds"] <= second.metadata["seconds"]


def test_an_inlet_tells_which_files_it_refused_and_why(tmp_path):
    (tmp_path / "MAR" / "2016").mkdir(parents=True)
    (tmp_path / "MAR" / "2016" / "page.xlsx").write_text("<html>no workbook</html>")
    receive = INLETS["raw_rows_mar"].op.compute_fn.decorated_fn
    told = receive(raw_folder=tmp_path).metadata
    assert (told["files"], told["refused_files"], list(told["refused"])) == (1, 1, ["MAR/2016/page.xlsx"])
