"""Names of persons where an organisation is asked for: which are certain, which doubtful, and which are institutions named after people."""

import pytest

from steps.actors.persons import is_perhaps_person, is_person
from tests.deliveries import COVER, tables_of

# Invented persons.
CERTAIN = (
    "Mr. John Example", "Dr. Juan Ejemplo", "Lic. María Ejemplo de Prueba", "Sra. Ana", "M. Ahmed Exemple", "Mme Fatou Exemple",
    "Me Karim Exemple", "Doña Rosa Ejemplo", "Hon. Jose Halimbawa", "السيد محمد المثال", "श्री राम उदाहरण", "Engr. Maria Halimbawa",
)  # fmt: skip
DOUBTFUL = ("Juan Ejemplo", "Maria Halimbawa", "Mr Clean")
INSTITUTIONS = (
    "Fundación Juan XXIII", "Association Lalla Meryem", "Don Bosco 2000", "Don Bosco", "Dr. Martin Example School", "Prof. Example Centre",
    "Atikha", "Unlad Kabayan", "Friedrich Ebert Stiftung", "Cooperativa Juan Montalvo", "M Ahmed Exemple & Fils", "Padre Hurtado",
    "Mega Mujeres", "مؤسسة محمد الخامس للتضامن", "Terre d'Asile", "Santa Ana",
)  # fmt: skip


@pytest.mark.parametrize("name", CERTAIN)
def test_a_title_before_a_personal_name_is_certain(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_given_name_and_a_surname_are_doubtful(name: str) -> None:
    assert not is_person(name)
    assert is_perhaps_person(name, "")


@pytest.mark.parametrize("name", INSTITUTIONS)
def test_an_institution_named_after_a_person_is_none(name: str) -> None:
    assert not is_person(name)
    assert not is_perhaps_person(name, "")


def test_a_person_among_the_actors_is_kept_apart_wherever_the_name_stands(tmp_path) -> None:
    text = (
        COVER.format(country="Senegal")
        + """
        ## Actors
        | Actor reference | Name | Type of actor | Web page |
        | A1 | Dr. Amina Exemple | University | https://example.org/amina |
        | A2 | Ousmane Exemple | Individual | |
        | A3 | Association Amina Exemple | NGO | |
        ## Initiatives
        | Own reference | Title | Lead actor |
        | K-1 | Un titre | Association Amina Exemple; Dr. Amina Exemple |
        ## Initiative actors
        | Initiative | Actor | Role |
        | K-1 | A1 | Partner |
    """
    )
    names = ("core_actors", "core_findings", "clean_withheld_values", "core_responses", "clean_shown_rows", "core_actor_names")
    tables = tables_of(tmp_path, {"SEN/2015/a.xlsx": text}, *names)
    assert tables["core_actors"]["actor_name"].tolist() == ["Association Amina Exemple"]
    kept = tables["clean_withheld_values"]
    assert kept[["sheet_name", "cell_name", "reason_code"]].to_numpy().tolist() == [
        ["Actors", "B2", "person"],
        ["Actors", "D2", "person"],
        ["Actors", "B3", "person"],
        ["Initiatives", "C2", "person"],
    ]
    told = tables["core_findings"]
    assert told.loc[told["finding_code"] == "actor-is-person", "cell_name"].tolist() == ["B2", "B3", "C2"]
    for name in names:
        if name != "clean_withheld_values":
            shown = tables[name].to_csv()
            assert "Dr. Amina" not in shown, name
            assert "Ousmane" not in shown, name
            assert "example.org/amina" not in shown, name
