"""What goes wrong around a refresh: spoiled deliveries, broken references, a broken contract. `tests/faults` has all that breaks off."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.reference_files import CHECKOUT
from schemas.registry import WAREHOUSE_TABLES
from tests.commands import environment, run_jmdi
from tests.deliveries import COVER, build_from, write_workbook
from warehouse.builds import Warehouse


@pytest.fixture(scope="module")
def one_country(tmp_path_factory):
    """A folder with the deliveries of one country in `raw`, and a build of them: for what no other country changes."""
    folder = tmp_path_factory.mktemp("one_country")
    shutil.copytree(CHECKOUT / "raw" / "SLV", folder / "raw" / "SLV")
    build_from(folder / "raw", Warehouse(folder / "warehouse"))
    return folder


@pytest.fixture
def raw(tmp_path):
    """A copy of one country's deliveries that a test may spoil."""
    return Path(shutil.copytree(CHECKOUT / "raw" / "SLV", tmp_path / "raw" / "SLV")).parent


@pytest.mark.prove
def test_spoiled_workbooks_add_findings_and_take_nothing_away(one_country, tmp_path, raw):
    (raw / "SLV" / "2015" / "page.xlsx").write_text("<html>no workbook</html>")
    write_workbook(
        raw / "SLV" / "2015" / "spoiled.xlsx",
        COVER.format(country="El Salvador")
        + "\n## Initiatives\n| Own reference | Title | Status | Start date | Total budget | Surprise |\n"
        "| N1 | Olives | perhaps | someday | some | x |\n| | no reference | | | | |\n",
    )
    build_from(raw, Warehouse(tmp_path / "warehouse"))
    before, after = _initiatives(one_country), _initiatives(tmp_path)
    assert {key: row for key, row in after.items() if key in before} == before
    assert set(after) - set(before) == {"SLV-N1"}
    causes = set(_rows(tmp_path, "SELECT finding_code FROM core_findings WHERE file_name LIKE '%spoiled.xlsx'"))
    assert {("code-unknown",), ("date-unreadable",), ("number-unreadable",), ("header-unknown",), ("answer-missing",)} <= causes
    accounts = _rows(tmp_path, "SELECT refused_file_count, received_count - form_count - accepted_count - held_back_count "
                               "- superseded_count, held_back_count FROM report_submission_quality WHERE country_code = 'SLV'")  # fmt: skip
    assert accounts == [(1, 0, 1)]


@pytest.mark.prove
def test_a_broken_reference_file_stops_the_build_in_one_sentence(one_country, tmp_path):
    shutil.copytree(one_country, tmp_path / "copy", symlinks=True)
    reference = Path(shutil.copytree(CHECKOUT / "reference", tmp_path / "reference"))
    themes = reference / "code_lists" / "themes.csv"
    themes.write_text(themes.read_text(encoding="utf-8") + "M1,Again,Otra vez,Encore,,,,\n", encoding="utf-8")
    build = (tmp_path / "copy" / "warehouse" / "current").resolve()
    done = run_jmdi("refresh", folder=tmp_path / "copy", raw=one_country / "raw", JMDI_REFERENCE=str(reference))
    assert done.returncode == 1
    assert "themes.csv, line 8: the key code stands twice." in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (tmp_path / "copy" / "warehouse" / "current").resolve() == build


@pytest.mark.prove
def test_a_broken_contract_stops_the_build_in_one_sentence(tmp_path):
    write_workbook(tmp_path / "raw" / "SLV" / "2015" / "a.xlsx", COVER.format(country="El Salvador"))
    sabotage = (
        "import steps.records.summarise as s, sys\n"
        "whole = s.completeness\n"
        "s.completeness = lambda *a: whole(*a).assign(initiative_count=-1)\n"
        "from pipelines.command_line import main\n"
        "sys.argv = ['jmdi', 'refresh']\n"
        "main()\n"
    )
    program = [sys.executable, "-c", sabotage]
    settings = environment(tmp_path, JMDI_RAW=str(tmp_path / "raw"))
    done = subprocess.run(program, env=settings, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert "The table report_completeness breaks its contract: initiative_count" in done.stdout
    assert "There is no build yet." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert not (tmp_path / "warehouse" / "current").exists()


def _rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{folder / 'warehouse' / 'current' / 'mapping.gpkg'}?mode=ro", uri=True) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return connection.execute(sql).fetchall()


def _initiatives(folder: Path) -> dict[object, tuple[object, ...]]:
    names = ", ".join(next(one for one in WAREHOUSE_TABLES if one.name == "core_initiatives").column_names)
    return {row[0]: row for row in _rows(folder, f"SELECT {names} FROM core_initiatives")}
