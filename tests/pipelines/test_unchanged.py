"""A refresh of what readers have already: it says so, and whatever differs makes a new build."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from pipelines.begun_runs import has_unfinished_run, remembering
from pipelines.unchanged import FRESH, unchanged_build
from schemas.erasures import erasures, given_up
from schemas.recipe import recipe
from schemas.reference_files import CHECKOUT
from steps.files.receive import fingerprint
from tests.commands import decisions_of
from tests.deliveries import COVER, made_from, show_made, write_workbook
from tests.desk import Desk
from warehouse.builds import UNFINISHED, Warehouse
from warehouse.manifest import read_about, write_about

SHEET = "\n## Initiatives\n| Own reference | Title | Territory |\n| N1 | Olives of the diaspora | Santa Ana |\n"
FILE = "SLV/2015/a.xlsx"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A desk whose build is of the deliveries that lie there, by the present recipe."""
    desk = Desk.set_up(tmp_path_factory.mktemp("unchanged") / "desk")
    write_workbook(desk.raw / FILE, COVER.format(country="El Salvador") + SHEET)
    warehouse = Warehouse(desk.folder / "warehouse")
    with decisions_of(desk.reference), warehouse.writing():
        show_made(made_from(desk.raw, warehouse) | {"recipe": recipe()})
    return desk


@pytest.fixture
def desk(made, tmp_path, monkeypatch):
    own = Desk(shutil.copytree(made.folder, tmp_path / "desk", symlinks=True))
    monkeypatch.setenv("JMDI_RAW", str(own.raw))
    monkeypatch.setenv("JMDI_REFERENCE", str(own.reference))
    monkeypatch.setenv("JMDI_WAREHOUSE", str(own.folder / "warehouse"))
    monkeypatch.setenv("JMDI_FILES", "")
    forget_erasures()
    yield own
    forget_erasures()


def forget_erasures():
    for kept in (given_up, erasures):  # a process reads them once
        kept.cache_clear()


def builds(desk):
    return [path.name for path in Warehouse(desk.folder / "warehouse").builds()]


def test_whether_anything_has_changed_is_told_without_what_makes_a_build():
    loads = "import sys, pipelines.unchanged; print({'dagster', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert done.stdout == "set()\n"


def test_nothing_is_built_again_unless_asked_for(desk):
    before = builds(desk)
    done = desk.run("refresh")
    assert (done.returncode, builds(desk)) == (0, before)
    assert f"Nothing has changed since {before[-1]}" in done.stdout and "--again" in done.stdout
    asked = desk.run("refresh", "--again")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert builds(desk) == [*before, builds(desk)[-1]] and len(builds(desk)) == len(before) + 1
    assert f"Nothing has changed since {builds(desk)[-1]}" in desk.run("refresh").stdout


def test_what_a_killed_writer_left_behind_is_cleared_up_all_the_same(desk):
    left = desk.folder / "warehouse" / "builds" / f"{UNFINISHED}{builds(desk)[-1]}"
    left.mkdir()
    assert unchanged_build(recipe()) == builds(desk)[-1]
    assert [path.name for path in left.parent.iterdir() if path.name.startswith(".")] == []


def edited(desk):
    write_workbook(desk.raw / FILE, COVER.format(country="El Salvador") + SHEET.replace("Olives", "Olive trees"))


def renamed(desk):
    (desk.raw / FILE).rename(desk.raw / "SLV" / "2015" / "b.xlsx")


def one_more(desk):
    shutil.copy(desk.raw / FILE, desk.raw / "SLV" / "2015" / "c.xlsx")


def taken_away(desk):
    (desk.raw / FILE).unlink()


def of_no_country(desk):
    (desk.raw / "notes.txt").write_text("of no country")


def decided(desk):
    choices = desk.reference / "decisions" / "place_choices.csv"
    choices.write_text(choices.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def another_reference(desk):
    path = desk.reference / "currency_rates.csv"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(text + "\n", encoding="utf-8")


def damaged(desk):
    page = next((desk.folder / "warehouse" / "current").glob("*.html"))
    page.write_bytes(page.read_bytes()[:-1])


def lost(desk):
    (desk.folder / "warehouse" / "current").unlink()


def shared_elsewhere(desk):
    """Decisions may lie in a folder that several offices share; one of them writes."""
    decisions = desk.reference / "decisions"
    decisions.rename(desk.folder / "shared")
    decisions.symlink_to(desk.folder / "shared")
    decided(desk)


def a_run_that_failed(desk):
    warehouse = Warehouse(desk.folder / "warehouse")
    with warehouse.writing(), remembering(warehouse):
        pass  # it showed no build


def gone_back(desk):
    warehouse = Warehouse(desk.folder / "warehouse")
    newest = warehouse.current.with_name("99991231T000000Z-later")
    shutil.copytree(warehouse.current, newest)


def of_yesterday(desk):
    tell(desk, made_at=(datetime.now(UTC) - FRESH).isoformat())


def refused_when_it_was_read(desk):
    about = read_about(Warehouse(desk.folder / "warehouse").current)
    tell(desk, inputs=[one | {"outcome_code": "refused"} for one in about["inputs"]])


def erased_and_brought_back(desk):
    received = fingerprint(desk.raw / FILE)
    decisions = desk.reference / "decisions" / "erasures.csv"
    header = decisions.read_text(encoding="utf-8").splitlines()[0]
    row = {"erased_hash": "0" * 64, "received_hash": received, "submission_id": "SLV-2015-0"}
    line = ",".join(row.get(name, "x") for name in header.split(","))
    decisions.write_text(f"{header}\n{line}\n", encoding="utf-8")
    tell(desk, recipe=recipe())  # as if the build had been made after the erasure


def in_a_database(desk):
    os.environ["JMDI_WAREHOUSE"] = "postgresql://nobody@127.0.0.1:1/mapping"
    os.environ["JMDI_FILES"] = str(desk.folder / "warehouse")


def tell(desk, **changed):
    """Let the current build tell something else of itself, and be whole."""
    build = Warehouse(desk.folder / "warehouse").current
    about = read_about(build)
    write_about(build, {name: value for name, value in about.items() if name not in ("files", "own_hash")} | changed)


CHANGES = (
    edited, renamed, one_more, taken_away, of_no_country, decided, another_reference, shared_elsewhere, damaged, lost, gone_back,
    a_run_that_failed, of_yesterday, refused_when_it_was_read, erased_and_brought_back, in_a_database,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_differs_makes_a_new_build(desk, change):
    assert unchanged_build(recipe()) == builds(desk)[-1]
    change(desk)
    forget_erasures()
    assert unchanged_build(recipe()) is None


def test_a_run_that_shows_a_build_leaves_no_mark(desk):
    a_run_that_failed(desk)
    warehouse = Warehouse(desk.folder / "warehouse")
    with warehouse.writing(), remembering(warehouse):
        gone_back(desk)
        warehouse.switch_to(warehouse.builds()[-1])
    assert not has_unfinished_run(warehouse)


def test_a_reference_file_that_cannot_be_read_is_left_to_those_who_need_it(desk, monkeypatch):
    monkeypatch.setattr("schemas.recipe._files", lambda: [("reference/gone.csv", desk.reference / "gone.csv")])
    assert unchanged_build(recipe()) is None
