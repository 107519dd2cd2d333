"""The jmdi command, as it is typed."""

import json

import pytest
from click.testing import CliRunner

from pipelines.command_line import main
from tests.commands import run_jmdi


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_shows_an_example(command):
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0
    assert f"Example: jmdi {command}" in shown.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("query", "select 1"), "has no build yet; run `jmdi refresh`."),
        (("status",), "has no build yet; run `jmdi refresh`."),
        (("refresh", "--raw", "/nowhere"), "The folder of deliveries /nowhere does not exist"),
        (("refresh", "--warehouse", "postgresql://x@y/z"), "This version writes to folders only"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path, arguments, sentence):
    done = run_jmdi(*arguments, folder=tmp_path)
    assert done.returncode == 1
    assert sentence in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


def test_no_deliveries_at_all_still_build_an_empty_warehouse(tmp_path):
    (tmp_path / "raw").mkdir()
    assert run_jmdi("refresh", folder=tmp_path, raw=tmp_path / "raw").returncode == 0
    status = run_jmdi("status", "--json", folder=tmp_path)
    assert status.returncode == 2
    assert all(country["is_stale"] for country in json.loads(status.stdout)["countries"])
    # A country that sent nothing has no zero: it is told as missing.
    rows = run_jmdi("query", "select country_code, has_reported from report_completeness", "--format", "json", folder=tmp_path)
    assert {row["has_reported"] for row in json.loads(rows.stdout)} == {0}
