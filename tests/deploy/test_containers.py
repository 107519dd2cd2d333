"""The image, the compose file and the values for Kubernetes: closed as far as they may be, and true to the settings, commands and pins."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from schemas.reference_files import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN_NAMES = {"JMDI_RAW_FOLDER", "JMDI_SECRETS", "JMDI_PREPARE_SQL"}  # of the compose file and its script
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if service["image"] == "jmdi-mapping"]
VALUES = yaml.safe_load((DEPLOY / "helm" / "values.yaml").read_text(encoding="utf-8"))
CODE = VALUES["dagster-user-deployments"]["deployments"][0]


def _pins(file: Path) -> dict[str, set[str]]:
    """Return the hashes of each pinned package."""
    blocks = re.split(r"\n(?=[a-z0-9])", file.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    return {block.split(" ", 1)[0]: set(re.findall(r"sha256:[0-9a-f]{64}", block)) for block in blocks if "==" in block}


def test_the_image_holds_what_was_tested_and_no_tool_that_tests_or_builds():
    tested, held = _pins(CHECKOUT / "requirements.lock"), _pins(DEPLOY / "requirements.lock")
    assert held.items() <= tested.items()
    assert [pin for pin, hashes in held.items() if not hashes] == []
    names = {pin.split("==")[0] for pin in held}
    assert not names & {"pytest", "playwright", "mypy", "ruff", "uv", "setuptools", "pip"}
    assert {re.split(r"[<>=\[]", wanted)[0].lower() for wanted in PROJECT["dependencies"]} <= names


def test_the_linter_of_such_files_finds_no_fault_with_the_recipe_of_the_image():
    linter = Path(sys.executable).parent / "hadolint"
    told = subprocess.run([linter, "--no-color", DEPLOY / "Containerfile"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")


def test_an_image_runs_as_nobody_of_the_machine_and_says_how_it_is():
    last = (DEPLOY / "Containerfile").read_text(encoding="utf-8").rpartition("\nFROM ")[2]
    assert "\nUSER 10001:10001\n" in last
    assert '["jmdi", "status"]' in last
    assert "COPY . " not in last


def test_what_git_leaves_alone_reaches_no_image():
    ignored = (CHECKOUT / ".gitignore").read_text(encoding="utf-8").splitlines()
    kept_out = [line.replace("/", "", 1) for line in ignored if line.startswith(("/warehouse", "!/warehouse", "/reference", "!/reference"))]
    context = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert context[1] == "*"  # all that is not named stays out: deliveries, secrets, Dagster's state
    assert sorted(line for line in context if line in kept_out) == sorted(kept_out)
    assert not [line for line in context if line.startswith(("!raw", "!.", "!deploy/secrets"))]


def test_names_of_settings_are_those_of_the_readme():
    known = set(re.findall(r"JMDI_[A-Z_]+", (CHECKOUT / "README.md").read_text(encoding="utf-8"))) | OWN_NAMES
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and path.name != "requirements.lock"]
    used = {name for path in files for name in re.findall(r"JMDI_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert {name.removesuffix("_FILE") for name in used} - known == set()


def test_compose_reads_the_file(tmp_path):
    command = shutil.which("docker-compose")
    if not command:
        pytest.skip("needs docker-compose (Debian's package of that name)")
    # Debian's version does not know the line that names the project.
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8").replace("\nname: jmdi\n", "\n")
    (tmp_path / "compose.yaml").write_text(text, encoding="utf-8")
    told = subprocess.run([command, "--file", tmp_path / "compose.yaml", "config"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert yaml.safe_load(told.stdout)["services"].keys() == COMPOSE["services"].keys()


def test_alerts_are_laid_over_the_code_which_looks_around():
    told = yaml.safe_load((DEPLOY / "compose.alerts.yaml").read_text(encoding="utf-8"))
    code = told["services"]["code"]
    assert set(code["environment"].values()) == {f"/run/secrets/{name}" for name in code["secrets"]}
    assert told["secrets"].keys() == set(code["secrets"])
    assert told["services"].keys() <= COMPOSE["services"].keys()
    assert "outside" in COMPOSE["services"]["code"]["networks"]  # or no mail would leave


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_may_do_as_little_as_it_needs(name):
    service = COMPOSE["services"][name]
    assert service["user"] == "10001:10001"
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "healthcheck", "restart"} <= service.keys()
    assert "../raw}:/srv/jmdi/raw:ro" in service["volumes"][0]


def test_only_pages_that_start_nothing_are_shown_and_only_to_this_machine():
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:3000:3000"]}
    assert "--read-only" in COMPOSE["services"]["web"]["command"]
    assert COMPOSE["networks"]["inside"]["internal"]
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]
    assert VALUES["dagsterWebserver"]["enableReadOnly"]
    assert not VALUES["ingress"]["enabled"]


def test_passwords_come_as_files_and_stand_in_no_file_of_ours():
    values = json.dumps([COMPOSE["services"], VALUES])
    assert not re.search(r'(PASSWORD|password)"?: "(?!/run/secrets)', values)
    assert not re.search(r"postgres(ql)?://[^\"]*:[^\"]*@", values)
    needed = {secret for service in COMPOSE["services"].values() for secret in service["secrets"]}
    assert needed == COMPOSE["secrets"].keys()
    assert "/deploy/secrets/" in (CHECKOUT / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_a_service_starts_what_there_is(name):
    service = COMPOSE["services"][name]
    words = [*service["entrypoint"], *service["command"]]
    assert words[:3] == ["python", "-m", "pipelines.operation.prepared"]
    assert find_spec(words[2])
    assert (Path(sys.executable).parent / words[3]).exists()


def test_the_values_are_for_the_pinned_dagster_and_this_version():
    chart = re.search(r"--version (\S+) ", (DEPLOY / "helm" / "values.yaml").read_text(encoding="utf-8"))
    assert f"dagster=={chart.group(1)}" in PROJECT["dependencies"]
    assert CODE["image"]["tag"] == PROJECT["version"]
    assert import_module(CODE["dagsterApiGrpcArgs"][1]).defs


def test_runs_on_kubernetes_see_what_the_code_sees_and_write_where_it_stays():
    assert CODE["includeConfigInLaunchedRuns"]["enabled"]
    claims = {one["name"]: one["persistentVolumeClaim"]["claimName"] for one in CODE["volumes"] if "persistentVolumeClaim" in one}
    documents = yaml.safe_load_all((DEPLOY / "helm" / "storage.yaml").read_text(encoding="utf-8"))
    made = {one["metadata"]["name"]: one["spec"]["accessModes"] for one in documents}
    assert set(claims.values()) == made.keys()
    assert set(map(tuple, made.values())) == {("ReadWriteMany",)}
    mounted = {one["mountPath"] for one in CODE["volumeMounts"]}
    assert {CODE["env"][name] for name in ("JMDI_RAW", "JMDI_FILES", "JMDI_STATE")} <= mounted
    assert VALUES["dagsterDaemon"]["runCoordinator"]["config"]["queuedRunCoordinator"]["maxConcurrentRuns"] == 1
