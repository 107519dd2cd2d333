"""Several at once: refreshes, and a refresh beside a way back, an erasure, a copy to hand on. What comes of it is what comes one by one."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import command, environment, run_jmdi
from tests.faults.scene import KEPT, Scene, new_scene, offices
from warehouse.audit import read_audit
from warehouse.builds import UNFINISHED
from warehouse.erase import files_holding

pytestmark = pytest.mark.prove
PATIENCE = 900
AS_THE_DAEMON_DOES = [sys.executable, "-m", "dagster", "job", "execute", "-m", "pipelines.definitions", "-j", "nightly_refresh"]
SLOWLY = {"JMDI_FAILPOINT": "load.tables=sleep:6", "JMDI_KEEP_BUILDS": str(KEPT)}


@pytest.fixture
def scene(tmp_path_factory, tmp_path):
    return new_scene(offices(tmp_path_factory), tmp_path / "office")


def start(scene: Scene, state: str, *words: str, **more: str) -> "subprocess.Popen[str]":
    env = environment(scene.folder, scene.raw(state), JMDI_KEEP_BUILDS=str(KEPT)) | more
    return subprocess.Popen(list(words), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(*running: "subprocess.Popen[str]") -> list[str]:
    outputs = [process.communicate(timeout=PATIENCE)[0] for process in running]
    assert [process.returncode for process in running] == [0] * len(running), outputs
    return outputs


def slow_refresh(scene: Scene, state: str) -> "subprocess.Popen[str]":
    """Start a refresh and return it when it is about to write its build, where it stays for some seconds."""
    process = start(scene, state, *command("refresh", "--again"), **SLOWLY)
    end = time.monotonic() + PATIENCE
    while not list((scene.folder / "warehouse" / "builds").glob(f"{UNFINISHED}*")):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        time.sleep(0.05)
    return process


def shown_by(scene: Scene) -> list[str]:
    return [entry.action for entry in read_audit(scene.folder / "warehouse").entries]


def test_refreshes_that_begin_at_once_take_turns(scene, proved):
    home = scene.folder / "state"
    assert run_jmdi("status", folder=scene.folder).returncode in (0, 2)
    before = len(shown_by(scene))
    running = [start(scene, "after", *command("refresh", "--again")) for _ in range(2)]
    while not (home / "dagster.yaml").exists():
        time.sleep(0.1)
    running.append(start(scene, "after", *AS_THE_DAEMON_DOES, DAGSTER_HOME=str(home)))
    ended(*running)
    scene.check_recovered("after")
    assert shown_by(scene)[before:] == ["build_shown"] * 3
    proved.add("F14", "switch", 3, "I1 I2 I3 I5", told="Two commands and a run of Dagster's own at once.")


def test_a_way_back_waits_for_the_refresh_and_then_goes_back(scene, proved):
    before = scene.warehouse.current.name
    refresh = slow_refresh(scene, "after")
    back = start(scene, "after", *command("restore"))
    ended(refresh, back)
    scene.check_recovered("before")
    assert scene.warehouse.current.name == before
    assert shown_by(scene)[-2:] == ["build_shown", "build_restored"]
    proved.add("F14", "hand over", 1, "I1 I2 I5")


def test_an_erasure_waits_for_the_refresh_and_reaches_the_build_that_it_made(scene, proved):
    known = _of_morocco(scene)
    refresh = slow_refresh(scene, "before")
    erasure = start(scene, "before", *command("forget", known), JMDI_REFERENCE=str(_own_reference(scene.folder)))
    ended(refresh)
    told = erasure.communicate(timeout=PATIENCE)[0]
    assert (erasure.returncode, "another delivery has it" in told) == (2, True), told  # the build of the other state of the file
    assert files_holding(scene.warehouse.current, ["Nadia Canari-Inventée", "Karim Serin-Inventé"]) == []
    assert files_holding(scene.raw("before"), ["Nadia Canari-Inventée"]) == []
    assert shown_by(scene)[-3:] == ["build_shown", "erasure_begun", "erased"]
    scene.check_recovered("before")
    proved.add("F14", "hand over", 1, "I1 I5 I6")


def test_a_copy_is_made_of_one_build_while_the_next_is_shown_and_the_old_one_pruned(scene, tmp_path, proved):
    before = scene.warehouse.current.name
    copy = start(scene, "after", *command("export", str(tmp_path / "handed-on")), JMDI_FAILPOINT="export.recorded=sleep:1")
    refresh = start(scene, "after", *command("refresh", "--again"), JMDI_KEEP_BUILDS="1")
    ended(copy, refresh)
    scene.check_recovered("after")
    assert before in (tmp_path / "handed-on" / "export.json").read_text(encoding="utf-8")
    assert sorted(shown_by(scene)[-2:]) == ["build_shown", "exported"]
    proved.add("F14", "hand over", 1, "I1 I5")


def _of_morocco(scene: Scene) -> str:
    told = run_jmdi(
        "query", "SELECT submission_id FROM core_submissions WHERE country_code = 'MAR'", "--format", "csv", folder=scene.folder
    )
    return told.stdout.split()[-1]


def _own_reference(folder: Path) -> Path:
    """Return a folder of reference files with decisions of its own, in which an erasure is noted."""
    from tests.desk import Desk

    return Desk.set_up(folder / "desk").reference
