"""The jmdi command, as it is typed."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.command_line import main
from schemas.reference_files import CHECKOUT
from steps.files.receive import NoDeliveries
from tests.commands import run_here, run_jmdi
from tests.deliveries import COVER, build_from, write_workbook
from warehouse.builds import Warehouse


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
        (("refresh", "--raw", "/nowhere"), "The folder of deliveries /nowhere is not there or no folder"),
        (("refresh", "--warehouse", "postgresql://x@y/z"), "postgresql://x@y/z cannot be reached"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(tmp_path, arguments, sentence):
    done = run_here(*arguments, folder=tmp_path)
    assert done.returncode == 1
    assert sentence in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


def test_no_deliveries_at_all_are_no_build(tmp_path):
    (tmp_path / "raw" / "MAR" / "2015").mkdir(parents=True)
    with pytest.raises(NoDeliveries, match="holds no delivery of any country"):
        build_from(tmp_path / "raw", Warehouse(tmp_path / "warehouse"))


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("JMDI_KEEP_BUILDS", "abc", "it must be a number of builds"),
        ("JMDI_KEEP_BUILDS", "0", "it must be a number of builds"),
        ("JMDI_TIME_ZONE", "Mars/Phobos", "it must be an IANA name"),
        ("JMDI_SCHEDULE", "every night", "it must be in cron's words"),
        ("JMDI_STATE", "/proc/state", "cannot be made"),
        ("JMDI_RAW", "/nowhere", "is not there or no folder"),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence_and_starts_nothing(tmp_path, setting, value, sentence):
    for run, arguments in ((run_here, ("refresh",)), (run_jmdi, ("up", "--port", "65001"))):
        done = run(*arguments, folder=tmp_path, **{setting: value})
        assert done.returncode == 1
        assert sentence in done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr


def test_a_country_that_sent_nothing_makes_the_status_stale(tmp_path):
    write_workbook(tmp_path / "raw" / "TUN" / "2015" / "a.xlsx", COVER.format(country="Tunisia"))
    build_from(tmp_path / "raw", Warehouse(tmp_path / "warehouse"))
    status = run_here("status", "--json", folder=tmp_path)
    assert status.returncode == 2
    assert [country["country_code"] for country in json.loads(status.stdout)["countries"] if not country["is_stale"]] == ["TUN"]
    # A country that sent nothing has no zero: it is told as missing.
    rows = run_here("query", "select country_code, has_reported from report_completeness", "--format", "json", folder=tmp_path)
    assert sum(row["has_reported"] for row in json.loads(rows.stdout)) == 1


@pytest.mark.prove
def test_own_units_are_shown_used_and_left_out_loudly_and_a_bad_one_stops_no_refresh(tmp_path):
    reference = Path(shutil.copytree(CHECKOUT / "reference", tmp_path / "reference"))
    own = reference / "gazetteer" / "own"
    header = "Location,Admin Level,P-Code,Name,Parent P-Code\n"
    (own / "pcodes.csv").write_text(f"{header}SEN,1,SN08,Louga,SEN\nSEN,2,SN0803,Louga,SN08\n", encoding="utf-8")
    (own / "broken.gpkg").write_bytes(b"no database")
    write_workbook(tmp_path / "raw" / "TUN" / "2015" / "a.xlsx", COVER.format(country="Tunisia"))
    shown = run_jmdi("gazetteer", folder=tmp_path, JMDI_REFERENCE=str(reference))
    assert shown.returncode == 1
    assert "SEN admin1 1, SEN admin2 1" in shown.stdout
    assert "Gazetteer broken.gpkg is left out: it cannot be read as .gpkg" in shown.stdout
    built = run_jmdi("refresh", folder=tmp_path, raw=tmp_path / "raw", JMDI_REFERENCE=str(reference))
    assert built.returncode == 0, built.stdout
    assert "Gazetteer broken.gpkg is left out" in built.stdout
    about = json.loads((tmp_path / "warehouse" / "current" / "build.json").read_text(encoding="utf-8"))
    used = {source["source_name"]: (source["is_used"], len(source["file_hash"])) for source in about["gazetteer_sources"]}
    assert (used["pcodes.csv"], used["broken.gpkg"]) == ((True, 64), (False, 64))
    sql = "select place_id from core_places where pcode_text = 'SN08' and pcode_source_code = 'user_file'"
    coded = run_jmdi("query", sql, "--format", "csv", folder=tmp_path)
    assert coded.stdout.split() == ["place_id", "SN-LG"]
    checked = run_jmdi("gazetteer", "--check", str(own / "pcodes.csv"), folder=tmp_path)
    assert (checked.returncode, "HDX P-code list" in checked.stdout) == (0, True)
