"""Real files of other tools: each is loaded, or held back or refused for the right reason.

The files are public but not ours to hand on; `JMDI_FOREIGN_FILES` names a folder that holds them. They are of libhxl-python, hxl-proxy,
libhxl-js, nepal-eq-2015-rc-3w, pyxform and hdx-scraper-cod-ab-country, on GitHub.
"""

import csv
import json
import os
import shutil
from pathlib import Path

import pytest

from steps.answers.parse_answers import parse_answers
from steps.files.receive import receive
from steps.form.apply_form import apply_form

FOLDER = Path(os.environ.get("JMDI_FOREIGN_FILES", "/nowhere"))

# A file, the country whose folder it is put in, rows of header and title, rows held back, and why.
HELD_BACK = [
    ("3w-french-hxl.csv", "SEN", 2, 1456, {"row-other-country"}),  # places of Guinea
    ("hxl-input-valid.xlsx", "SEN", 3, 4, {"row-other-country"}),  # of Panama, Colombia and Venezuela
    ("hxl-input-valid-latin1.csv", "SEN", 3, 4, {"row-other-country"}),
    ("hxl-input-merged.xlsx", "SEN", 3, 4, {"row-other-country"}),
    ("hxl-input-quality.xlsx", "SEN", 5, 8, {"row-other-country"}),  # one sheet with tags, one without
    ("hxl-input-quality.xls", "SEN", 5, 8, {"row-other-country"}),
    ("hxl-multisheet.xlsx", "SEN", 2, 3, {"row-other-country"}),
    ("hxl-input-multiple-headers.csv", "SEN", 0, 5, {"sheet-unknown"}),  # says who and where, but not what
    ("hxl-input-broken.xlsx", "SEN", 0, 6433, {"sheet-unknown"}),  # a list of disasters
    ("cod-ab-current-schema.xlsx", "SEN", 0, 1552, {"sheet-unknown"}),  # units of administration
    ("pyxform-date-ambiguous.xlsx", "SEN", 0, 13, {"sheet-unknown"}),  # questions, no answers
    ("pyxform-duplicate-columns.xlsx", "SEN", 0, 67, {"sheet-unknown"}),
    ("pyxform-extra-columns.xls", "SEN", 0, 4, {"sheet-unknown"}),
    ("3w-nepal-2015.json", "NPL", 0, 0, {"file-of-another-kind"}),
    ("iati-2.01-real.xml", "SEN", 0, 0, {"file-of-another-kind"}),
]

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="JMDI_FOREIGN_FILES names no folder")


@pytest.fixture
def inbox(tmp_path):
    """Return a function that makes the folder of a round of a country."""

    def make(country_code: str) -> Path:
        folder = tmp_path / "raw" / country_code / "2016"
        folder.mkdir(parents=True)
        return folder

    return make


def test_every_file_is_in_the_table():
    assert {path.name for path in FOLDER.iterdir() if path.suffix != ".md"} == {name for name, *_ in HELD_BACK}


@pytest.mark.parametrize(("name", "country", "heads", "held_back", "reasons"), HELD_BACK)
def test_a_file_is_held_back_for_the_right_reason(inbox, name, country, heads, held_back, reasons):
    folder = inbox(country)
    shutil.copy(FOLDER / name, folder)
    applied = apply_form(receive(folder.parents[1], country))
    outcomes = applied.rows["outcome_code"].value_counts().to_dict() if len(applied.rows) else {}
    assert outcomes == {code: count for code, count in (("form", heads), ("held_back", held_back)) if count}
    assert set(applied.findings.query("severity_code == 'must_fix'")["finding_code"]) == reasons


def test_the_french_3w_loads_where_its_places_are(inbox):
    folder = inbox("SEN")
    text = (FOLDER / "3w-french-hxl.csv").read_text(encoding="utf-8")
    (folder / "3w.csv").write_text(text.replace("GIN", "SN"), encoding="utf-8")
    applied = apply_form(receive(folder.parents[1], "SEN"))
    sheets = parse_answers(applied.rows, applied.columns).sheets
    assert [len(sheets[code]) for code in ("initiatives", "locations")] == [1456, 1456]
    assert "held_back" not in set(applied.rows["outcome_code"])


def test_the_3w_of_nepal_loads_as_a_table(inbox):
    folder = inbox("NPL")
    records = json.loads((FOLDER / "3w-nepal-2015.json").read_text(encoding="utf-8"))
    with (folder / "3w.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for record in records for key in record)))
        writer.writeheader()
        writer.writerows(records)
    applied = apply_form(receive(folder.parents[1], "NPL"))
    sheets = parse_answers(applied.rows, applied.columns).sheets
    assert [len(sheets[code]) for code in ("initiatives", "locations", "actors")] == [2282] * 3
    assert set(sheets["locations"]["admin2_text"].dropna()) == {record["#adm3"] for record in records if record.get("#adm3")}
