"""`datapackage.json`: what a build holds, in the words of the Data Package standard (datapackage.org, version 2).

A file of Parquet is a resource; its columns have types, meanings, limits, codes with their labels, keys and references, all from the
registry. `kind`, `codeList` and `grain` are words of our own, which the standard allows.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from pyarrow import BufferReader

from publications.citation.rights import CONTRIBUTORS, rights, rights_of, sources_of_places
from publications.data_package.parquet import GEOMETRY_TEXT
from schemas.build_identity import BuildIdentity
from schemas.code_lists import code_list
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import GEOMETRY, MAP_LAYERS, MapLayer
from schemas.tables import STORED_RANGES, Column, Table

DESCRIPTOR = "datapackage.json"
WORKBOOKS = {"title": "Survey workbooks of the eight countries; core_submissions lists them by hash"}
PROFILES = "https://datapackage.org/profiles/2.0"
TYPES = {"Int64": "integer", "Float64": "number", "boolean": "boolean", "str": "string"}


def package_descriptor(files: Mapping[str, bytes], gazetteer_sources: pd.DataFrame, made: BuildIdentity) -> bytes:
    """Return `datapackage.json` for the files that `table_files` made; `gazetteer_sources` is core_gazetteer_sources."""
    places = sources_of_places(gazetteer_sources)
    package = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "jmdi-mapping",
        "id": made.build_id,
        "title": "Locally led migration and development initiatives of eight countries",
        "description": "Initiatives, places, organisations, money, results, networks, practices and policy plans, as reported in survey "
        "workbooks, with reports on them. core_dictionary explains every column, core_codes every code.",
        "version": made.schema_version,
        "created": made.at,
        "contributors": CONTRIBUTORS,
        "sources": [WORKBOOKS, *places],
        "rights": rights(),
        "resources": [_resource(one, files[one.parquet_path], places) for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values())],
    }
    return (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode()


def _resource(declared: Table, content: bytes, places: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "name": declared.name,
        "type": "table",
        "title": declared.name,
        "description": declared.description,
        "grain": declared.grain,
        "path": declared.parquet_path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "rows": pq.read_metadata(BufferReader(content)).num_rows,
        **rights_of(declared, places),
        "schema": _schema(declared),
    }


def _schema(declared: Table) -> dict[str, Any]:
    shapes = [{"name": GEOMETRY, "type": "any", "description": GEOMETRY_TEXT}] if isinstance(declared, MapLayer) else []
    references = [_reference(declared, column) for column in declared.columns if column.references]
    return {
        "fields": [_field(declared, column) for column in declared.columns] + shapes,
        "primaryKey": list(declared.key),
        **({"foreignKeys": references} if references else {}),
    }


def _field(declared: Table, column: Column) -> dict[str, Any]:
    codes = code_list(column.code_list) if column.code_list else None
    labels = [{"value": code, "label": own["en"]} for code, own in codes.labels.items()] if codes and column.kind == "code" else []
    return {
        "name": column.name,
        "type": "date" if column.kind == "date" else TYPES[column.dtype],
        "description": column.description,
        "kind": column.kind,
        **({"codeList": codes.name} if codes else {}),
        **({"categories": labels} if labels else {}),
        "constraints": _constraints(declared, column),
    }


def _constraints(declared: Table, column: Column) -> dict[str, Any]:
    lowest, highest = STORED_RANGES.get(column.kind, (None, None))
    codes = code_list(column.code_list).codes if column.code_list else ()
    limits: dict[str, Any] = {
        "required": column.is_required or column.name in declared.key,
        "unique": True if declared.key == (column.name,) else None,
        "minimum": lowest,
        "maximum": highest,
        "enum": list(codes) if codes and column.kind == "code" else None,
        "pattern": _several(codes) if codes and column.kind == "codes" else None,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}


def _several(codes: tuple[str, ...]) -> str:
    """Return the pattern of several codes joined by bars."""
    one = "|".join(code.replace(".", r"\.") for code in codes)
    return f"^({one})(\\|({one}))*$"


def _reference(declared: Table, column: Column) -> dict[str, Any]:
    table, _, field = column.references.partition(".")
    there = {} if table == declared.name else {"resource": table}  # without a name it is the table itself
    return {"fields": [column.name], "reference": there | {"fields": [field]}}
