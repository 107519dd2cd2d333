"""`jmdi doctor`: everything that is broken here is found; what can be mended without a doubt is, and the rest is left with what to do."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from pipelines.operation.doctor import examine
from pipelines.operation.health import HealthUnknown
from pipelines.operation.look import look
from pipelines.operation.processes import OURS, process, started_for
from pipelines.operation.runs import PROCESS_TAG
from pipelines.settings import settings
from tests.commands import run_here
from tests.warehouse.conftest import world
from tests.warehouse_file import write_warehouse_file
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.manifest import write_about

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def built(own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a warehouse with a build, both well."""
    monkeypatch.setenv("JMDI_MIN_FREE_MB", "0")
    write_warehouse_file(tmp_path / GEOPACKAGE, world())
    warehouse = Warehouse(tmp_path / "warehouse")
    with warehouse.writing(), warehouse.new_build("a") as folder:
        shutil.copy(tmp_path / GEOPACKAGE, folder / GEOPACKAGE)
        (folder / "restricted").mkdir(mode=0o700)
        write_about(folder, {"files_of_no_country": [], "made_at": "2024-02-29T02:00:00+00:00"})
    return tmp_path


def store_unfinished_run(tag: str) -> str:
    """Store a run that began in the process of the tag and never ended."""
    job = dg.JobDefinition(name="nightly_refresh", graph_def=dg.GraphDefinition(name="nightly_refresh"))
    with dg.DagsterInstance.get() as instance:
        return instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED, tags={PROCESS_TAG: tag}).run_id


def process_that_ended() -> str:
    told = "from pipelines.operation.processes import here; print(here())"
    return subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.strip()


def test_what_a_killed_refresh_and_a_killed_up_leave_is_found_and_mended(built: Path):
    assert run_here("doctor", folder=built).stdout.strip() == "All is well."
    run_id = store_unfinished_run(process_that_ended())
    orphan = subprocess.Popen(SLEEP, env=os.environ | {OURS: str(built / "state")}, start_new_session=True)
    stranger = subprocess.Popen(SLEEP, env=os.environ | {OURS: str(built / "another-state")}, start_new_session=True)
    try:
        warehouse = built / "warehouse"
        (warehouse / "builds" / ".unfinished-b").mkdir()
        (warehouse / ".current-next").symlink_to("builds/b")
        (built / "state").chmod(0o755)
        (warehouse / "builds" / "a" / "restricted").chmod(0o755)
        with (warehouse / "audit.jsonl").open("ab") as audit:
            audit.write(b'{"torn')
        found = run_here("doctor", "--json", folder=built)
        assert found.returncode == 2
        told = "\n".join(one["found"] for one in json.loads(found.stdout))
        for words in ("1 processes are left", "is open to other accounts", f"stuck, since their processes are gone: {run_id}", "is torn"):
            assert words in told
        assert ("2 files or folders are left of a refresh" in told, "restricted holds what is closed to others" in told) == (True, True)
        run_here("doctor", "--mend", folder=built)
        left = json.loads(run_here("doctor", "--json", folder=built).stdout)
        assert [("is torn" in one["found"], one["then"]) for one in left] == [(True, "Nothing is to be done.")]
        assert orphan.wait(timeout=60) < 0
        assert stranger.poll() is None
        assert stat.S_IMODE((warehouse / "builds" / "a" / "restricted").stat().st_mode) == 0o700
        assert (warehouse / "current" / GEOPACKAGE).exists()
    finally:
        for one in (orphan, stranger):
            one.kill()
            one.wait()


def test_what_a_person_has_to_decide_is_left_with_what_to_do(built: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("JMDI_MIN_FREE_MB", "999999999")
    (built / "warehouse" / "current").unlink()
    told = {one.what: one.to_do for one in examine(settings())}
    assert any("leads to no build" in what and "`jmdi restore`" in what for what in told)
    assert any("MB are free" in what and "Make room" in to_do for what, to_do in told.items())
    monkeypatch.setattr("os.getuid", lambda: 12345)
    with pytest.raises(HealthUnknown, match="belongs to the account with number"):
        examine(settings())


def test_what_a_refresh_at_work_has_made_so_far_is_no_leftover(built: Path):
    warehouse = Warehouse(built / "warehouse")
    with warehouse.writing():
        (built / "warehouse" / "builds" / ".unfinished-b").mkdir()
        assert run_here("doctor", folder=built).stdout.strip() == "All is well."


def test_a_look_tells_a_monitor_that_reads_files_and_ends_a_stuck_run(built: Path):
    store_unfinished_run(process_that_ended())
    look(settings(), is_thorough=True)
    file = built / "warehouse" / "status.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["build"], told["operation"]["stuck"], stat.S_IMODE(file.stat().st_mode)) == ("a", [], 0o644)
    assert told["written_at"]
    damaged = built / "warehouse" / "current" / GEOPACKAGE
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes() + b"x")
    codes = []
    for is_thorough in (True, False):  # a quick look reads no files, and tells on what the thorough one found
        look(settings(), is_thorough=is_thorough)
        told = json.loads(file.read_text(encoding="utf-8"))
        codes.append((told["exit_code"], "damaged" in told["damage_text"]))
    assert codes == [(1, True), (1, True)]


def test_processes_of_a_home_are_known_by_their_environment_and_their_beginning(tmp_path: Path):
    one = subprocess.Popen(SLEEP, env=os.environ | {OURS: str(tmp_path)}, start_new_session=True)
    try:
        known = process(one.pid)
        assert started_for(tmp_path) == [known]
        assert known.is_alive
    finally:
        one.kill()
        one.wait()
    assert (known.is_alive, started_for(tmp_path)) == (False, [])


def test_a_file_of_recipients_that_tells_nobody_or_everybody_is_found(built: Path):
    alerts = built / "alerts.toml"
    told = run_here("doctor", folder=built, JMDI_ALERTS=str(alerts))
    assert (told.returncode, "Nobody is told of troubles. JMDI_ALERTS names" in told.stdout) == (2, True)
    alerts.write_text('[[recipients]]\nname = "duty-room"\nwebhook = "http://127.0.0.1/a"\ngets = ["operation"]\n', encoding="utf-8")
    alerts.chmod(0o644)
    assert run_here("doctor", "--mend", folder=built, JMDI_ALERTS=str(alerts)).returncode == 2
    assert stat.S_IMODE(alerts.stat().st_mode) == 0o640
    assert run_here("doctor", folder=built, JMDI_ALERTS=str(alerts)).returncode == 0
