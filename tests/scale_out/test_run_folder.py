"""The folder of a run: closed to others, gone with the run, and the place where every process sees whether it may still go on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from stat import S_IMODE

import dagster as dg
import pandas as pd
import pytest

from pipelines.scale_out.run_folder import (
    OtherSurroundings,
    Overtaken,
    RunEnded,
    check_may_show,
    check_surroundings,
    run_folder,
    runs_going_on,
    sweep_intermediates,
)
from pipelines.scale_out.tables_in_folder import TablesInFolder
from pipelines.settings import Settings, settings
from warehouse.audit import BUILD_RESTORED, BUILD_SHOWN, ERASED, EXPORTED, record

RUN = "0f1e2d3c-0000-4000-8000-000000000001"


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings in a folder of the test, with one reference file."""
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "decisions.csv").write_text("place\n")
    (tmp_path / "warehouse").mkdir()
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path / "reference"))
    own = {"raw_folder": tmp_path / "raw", "warehouse": str(tmp_path / "warehouse"), "files_folder": tmp_path / "warehouse"}
    return replace(settings(), intermediates=tmp_path / "waiting", **own)


def test_only_the_owner_may_look_in_and_nothing_outlives_a_run_that_failed(chosen: Settings) -> None:
    with pytest.raises(ZeroDivisionError), run_folder(chosen, RUN) as folder:
        assert [S_IMODE(one.stat().st_mode) for one in (chosen.intermediates, folder)] == [0o700, 0o700]
        raise ZeroDivisionError
    assert [one.name for one in chosen.intermediates.iterdir()] == [".lock"]


def test_a_sweep_takes_what_killed_runs_left_and_spares_those_that_go_on(chosen: Settings) -> None:
    with run_folder(chosen, RUN) as live:
        killed = chosen.intermediates / "killed"
        killed.mkdir()
        (killed / ".lock").touch()
        (killed / "table.parquet").touch()
        assert sweep_intermediates(chosen.intermediates) == 1
        assert runs_going_on(chosen.intermediates) == [live]
        assert not killed.exists()


def test_a_process_that_works_on_the_same_may_take_part(chosen: Settings) -> None:
    with run_folder(chosen, RUN):
        check_surroundings(chosen, RUN)


def test_a_process_with_other_deliveries_or_reference_files_is_refused(chosen: Settings, tmp_path: Path) -> None:
    with run_folder(chosen, RUN):
        with pytest.raises(OtherSurroundings, match="JMDI_RAW differ"):
            check_surroundings(replace(chosen, raw_folder=tmp_path / "other"), RUN)
        (tmp_path / "reference" / "decisions.csv").write_text("place\nRabat\n")
        with pytest.raises(OtherSurroundings, match="reference/ differ"):
            check_surroundings(chosen, RUN)


def test_a_step_of_a_run_that_has_ended_is_refused_and_leaves_nothing(chosen: Settings) -> None:
    with run_folder(chosen, RUN):
        pass
    with pytest.raises(RunEnded, match="has ended"):
        check_surroundings(chosen, RUN)
    assert not (chosen.intermediates / RUN).exists()


@pytest.mark.parametrize("change", [(BUILD_SHOWN, "theirs"), (BUILD_RESTORED, "earlier"), (ERASED, "")])
def test_a_build_is_not_shown_over_a_change_of_the_warehouse_since_the_run_began(chosen: Settings, change: tuple[str, str]) -> None:
    warehouse = Path(chosen.warehouse)
    record(warehouse, BUILD_SHOWN, "before", {})
    with run_folder(chosen, RUN):
        record(warehouse, *change, {})
        with pytest.raises(Overtaken, match="since this refresh began"):
            check_may_show(chosen, RUN, "mine")


@pytest.mark.parametrize("change", [(EXPORTED, "before"), (BUILD_SHOWN, "mine")])  # a copy handed on; the step is run again
def test_a_build_is_shown_when_readers_have_what_they_had(chosen: Settings, change: tuple[str, str]) -> None:
    warehouse = Path(chosen.warehouse)
    record(warehouse, BUILD_SHOWN, "before", {})
    with run_folder(chosen, RUN):
        record(warehouse, *change, {})
        check_may_show(chosen, RUN, "mine")


def test_a_build_of_a_run_whose_process_died_is_not_shown(chosen: Settings) -> None:
    with run_folder(chosen, "other") as folder:
        left = folder.rename(folder.with_name(RUN))  # as a killed run leaves it: all there, and nobody holds the lock
        (left / ".lock").unlink()
        (left / ".lock").touch()
        with pytest.raises(RunEnded, match="not shown"):
            check_may_show(chosen, RUN, "mine")


def executed(chosen: Settings, *assets: dg.AssetsDefinition) -> dg.ExecuteInProcessResult:
    job = dg.Definitions(assets=assets, resources={"io_manager": TablesInFolder(chosen)}).resolve_implicit_global_asset_job_def()
    return job.execute_in_process(run_id=RUN, raise_on_error=False)


@dg.asset
def earlier() -> pd.DataFrame:
    return pd.DataFrame({"name": ["Amina"]})


def handing_on(seen: list[str]) -> dg.AssetsDefinition:
    @dg.asset
    def later(earlier: pd.DataFrame) -> None:
        seen.extend(earlier["name"])

    return later


def test_a_table_goes_from_step_to_step_by_the_folder_of_the_run(chosen: Settings) -> None:
    seen: list[str] = []
    with run_folder(chosen, RUN) as folder:
        assert executed(chosen, earlier, handing_on(seen)).success
        assert seen == ["Amina"]
        assert sorted(one.name for one in folder.iterdir()) == [".lock", "earlier", "run.json"]


def test_what_a_step_has_made_once_stays_when_it_is_run_again(chosen: Settings) -> None:
    made = iter(["first", "second"])

    @dg.asset(name="earlier")
    def each_time_another() -> pd.DataFrame:
        return pd.DataFrame({"name": [next(made)]})

    seen: list[str] = []
    with run_folder(chosen, RUN):
        executed(chosen, each_time_another)
        executed(chosen, each_time_another, handing_on(seen))
    assert seen == ["first"]


@pytest.mark.parametrize("surroundings", [lambda chosen: chosen, lambda chosen: replace(chosen, raw_folder=Path("/other"))])
def test_a_step_that_may_not_take_part_keeps_nothing(chosen: Settings, surroundings: Callable[[Settings], Settings]) -> None:
    is_held = surroundings(chosen) != chosen
    with run_folder(chosen, RUN if is_held else "another") as folder:
        assert not executed(surroundings(chosen), earlier).success
        assert not (folder / "earlier").exists()
