"""`jmdi forget`, `restore` and `export`, killed at every step: the same command ends what was begun, and the audit tells of it."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.commands import run_here
from tests.deliveries import write_workbook
from tests.desk import Desk
from tests.faults.forked import forked
from tests.faults.scene import new_scene, offices
from tests.pipelines.test_forget import CANARIES, OTHER, SUBMISSION, A, B, where
from warehouse.audit import read_audit
from warehouse.restore import check_kept

pytestmark = pytest.mark.prove
FORGET = (
    "audit.begin", "audit.written", "forget.begun", "forget.copy_written", "forget.noted", "forget.replaced", "forget.deliveries_redacted",
    "forget.file_taken_away", "forget.rows_erased", "forget.store_packed", "load.about_written", "load.about", "forget.rows_erased#2",
    "forget.builds_cleared", "forget.searched", "audit.begin#2", "audit.written#2",
)  # fmt: skip
# Once the words are gone from all that is known, and before the last search was told: only people can look any more.
TOLD_TO_PEOPLE = ("forget.rows_erased#2", "forget.builds_cleared", "forget.searched", "audit.begin#2")
RESTORE = ("restore.checked", "audit.begin", "audit.written", "restore.recorded", "switch.link_made", "switch.linked")
EXPORT = ("load.layer", "load.table#9", "load.geopackage", "load.file", "load.file#90", "audit.begin", "audit.written", "export.recorded")


@pytest.fixture(scope="module")
def personal(tmp_path_factory):
    """A desk with two deliveries that name persons, and two builds of them."""
    desk = Desk.set_up(tmp_path_factory.mktemp("forgetting") / "desk")
    write_workbook(desk.raw / "MAR" / "2015" / "a.xlsx", A)
    write_workbook(desk.raw / "MAR" / "2015" / "b.xlsx", B)
    desk.refresh()
    current = (desk.folder / "warehouse" / "current").resolve()
    shutil.copytree(current, current.with_name("20150101T000000Z-older"))
    for build in (current, current.with_name("20150101T000000Z-older")):  # a file that the next refresh makes again
        (build / "drafts").mkdir()
        (build / "drafts" / "note.txt").write_text(f"{CANARIES[0]} drafted this", encoding="utf-8")
    return desk.folder


def test_an_erasure_that_is_killed_at_any_step_is_ended_by_the_same_command(personal, tmp_path, proved):
    for number, point in enumerate(FORGET):
        desk = Desk(Path(shutil.copytree(personal, tmp_path / str(number) / "desk", symlinks=True)))
        known = desk.ask(SUBMISSION.format("a"))[0][0]
        killed = forked(lambda desk=desk, known=known: _code(desk.run("forget", known)), tmp_path, orders=f"{point}=kill")
        assert killed.is_killed, (point, killed.said)
        again = desk.run("forget", known)
        assert again.returncode == (2 if point in TOLD_TO_PEOPLE else 0), (point, again.stdout + again.stderr)
        assert ("cut short" in again.stdout) == (point in TOLD_TO_PEOPLE)
        assert where(desk, CANARIES) == [], point
        assert {name for name, _ in where(desk, OTHER)} == {"b.xlsx", "contacts.sqlite"}
        assert not list(desk.raw.rglob(".erasing-*"))
        for build in (desk.folder / "warehouse" / "builds").iterdir():
            check_kept(build)
        audit = read_audit(desk.folder / "warehouse")
        told = [entry.action for entry in audit.entries if entry.about.get("id") == known]
        assert (audit.faults, told[-1], "erasure_begun" in told) == ((), "erased", True)
        shutil.rmtree(desk.folder)
    proved.add("F1", "hand over", len(FORGET), "I1 I2 I5 I6", kills=len(FORGET), told=f"jmdi forget: {len(FORGET)} kills.")


def test_a_way_back_that_is_killed_leaves_a_whole_build_and_can_be_gone_again(tmp_path_factory, tmp_path, proved):
    scene = new_scene(offices(tmp_path_factory), tmp_path / "office")
    builds = [build.name for build in scene.warehouse.builds()]
    *_, earlier, latest = sorted(builds)  # the first build of the office is of neither state: it had no ids before it
    for point in RESTORE:
        now = scene.warehouse.current.name
        goal = earlier if now == latest else latest
        killed = forked(lambda goal=goal: _code(run_here("restore", goal, folder=scene.folder)), tmp_path, orders=f"{point}=kill")
        assert killed.is_killed, (point, killed.said)
        scene.shown()
        assert scene.warehouse.current.name == (goal if point == "switch.linked" else now)
        again = run_here("restore", goal, folder=scene.folder)
        assert again.returncode == 0, again.stdout + again.stderr
        scene.check_recovered(scene.shown())
        assert scene.warehouse.current.name == goal
    assert [build.name for build in scene.warehouse.builds()] == builds
    proved.add("F1", "hand over", len(RESTORE), "I1 I2 I5", kills=len(RESTORE), told=f"jmdi restore: {len(RESTORE)} kills.")


def test_a_copy_to_hand_on_that_is_killed_is_not_there_and_the_next_one_is_whole(tmp_path_factory, tmp_path, proved):
    scene = new_scene(offices(tmp_path_factory), tmp_path / "office")
    goal = tmp_path / "handed" / "on"
    for point in EXPORT:
        killed = forked(lambda: _code(run_here("export", str(goal), folder=scene.folder)), tmp_path, orders=f"{point}=kill")
        assert killed.is_killed, (point, killed.said)
        assert not goal.exists()
        scene.shown()
    done = run_here("export", str(goal), folder=scene.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in goal.parent.iterdir()] == ["on"]  # nothing that a dead one left stands beside it
    assert (goal / "export.json").exists()
    assert read_audit(scene.folder / "warehouse").faults == ()
    proved.add("F1", "hand over", len(EXPORT), "I1 I2 I5", kills=len(EXPORT), told=f"jmdi export: {len(EXPORT)} kills.")


def _code(done) -> int:
    sys.stdout.write(done.stdout + done.stderr)
    return done.returncode
