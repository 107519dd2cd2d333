"""The way of the data as OpenLineage's events: the standard's own classes write the same, and nothing that is declared is lost."""

import json
from functools import partial

import pytest
from openlineage.client import event_v2
from openlineage.client.facet_v2 import (
    column_lineage_dataset,
    dataset_version_dataset,
    documentation_dataset,
    documentation_job,
    job_type_job,
    output_statistics_output_dataset,
    parent_run,
    schema_dataset,
)
from openlineage.client.serde import Serde

from assets.every_asset import ASSETS
from pipelines.lineage import NotWritten, lineage, write_lineage
from schemas.registry import TABLES
from tests.commands import run_here
from warehouse.builds import Warehouse

BUILD = {
    "build_id": "20261130T020000Z-1a2b3c4d",
    "made_at": "2026-11-30T02:00:00+00:00",
    "inputs": [{"file_name": "MAR/2016/a.xlsx", "file_hash": "ab12"}, {"file_name": "SEN/2016/b.xlsx", "file_hash": "cd34"}],
    "counts": {"core_initiatives": 7},
}


def theirs(told: dict) -> dict:
    """Return an event as the standard's own classes write it, made from its values alone."""
    event_v2.set_producer(told["producer"])
    job = event_v2.Job(told["job"]["namespace"], told["job"]["name"], facets=facets(told["job"], "job"))
    parts = {"eventTime": told["eventTime"], "producer": told["producer"], "job": job}
    parts["inputs"] = [event_v2.InputDataset(one["namespace"], one["name"], facets=facets(one, "dataset")) for one in told["inputs"]]
    parts["outputs"] = [
        event_v2.OutputDataset(
            one["namespace"], one["name"], facets=facets(one, "dataset"), outputFacets=facets(one, "output", "outputFacets")
        )
        for one in told["outputs"]
    ]
    if "run" not in told:
        return Serde.to_dict(event_v2.JobEvent(**parts))
    run = event_v2.Run(told["run"]["runId"], facets=facets(told["run"], "run"))
    return Serde.to_dict(event_v2.RunEvent(eventType=event_v2.RunState(told["eventType"]), run=run, **parts))


def schema(fields):
    return schema_dataset.SchemaDatasetFacet([schema_dataset.SchemaDatasetFacetFields(**one) for one in fields])


def columns(fields):
    def source(one):
        ways = [column_lineage_dataset.Transformation(**way) for way in one["transformations"]]
        return column_lineage_dataset.InputField(one["namespace"], one["name"], one["field"], transformations=ways)

    told = {name: column_lineage_dataset.Fields([source(one) for one in field["inputFields"]]) for name, field in fields.items()}
    return column_lineage_dataset.ColumnLineageDatasetFacet(told)


def parent(run, job):
    return parent_run.ParentRunFacet(parent_run.Run(**run), parent_run.Job(**job))


MADE_BY = {
    ("job", "documentation"): documentation_job.DocumentationJobFacet,
    ("job", "jobType"): job_type_job.JobTypeJobFacet,
    ("run", "parent"): parent,
    ("dataset", "documentation"): documentation_dataset.DocumentationDatasetFacet,
    ("dataset", "schema"): schema,
    ("dataset", "columnLineage"): columns,
    ("dataset", "version"): dataset_version_dataset.DatasetVersionDatasetFacet,
    ("output", "outputStatistics"): output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
}


def facets(told: dict, of: str, key: str = "facets") -> dict:
    own = {name: {part: value for part, value in facet.items() if part[0] != "_"} for name, facet in told.get(key, {}).items()}
    return {name: partial(MADE_BY[of, name], **values)() for name, values in own.items()}


def filled(value):
    """Return a value without what is empty: their classes write empty lists where ours leave out."""
    if isinstance(value, dict):
        return {name: kept for name, one in value.items() if (kept := filled(one)) not in (None, [], {})}
    return [filled(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("build", [None, BUILD], ids=["declared", "built"])
def test_the_events_are_those_that_the_standards_own_classes_write(build):
    events = list(lineage(build))
    assert len(events) == len(ASSETS) + 1
    for event in events:
        assert filled(event) == filled(theirs(event)), event["job"]["name"]


def test_every_table_is_made_by_one_step_with_its_columns_and_what_a_step_reads_is_made_by_another():
    events = list(lineage(None))
    made = [output["name"] for event in events for output in event["outputs"]]
    assert len(made) == len(set(made))
    assert set(TABLES) <= set(made)
    assert {one["name"] for event in events for one in event["inputs"]} <= set(made)
    outputs = {output["name"]: output for event in events for output in event["outputs"]}
    fields = outputs["core_initiative_places"]["facets"]["schema"]["fields"]
    assert [one["name"] for one in fields] == TABLES["core_initiative_places"].column_names


def test_a_build_says_which_files_came_and_how_many_rows_each_table_has():
    steps = {event["job"]["name"]: event for event in lineage(BUILD)}
    (file,) = steps["raw_rows_mar"]["inputs"]
    assert (file["namespace"], file["name"], file["facets"]["version"]["datasetVersion"]) == ("jmdi-raw", "MAR/2016/a.xlsx", "sha256:ab12")
    rows = {
        output["name"]: output["outputFacets"]["outputStatistics"]["rowCount"]
        for event in steps.values() for output in event["outputs"] if "outputFacets" in output
    }  # fmt: skip
    assert rows == {"core_initiatives": 7}
    assert list(lineage(BUILD)) == list(steps.values()), "the same build gives the same events"
    assert len({event["run"]["runId"] for event in steps.values()}) == len(steps)


def test_the_command_writes_an_event_a_line_and_says_so_when_it_cannot(tmp_path):
    done = run_here("lineage", str(tmp_path / "lineage.jsonl"), folder=tmp_path)
    assert done.returncode == 0
    assert "there is no build yet" in done.stdout
    events = [json.loads(line) for line in (tmp_path / "lineage.jsonl").read_text(encoding="utf-8").splitlines()]
    assert events[0]["job"]["name"] == "nightly_refresh"
    with pytest.raises(NotWritten, match="name a file in a folder that is there"):
        write_lineage(Warehouse(tmp_path / "warehouse"), tmp_path / "nowhere" / "lineage.jsonl")
