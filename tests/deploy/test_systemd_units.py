"""The units of systemd: systemd itself finds no fault with them, they are closed as far as they may be, and start what there is."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.command_line import main
from pipelines.settings import settings
from schemas.reference_files import CHECKOUT

UNITS = CHECKOUT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
STARTED = re.compile(r"^ExecStart=/srv/jmdi/code/\.venv/bin/jmdi (\w+)", re.MULTILINE)
MOST_EXPOSED = 20  # of 100; systemd calls less than 20 fine

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze (Debian's package systemd)")


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The units as they would be on a server, where what they start is there."""
    folder = tmp_path_factory.mktemp("server")
    program = folder / "code" / ".venv" / "bin" / "jmdi"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    for unit in UNITS.glob("*.[st]*"):
        (folder / unit.name).write_text(unit.read_text(encoding="utf-8").replace("/srv/jmdi", str(folder)), encoding="utf-8")
    return folder


@needs_systemd
def test_systemd_finds_no_fault_with_the_units(installed):
    units = sorted(str(path) for kind in ("*.service", "*.timer") for path in installed.glob(kind))
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    ours = [line for line in told.stderr.splitlines() if "jmdi" in line]  # of the machine's own units others may say something
    assert (told.returncode, ours) == (0, [])


@needs_systemd
@pytest.mark.parametrize("unit", [unit.name for unit in SERVICES if "User=" in unit.read_text(encoding="utf-8")])
def test_what_a_service_may_do_is_closed_as_far_as_systemd_can(installed, unit):
    look = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(installed / unit)]
    told = subprocess.run(look, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout.splitlines()[-1]


def test_the_units_start_commands_that_there_are():
    started = {command for unit in SERVICES for command in STARTED.findall(unit.read_text(encoding="utf-8"))}
    assert started == {"up", "alert"}
    assert started <= main.commands.keys()


def test_the_example_of_settings_is_read_alike_by_systemd_and_the_shell_and_accepted(monkeypatch):
    example = UNITS / "jmdi.env"
    lines = [line for line in example.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    as_systemd = dict(shlex.split(line)[0].split("=", 1) for line in lines)
    told = subprocess.run(["sh", "-c", 'set -a; . "$0"; env -0', example], env={}, capture_output=True, text=True, check=True)
    as_shell = dict(one.split("=", 1) for one in told.stdout.strip("\0").split("\0"))
    assert as_systemd.items() <= as_shell.items()
    for name in [name for name in os.environ if name.startswith("JMDI_")]:
        monkeypatch.delenv(name)
    for name, value in as_systemd.items():
        monkeypatch.setenv(name, value)
    assert str(settings().state_folder) == "/srv/jmdi/state"
