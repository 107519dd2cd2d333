"""Two hundred nights: what runs for long and what is kept stay of one size.

The builds are made as in production by a fresh process each, forked here; deliveries change every fourth night. What lives
on between nights (daemon, pages, code server) is watched through runs that it launches and pages that it answers, as many as time allows.
"""

import os
import re
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest

from pipelines.operation.event_log import MOST_OPEN
from pipelines.operation.processes import resident_bytes
from tests.deliveries import COVER, write_workbook
from tests.faults.forked import forked
from tests.faults.scene import STATES, made_once, new_scene, offices, rounds
from tests.serving import Serving, serving
from warehouse.audit import AUDIT

pytestmark = pytest.mark.prove
NIGHTS = 200
SETTLED = 8  # nights after which as many builds are kept as ever
RUNS = 20
KEPT_RUNS = 3
PAGES = 200
QUESTION = "{ runsOrError(limit: 20) { ... on Runs { results { id status startTime } } } }"
MOST_GROWTH = 1.05
MB = 2**20


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return offices(tmp_path_factory)


def test_two_hundred_nights_leave_disk_memory_and_handles_as_they_were(base, tmp_path, proved, monkeypatch):
    nights = max(rounds(NIGHTS), SETTLED + 4)
    scene = new_scene(base, tmp_path / "office")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    own_handles, sizes, told = _handles(os.getpid()), [], []
    for night in range(nights):
        state = STATES[night // 4 % 2]
        done = forked(lambda state=state: _night(scene, base, state), tmp_path)
        assert done.code == 0, done.said
        assert list((tmp_path / "tmp").iterdir()) == []
        told.append(tuple(map(int, re.findall(r"\d+", done.said.splitlines()[-1]))))
        sizes.append(_size(scene.folder / "warehouse") - (scene.folder / "warehouse" / AUDIT).stat().st_size)
    scene.check_recovered(scene.shown())
    assert max(sizes[SETTLED:]) <= min(sizes[SETTLED:]) * MOST_GROWTH
    assert len({handles for handles, _ in told}) == 1
    assert max(memory for _, memory in told[-4:]) <= max(memory for _, memory in told[:SETTLED]) * MOST_GROWTH
    assert _handles(os.getpid()) == own_handles
    proved.add(
        "F24", "load", nights, "I1 I2 I5",
        told=f"{nights} nights: a warehouse of {sizes[SETTLED] / MB:.1f} MB in night {SETTLED} and of {sizes[-1] / MB:.1f} MB in the last; "
        f"{told[0][0]} handles in the first night's process and {told[-1][0]} in the last's; its memory {told[SETTLED][1] / MB:.0f} and "
        f"{told[-1][1] / MB:.0f} MB; no temporary file; the audit grew by {_audit_of_a_night(scene.folder):.0f} bytes a night.",
    )  # fmt: skip


def test_what_runs_on_between_nights_neither_grows_nor_keeps_more(base, tmp_path, proved):
    scene = new_scene(base, tmp_path / "office")
    write_workbook(scene.raw("after") / "CRI" / "2015" / "c.xlsx", COVER.format(country="Costa Rica"))  # what the runs check
    runs = max(rounds(RUNS), MOST_OPEN + 4)
    with serving(scene.folder, scene.raw("after"), JMDI_KEEP_RUNS=str(KEPT_RUNS), JMDI_ON_ARRIVAL="off") as up:
        marks, disks = [], []
        for _ in range(runs):
            assert up.ended(up.launch("check_country")) == "SUCCESS"
            for _ in range(PAGES // runs):
                up.ask(QUESTION)
            marks.append(_of_services(up))
            disks.append(_size(up.home))
    first, last = marks[MOST_OPEN], marks[-1]  # until then files of one more run are kept open after each
    for name in first:
        assert last[name][0] <= first[name][0] + 3, (name, [one[name] for one in marks])  # a run that is being launched holds two or three
        assert last[name][1] <= first[name][1] * 1.15, (name, [one[name] for one in marks])
    assert max(after - before for before, after in pairwise(disks[-3:])) <= disks[-1] * 0.25, disks
    services = ", ".join(f"{name} {first[name][1] / MB:.0f} → {last[name][1] / MB:.0f} MB" for name in first)
    proved.add(
        "F24", "operate", runs, "I5",
        told=f"{runs} runs launched by the daemon's queue and {PAGES // runs * runs} questions to the pages, {KEPT_RUNS} runs kept: memory "
        f"{services}; handles {sum(one[0] for one in first.values())} → {sum(one[0] for one in last.values())}; Dagster's state "
        f"{disks[1] / MB:.1f} → {disks[-1] / MB:.1f} MB.",
    )  # fmt: skip


def _night(scene, base: Path, state: str) -> int:
    scene.write(made_once(base, state))
    os.write(1, f"{_handles(os.getpid())} handles, {resident_bytes(os.getpid())} bytes\n".encode())
    return 0


def _of_services(up: Serving) -> dict[str, tuple[int, int]]:
    """Return open handles and resident bytes of each service."""
    return {name: (_handles(pid), resident_bytes(pid)) for name, pid in sorted(up.services.items())}


def _handles(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def _audit_of_a_night(folder: Path) -> float:
    lines = (folder / "warehouse" / AUDIT).read_bytes().splitlines(keepends=True)
    return sum(map(len, lines[-10:])) / 10
