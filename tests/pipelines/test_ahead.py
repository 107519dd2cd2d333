"""Steps that a second process makes ahead: the same tables as without it, whatever becomes of it, and never those that ask for more."""

import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import dagster as dg
import pandas as pd
import pytest

from assets.measured import measured
from pipelines import second_process
from pipelines.ahead import made_ahead
from pipelines.resources import TablesInMemory
from pipelines.second_process import processors
from tests.faults.forked import processes_of_this_one

pytestmark = pytest.mark.skipif(processors() < 2, reason="a second process needs a second processor")
FIRST = os.getpid()
ROWS = pd.DataFrame({"initiative_id": ["SLV-r1", "MAR-r2"]})
LONG = 0.2  # seconds: long enough for the second process to have its part


def asset(name: str, *needed: str, otherwise: str = "", **more: Any) -> dg.AssetsDefinition:
    """Return an asset that tells in which process it was made, and goes wrong where that is not the first, if it is told how."""

    @dg.asset(name=name, ins={one: dg.AssetIn(one) for one in needed}, **more)
    @measured
    def step(**tables: pd.DataFrame) -> dg.MaterializeResult:
        time.sleep(LONG)
        if os.getpid() != FIRST and otherwise:
            go_wrong(otherwise)
        made = pd.concat([*tables.values(), ROWS]).assign(made_in=os.getpid())
        return dg.MaterializeResult(value=made, metadata={"rows": len(made)})

    return step


def go_wrong(how: str) -> None:
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "stands still":
        time.sleep(600)
    raise ValueError(how)


@dg.multi_asset(
    outs={name: dg.AssetOut(key=name) for name in ("one", "other")},
    check_specs=[dg.AssetCheckSpec("sound", asset=name) for name in ("one", "other")],
)
@measured
def both(first: pd.DataFrame) -> Iterator[dg.MaterializeResult]:
    for name in ("one", "other"):
        verdict = dg.AssetCheckResult(asset_key=name, check_name="sound", passed=True)
        yield dg.MaterializeResult(asset_key=name, value=first.assign(made_in=os.getpid()), check_results=[verdict])


def run(*assets: dg.AssetsDefinition, **resources: Any) -> dg.ExecuteInProcessResult:
    waiting = TablesInMemory()
    job = dg.Definitions(assets=assets, resources={"io_manager": waiting, **resources}, jobs=[dg.define_asset_job("all")])
    with made_ahead(assets, waiting.made):
        return job.resolve_job_def("all").execute_in_process(raise_on_error=False)


def places_of_making(result: dg.ExecuteInProcessResult, *names: str) -> set[int]:
    return {place for name in names for place in result.asset_value(name)["made_in"].tail(1)}


NAMES = ("a", "b", "c", "d")


def test_both_processes_make_steps_and_each_is_handed_what_it_needs():
    result = run(asset("first"), *(asset(name, "first") for name in NAMES), asset("last", *NAMES))
    assert result.success and len(result.asset_value("last")) == 18
    assert len(places_of_making(result, *NAMES)) == 2
    (materialised,) = result.asset_materializations_for_node("d")
    assert materialised.metadata["rows"].value == 4 and materialised.metadata["seconds"].value >= LONG


def test_a_step_of_several_tables_comes_back_with_all_and_their_verdicts():
    result = run(asset("first"), asset("a", "first"), asset("b", "first"), both)
    assert result.success and places_of_making(result, "one", "other").isdisjoint({FIRST})
    assert [one.passed for one in result.get_asset_check_evaluations()] == [True, True]


def test_tables_are_handed_over_in_one_order_in_both_processes():
    @dg.multi_asset(outs={"order": dg.AssetOut()}, ins={"z": dg.AssetIn("b"), "a": dg.AssetIn("first")})
    @measured
    def there(**tables: pd.DataFrame) -> Iterator[dg.MaterializeResult]:
        yield dg.MaterializeResult(asset_key="order", value=pd.DataFrame({"name": list(tables), "made_in": os.getpid()}))

    assets = (asset("first"), asset("b", "first"), there, asset("c", "b"), asset("d", "b"))
    there_and_here = [run(*order).asset_value("order") for order in (assets, assets[:2] + assets[3:] + assets[2:3])]
    waiting = TablesInMemory()
    job = dg.Definitions(assets=assets, resources={"io_manager": waiting}, jobs=[dg.define_asset_job("all")]).resolve_job_def("all")
    alone = job.execute_in_process().asset_value("order")
    assert {tuple(one["name"]) for one in (*there_and_here, alone)} == {tuple(alone["name"])}
    assert any(one["made_in"].iloc[0] != FIRST for one in there_and_here)


@pytest.mark.parametrize("otherwise", ["killed", "stands still", "raised"])
def test_what_goes_wrong_in_the_second_process_is_made_here(otherwise, monkeypatch):
    monkeypatch.setattr(second_process, "PATIENCE_SECONDS", LONG)
    result = run(asset("first"), *(asset(name, "first", otherwise=otherwise) for name in NAMES))
    assert result.success and places_of_making(result, *NAMES) == {FIRST}


def test_what_goes_wrong_in_both_is_a_failed_step():
    @dg.asset
    @measured
    def broken(first: pd.DataFrame) -> dg.MaterializeResult:
        raise ValueError("told")

    result = run(asset("first"), asset("a", "first"), asset("b", "first"), broken)
    assert [event.step_key for event in result.get_step_failure_events()] == ["broken"]


def test_a_step_that_asks_for_more_than_tables_is_made_here():
    asking = [asset(name, "first", required_resource_keys={"raw_folder"}) for name in NAMES]
    result = run(asset("first"), *asking, raw_folder="raw")
    assert result.success and places_of_making(result, *NAMES) == {FIRST}


def test_nothing_goes_on_after_the_run():
    before = processes_of_this_one()
    run(asset("first"), asset("a", "first", otherwise="stands still"), asset("b", "first"))
    assert processes_of_this_one() <= before
