"""`kill -9` at every point of a refresh, and between them: readers keep a whole build, and the next refresh gives what it always gives.

Most tries fork this process, which has made all tables of both states of the deliveries: a stage of tables is made anew by the child, from
the tables before it, so that a try takes a second. Every eighth recovery makes everything from the files on. `WHOLE` kills whole commands.
"""

import os
import random
import signal
import subprocess
import time
from collections import Counter, defaultdict
from itertools import count, cycle
from pathlib import Path

import pytest

from assets.every_asset import ASSETS
from assets.publications import FILES_OF_A_BUILD
from tests.commands import command, environment, run_jmdi
from tests.deliveries import make_checked, outside, show_made
from tests.faults.forked import Ended, forked
from tests.faults.scene import STATES, Scene, made_once, new_scene, offices, rounds

pytestmark = pytest.mark.prove
KILLS = {"ingest": 40, "validate": 60, "geocode": 40, "resolve": 60, "publish": 60, "load": 170, "switch": 60, "prune": 30}
OF_PLACES = ("core_places", "core_place_", "clean_place_", "clean_located_places", "core_initiative_places", "core_gazetteer_sources")
OF_MODULES = {"raw": "ingest", "clean": "validate", "actors": "resolve", "identity": "resolve", "pair_decisions": "resolve"}
# The points of what is made of the tables; a number is one of many passings.
WRITTEN = {
    "load": (
        "load.begin", "load.layer", "load.layer#4", "load.table", "load.table#30", "load.table#60", "load.tables", "load.geopackage",
        "load.file", "load.file#6", "load.file#60", "load.contacts", "load.file#150", "load.about_written", "load.about", "load.end",
    ),
    "switch": ("switch.synced", "audit.begin", "audit.written", "switch.recorded", "switch.renamed", "switch.link_made", "switch.linked"),
    "prune": ("prune.renamed", "prune.removed"),
}  # fmt: skip
CHECKED = "I1 I2 I3 I5"
FULL_EACH = 8
WHOLE = (
    "handed_on.raw_rows_mar", "handed_on.clean_rows", "handed_on.clean_located_places", "handed_on.clean_initiative_identities",
    "handed_on.files#3", "load.table#40", "switch.renamed", "prune.renamed",
)  # fmt: skip


def stage_of_asset(name: str, module: str) -> str:
    """Return the stage in which an asset is made."""
    return "geocode" if name.startswith(OF_PLACES) else OF_MODULES.get(module.rpartition(".")[2], "publish")


def _assets() -> dict[str, list[str]]:
    stages = defaultdict(list)
    for one in ASSETS:
        for key in one.keys:
            name = key.to_user_string()
            if name not in ("mapping_warehouse", "build_identity"):
                stages[stage_of_asset(name, one.op.compute_fn.decorated_fn.__module__)].append(name)
    return stages


MADE_IN = _assets()
STAGE_OF = {name: stage for stage, names in MADE_IN.items() for name in names}


def stage_of_point(point: str, stage: str) -> str:
    """Return the stage that a process was in when it had passed a point; `stage` is where it began, which a point of files tells not."""
    step, _, name = point.partition(".")
    if step == "handed_on":
        return STAGE_OF.get(name, "publish")
    return "switch" if step == "audit" else step or stage


def points(stage: str) -> list[str]:
    """Return the points of a stage at which to kill."""
    if stage in WRITTEN:
        return list(WRITTEN[stage])
    files = [f"handed_on.files#{number}" for number in range(1, len(FILES_OF_A_BUILD))] if stage == "publish" else []
    return [f"handed_on.{name}" for name in MADE_IN[stage] if name not in FILES_OF_A_BUILD] + files


def run_stage(scene: Scene, base: Path, stage: str, state: str) -> None:
    """Make what a stage makes, from what was made before it, then the build."""
    made = made_once(base, state)
    if stage in WRITTEN:
        scene.write(made)
        return
    warehouse = scene.warehouse
    with warehouse.writing():
        again = {name: value for name, value in made.items() if STAGE_OF.get(name) != stage and name != "build_identity"}
        again |= outside(scene.raw(state), warehouse)
        make_checked(MADE_IN[stage], again)
        show_made(again)


