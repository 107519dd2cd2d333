"""`jmdi export`: the copy that may be handed on, whole or not at all."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from tests.commands import run_here
from tests.steps.handing_on.builds import Initiative, build
from warehouse.audit import read_audit
from warehouse.builds import Warehouse
from warehouse.geopackage import write_geopackage
from warehouse.manifest import write_about

FORBIDDEN = ("said of closed", "title of closed", "place of closed", "practice of closed", "Nadia Invented", "shelter", "title of tried")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a warehouse of one build, in which one initiative of four may be handed on."""
    folder = tmp_path_factory.mktemp("exporting")
    frames = build({"free": ("PUB", False), "other": ("INT", False), "trial": ("PUB", True)}, {
        "open": Initiative(["free"]), "closed-1": Initiative(["other"]), "closed-2": Initiative(["free"], "CONFIDENTIAL", "shelter"),
        "tried": Initiative(["trial"]),
    })  # fmt: skip
    layers = {name: gpd.GeoDataFrame(frame) for name, frame in frames.items() if name.startswith("map_")}
    warehouse = Warehouse(folder / "warehouse")
    with warehouse.writing(), warehouse.new_build("one") as made:
        write_geopackage(made / "mapping.gpkg", frames, layers)
        (made / "restricted").mkdir()
        (made / "restricted" / "contacts.sqlite").write_text("Nadia Invented")
        write_about(made, {"made_at": "2026-11-29T02:00:00+00:00", "code_version": "1"})
    return folder


@pytest.fixture(scope="module")
def copy(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of that build, written into a folder that was there already and empty."""
    copy = tmp_path_factory.mktemp("copy")
    told = run_here("export", str(copy), folder=folder)
    assert told.returncode == 0, told.stdout
    assert "The initiative is confidential." in told.stdout
    return copy


def test_the_copy_holds_no_byte_of_what_is_left_out_and_every_reference_finds_its_row(copy):
    names = {path.name for path in copy.iterdir()}
    assert {"README.txt", "export.json", "mapping.gpkg", "mapping.qgs", "datapackage.json", "tables"} <= names
    assert {"3w.csv", "3w.xlsx", "initiatives.geojson", "csv", "case-studies.csv", "CITATION.cff", "LICENCE.txt", "site"} <= names
    assert not {"restricted", "corrections", "drafts", "changes.atom"} & names
    content = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    content += pd.read_excel(copy / "3w.xlsx", engine="calamine").to_csv().encode()
    assert [text for text in FORBIDDEN if text.encode() in content] == []
    tables = [pd.read_parquet(path).drop(columns="geometry", errors="ignore").to_csv() for path in (copy / "tables").glob("*.parquet")]
    assert [text for text in FORBIDDEN if text in "".join(tables)] == []
    with closing(sqlite3.connect(copy / "mapping.gpkg")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT title_text FROM core_initiatives").fetchall() == [("title of open",)]
    layer = gpd.read_file(copy / "mapping.gpkg", layer="map_initiative_places")
    assert layer["initiative_id"].tolist() == ["open"]


def test_the_copy_says_what_it_is_and_the_audit_that_it_was_made(folder, copy):
    about = json.loads((copy / "export.json").read_text(encoding="utf-8"))
    assert about["build_id"] == "one"
    assert about["left_out"]["initiative_is_confidential"] == {"core_initiatives": 1}
    page = (copy / "site" / "quality.html").read_text(encoding="utf-8")
    assert [reason for reason in about["left_out"] if reason in page] == []  # it says why in words
    assert "build one, made on 2026-11-29" in (copy / "README.txt").read_text(encoding="utf-8")
    last = read_audit(folder / "warehouse").entries[-1]
    assert (last.action, last.build_id, last.about["files"]) == ("exported", "one", about["files"])


def test_nothing_is_ever_replaced(folder, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    entries = len(read_audit(folder / "warehouse").entries)
    for place, sentence in (("full", "is not empty"), ("full/note.txt", "is no folder")):
        told = run_here("export", str(tmp_path / place), folder=folder)
        assert (told.returncode, sentence in told.stderr) == (1, True)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["note.txt"]
    assert len(read_audit(folder / "warehouse").entries) == entries


def test_a_build_that_cannot_be_read_is_handed_on_to_nobody(folder, tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse")
    with warehouse.writing(), warehouse.new_build("broken") as made:
        (made / "mapping.gpkg").write_bytes(b"no database, no database, no database")
        write_about(made, {})
    told = run_here("export", str(tmp_path / "copy"), folder=tmp_path)
    assert told.returncode == 1
    assert "cannot be read" in told.stderr
    assert not list(tmp_path.glob("*copy*"))
