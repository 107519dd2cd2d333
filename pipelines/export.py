"""`jmdi export`: writes the copy of the current build that may be handed on, and writes down that it was made."""

import fcntl
import glob
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from pipelines.chosen_warehouse import chosen_warehouse
from publications.citation.words import attributions, citation
from publications.data_package.descriptor import DESCRIPTOR, package_descriptor
from publications.data_package.parquet import table_files
from publications.every_public_file import public_files
from schemas.build_identity import BuildIdentity
from schemas.contracts import check_references
from schemas.errors import ProductError
from schemas.failpoints import failpoint
from schemas.public_tables import PublicTables
from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.map_layers import MAP_LAYERS
from schemas.schema_version import schema_version
from steps.handing_on.leave_out import CONSENT, EXAMPLE, REFERS, SECRET, UNRELEASED, WORK, leave_out, public_tables
from warehouse.audit import EXPORTED, record
from warehouse.builds import GEOPACKAGE, write_files
from warehouse.check_build import check_build
from warehouse.geopackage import write_geopackage
from warehouse.manifest import check_files, file_hashes, read_about
from warehouse.qgis.project import projects
from warehouse.read_build import read_layers, read_tables

ABOUT, README = "export.json", "README.txt"
EXAMPLES_STAND = (
    "Invented examples are part of the tables, where the view example_records lists them, and of the site and the report workbooks, which",
    "mark them; the files for other tools (3w, iati, geojson, csv, case studies) have none.",
)
# What each reason means to whoever receives the copy.
REASONS = {
    CONSENT: "The delivery that they come from does not say that it may be published.",
    SECRET: "The initiative is confidential.",
    UNRELEASED: "The practice was not released by its sender.",
    EXAMPLE: "They are invented examples.",
    REFERS: "They refer to something that is left out.",
    WORK: "The table holds the work of the data team and of senders.",
}


class CannotExport(ProductError):
    """The copy cannot be written where it was asked for."""


class Exported(NamedTuple):
    """What was handed on: the folder, the build, and how many rows were left out for which reason."""

    folder: Path
    build_id: str
    left_out: dict[str, int]


def export(folder: Path, *, with_examples: bool = False) -> Exported:
    """Write the copy into a new or empty folder, all of it or nothing. Raises ProductError."""
    folder = folder.absolute()
    _check_free(folder)
    warehouse = chosen_warehouse()
    build = warehouse.current
    check_files(build, GEOPACKAGE)
    public = _public({**read_tables(build / GEOPACKAGE), **read_layers(build / GEOPACKAGE)}, with_examples)
    try:
        with _beside(folder) as unfinished:
            about = _write(unfinished, build, public, with_examples)
            left_out = {reason: sum(counts.values()) for reason, counts in about["left_out"].items()}
            record(warehouse.folder, EXPORTED, build.name, {"folder": str(folder), "files": about["files"], "left_out": left_out})
            failpoint("export.recorded")
            os.replace(unfinished, folder)
    except OSError as fault:
        raise CannotExport(f"{folder} cannot be written ({os.strerror(fault.errno or 0)}); name another folder.") from None
    return Exported(folder, build.name, left_out)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Yield a new folder beside the one that is asked for; it is taken away if it still stands there at the end. Raises OSError.

    Its maker holds a lock on it, so that those of makers that were killed are known, and are taken away first.
    """
    beginning = f".{folder.name}.unfinished-"
    for left in folder.parent.glob(f"{glob.escape(beginning)}*"):
        with suppress(OSError), _locked(left):
            shutil.rmtree(left)
    unfinished = folder.with_name(f"{beginning}{os.getpid()}")
    unfinished.mkdir(parents=True)
    try:
        with _locked(unfinished):
            yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder; the system frees it when its holder dies. Raises OSError when another one has it."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(opened)


def _check_free(folder: Path) -> None:
    """Raise CannotExport unless the folder is empty, or is not there yet: nothing is ever replaced."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CannotExport(f"{folder} is no folder; name a new one, or an empty one.")
    if folder.is_dir() and any(folder.iterdir()):
        raise CannotExport(f"{folder} is not empty; name a new folder, or an empty one.")