def recover(scene: Scene, base: Path, state: str, number: int, scratch: Path) -> float:
    """Refresh as the next night does, check what came of it, and return the seconds that it took."""
    made = made_once(base, state)
    done = forked(lambda: scene.refresh(state) if number % FULL_EACH == 0 else scene.write(made), scratch)
    assert done.code == 0, done.said
    scene.check_recovered(state)
    return done.seconds


def kill_once(scene: Scene, base: Path, stage: str, state: str, orders: str, moment: float | None, scratch: Path) -> Ended:
    """Kill a refresh that brings a state, and check that readers have the build before or the new one, whole."""
    before = scene.shown()
    ended = forked(lambda: run_stage(scene, base, stage, state), scratch, orders=orders, kill_after=moment)
    assert ended.is_killed or (moment is not None and ended.code == 0), ended.said
    shown = scene.shown()
    assert shown in (before, state)
    assert shown == before or stage_of_point(ended.last_point, stage) in ("switch", "prune"), ended.last_point
    return ended


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return offices(tmp_path_factory)


@pytest.mark.parametrize("stage", KILLS)
def test_a_kill_in_a_stage_changes_nothing_for_readers_and_the_next_refresh_makes_it_good(base, tmp_path, proved, stage):
    wanted = rounds(KILLS[stage])
    scene = new_scene(base, tmp_path / "office")
    whole = forked(lambda: run_stage(scene, base, stage, "after"), tmp_path)
    written = forked(lambda: scene.write(made_once(base, "before")), tmp_path)
    assert (whole.code, written.code) == (0, 0), whole.said + written.said
    longest = written.seconds if stage in WRITTEN else max(whole.seconds - written.seconds, 0.2)
    chance = random.Random(f"{stage} 2015")
    exact = cycle(points(stage))
    kills: Counter[str] = Counter()
    seconds: dict[str, list[float]] = defaultdict(list)
    for number in count():
        state = STATES[1 - STATES.index(scene.shown())]
        is_exact = number % 3 != 2 or stage in ("switch", "prune")
        orders, moment = (f"{next(exact)}=kill", None) if is_exact else ("", chance.uniform(0, longest))
        ended = kill_once(scene, base, stage, state, orders, moment, tmp_path)
        took = recover(scene, base, state, number, tmp_path)
        if ended.is_killed:
            struck = stage if is_exact else stage_of_point(ended.last_point, stage)
            kills[struck] += 1
            seconds[struck].append(took)
        if kills[stage] >= wanted:
            break
    for struck, times in kills.items():
        proved.add("F1", struck, times, CHECKED, kills=times, recovery_seconds=seconds[struck])


@pytest.mark.parametrize("order", WHOLE)
def test_a_killed_command_leaves_no_process_and_the_next_command_succeeds(base, tmp_path, proved, order):
    scene = new_scene(base, tmp_path / "office")
    chance = random.Random(f"{order} 2015")
    settings = {"JMDI_KEEP_BUILDS": "3"}
    kills = 0
    for moment in [None, chance.uniform(1, 5), chance.uniform(5, 20)][: rounds(3)]:
        more = settings | ({"JMDI_FAILPOINT": f"{order}=kill"} if moment is None else {})
        env = environment(scene.folder, scene.raw("after"), **more)
        process = subprocess.Popen(
            command("refresh", "--again"), env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if moment is not None:
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        code = process.wait(timeout=900)
        assert code == -signal.SIGKILL if moment is None else code in (0, -signal.SIGKILL)
        kills += code != 0
        _nobody_writes_any_more(process.pid, scene.folder)
        assert scene.shown() in STATES
    began = time.monotonic()
    done = run_jmdi("refresh", "--again", folder=scene.folder, raw=scene.raw("after"), **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    took = time.monotonic() - began
    scene.check_recovered("after")
    stage = stage_of_point(order.partition("#")[0], "publish")
    proved.add("F2", stage, kills, "I1 I2 I3 I5", kills=kills, recovery_seconds=[took])


def _nobody_writes_any_more(group: int, folder: Path) -> None:
    """Check that what a killed command had started is gone, and with it all writing."""
    end = time.monotonic() + 60
    while True:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            break
        assert time.monotonic() < end, "a process that the killed command had started is still there"
        time.sleep(0.1)
    marks = _marks(folder)
    time.sleep(1.5)
    assert _marks(folder) == marks


def _marks(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*")}
