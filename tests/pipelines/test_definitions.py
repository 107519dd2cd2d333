"""What Dagster loads: the eight inlets, the groups, the jobs and the nightly schedule."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest

from assets.files_handed_on import files_handed_on, picture_preview, table_preview
from assets.publications import DOWNLOADS, FILES_OF_A_BUILD
from assets.tables import PREVIEW_LENGTH, handed_on
from pipelines.definitions import definitions
from pipelines.hand_jobs import checking, showing
from pipelines.jobs import accepting_losses
from pipelines.operation.runs import REFRESHING
from pipelines.settings import settings
from schemas.initiative_weights import initiative_weights
from schemas.reference_files import CHECKOUT
from schemas.registry import TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.tables import shape


@pytest.fixture(scope="module")
def repository():
    return definitions(settings()).get_repository_def()


def test_every_table_of_the_registry_is_an_asset_with_a_blocking_contract(repository):
    graph = repository.asset_graph
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    files = {"build_identity", "public_tables", *FILES_OF_A_BUILD, *DOWNLOADS}
    assert keys == {*TABLES, *MAP_LAYERS, *files, "mapping_warehouse"}
    contracts = {key.asset_key.to_user_string() for key in graph.asset_check_keys if key.name == "contract"}
    assert contracts == {*TABLES, *MAP_LAYERS}
    assert all(graph.get(key).description for key in graph.get_all_asset_keys())
    blocking = {key.asset_key.to_user_string() for key in graph.asset_check_keys if graph.get_check_spec(key).blocking}
    assert blocking >= set(TABLES)


def test_the_groups_tell_the_path(repository):
    graph = repository.asset_graph
    groups = Counter(graph.get(key).group_name for key in graph.get_all_asset_keys())
    assert sorted(groups) == ["clean", "core", "map", "publications", "raw", "report", "warehouse"]
    assert groups["raw"] == 8


def test_files_are_handed_on_with_a_small_preview_of_them():
    files = {f"{number}.csv": b"x" * number for number in range(3000, 3020)}
    made = files_handed_on(files, picture_preview('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "A map"))
    assert made.metadata["preview"].md_str.startswith("![A map](data:image/png;base64,")
    largest = [one.data["file"] for one in files_handed_on(files).metadata["preview"].records]
    assert largest == [f"{number}.csv" for number in range(3019, 3009, -1)]
    told = table_preview(("title",), [["é" * 5_000]]).records[0].data["title"]
    assert len(told) == PREVIEW_LENGTH


def test_the_preview_of_pairs_explains_each_of_them_in_full():
    weights = initiative_weights().comparisons
    longest = [max((level.level_text for level in levels.values()), key=len) for levels in weights.values()]
    why = "; ".join(f"{code}: {text} (+12.5)" for code, text in zip(weights, longest, strict=True))
    pairs = shape([{"pair_id": f"MAR-A + MAR-{number}", "reason_text": why} for number in range(40)], table("core_initiative_pairs"))
    shown = handed_on("core_initiative_pairs", pairs).metadata["preview"].records
    assert [record.data["reason_text"] for record in shown] == [why] * 40


def test_the_nightly_schedule_is_on_in_the_time_zone_of_the_settings(monkeypatch):
    monkeypatch.setenv("JMDI_TIME_ZONE", "Asia/Kathmandu")
    schedule = definitions(settings()).get_repository_def().get_schedule_def("nightly")
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == "Asia/Kathmandu"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert schedule.job_name == "nightly_refresh"


def test_a_dry_run_makes_everything_and_hands_over_nothing(repository):
    made = {
        name: {key.to_user_string() for key in repository.get_job(name).asset_layer.executable_asset_keys}
        for name in (*REFRESHING, "dry_run")
    }
    assert made["nightly_refresh"] - made["dry_run"] == {"mapping_warehouse"}
    assert all(made[name] == made["nightly_refresh"] for name in REFRESHING)


def test_whoever_starts_a_job_reads_what_it_does_and_what_to_fill_in(repository):
    jobs = [job for job in repository.get_all_jobs() if not job.name.startswith("__")]
    assert all(job.description for job in jobs)
    configured = [checking, showing, accepting_losses]
    fields = {name: field for one in configured for name, field in one.config_schema.config_type.fields.items()}
    assert fields.keys() == {"country", "corrections_folder", "build", "countries"}
    assert all(field.description for field in fields.values())


def test_dagster_finds_the_definitions_valid(tmp_path):
    command = [str(Path(sys.executable).parent / "dagster"), "definitions", "validate", "-m", "pipelines.definitions"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


def test_an_asset_run_alone_is_refused_with_what_to_run_instead(tmp_path):
    from assets.report import initiatives_by_status
    from pipelines.resources import TablesInMemory

    upstream = dg.AssetSpec("core_initiatives")
    result = dg.materialize([initiatives_by_status, upstream], resources={"io_manager": TablesInMemory()}, raise_on_error=False)
    failure = next(event for event in result.all_events if event.is_step_failure)
    assert "Run the job nightly_refresh" in str(failure.step_failure_data.error)
