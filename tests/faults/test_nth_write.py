"""The n-th write fails, for n from the first to the last: a refused write is one sentence, and readers keep what they have."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.refresh import run_refresh
from schemas.errors import ProductError
from schemas.recipe import recipe
from schemas.workers import ONE_PROCESS
from tests.commands import environment
from tests.faults.failing_writes import Writes, watch
from tests.faults.forked import Ended, forked
from tests.faults.scene import STATES, Scene, made_once, new_scene, offices, rounds
from warehouse.builds import UNFINISHED

pytestmark = pytest.mark.prove
EACH = 25  # besides the first and last write of each line of the code, every so many of all
THROUGH_DAGSTER = 8
REFUSED = "Refused: "


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return offices(tmp_path_factory)


def test_whichever_write_of_a_build_fails_it_is_told_in_a_sentence_and_nothing_is_shown(base, tmp_path, proved):
    scene = new_scene(base, tmp_path / "office")
    whole = _write(scene, base, tmp_path, 0)
    assert whole.code == 0, whole.said
    chosen = _chosen((tmp_path / "writes").read_text().splitlines())
    struck = 0
    for number in chosen:
        before, state = _states(scene)
        ended = _write(scene, base, tmp_path, number)
        place = _place(tmp_path, number)
        struck += bool(place)
        _check(scene, ended, before, state, f"write {number}: {place}")
    again = forked(lambda: scene.write(made_once(base, _states(scene)[1])), tmp_path)
    assert again.code == 0, again.said
    scene.check_recovered(scene.shown())
    proved.add("F6", "load", struck, "I1 I2 I4 I5", told=f"{struck} of the writes of a build, each line of the code among them.")


def test_whichever_write_of_a_whole_refresh_fails_the_command_says_so_and_exits_with_1(base, tmp_path, proved):
    scene = new_scene(base, tmp_path / "office")
    assert _refresh(scene, tmp_path, 0).code == 0
    writes = len((tmp_path / "writes").read_text().splitlines())
    times = rounds(THROUGH_DAGSTER)
    for number in range(1, writes, writes // times):
        before, state = _states(scene)
        ended = _refresh(scene, tmp_path, number)
        _check(scene, ended, before, state, f"write {number}: {_place(tmp_path, number)}")
    proved.add(
        "F6", "operate", times, "I1 I4 I5", told=f"{times} of {writes} writes of a refresh through Dagster, its own state among them."
    )


def _states(scene: Scene) -> tuple[str, str]:
    """Return the state that readers have, and the one that comes next."""
    shown = scene.shown()
    return shown, STATES[1 - STATES.index(shown)]


def _write(scene: Scene, base: Path, scratch: Path, failing: int) -> Ended:
    made = made_once(base, _states(scene)[1])
    return forked(lambda: _refusing(lambda: scene.write(made), scratch, failing), scratch)


def _refresh(scene: Scene, scratch: Path, failing: int) -> Ended:
    own = environment(scene.folder, scene.raw(_states(scene)[1]), JMDI_KEEP_BUILDS="3")

    def run() -> int:
        os.environ.update(own)
        return run_refresh(made_by=recipe(), workers=ONE_PROCESS)

    return forked(lambda: _refusing(run, scratch, failing), scratch)


def _refusing(work: Callable[[], int | None], scratch: Path, failing: int) -> int:
    """Do the work while a write fails, as the command does: the product's own errors become a sentence and exit code 1."""
    watch(Writes(scratch / "writes", failing))
    try:
        return work() or 0
    except ProductError as fault:
        os.write(1, f"{REFUSED}{fault}\n".encode())
        return 1


def _chosen(places: list[str]) -> list[int]:
    """Return the numbers of the writes that are to fail."""
    first = {place: number for number, place in reversed(list(enumerate(places, start=1)))}
    last = {place: number for number, place in enumerate(places, start=1)}
    chosen = sorted({*first.values(), *last.values(), *range(1, len(places), EACH)})
    return chosen[:: max(1, len(chosen) // rounds(len(chosen)))]


def _place(scratch: Path, number: int) -> str:
    """Return where in the code a write stands; nothing when this build made fewer writes than the one that was counted."""
    return "".join((scratch / "writes").read_text().splitlines()[number - 1 :][:1])


def _check(scene: Scene, ended: Ended, before: str, state: str, told: str) -> None:
    shown = scene.shown()
    if ended.code == 0:  # what is only tidied up may fail: the new build is shown
        assert shown == state, f"{told}\n{ended.said}"
        return
    assert ended.code == 1, f"{told}\n{ended.said}"
    assert "Traceback" not in ended.said, f"{told}\n{ended.said}"
    assert "a fault of this program" not in ended.said, f"{told}\n{ended.said}"
    assert shown == before or "Readers have the new build all the same" in ended.said, f"{told}\n{ended.said}"
    builds = scene.folder / "warehouse" / "builds"
    assert not list(builds.glob(f"{UNFINISHED}*")), told
    assert not (scene.folder / "warehouse" / ".current-next").is_symlink(), told
