"""What a refresh keeps for the next: taken where nothing has changed, made anew where anything has, and read by nobody else."""

import os
import stat
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pipelines.kept_results import FOLDER, UNFINISHED, KeptResults, sweep_results
from schemas.recipe import newest_change, recipe
from schemas.workers import ONE_PROCESS
from steps.files.transfer import Cell
from tests.deliveries import COVER, write_workbook
from tests.desk import Desk
from tests.faults.forked import forked

CANARY = "Amina Canari-Inventée"
ROWS = pd.DataFrame({"country_code": ["MAR", "MAR"], "count": pd.array([1, None], "Int64"), "cells": [(Cell(1, "t", CANARY),), ()]})
TABLES = {"rows": ROWS, "none": ROWS.head(0)}
FILES = {"MAR/a.xlsx": b"PK of Amina Canari-Invent\xc3\xa9e", "MAR/b.xlsx": b""}
INPUTS = {"received": ROWS, "made_on": "2015-09-28"}


class Maker:
    """A step that makes a result, and counts how often."""

    def __init__(self, made=TABLES):
        self.__module__, self.__qualname__ = "steps.places", "locate"
        self.result, self.count = made, 0

    def __call__(self, **_inputs):
        self.count += 1
        return self.result


def ask(folder: Path, maker: Maker, made_by="r1", step="locate", **inputs):
    """Ask for a result as a whole run does."""
    maker.__qualname__ = step
    run = KeptResults(folder, made_by, ONE_PROCESS)
    (made,) = run.taken_or_made(maker, {"MAR": INPUTS | inputs})
    run.end(made_by)
    return made


def kept_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FOLDER).rglob("*") if path.is_file())


@pytest.mark.parametrize("made", [TABLES, FILES, {}])
def test_what_was_made_of_the_same_is_taken(made, tmp_path):
    maker = Maker(made)
    first, second = ask(tmp_path, maker), ask(tmp_path, maker, received=ROWS.copy())
    assert maker.count == 1 and list(first) == list(second) == list(made)
    for name, part in made.items():
        if isinstance(part, pd.DataFrame):
            assert_frame_equal(second[name], part)
        else:
            assert second[name] == part


@pytest.mark.parametrize(
    "other",
    [
        {"made_by": "r2"},
        {"step": "describe"},
        {"made_on": "2015-09-29"},
        {"received": ROWS.head(1)},
        {"received": ROWS[::-1].reset_index(drop=True)},
        {"received": ROWS.assign(count=pd.array([1, 0], "Int64"))},
        {"received": ROWS.assign(count=ROWS["count"].astype("Float64"))},
        {"received": ROWS.rename(columns={"count": "number"})},
        {"received": ROWS.assign(cells=[(Cell(1, "n", CANARY),), ()])},
        {"further": ROWS},
    ],
    ids=str,
)
def test_what_was_made_of_anything_else_is_made_anew(other, tmp_path):
    maker = Maker()
    ask(tmp_path, maker)
    ask(tmp_path, maker, **other)
    assert maker.count == 2


@given(where=st.floats(0, 1, exclude_max=True), mark=st.integers(0, 255), is_cut=st.booleans())
def test_a_damaged_result_is_never_taken_for_what_it_was(tmp_path_factory, where, mark, is_cut):
    folder, maker = tmp_path_factory.mktemp("damaged"), Maker()
    ask(folder, maker)
    (path,) = kept_files(folder)
    whole = path.read_bytes()
    place = int(where * len(whole))
    path.write_bytes(whole[:place] if is_cut else whole[:place] + bytes([mark]) + whole[place + 1 :])
    assert_frame_equal(ask(folder, maker)["rows"], ROWS)
    assert maker.count == 2 or not is_cut
    ask(folder, maker)
    assert maker.count <= 2  # one that was made anew has taken its place


def test_nobody_reads_it_who_has_not_what_it_was_made_from(tmp_path):
    ask(tmp_path, Maker({**TABLES, "plain": ROWS.assign(cells=CANARY)}))
    ask(tmp_path, Maker(FILES), step="files")
    assert len(kept_files(tmp_path)) == 2
    for path in kept_files(tmp_path):
        assert path.read_bytes().startswith(b"PARE")  # Parquet's mark of a file of which not even the columns can be read
        assert b"Canari" not in path.read_bytes() and b"country_code" not in path.read_bytes()
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) & 0o077 == 0


def test_what_a_run_did_not_use_goes_when_it_ends(tmp_path):
    for made_by, text in (("old", "a"), ("new", "a")):
        ask(tmp_path, Maker(), made_by=made_by, text=text)
    (tmp_path / FOLDER / "new" / "steps.places.locate" / f"{UNFINISHED}left").write_bytes(b"by a run that was killed")
    (tmp_path / FOLDER / ".DS_Store").write_bytes(b"by a program that shows folders")
    run = KeptResults(tmp_path, "new", ONE_PROCESS)
    for text in "ab":
        run.taken_or_made(Maker(), {"MAR": INPUTS | {"text": text}})
    run.end("new")
    assert [path.parent.parent.name for path in kept_files(tmp_path)] == ["new", "new"]
    assert run.countries_taken == {"MAR"}


