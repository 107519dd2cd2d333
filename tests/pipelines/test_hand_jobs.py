"""Jobs that people start in Dagster's pages, and that make no table."""

import json
from pathlib import Path

import dagster as dg
import pytest

from pipelines.hand_jobs import check_country, publish_again
from schemas.errors import ProductError
from tests.commands import environment
from tests.deliveries import COVER, write_workbook
from tests.warehouse.conftest import world
from tests.warehouse_file import write_warehouse_file
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.manifest import write_about

BAD = COVER.format(country="Tunisia") + "\n## Initiatives\n| Own reference | Title | Status |\n| R1 | Oasis | unheard-of |\n"


@pytest.fixture
def office(tmp_path, monkeypatch) -> Path:
    for name, value in environment(tmp_path, tmp_path / "raw", JMDI_FILES=str(tmp_path / "files")).items():
        monkeypatch.setenv(name, value)
    return tmp_path


def _told(job: dg.JobDefinition, config: dict[str, str]) -> dict[str, dg.MetadataValue]:
    result = job.execute_in_process(run_config=config)
    return next(event for event in result.all_events if event.is_successful_output).step_output_data.metadata


def test_one_country_is_checked_and_no_answer_stands_in_what_is_told(office):
    write_workbook(office / "raw" / "TUN" / "2015" / "bad.xlsx", BAD)
    (office / "raw" / "TUN" / "2015" / "page.xlsx").write_text("<html>no workbook</html>")
    write_workbook(office / "raw" / "MAR" / "2015" / "other.xlsx", BAD)
    told = _told(check_country, {"country": "TUN", "corrections_folder": str(office / "out")})
    files = [(one.data["file"], one.data["outcome"], one.data["must_fix"]) for one in told["files"].records]
    assert files == [("TUN/2015/bad.xlsx", "read", 1), ("TUN/2015/page.xlsx", "refused", 1)]
    places = [(one.data["cell_name"], one.data["finding_code"]) for one in told["findings"].records]
    assert ("C2", "code-unknown") in places
    assert "unheard-of" not in repr(told)
    assert told["correction_workbooks"].value == len(list((office / "out").iterdir())) > 0
    assert not (office / "warehouse").exists()


def test_correction_workbooks_are_never_written_among_deliveries(office):
    for folder, sentence in (("out", "must be a full path"), (str(office / "raw" / "TUN" / "2015"), "name a folder apart from it")):
        with pytest.raises(ProductError, match=sentence):
            check_country.execute_in_process(run_config={"country": "TUN", "corrections_folder": folder})


@pytest.mark.parametrize(
    ("config", "sentence"), [({"country": "FRA"}, "not in enum type Country"), ({"country": "NPL"}, "no delivery of Nepal")]
)
def test_a_country_that_cannot_be_checked_is_said(office, config, sentence):
    with pytest.raises((dg.DagsterInvalidConfigError, ProductError), match=sentence):
        check_country.execute_in_process(run_config=config)


def test_a_kept_build_is_shown_again(office):
    warehouse = Warehouse(office / "warehouse")
    write_warehouse_file(office / GEOPACKAGE, world())
    with warehouse.writing():
        for name in ("20260101T020000Z-a", "20260102T020000Z-b"):
            with warehouse.new_build(name) as build:
                (build / GEOPACKAGE).write_bytes((office / GEOPACKAGE).read_bytes())
                write_about(build, {"made_at": "2026-01-01T02:00:00+00:00", "counts": {}})
    older, newer = warehouse.builds()
    assert _told(publish_again, {})["build"].value == newer.name  # it is whole
    (newer / "report.xlsx").write_text("added by hand")
    assert _told(publish_again, {})["build"].value == older.name
    assert warehouse.current == older
    with pytest.raises(ProductError, match="keeps no build x; it keeps"):
        publish_again.execute_in_process(run_config={"build": "x"})
    assert json.loads((warehouse.folder / "audit.jsonl").read_text().splitlines()[-1])
