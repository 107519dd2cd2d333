"""Names of persons where an organisation is asked for: which are certain, which doubtful, and which are institutions named after people."""

import pandas as pd
import pytest

from schemas.actors import listed_actors
from steps.actors import persons
from steps.actors.persons import CERTAIN, DOUBTFUL, NONE, without_persons
from tests.deliveries import shown, tables_of

# Invented persons.
SURE = (
    "Mr. John Example", "Dr. Juan Ejemplo", "Lic. María Ejemplo de Prueba", "Sra. Ana", "M. Ahmed Exemple", "Mme Fatou Exemple",
    "Me Karim Exemple", "Doña Rosa Ejemplo", "Hon. Jose Halimbawa", "السيد محمد المثال", "श्री राम उदाहरण", "Engr. Maria Halimbawa",
    "Don Juan Ejemplo, alcalde de Upala", "Doña María Ejemplo, presidenta de la asociación", "M. Ahmed Exemple, maire de Figuig",
    "Mr Ram Bahadur Udaharan, Mayor of Pokhara", "السيد أحمد المثال، رئيس جماعة فكيك", "أحمد المثال رئيس جماعة فكيك",
    "राम बहादुर उदाहरण, पोखराका मेयर", "मेयर राम बहादुर उदाहरण", "Alcalde Juan Ejemplo", "Mayor Juan Halimbawa", "M. le Maire Ahmed Exemple",
    "Alcalde de Upala, Juan Ejemplo", "Alcalde: Juan Ejemplo", "Juan Ejemplo (alcalde)", "Juan Halimbawa Mayor of Naga", "Ing.Juan Ejemplo",
    "Mayor Juan dela Halimbawa", "Juan dela Halimbawa, Mayor", "Fatima ait Exemple, présidente", "El Hadj Mamadou Exemple",
    "A. Exemple, président de la commune",
    "Xóchitl Ejemplo, alcaldesa de Otavalo", "Xóchitl Ejemplo (Sra.)", "Sr. Juan Ejemplo Fundador 8888-1234",
)  # fmt: skip
PERHAPS = (
    "Juan Ejemplo", "Maria Halimbawa", "Mr Clean", "juan ejemplo", "JUAN EJEMPLO", "Ejemplo, Juan", "EXEMPLE Ahmed", "أحمد المثال",
    "عبد الله المثال", "राम बहादुर उदाहरण", "Juan Ejemplo y María Prueba", "Mayor Halimbawa", "Juan Ejemplo <juan@example.org>",
    "Hajj Exemple", "Serigne Xyz Exemple", "Finca de don Juan Ejemplo", "Ejemplo Prueba Juan Carlos", "Juan Ejemplo +506 8888 8888",
    "Juan dela Halimbawa", "Maria delos Halimbawa", "Hon. dela Halimbawa", "Engr. dela Halimbawa", "Mayor dela Halimbawa",
    "Ahmed ben Exemple", "Juana dela Halimbawa delos Prueba Ejemplo",
    "\"Juan Ejemplo\"", "1. Juan Ejemplo", "Juan Ejemplo, Alcaldía", "Aporte de la Sra. Juana Ejemplo", "Alcalde de Upala Juan Ejemplo",
)  # fmt: skip
ORGANISATIONS = (
    "Fundación Juan XXIII", "Association Lalla Meryem", "Don Bosco 2000", "Don Bosco", "Dr. Martin Example School", "Prof. Example Centre",
    "Atikha", "Unlad Kabayan", "Friedrich Ebert Stiftung", "Cooperativa Juan Montalvo", "M Ahmed Exemple & Fils", "Padre Hurtado",
    "Mega Mujeres", "مؤسسة محمد الخامس للتضامن", "Terre d'Asile", "Santa Ana", "Alcaldía de Upala", "Oficina del Alcalde",
    "Ministère de l'Intérieur", "Fundación Don Bosco", "Office of the Mayor of Naga", "Alcalde de Upala", "Monsieur le Maire de Figuig",
    "Secretaría Nacional de Migración", "Director General", "رئيس المجلس الجماعي", "Juan Ejemplo, S.A.", "Hospital Dr. Juan Ejemplo",
    "Mots Xyz)bB–h-", "Barrio Don Juan Ejemplo", "Escuela Presidente Juan Ejemplo", "San Juan Carlos", "Hospital de don Juan Ejemplo",
    "Oficina del Alcalde, Upala", "Comité de suivi c/o UNDP", "Encargada de la encuesta (inventada)",
    "Antonio Ante", "President Roxas", "Don Carlos", "Point focal d'exemple", "Don Bosco, Quito", "A-01", "Union des femmes, Président",
)  # fmt: skip
SIDE_BY_SIDE = (
    ("Municipalidad de Upala (Sr. Juan Ejemplo, alcalde)", "Municipalidad de Upala", CERTAIN),
    ("Municipalidad de Upala, representada por Juan Ejemplo", "Municipalidad de Upala", CERTAIN),
    ("UNDP, Juan Ejemplo, AECID", "UNDP, AECID", DOUBTFUL),
    ("UNDP and Mr John Example", "UNDP", CERTAIN),
    ("A1, Sr. Juan Ejemplo", "A1", CERTAIN),
    ("Oficina del alcalde Juan Ejemplo", "Oficina del alcalde", DOUBTFUL),
    ("Xóchitl Ejemplo, Oficina del Alcalde", "Oficina del Alcalde", DOUBTFUL),
    ("Despacho de la alcaldesa María Ejemplo", "Despacho de la alcaldesa", DOUBTFUL),
    ("Cabinet du maire Ahmed Exemple", "Cabinet du maire", DOUBTFUL),
    ("Office of Mayor Juan Halimbawa", "Office of Mayor", DOUBTFUL),
    ("Municipalidad de Upala (contacto: Xóchitl Ejemplo)", "Municipalidad de Upala", CERTAIN),
    ("City of Naga c/o Juan Halimbawa", "City of Naga", DOUBTFUL),
)


