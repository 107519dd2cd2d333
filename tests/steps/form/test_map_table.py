"""Foreign tables: a column map, or HXL tags alone, bring a 3W into the model; one row answers several sheets of the form."""

import shutil

import pytest

from schemas.column_maps import column_maps
from schemas.errors import BrokenReference
from schemas.hxl import fits, read_pattern
from schemas.reference_files import reference_folder
from steps.files.read_workbook import Cell, Row, Span
from steps.form.map_table import map_table
from tests.deliveries import shown, tables_of

NAMES = (
    "core_initiatives", "core_initiative_places", "core_actors", "core_initiative_actors", "core_findings", "core_responses",
    "core_submissions",
)  # fmt: skip
HEADERS = "| Organisation | Bailleur | Secteur | Genre d'activité | Région | Préfecture | Date de début | Contact |"
TAGS = "| #org | #org +funder | #sector | #activity +type | #adm1 +name | #adm2 +name | #date +start | #contact |"
ROWS = """
        | Espoir Dakar | Union européenne | Emploi | Formation | Dakar | Pikine | 2015-01-10 | Invented person |
        | Espoir Dakar | Union européenne | Emploi | Formation | Dakar | Rufisque | 2015-01-10 | |
        | Femmes de Thiès | | Emploi | Conseil | Thiès | | 2015-03-01 | |
        """


def conserved(tables):
    """Whether every row received is counted once."""
    counts = tables["core_submissions"][["form_count", "accepted_count", "held_back_count"]].sum(axis=1)
    return (tables["core_submissions"]["received_count"] == counts).all()


@pytest.mark.parametrize(
    "head",
    [f"{HEADERS}\n{TAGS}", TAGS, HEADERS, f"# 3W Sénégal\n\n{HEADERS}", f"| Qui | | Quoi | | Où | | Quand | |\n{HEADERS}\n{TAGS}"],
    ids=["headers and tags", "tags alone", "headers alone", "headers below a title", "two header rows and tags"],
)
def test_a_row_of_a_3w_answers_several_sheets(tmp_path, head):
    tables = tables_of(tmp_path, {"SEN/2015/3w.xlsx": f"## 3W\n{head}\n{ROWS}"}, *NAMES, "clean_withheld_values")
    titles = {row[0]: row[1] for row in shown(tables["core_initiatives"], "initiative_id", "title_text")}
    assert sorted(titles.values()) == ["Conseil", "Formation"]
    places = shown(tables["core_initiative_places"], "initiative_id", "admin1_text", "admin2_text")
    assert sorted((titles[one], *names) for one, *names in places) == [
        ("Conseil", "Thiès", None), ("Formation", "Dakar", "Pikine"), ("Formation", "Dakar", "Rufisque"),
    ]  # fmt: skip
    names = dict(shown(tables["core_actors"], "actor_id", "actor_name"))
    roles = shown(tables["core_initiative_actors"], "initiative_id", "actor_id", "role_code")
    assert sorted((titles[one], names[actor], role) for one, actor, role in roles) == [
        ("Conseil", "Femmes de Thiès", "PAR"), ("Formation", "Espoir Dakar", "PAR"), ("Formation", "European Union", "FUND"),
    ]  # fmt: skip
    assert shown(tables["core_submissions"], "accepted_count", "held_back_count") == [(3, 0)]
    assert conserved(tables)
    assert shown(tables["clean_withheld_values"], "value_text") == [("Invented person",)]
    assert {"record-repeated", "header-missing", "sheet-missing", "header-unknown"}.isdisjoint(tables["core_findings"]["finding_code"])


def test_made_references_do_not_hang_on_the_place_of_a_row(tmp_path):
    turned = "\n".join(reversed(ROWS.strip().splitlines()))
    ids = []
    for name, rows in (("first", ROWS), ("second", turned)):
        tables = tables_of(tmp_path / name, {"SEN/2015/3w.xlsx": f"## 3W\n{TAGS}\n{rows}"}, "core_initiatives")
        ids.append(set(tables["core_initiatives"]["initiative_id"]))
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2


