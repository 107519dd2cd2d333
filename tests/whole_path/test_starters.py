"""The starters of `warehouse/starters/`, run as an analyst runs them, on the sample deliveries."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.reference_files import CHECKOUT
from warehouse.query import asking, query

STARTERS = CHECKOUT / "warehouse" / "starters"
GUIDES = sorted(STARTERS.glob("*.md"))
R_PACKAGES = 'quit(status = !(requireNamespace("sf", quietly = TRUE) && requireNamespace("RSQLite", quietly = TRUE)))'


def _run(program: str, starter: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, str(STARTERS / starter)], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def geopackage(sample_folder):
    return sample_folder / "warehouse" / "current" / "mapping.gpkg"


def test_python_starts(sample_folder):
    done = _run(sys.executable, "in_python.py", sample_folder)
    assert done.returncode == 0, done.stderr
    assert "95 of 111 initiatives are on the map" in done.stdout
    assert re.search(r"European Union +8\n", done.stdout)


def test_python_says_where_to_run_it(tmp_path):
    done = _run(sys.executable, "in_python.py", tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "jmdi refresh" in done.stderr


def _has_r() -> bool:
    return (
        shutil.which("Rscript") is not None
        and subprocess.run(["Rscript", "-e", R_PACKAGES], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.skipif(not _has_r(), reason="needs R with sf and RSQLite (Debian: r-base-core r-cran-sf r-cran-rsqlite)")
def test_r_starts(sample_folder):
    done = _run("Rscript", "in_r.R", sample_folder)
    assert done.returncode == 0, done.stderr
    assert "95 initiatives are on the map" in done.stdout
    assert re.search(r"Implementation +8\n", done.stdout)


def _sql(guide: Path) -> list[str]:
    return re.findall(r"```sql\n(.*?)```", guide.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("guide", [guide for guide in GUIDES if _sql(guide)], ids=lambda guide: guide.stem)
def test_every_question_and_filter_of_a_guide_is_answered(geopackage, guide):
    for sql in _sql(guide):
        whole = sql if sql.startswith("SELECT") else f"SELECT * FROM map_initiative_places WHERE {sql}"
        assert query(geopackage, whole)


def test_every_table_and_file_that_a_guide_names_is_there(geopackage):
    text = "".join(path.read_text(encoding="utf-8") for path in (*GUIDES, *STARTERS.glob("*.pq")))
    known = {str(name) for (name,) in query(geopackage, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    named = set(re.findall(r"\b(?:core|report|map)_\w+", text)) - {"core_initiatives.initiative_id"}
    columns = {str(name) for (name,) in query(geopackage, "SELECT column_name FROM core_dictionary")}
    assert named <= known | columns
    files = set(re.findall(r"`(in_\w+\.\w+)`|\]\((in_\w+\.\w+)\)", text))
    assert {one or other for one, other in files} <= {path.name for path in STARTERS.iterdir()}


def test_what_the_guide_to_excel_writes_is_described_for_its_query(geopackage):
    fields = {
        one["name"]: {field["name"] for field in one["schema"]["fields"]}
        for one in json.loads(geopackage.with_name("datapackage.json").read_text(encoding="utf-8"))["resources"]
    }
    start = (STARTERS / "in_excel.pq").read_text(encoding="utf-8")
    name, described = (re.findall(rf'^ +{key} = "(\w+)"', start, flags=re.MULTILINE)[0] for key in ("Name", "Described"))
    written = re.findall(r'FROM (\w+)" --format csv', (STARTERS / "in_excel.md").read_text(encoding="utf-8"))
    assert name in written
    for table in written:
        with asking(geopackage, f"SELECT * FROM {table}") as answer:
            assert fields[described] & set(answer.columns) >= {"initiative_id", "start_date", "budget_amount"}, table


def test_the_query_for_excel_knows_every_type_of_column(geopackage):
    known = set(re.findall(r"(\w+) = (?:type \w+|Int64\.Type)", (STARTERS / "in_excel.pq").read_text(encoding="utf-8")))
    described = json.loads(geopackage.with_name("datapackage.json").read_text(encoding="utf-8"))
    assert {field["type"] for one in described["resources"] for field in one["schema"]["fields"]} <= known