@pytest.mark.parametrize("name", SURE)
def test_a_title_or_an_office_beside_a_personal_name_is_certain(name: str) -> None:
    assert without_persons(name)[:2] == ("", CERTAIN)


@pytest.mark.parametrize("name", PERHAPS)
def test_a_given_name_and_a_surname_are_doubtful(name: str) -> None:
    assert without_persons(name)[:2] == ("", DOUBTFUL)


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_or_an_office_without_a_name_is_no_person(name: str) -> None:
    assert without_persons(name)[:2] == (name, NONE)


@pytest.mark.parametrize(("cell", "left", "sureness"), SIDE_BY_SIDE)
def test_an_organisation_stays_without_the_person_beside_it(cell: str, left: str, sureness: str) -> None:
    assert without_persons(cell)[:2] == (left, sureness)


def test_no_name_of_the_master_list_is_like_a_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for actor in listed_actors().values() for name in (*actor.full_names, *actor.acronyms)]
    monkeypatch.setattr(persons, "_is_known", lambda name: False)  # being on the list would settle it
    monkeypatch.setattr(persons, "_sureness", persons._sureness.__wrapped__)
    assert [name for name in names if without_persons.__wrapped__(name).sureness] == []


SHOWN = (
    "core_actors", "core_actor_names", "core_findings", "core_submissions", "core_responses", "core_received_columns", "core_initiatives",
    "core_initiative_actors", "core_scaling_steps", "clean_shown_rows", "clean_reasons", "clean_references", "core_finance", "core_lineage",
    "report_funders",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """What becomes of a workbook in which an invented person, Zzmuestra, stands wherever organisations are asked for."""
    text = """
        ## Cover
        | Country | Language | Reporting organisation | Role of the person reporting |
        | Senegal | English | Ministère du Plan (Mme Awa Zzmuestra) | Mme Awa Zzmuestra, responsable du suivi |
        ## Actors
        | Actor reference | Name | Acronym | Type of actor | Web page |
        | A1 | Dr. Amina Zzmuestra | | University | https://example.org/zzmuestra |
        | A2 | Yacine Zzmuestra | ZZMUESTRA | Individual | |
        | A3 | Association Amina Exemple | | NGO | |
        | A4 | Ousmane Zzmuestra, maire de Matam | | Municipality | |
        | ZZMUESTRA | Fatou Zzmuestra | | NGO | |
        | A6 | nobody@example.org | | NGO | |
        | A7 | […] | | NGO | |
        ## Initiatives
        | Own reference | Title | Lead actor | Donors |
        | K-1 | Un titre | Association Amina Exemple; Amina Zzmuestra | UNDP, Fatou Zzmuestra |
        | K-2 | Un autre titre | A4 | Yacine Zzmuestra |
        | K-3 | Encore un titre | ZZMUESTRA | Association des femmes / Fatou Zzmuestra |
        ## Initiative actors
        | Initiative | Actor | Role |
        | K-1 | A1 | Partner |
        | K-1 | Yacine Zzmuestra | Partner |
        ## Scaling log
        | Initiative | Stage | Assessed by |
        | K-1 | Pilot | Comité de suivi, Dr. Amina Zzmuestra |
    """
    return tables_of(tmp_path_factory.mktemp("persons"), {"SEN/2015/a.xlsx": text}, *SHOWN, "clean_withheld_values")


def test_a_person_is_found_in_no_table_but_the_one_that_is_kept_apart(tables: dict[str, pd.DataFrame]) -> None:
    assert [name for name in SHOWN if "zzmuestra" in tables[name].to_csv().casefold()] == []
    kept = tables["clean_withheld_values"]
    assert set(kept.loc[kept["value_text"].str.casefold().str.contains("zzmuestra"), "reason_code"]) == {"person"}
    assert tables["core_actors"]["actor_name"].tolist() == ["Association Amina Exemple"]
    assert tables["core_scaling_steps"]["assessed_by_text"].tolist() == ["Comité de suivi"]


def test_what_is_said_about_a_persons_row_names_its_cause(tables: dict[str, pd.DataFrame]) -> None:
    told = tables["core_findings"]
    said = told[told["finding_code"].str.startswith(("actor-", "reference-", "answer-missing", "key-"))]
    assert shown(said.sort_values(["sheet_name", "cell_name"]), "sheet_name", "cell_name", "finding_code") == [
        ("Actors", "A6", "reference-is-person"),
        ("Actors", "B2", "actor-is-person"),
        ("Actors", "B3", "actor-is-person"),
        ("Actors", "B5", "actor-is-person"),
        ("Actors", "B6", "actor-perhaps-person"),
        ("Actors", "B7", "key-withheld"),
        ("Actors", "B8", "key-withheld"),
        ("Actors", "C3", "actor-is-person"),
        ("Cover", "C2", "actor-is-person"),
        ("Cover", "D2", "actor-is-person"),
        ("Initiative actors", "B2", "reference-withheld"),
        ("Initiative actors", "B3", "actor-is-person"),
        ("Initiatives", "C2", "actor-perhaps-person"),
        ("Initiatives", "C3", "reference-withheld"),
        ("Initiatives", "C4", "actor-is-person"),
        ("Initiatives", "D2", "actor-perhaps-person"),
        ("Initiatives", "D3", "actor-is-person"),
        ("Initiatives", "D4", "actor-perhaps-person"),
        ("Scaling log", "C2", "actor-is-person"),
    ]
