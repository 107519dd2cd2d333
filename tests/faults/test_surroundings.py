"""F22, F23: odd paths, closed folders, no home, masks of rights, no network."""

import os
import re
import shutil
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.commands import command, environment
from tests.faults.conftest import ACCEPTED, LIKE_ANYBODY, deliver
from tests.faults.invariants import assert_accounted, assert_nothing_left, assert_told, assert_whole, rows
from warehouse.builds import Warehouse

pytestmark = pytest.mark.prove
NAME = "año 2015 नेपाल (it's)"


def run(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), raw: Path | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """Run jmdi where there is no home, no language, and whatever stands before the command."""
    env = {name: value for name, value in environment(folder, raw, **more).items() if name not in ("HOME", "LANG", "LC_ALL", "USER")}
    return subprocess.run([*before, *command(*arguments)], env=env, cwd="/", capture_output=True, text=True, check=False, timeout=1200)


def test_any_path_any_mask_no_home(tmp_path, proved):
    real = deliver(tmp_path / "shares" / unicodedata.normalize("NFD", NAME))
    desk = tmp_path / NAME
    (tmp_path / "disk").mkdir()
    desk.mkdir()
    (desk / "raw").symlink_to(real)
    (desk / "warehouse").symlink_to(tmp_path / "disk")
    marks = []
    for mask in ("077", "000"):
        done = run(desk, "refresh", "--again", before=("bash", "-c", f'umask {mask}; exec "$0" "$@"'), raw=desk / "raw")
        assert done.returncode == 0, done.stdout + done.stderr
        warehouse = Warehouse(desk / "warehouse")
        assert_whole(warehouse.folder)
        assert_accounted(warehouse.folder, ACCEPTED)
        marks.append(rows(warehouse.folder))
        private = [
            warehouse.current / "restricted",
            *(warehouse.current / "restricted").iterdir(),
            desk / "state",
            tmp_path / "disk/audit.jsonl",
        ]
        assert [path for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert marks[0] == marks[1]
    assert_nothing_left(tmp_path / "disk")
    proved.add("F22", "publish", 2, "I1 I2 I3 I5", told="Accents, other scripts, quotes and spaces in paths; links; umask 077 and 000.")


def test_a_warehouse_that_may_only_be_read_is_told_and_answers_questions(tmp_path, publisher, as_root, proved):
    raw = deliver(tmp_path)
    publisher.publish(Warehouse(tmp_path / "warehouse"))
    closed = [tmp_path / "warehouse", tmp_path / "warehouse" / "builds"]
    for folder in closed:
        folder.chmod(0o500)
    (tmp_path / "warehouse" / ".lock").chmod(0o400)
    refused = run(tmp_path, "refresh", before=tuple(LIKE_ANYBODY), raw=raw)
    assert refused.returncode == 1
    assert_told(refused.stdout + refused.stderr, str(tmp_path / "warehouse"), "cannot be written to (Permission denied)", "JMDI_WAREHOUSE")
    asked = run(tmp_path, "query", "SELECT count(*) AS n FROM core_initiatives", "--format", "csv", before=tuple(LIKE_ANYBODY))
    assert (asked.returncode, asked.stdout.split()) == (0, ["n", "4"])
    for folder in closed:
        folder.chmod(0o700)
    (tmp_path / "warehouse" / ".lock").chmod(0o600)
    (tmp_path / "closed").mkdir(mode=0o500)
    home = tmp_path / "closed" / "state"
    stateless = run(tmp_path, "refresh", before=tuple(LIKE_ANYBODY), raw=raw, JMDI_STATE=str(home))
    assert stateless.returncode == 1
    assert_told(stateless.stdout + stateless.stderr, str(home), "Permission denied", "JMDI_STATE")
    assert_whole(tmp_path / "warehouse")
    proved.add("F22", "operate", 2, "I1 I4", told="Builds and Dagster's state closed to whoever refreshes.")


def test_another_user_refreshes_in_a_folder_of_his_own(tmp_path, as_root, proved):
    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    starts_again = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"  # as the reader of workbooks is started
    if subprocess.run([*nobody, sys.executable, "-c", starts_again], cwd="/", capture_output=True, check=False).returncode:
        pytest.skip("needs a Python that other users may run too")
    own = Path("/tmp") / f"jmdi-nobody-{os.getpid()}"  # pytest's own folders are closed to others
    raw = deliver(own)
    try:
        for path in (own, *own.rglob("*")):
            shutil.chown(path, 65534, 65534)
        done = run(own, "refresh", before=nobody, raw=raw)
        assert done.returncode == 0, done.stdout + done.stderr
        assert_whole(own / "warehouse")
    finally:
        shutil.rmtree(own)
    proved.add("F22", "publish", 1, "I1", told="Another user.")


NETWORK = re.compile(r"\b(?:connect|sendto|sendmsg)\(\d+, \{sa_family=AF_INET6?|\bAF_INET6?, SOCK_(?:STREAM|DGRAM)")


def test_nothing_asks_for_the_network(tmp_path, as_root, proved):
    if not shutil.which("strace") or not shutil.which("unshare"):
        pytest.skip("needs Debian's packages strace and util-linux")
    raw = deliver(tmp_path)
    (tmp_path / "places.csv").write_text("country,place\nSLV,Santa Ana\nMAR,Agadir\n", encoding="utf-8")
    asked = (
        ("refresh",),
        ("check", str(raw / "SLV/2015/a.xlsx"), "--out", str(tmp_path / "out")),
        ("geocode", str(tmp_path / "places.csv"), str(tmp_path / "answer.csv")),
        ("export", str(tmp_path / "handed-on")),
        ("status", "--json"),
        ("suggest-places", str(tmp_path / "suggested.csv")),  # no service was named: it says so, and asks none
    )
    for number, arguments in enumerate(asked):
        trace = tmp_path / f"trace-{number}"
        cut_off = ("unshare", "--net", "strace", "--follow-forks", "--seccomp-bpf", "-e", "trace=%network", "-o", str(trace))
        done = run(tmp_path, *arguments, before=cut_off, raw=raw)
        assert done.returncode == {"status": 2, "suggest-places": 1}.get(arguments[0], 0), done.stdout + done.stderr
        assert_told(done.stdout + done.stderr)
        attempts = [line for line in trace.read_text(errors="replace").splitlines() if NETWORK.search(line)]
        assert attempts == [], arguments[0]
    assert_whole(tmp_path / "warehouse")
    proved.add("F23", "publish", len(asked), "I1 I4", told="No connection was attempted by refresh, check, geocode, export, status.")
