"""A refresh of what readers have already: it says so, and whatever differs makes a new build."""

import shutil

import pytest

from pipelines.unchanged import unchanged_build
from schemas.recipe import recipe
from tests.commands import decisions_of
from tests.deliveries import COVER, made_from, show_made, write_workbook
from tests.desk import Desk
from warehouse.builds import UNFINISHED, Warehouse

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
    return own


def builds(desk):
    return [path.name for path in Warehouse(desk.folder / "warehouse").builds()]


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
    assert unchanged_build() == builds(desk)[-1]
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


CHANGES = (edited, renamed, one_more, taken_away, of_no_country, decided, another_reference, damaged, lost)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whatever_differs_makes_a_new_build(desk, change):
    assert unchanged_build() == builds(desk)[-1]
    change(desk)
    assert unchanged_build() is None
