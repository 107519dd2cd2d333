"""A person's name that a respondent uses as the reference of a row: an opaque code stands for it, and still joins what belongs together."""

import pytest

from steps.files.read_workbook import Cell
from steps.form.withhold import withhold_reference
from tests.deliveries import tables_of

PERSONS = (
    "Mohamed Exemple",
    "mohamed.exemple",
    "Mohamed Exemple 2",
    "Exemple, Mohamed",
    "EXEMPLE Mohamed",
    "محمد المثال",
    "M. Exemple",
    "Exemple Mohamed",
)
REFERENCES = (
    "R-001", "MAR-R069", "UNDP/JMDI-03", "Programme Oasis Sud", "San Carlos 2", "Juan Montalvo", "2015-12", "A-B", "Quick Impact",
)  # fmt: skip
TABLES = (
    "core_initiatives", "core_initiative_places", "core_scaling_steps", "core_networks", "core_practices", "core_activity_practices",
    "core_findings", "core_submissions", "core_responses", "core_lineage", "clean_references", "clean_shown_rows", "clean_withheld_values",
)  # fmt: skip
COVER = "\n## Cover\n| Country | Language |\n| Morocco | French |\n"
FIRST = f"""{COVER}
## Initiatives
| initiative_ref | title_text |
| Mohamed Zzexemple | Formation des jeunes |
## Locations
| initiative_ref | place_text |
| MOHAMED  Zzexemple | Figuig |
## Networks
| network_ref | network_name |
| Fatima Zzexemple | Réseau des communes |
## Codification
| practice_ref | subject_type_code | subject_ref | title_text |
| Ahmed Zzexemple 1 | initiative | Mohamed Zzexemple | Accueil |
## Policy work plan
| activity_ref | activity_text | linked_practice_refs |
| Karim Zzexemple | Un atelier | Ahmed Zzexemple 1 |
"""
SECOND = f"""{COVER}
## Initiatives
| initiative_ref | title_text |
| mohamed zzexemple | Formation des jeunes |
## Scaling log
| initiative_ref | stage_code |
| Mohamed Zzexemple | pilot |
"""


@pytest.mark.parametrize("reference", PERSONS)
def test_a_name_becomes_a_code_that_its_country_shares(reference):
    kept, apart = withhold_reference(Cell(1, "t", reference), "MAR", frozenset())
    assert kept.text.startswith("p-") and apart.text == reference
    assert withhold_reference(Cell(1, "t", f"R1; {reference.upper()}"), "MAR", frozenset())[0].text == f"R1; {kept.text}"
    assert withhold_reference(Cell(1, "t", reference), "TUN", frozenset())[0] != kept


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_that_names_nobody_stays(reference):
    assert withhold_reference(Cell(1, "t", reference), "MAR", frozenset()) == (Cell(1, "t", reference), None)


def test_what_refers_to_a_name_is_still_joined_and_the_name_is_nowhere(tmp_path):
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": FIRST, "MAR/2016/b.xlsx": SECOND}, *TABLES)
    (initiative,) = tables["core_initiatives"]["initiative_id"]
    for name in ("core_initiative_places", "core_scaling_steps", "core_practices"):
        assert list(tables[name]["initiative_id"]) == [initiative], name
    assert len(tables["core_networks"]) == len(tables["core_activity_practices"]) == 1
    told = tables["core_findings"].query("finding_code == 'reference-is-person'")
    assert set(told["sheet_name"]) == {"Initiatives", "Locations", "Networks", "Codification", "Policy work plan", "Scaling log"}
    assert told["message_text"].str.startswith("Une référence est demandée").all()
    kept = tables.pop("clean_withheld_values")
    assert set(kept["value_text"].str.split().str[1].str.casefold()) == {"zzexemple"}
    for name, frame in tables.items():
        assert not frame.astype(str).apply(lambda column: column.str.contains("zzexemple", case=False)).any().any(), name


def test_a_code_that_comes_back_stays_as_it_is():
    kept, _ = withhold_reference(Cell(1, "t", "Mohamed Exemple"), "MAR", frozenset())
    assert withhold_reference(kept, "MAR", frozenset()) == (kept, None)
