"""The same deliveries give the same tables by every engine, whatever is killed on the way, and nothing is shown that must not be."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.scale_out import table_hashes
from tests.commands import command, environment
from tests.deliveries import COVER, write_workbook
from warehouse.audit import BUILD_RESTORED, record

pytestmark = pytest.mark.prove
PATIENCE = 1800.0  # seconds until a test gives up
BEGUN = 12  # steps that are done when something is killed
TITLES = ("Homes for returnees", "Seeds of the diaspora", "Night school for migrants", "Clean wells", "A market of many tongues")
DELIVERY = """
## Initiatives
| Own reference | Title | Start date |
{initiatives}
## Locations
| Initiative | Place |
{locations}
"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Deliveries of two countries, five initiatives each."""
    folder = tmp_path_factory.mktemp("deliveries") / "raw"
    for code, country, place in (("MAR", "Morocco", "Rabat"), ("SEN", "Senegal", "Dakar")):
        initiatives = "\n".join(f"| I{number} | {title} | 0{number}/2014 |" for number, title in enumerate(TITLES, start=1))
        locations = "\n".join(f"| I{number} | {place} |" for number in range(1, len(TITLES) + 1))
        text = COVER.format(country=country) + DELIVERY.format(initiatives=initiatives, locations=locations)
        write_workbook(folder / code / "2015" / "survey.xlsx", text)
    return folder


@pytest.fixture(scope="module")
def expected(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tables as one process makes them."""
    folder = tmp_path_factory.mktemp("alone")
    done = refreshed(folder, raw)
    assert done.returncode == 0, done.stdout + done.stderr
    return table_hashes(folder / "warehouse")


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """A Redis of our own, without a file."""
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed (Debian: redis-server)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def refreshed(folder: Path, raw: Path, **told: str) -> subprocess.CompletedProcess[str]:
    """Run a refresh to its end and return what it printed."""
    asked = environment(folder, raw, **told)
    return subprocess.run(command("refresh"), env=asked, capture_output=True, text=True, timeout=PATIENCE, check=False)


@contextmanager
def workers(count: int, folder: Path, raw: Path, broker: str, **more: str) -> Iterator[tuple[dict[str, str], list[subprocess.Popen[str]]]]:
    """Start workers, each with a group of processes of its own; yield the settings of a refresh that uses them, and the workers."""
    told = {"JMDI_EXECUTOR": "celery", "JMDI_CELERY_BROKER": broker, **more}
    logs = [(folder / f"worker{number}.log").open("w") for number in range(count)]
    started = [
        subprocess.Popen(command("worker"), env=environment(folder, raw, **told), text=True, start_new_session=True, stdout=log, stderr=log)
        for log in logs
    ]
    try:
        yield told, started
    finally:
        for one, log in zip(started, logs, strict=True):
            kill_group(one)
            log.close()


def kill_group(process: "subprocess.Popen[str]") -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def kill_step(worker: "subprocess.Popen[str]") -> None:
    """Kill the process in which a worker runs a step, and not the worker."""
    children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
    wait_for(lambda: bool(children.read_text()))
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)


@contextmanager
def refreshing(folder: Path, raw: Path, **told: str) -> Iterator["subprocess.Popen[str]"]:
    """Start a refresh and yield it when some steps are done."""
    earlier = set(runs(folder))
    begun = subprocess.Popen(
        command("refresh"),
        env=environment(folder, raw, **told),
        text=True,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(lambda: begun.poll() is not None or any(len(list(run.iterdir())) > BEGUN for run in {*runs(folder)} - earlier))
        assert begun.poll() is None, begun.communicate()[0]
        yield begun
    finally:
        kill_group(begun)


def wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "nothing came of it"
        time.sleep(0.2)


def outcome(begun: "subprocess.Popen[str]") -> subprocess.CompletedProcess[str]:
    printed, _ = begun.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(begun.args, begun.returncode, printed, "")


def runs(folder: Path) -> list[Path]:
    """The folders of what waits between steps."""
    return [one for one in (folder / "state" / "intermediates").glob("*") if one.is_dir()]


def test_several_processes_make_the_tables_that_one_makes_also_after_a_killed_run(
    raw: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    told = {"JMDI_EXECUTOR": "multiprocess"}
    with killed_run(tmp_path, raw, **told):
        assert_built(refreshed(tmp_path, raw, **told), tmp_path, expected)


def test_two_workers_make_the_tables_that_one_process_makes_whoever_is_killed_and_heed_its_checks(
    raw: Path, expected: dict[str, str], broker: str, tmp_path: Path
) -> None:
    own = tmp_path / "raw"
    shutil.copytree(raw, own)
    with workers(3, tmp_path, own, broker, JMDI_STEP_SECONDS="20") as (told, started):
        with killed_run(tmp_path, own, **told), refreshing(tmp_path, own, **told) as begun:
            kill_group(started[0])
            kill_step(started[1])
            assert_built(outcome(begun), tmp_path, expected)
        current = (tmp_path / "warehouse" / "current").resolve()
        shutil.rmtree(own / "SEN")
        refused = refreshed(tmp_path, own, **told)
    assert refused.returncode == 1
    assert "SEN" in refused.stdout + refused.stderr
    assert (tmp_path / "warehouse" / "current").resolve() == current
    assert runs(tmp_path) == []


def test_a_run_that_was_overtaken_says_so_and_shows_nothing(raw: Path, tmp_path: Path) -> None:
    with refreshing(tmp_path, raw, JMDI_EXECUTOR="multiprocess") as begun:
        (tmp_path / "warehouse").mkdir(exist_ok=True)
        record(tmp_path / "warehouse", BUILD_RESTORED, "another", {})
        done = outcome(begun)
    assert done.returncode == 1
    assert "since this refresh began" in " ".join(done.stdout.split())
    assert not (tmp_path / "warehouse" / "current").exists()


@contextmanager
def killed_run(folder: Path, raw: Path, **told: str) -> Iterator[None]:
    """Kill the process of a run alone when some steps are done: what it started is left meanwhile, and must show nothing."""
    with refreshing(folder, raw, **told) as begun:
        os.kill(begun.pid, signal.SIGKILL)
        yield


def assert_built(done: "subprocess.CompletedProcess[str]", folder: Path, expected: dict[str, str]) -> None:
    """The first build is there, it is the one that is expected, and nothing is left of what waited."""
    assert done.returncode == 0, done.stdout + done.stderr
    assert table_hashes(folder / "warehouse") == expected
    assert len(list((folder / "warehouse" / "builds").iterdir())) == 1
    assert runs(folder) == []
