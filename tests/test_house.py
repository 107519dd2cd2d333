"""The house: rooms, names and habits that a newcomer relies on."""

import ast
import subprocess
import tomllib

import pytest

from schemas.reference_files import CHECKOUT

ROOMS = ("schemas", "steps", "assets", "pipelines", "warehouse", "publications", "scripts", "benchmarks")
MODULES = sorted(path.relative_to(CHECKOUT) for room in ROOMS for path in (CHECKOUT / room).rglob("*.py"))
LONGEST_FUNCTION = 45
LONGEST_MODULE = 450


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_says_what_belongs_in_it_and_fits_in_the_head(module):
    text = (CHECKOUT / module).read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module opens by saying what belongs in it"
    assert len(text.splitlines()) <= LONGEST_MODULE
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [one.name for one in functions if (one.end_lineno or 0) - one.lineno > LONGEST_FUNCTION] == []


def test_no_module_is_a_drawer_for_everything():
    assert not {"utils", "helpers", "misc", "common"} & {part for module in MODULES for part in (*module.parts, module.stem)}


def test_the_lock_is_complete_and_names_no_host():
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {one.split(">")[0].split("=")[0].split("[")[0].strip().lower() for one in wanted}
    pinned = {line.split("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")}
    assert names <= pinned


def test_every_package_of_the_checkout_is_installed():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    rooms = {room for room in ROOMS if room not in ("scripts", "benchmarks")}
    packages = {
        path.parent.relative_to(CHECKOUT).as_posix().replace("/", ".") for room in rooms for path in (CHECKOUT / room).rglob("__init__.py")
    }
    assert packages == listed


def test_what_is_received_is_only_committed_as_samples():
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/warehouse/builds/" in ignored
    real = ["raw/MAR/2016/a.xlsx", "raw/MAR/2015/real.xlsx", "raw/a.xlsx", "raw/mar/2015/x.xlsx", "raw/MAR/2015/deep/x.xlsx"]
    samples = [path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "raw").glob("*/2015/*-survey-2015.xlsx")]
    told = subprocess.run(["git", "check-ignore", "--no-index", *real, *samples], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert told.stdout.split() == real
    assert len(samples) == 8
