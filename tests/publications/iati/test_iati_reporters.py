"""Organisations that report: one file for each, identifiers that begin with theirs, and rows that are refused."""

import shutil

import pytest
from lxml import etree

from publications.iati import code_maps
from publications.iati.reporters import COLUMNS, reporters
from schemas.errors import BrokenReference
from schemas.reference_files import CHECKOUT
from tests.publications.iati.made_tables import initiative, made

LEAD = {"actor_id": "ECU-aa", "role_code": "LEAD"}


@pytest.fixture
def named(tmp_path, monkeypatch):
    """Return a function that names reporting organisations for a test."""
    shutil.copytree(CHECKOUT / "reference", tmp_path / "reference", ignore=shutil.ignore_patterns("gazetteer"))
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path / "reference"))

    def name(*rows):
        lines = [",".join(COLUMNS), *rows]
        (tmp_path / "reference" / "iati" / "reporting_organisations.csv").write_text("\n".join(lines) + "\n")
        reporters.cache_clear()

    yield name
    reporters.cache_clear()


def test_each_organisation_has_a_file_of_its_own_activities(named):
    named("ECU,XM-DAC-41114,UNDP,40,yes,", "ECU-aa,EC-RUC-1060000500001,GAD de Cotacachi,11,no,", "NPL,XM-DAC-47066,IOM,40,yes,")
    others = [initiative(initiative_id=one, country_code=one[:3]) for one in ("ECU-R2", "MAR-R3")]
    leads = [
        LEAD | {"initiative_id": "ECU-R1"},
        *({"initiative_id": one["initiative_id"], "actor_id": "ORG-UNDP", "role_code": "ACC"} for one in others),
    ]
    result = made(core_initiatives=[initiative(), *others], core_initiative_actors=leads)
    files, named_without_activity = result.files, {ref: count for ref, count in result.activity_counts.items() if not count}
    known = {name: etree.fromstring(file).xpath("//iati-identifier/text()") for name, file in files.items() if name.endswith("xml")}
    assert known == {
        "iati-activities.xml": ["EC-RUC-1060000500001-ECU-R1", "XM-DAC-41114-ECU-R2", "JMDI-MAPPING-MAR-R3"],
        "iati/EC-RUC-1060000500001.xml": ["EC-RUC-1060000500001-ECU-R1"],
        "iati/XM-DAC-41114.xml": ["XM-DAC-41114-ECU-R2"],
    }
    assert named_without_activity == {"XM-DAC-47066": 0}
    assert b"registered with nobody" in files["iati-activities.xml"] and b"registered with nobody" not in files["iati/XM-DAC-41114.xml"]
    city = etree.fromstring(files["iati/EC-RUC-1060000500001.xml"])
    assert set(city.xpath("//participating-org/@ref")) == {"EC-RUC-1060000500001"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["XYZ,XM-DAC-41114,UNDP,40,yes,"], "XYZ: reports_for is 'all', a country"),
        (["all,UN DP,UNDP,40,yes,"], "all: 'UN DP' is no identifier as IATI registers them"),
        (["all,JMDI-MAPPING,UNDP,40,yes,"], "all: JMDI-MAPPING stands for the mapping itself"),
        (["all,XM-DAC-41114,,40,yes,"], "all: org_name is empty"),
        (["all,XM-DAC-41114,UN\x01DP,40,yes,"], "all: org_name has a character that is not seen"),
        (["MAR,XM-DAC:41114,UNDP,40,yes,", "SEN,xm-dac_41114,PNUD,40,yes,"], "SEN: xm-dac_41114 is written XM-DAC:41114 in a row above"),
        (["all,XM-DAC-41114,UNDP,99,yes,"], "all: org_type_code is one of 10, 11"),
        (["all,XM-DAC-41114,UNDP,40,maybe,"], "all: is_secondary_reporter is yes or no"),
        (["ECU,XM-DAC-41114,UNDP,40,yes,", "MAR,XM-DAC-41114,PNUD,40,yes,"], "MAR: XM-DAC-41114 has another name, type"),
        (["all,XM-DAC-41114,UNDP,40,yes,", "all,XM-DAC-47066,IOM,40,yes,"], "line 3: the key reports_for stands twice"),
    ],
)
def test_a_row_that_cannot_be_is_refused(named, rows, said):
    named(*rows)
    with pytest.raises(BrokenReference, match=r"reference/iati/reporting_organisations\.csv") as refused:
        reporters()
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("file", "good", "bad", "said"),
    [
        ("organisation_roles", "PAR,,", "PARTNER,,", "organisation_roles.csv: PAR, PARTNER must stand there and in actor_roles.csv"),
        ("date_types", "6,2,3,", "7,2,3,", "date_types.csv: 6, 7 must stand there and in initiative_statuses.csv"),
        ("location_reaches", "TRA,,", "TRANSIT,,", "location_reaches.csv: TRA, TRANSIT must stand there"),
        ("location_kinds", "town,2,PPL,3", "town,2,PPL,low", "location_kinds.csv, town: scope_level is one of 1, 2, 3"),
    ],
)
def test_a_code_without_a_place_in_the_standards_lists_is_refused(named, tmp_path, file, good, bad, said):
    path = tmp_path / "reference" / "iati" / f"{file}.csv"
    path.write_text(path.read_text().replace(good, bad))
    read = getattr(code_maps, file)
    read.cache_clear()
    with pytest.raises(BrokenReference) as refused:
        read()
    read.cache_clear()
    assert said in str(refused.value)