@pytest.mark.parametrize(
    ("tag", "values", "cell"), [("#country", "Guinée", "C3"), ("#country +code", "GIN", "C3"), ("#adm1 +code", "GIN008", "C3")]
)
def test_a_row_about_another_country_is_held_back(tmp_path, tag, values, cell):
    workbook = f"""
        ## 3W
        | #org | #activity | {tag} |
        | Espoir | Formation | {"Sénégal" if tag == "#country" else "SEN" if "country" in tag else "SN01"} |
        | Espoir | Conseil | {values} |
        """
    tables = tables_of(tmp_path, {"SEN/2015/3w.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "title_text") == [("Formation",)]
    found = tables["core_findings"].query("finding_code == 'row-other-country'")
    assert shown(found, "cell_name", "value_text") == [(cell, values)]
    assert shown(tables["core_submissions"], "accepted_count", "held_back_count") == [(1, 1)]


def test_a_country_may_read_a_tag_in_its_own_way(tmp_path):
    workbook = "## 3W\n| #org | #activity | #adm3 | #adm4 |\n| Red Cross | Shelter | Kaski | Lekhnath |"
    tables = tables_of(tmp_path, {"NPL/2015/3w.xlsx": workbook, "SEN/2015/3w.xlsx": workbook}, *NAMES)
    places = tables["core_initiative_places"].sort_values("country_code")
    assert shown(places, "country_code", "admin2_text", "admin3_text") == [("NPL", "Kaski", None), ("SEN", None, "Kaski")]


def test_a_second_column_of_the_same_tag_and_an_unknown_one_are_said(tmp_path):
    workbook = "## 3W\n| #org | #org | #activity | #severity |\n| Espoir | Autre | Conseil | 3 |"
    tables = tables_of(tmp_path, {"SEN/2015/3w.xlsx": workbook}, *NAMES)
    found = tables["core_findings"].query("finding_code in ['header-twice', 'header-unknown']")
    assert shown(found, "cell_name", "finding_code", "value_text") == [
        ("B1", "header-twice", "#org"), ("D1", "header-unknown", "#severity"),
    ]  # fmt: skip


@pytest.fixture
def own_maps(tmp_path, monkeypatch):
    """Return a function that adds a map to a copy of the reference files."""
    folder = tmp_path / "reference"
    shutil.copytree(reference_folder(), folder)
    monkeypatch.setenv("JMDI_REFERENCE", str(folder))

    def add(name, rows):
        header = "source,target,country_codes,from_round,until_round,why\n"
        (folder / "form" / "maps" / f"{name}.csv").write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        column_maps.cache_clear()

    yield add
    column_maps.cache_clear()


def test_a_data_officer_adds_a_table_by_a_file(tmp_path, own_maps):
    own_maps("registro", [
        "Registro,recognise,all,,,", "Obra,recognise,all,,,",
        "Registro,initiatives.initiative_ref,all,,,", "Obra,initiatives.title_text,all,,,",
        "Alcaldía,initiatives.lead_actor_refs,all,,,", "Alcaldía,actors.actor_name,all,,,", "Alcaldía,identity actors,all,,,",
        "=LA,actors.actor_type_code,all,,,", "Teléfono,keep,all,,,",
    ])  # fmt: skip
    workbook = "## Hoja1\n| REGISTRO | Obra | Alcaldía | Teléfono |\n| 12 | Casa del migrante | Alcaldía de Suchitoto | 2222 0000 |"
    tables = tables_of(tmp_path, {"SLV/2015/registro.xlsx": workbook}, *NAMES)
    assert shown(tables["core_initiatives"], "initiative_id", "title_text") == [("SLV-12", "Casa del migrante")]
    assert shown(tables["core_initiative_actors"], "initiative_id", "role_code") == [("SLV-12", "LEAD")]


def test_two_maps_that_fit_are_a_finding(tmp_path, own_maps):
    for name in ("one", "other"):
        own_maps(name, ["Obra,recognise,all,,,", "Obra,initiatives.title_text,all,,,"])
    tables = tables_of(tmp_path, {"SLV/2015/registro.xlsx": "## Hoja1\n| Obra | Año |\n| Casa | 2015 |"}, *NAMES)
    found = tables["core_findings"].query("finding_code == 'table-map-ambiguous'")
    assert found["suggestion_text"].str.contains("one, other").all()
    assert len(found) == 1
    assert conserved(tables)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Obra,initiative.title_text,all,,,", "no sheet of the form"),
        ("Obra,initiatives.titel,all,,,", "no question of the sheet"),
        ("#org name,initiatives.title_text,all,,,", "no HXL tag pattern"),
        ("#org,initiatives.title_text,all,,,", "mixes headers and HXL tags"),
        ("Obra,initiatives.title_text,GIN,,,", "no country of the programme"),
    ],
)
def test_a_map_that_names_what_there_is_not_is_refused(own_maps, row, reason):
    own_maps("broken", ["Obra,recognise,all,,,", row])
    with pytest.raises(BrokenReference, match=reason):
        column_maps()


def test_a_map_says_how_its_table_is_recognised(own_maps):
    own_maps("broken", ["Obra,initiatives.title_text,all,,,"])
    with pytest.raises(BrokenReference, match="recognised"):
        column_maps()


@pytest.mark.parametrize(
    ("pattern", "tag", "is_fit"),
    [
        ("#org", "#org +type +code", True),
        ("#org -type", "#org+type", False),
        ("#adm2 +name", "#ADM2+i_fr + Name", True),
        ("#adm2 +name", "#adm2 +code", False),
        ("#org", "#organisation", False),
        ("#org", "org", False),
        ("#org +a -b", "#org +a +b", False),
    ],
)
def test_patterns_fit_as_the_standard_says(pattern, tag, is_fit):
    assert fits(read_pattern(pattern), tag) is is_fit


@pytest.mark.parametrize(("spans", "role"), [((Span(1, 2, 1),), "header"), ((), "above")], ids=["merged", "not merged"])
def test_groups_over_headers_are_no_answers_when_they_are_merged(spans, role):
    texts = [["¿Quién?", "", "¿Qué?"], ["Organización", "Sector", "Actividad"], ["Esperanza", "Empleo", "Formación"]]
    rows = [
        Row(number, tuple(Cell(column, "t", text) for column, text in enumerate(row, start=1) if text), spans=spans if number == 1 else ())
        for number, row in enumerate(texts, start=1)
    ]
    table = map_table(rows, "SLV", "2015")
    assert [(row.row_number, found) for row, found in table.layout.other_rows] == [(1, role), (2, "header")]