def test_nothing_is_taken_from_a_run_of_which_nobody_knows_by_what_it_was_made(tmp_path):
    cut_short, edited = Maker(), Maker()
    KeptResults(tmp_path, "r1", ONE_PROCESS).taken_or_made(cut_short, {"MAR": INPUTS})  # it never ends
    run = KeptResults(tmp_path, "r1", ONE_PROCESS)
    run.taken_or_made(edited, {"MAR": INPUTS})
    run.end("r1, and a file that was edited and put back while it ran")
    assert (cut_short.count, edited.count, kept_files(tmp_path)) == (1, 1, [])


def test_a_file_that_was_edited_and_put_back_has_changed(tmp_path, monkeypatch):
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    names = tmp_path / "names.csv"
    names.write_text("Santa Ana")
    before = recipe(), newest_change()
    for text in ("Santa Ana EDITED", "Santa Ana"):
        names.write_text(text)
    os.utime(names, (0, 0))
    assert (recipe(), newest_change() > before[1]) == (before[0], True)


def test_a_run_that_makes_everything_anew_takes_nothing_and_keeps_what_it_makes(tmp_path):
    wrong, right = Maker(FILES), Maker()
    ask(tmp_path, wrong)
    run = KeptResults(tmp_path, "r1", ONE_PROCESS, anew=True)
    assert run.taken_or_made(right, {"MAR": INPUTS})[0] is right.result
    run.end("r1")
    assert ask(tmp_path, right).keys() == TABLES.keys() and right.count == 1


def test_what_nobody_has_used_for_a_week_goes(tmp_path):
    ask(tmp_path, Maker())
    ask(tmp_path, Maker(), step="describe")
    old, _ = kept_files(tmp_path)
    os.utime(old, (time.time() - 8 * 24 * 3600,) * 2)
    sweep_results(tmp_path)
    assert old not in kept_files(tmp_path) and len(kept_files(tmp_path)) == 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make what is another account's")
def test_where_this_account_may_not_look_nothing_is_taken_or_kept(tmp_path):
    ask(tmp_path, Maker())

    def as_another() -> None:
        os.seteuid(65534)
        assert ask(tmp_path, Maker(FILES)) == FILES
        sweep_results(tmp_path)

    ended = forked(as_another, tmp_path)
    assert ended.code == 0, ended.said


def test_where_nothing_can_be_kept_the_result_is_given_all_the_same(tmp_path):
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    maker = Maker()
    assert ask(tmp_path, maker) is maker.result


@pytest.mark.parametrize("odd", ["half a letter: \ud800", object()], ids=["text", "object"])
def test_what_has_no_plain_form_is_made_each_time(odd, tmp_path):
    rows = ROWS.assign(cells=pd.Series([odd, None], dtype=object))
    of_it, it = Maker(), Maker({"rows": rows})
    assert ask(tmp_path, of_it, received=rows) is ask(tmp_path, of_it, received=rows) is of_it.result
    assert ask(tmp_path, it) is ask(tmp_path, it) is it.result
    assert (of_it.count, it.count, kept_files(tmp_path)) == (2, 2, [])


def test_one_that_was_killed_while_it_was_written_is_none(tmp_path):
    ended = forked(lambda: ask(tmp_path, Maker()), tmp_path, orders="kept_results.written=kill")
    assert ended.is_killed and [path.name.startswith(UNFINISHED) for path in kept_files(tmp_path)] == [True]
    maker = Maker()
    ask(tmp_path, maker)
    assert maker.count == 1 and [path.name.startswith(UNFINISHED) for path in kept_files(tmp_path)] == [False]


SHEET = "\n## Initiatives\n| Own reference | Title | Territory |\n| N1 | {} | {} |\n"
ASKED = "SELECT title_text, country_code FROM core_initiatives ORDER BY 1"
TAKEN = "Results of an earlier refresh were taken where nothing has changed that they are made from: "


@pytest.fixture
def desk(tmp_path):
    desk = Desk.set_up(tmp_path / "desk")
    write_workbook(desk.raw / "SLV/2015/a.xlsx", COVER.format(country="El Salvador") + SHEET.format("Olives", "Santa Ana"))
    write_workbook(desk.raw / "MAR/2015/a.xlsx", COVER.format(country="Morocco") + SHEET.format("School of returnees", "Berkane"))
    return desk


def test_a_refresh_only_works_through_the_country_that_changed(desk):
    first = desk.run("refresh")
    assert first.returncode == 0 and TAKEN not in first.stdout, first.stdout
    write_workbook(desk.raw / "SLV/2015/a.xlsx", COVER.format(country="El Salvador") + SHEET.format("Olive trees", "Santa Ana"))
    second = desk.run("refresh")
    assert second.returncode == 0 and f"{TAKEN}MAR." in second.stdout, second.stdout
    assert desk.ask(ASKED) == [("Olive trees", "SLV"), ("School of returnees", "MAR")]
