"""The GeoPackage that a second process writes while files for people are made: one file, and nothing left of it where none is wanted.

What is in it, the tests of the sample deliveries say, which are refreshed by two processes.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from assets.tables import EVERY_TABLE
from pipelines import geopackage_beside
from pipelines.ahead import made_ahead
from pipelines.geopackage_beside import BESIDE, written_beside
from pipelines.second_process import processors
from tests.faults.forked import processes_of_this_one

pytestmark = pytest.mark.skipif(processors() < 2, reason="a second process needs a second processor")
FIRST = os.getpid()
MADE = dict.fromkeys(EVERY_TABLE, pd.DataFrame({"geometry": []}))


def written_by(path: Path, *_: object) -> None:
    path.write_text(str(os.getpid()))


def killed_half_way(path: Path, *_: object) -> None:
    written_by(path)
    if os.getpid() != FIRST:
        os.kill(os.getpid(), signal.SIGKILL)


def stands_still(path: Path, *_: object) -> None:
    written_by(path)
    time.sleep(600)


def build(warehouse: Path, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch, *, is_wanted: bool = True) -> str:
    """Do what a run does between its last table and the build, and return by which process the file was written."""
    monkeypatch.setattr(geopackage_beside, "write_geopackage", write)
    (warehouse / ".unfinished-build").mkdir()
    with made_ahead([], MADE) as ahead, written_beside(ahead, warehouse / BESIDE) as put:
        ahead.begin_when_made("files for people", EVERY_TABLE.keys(), len)
        ahead.done("tables for anybody", lambda: time.sleep(0.2))
        if is_wanted:
            put(warehouse / ".unfinished-build" / "mapping.gpkg", MADE, MADE)
    return "".join(path.read_text() for path in (warehouse / ".unfinished-build").iterdir())


def test_it_is_written_by_the_second_process(tmp_path, monkeypatch):
    assert build(tmp_path, written_by, monkeypatch) not in ("", str(FIRST))
    assert not (tmp_path / BESIDE).exists()


def test_it_is_written_here_when_the_second_process_is_killed(tmp_path, monkeypatch):
    assert build(tmp_path, killed_half_way, monkeypatch) == str(FIRST)
    assert not (tmp_path / BESIDE).exists()


def test_nothing_of_it_is_left_when_the_run_fails_before_the_build(tmp_path, monkeypatch):
    before = processes_of_this_one()
    assert build(tmp_path, stands_still, monkeypatch, is_wanted=False) == ""
    assert not (tmp_path / BESIDE).exists()
    assert processes_of_this_one() <= before


def test_what_is_left_of_one_that_died_is_no_hindrance(tmp_path, monkeypatch):
    (tmp_path / BESIDE).mkdir()
    (tmp_path / BESIDE / "mapping.gpkg").write_text("of another")
    assert build(tmp_path, written_by, monkeypatch) not in ("", str(FIRST))