def _public(frames: Mapping[str, pd.DataFrame], with_examples: bool) -> PublicTables:
    """Return what is handed on: with invented examples, which the files for registries never have, or without any."""
    if with_examples:
        return public_tables(frames)
    handed = leave_out(frames)
    return PublicTables(handed.frames, handed.frames, frozenset(), handed.left_out)


def _write(folder: Path, build: Path, public: PublicTables, with_examples: bool) -> dict[str, Any]:
    """Write all files of the copy and return what export.json says."""
    frames = {one.name: public.shown[one.name] for one in WAREHOUSE_TABLES}
    layers = {name: gpd.GeoDataFrame(public.shown[name]) for name in MAP_LAYERS}
    check_references(frames, WAREHOUSE_TABLES)
    write_geopackage(folder / GEOPACKAGE, frames, layers)
    check_build(folder / GEOPACKAGE, {name: len(frame) for name, frame in frames.items()})
    made = read_about(build)
    # The tables are read into today's columns, so the copy has today's schema, whichever its build was made by.
    identity = BuildIdentity(build.name, datetime.fromisoformat(made["made_at"]), made["code_version"], schema_version())
    files = table_files(frames, layers)
    package = package_descriptor(files, frames["core_gazetteer_sources"], identity)
    write_files(folder, files | {DESCRIPTOR: package} | projects(GEOPACKAGE, layers) | public_files(public, identity))
    about = {
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "build_id": build.name,
        "build_made_at": made["made_at"],
        "code_version": made["code_version"],
        "has_examples": with_examples,
        "citation": citation(identity),
        "attributions": attributions(frames["core_gazetteer_sources"]),
        "left_out": {reason: dict(public.left_out[reason]) for reason in REASONS if reason in public.left_out},
        "reasons": REASONS,
    }
    (folder / README).write_text(_readme(about), encoding="utf-8")
    about["files"] = file_hashes(folder)
    (folder / ABOUT).write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return about


def _readme(about: Mapping[str, Any]) -> str:
    """Return README.txt: what the copy is, what it lacks, how it is cited."""
    counts = {reason: sum(rows.values()) for reason, rows in about["left_out"].items() if reason != WORK}
    lines = [
        "JMDI mapping: a copy to hand on",
        "",
        f"{GEOPACKAGE} opens in R, Python and SQL tools that read SQLite, and mapping.qgs in QGIS as a finished map. tables/ has the same",
        "tables as Parquet, described by datapackage.json. The table core_dictionary explains every column. csv/ has those that people use",
        "for Excel, report.xlsx and reports/ are workbooks to read, site/index.html is a site for any browser. 3w.csv and 3w.xlsx say who",
        "does what where with HXL tags, iati-*.xml is for IATI, *.geojson for web maps, case-studies.csv lists codified practices.",
        "CITATION.cff and LICENCE.txt say how to cite, and what may be done with the data.",
        f"It was made from build {about['build_id']}.",
        "",
        "It holds no contact of any person. Rows of single records that are left out:",
        *(f"- {count}: {REASONS[reason]}" for reason, count in counts.items()),
        *(() if counts else ("- none",)),
        f"Tables with the work of the data team are empty: {', '.join(sorted(about['left_out'].get(WORK, {}))) or 'none had rows'}.",
        "Totals (tables whose names begin with report_) were counted before anything was left out, so they may be higher than a count of",
        "the records here; 1 to 9 people are not shown in them.",
        *(EXAMPLES_STAND if about["has_examples"] else ()),
        "",
        "Please cite as:",
        about["citation"],
        "",
        "Places and names come from:",
        *(f"- {text}" for text in about["attributions"]),
        "Boundaries and names imply no opinion on the legal status of any territory.",
        "",
    ]
    return "\n".join(lines)
