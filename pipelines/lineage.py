"""The way of the data from files to tables and publications, as events of the standard OpenLineage (2-0-2), for catalogues such as Marquez.

Everything is declared: steps and their inputs by the assets, columns by the registry. From the build that readers have come the files that
were received, by hash, and the rows of each table. The same build gives the same events.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import dagster as dg

from assets.every_asset import ASSETS
from schemas.errors import ProductError
from schemas.reference_files import read_reference
from schemas.registry import TABLES
from schemas.schema_version import VERSION_FIELDS, VERSIONS
from warehouse.builds import NoWarehouse, Warehouse
from warehouse.manifest import read_about

SPEC = "https://openlineage.io/spec"
OURS, RECEIVED = "jmdi", "jmdi-raw"  # namespaces: of steps and of what they make, of files received
WHOLE = "nightly_refresh"
INLET = "raw_rows_"
Event = dict[str, Any]


class NotWritten(ProductError):
    """The events could not be written."""


def write_lineage(warehouse: Warehouse, file: Path) -> str:
    """Write the events, one a line, and say what was written. Raises NotWritten, BrokenBuild."""
    build = _build(warehouse)
    events = list(lineage(build))
    try:
        file.write_text("".join(f"{json.dumps(event, ensure_ascii=False)}\n" for event in events), encoding="utf-8")
    except OSError as fault:
        raise NotWritten(f"{file} cannot be written ({fault.strerror}); name a file in a folder that is there.") from None
    about = f"of the build {build['build_id']}" if build else "of the path as it is declared, since there is no build yet"
    return f"{file}: {len(events)} events {about}."


def lineage(build: Mapping[str, Any] | None) -> Iterator[Event]:
    """Yield an event for the whole path and for each of its steps: of what happened in a build, or without one, of what is declared.

    `build` is what `build.json` says, with `build_id`.
    """
    yield _event(WHOLE, "The whole path: deliveries in, one build of the warehouse and its publications out.", [], [], build)
    for step in ASSETS:
        upstream = sorted({dep.asset_key.to_user_string() for spec in step.specs for dep in spec.deps})
        specs = sorted(step.specs, key=lambda spec: spec.key.to_user_string())
        inputs = [{"namespace": OURS, "name": name} for name in upstream]
        outputs = [_output(spec, upstream, build) for spec in specs]
        yield _event(step.op.name, specs[0].description or "", [*inputs, *_files(step.op.name, build)], outputs, build)


def _build(warehouse: Warehouse) -> dict[str, Any] | None:
    try:
        current = warehouse.current
    except NoWarehouse:
        return None
    return read_about(current) | {"build_id": current.name}


def _event(step: str, description: str, inputs: list[Event], outputs: list[Event], build: Mapping[str, Any] | None) -> Event:
    kind = "RunEvent" if build else "JobEvent"
    facets = {
        "documentation": _facet("DocumentationJobFacet", "1-1-0", description=description),
        "jobType": _facet(
            "JobTypeJobFacet", "2-0-4", processingType="BATCH", integration="DAGSTER", jobType="JOB" if step == WHOLE else "OP"
        ),
    }
    event: Event = {
        "eventTime": build["made_at"] if build else _declared_at(),
        "producer": _producer(),
        "schemaURL": f"{SPEC}/2-0-2/OpenLineage.json#/$defs/{kind}",
        "job": {"namespace": OURS, "name": step, "facets": facets},
        "inputs": inputs,
        "outputs": outputs,
    }
    if build:
        parent = {"run": {"runId": _run_id(build, WHOLE)}, "job": {"namespace": OURS, "name": WHOLE}}
        run_facets = {} if step == WHOLE else {"parent": _facet("ParentRunFacet", "1-2-0", **parent)}
        event |= {"eventType": "COMPLETE", "run": {"runId": _run_id(build, step), "facets": run_facets}}
    return event


def _files(step: str, build: Mapping[str, Any] | None) -> Iterator[Event]:
    """Yield the files that the step of a country received, each in the version that its hash says."""
    country = step.removeprefix(INLET).upper()
    for file in build["inputs"] if build and step.startswith(INLET) else ():
        if file["file_name"].startswith(f"{country}/"):
            facet = _facet("DatasetVersionDatasetFacet", "1-0-1", datasetVersion=f"sha256:{file['file_hash']}")
            yield {"namespace": RECEIVED, "name": file["file_name"], "facets": {"version": facet}}


def _output(spec: dg.AssetSpec, upstream: Iterable[str], build: Mapping[str, Any] | None) -> Event:
    name = spec.key.to_user_string()
    facets = {"documentation": _facet("DocumentationDatasetFacet", "1-1-0", description=spec.description or "")}
    schema = spec.metadata.get("dagster/column_schema")
    if schema:
        fields = [{"name": one.name, "type": one.type, "description": one.description} for one in schema.columns]
        facets["schema"] = _facet("SchemaDatasetFacet", "1-2-0", fields=fields)
    known = dict(_known_columns(name, set(upstream)))
    if known:
        facets["columnLineage"] = _facet("ColumnLineageDatasetFacet", "1-2-0", fields=known)
    output: Event = {"namespace": OURS, "name": name, "facets": facets}
    if build and name in build["counts"]:
        rows = _facet("OutputStatisticsOutputDatasetFacet", "1-0-2", rowCount=build["counts"][name])
        output["outputFacets"] = {"outputStatistics": rows}
    return output


def _known_columns(name: str, upstream: set[str]) -> Iterator[tuple[str, Event]]:
    """Yield the columns whose values are those of a column upstream: the registry says so of references, and of nothing else."""
    for column in TABLES[name].columns if name in TABLES else ():
        target, _, key = column.references.partition(".")
        if target in upstream:
            transformation = {"type": "DIRECT", "subtype": "IDENTITY"}
            source = {"namespace": OURS, "name": target, "field": key, "transformations": [transformation]}
            yield column.name, {"inputFields": [source]}


def _facet(name: str, spec_version: str, **values: Any) -> Event:
    return {"_producer": _producer(), "_schemaURL": f"{SPEC}/facets/{spec_version}/{name}.json#/$defs/{name}", **values}


def _producer() -> str:
    return f"urn:jmdi-mapping:{version('jmdi-mapping')}"


def _run_id(build: Mapping[str, Any], step: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"jmdi:{build['build_id']}/{step}"))


def _declared_at() -> str:
    """Return the moment since which the path is declared so: events need one, and that of the schema stays the same."""
    return read_reference(VERSIONS, VERSION_FIELDS, ("version",))[-1]["made_date"] + "T00:00:00+00:00"
