"""Persons named in a delivery: whom to ask, under an id that says nothing about them."""

from tests.deliveries import shown, tables_of

NAMES = ("clean_contacts", "core_submissions", "core_actors", "core_findings", "core_responses")
DELIVERY = """
## Cover
| Country | Language | Reporting organisation | Role of the person reporting | Contact name | Contact e-mail | Consent to publish |
| Ecuador | English | GAD Invented | Planner | Invented Person | invented.person@example.org | PUB |
## Initiatives
| Own reference | Title | Contact for the initiative |
| R1 | Housing | Invented role |
## Actors
| actor_ref | actor_name | actor_type_code |
| A1 | Municipalidad de Upala (Sr. Juan Ejemplo) | LA_MUN |
"""


def test_a_person_has_a_row_and_an_id_of_its_place(tmp_path):
    tables = tables_of(tmp_path / "one", {"ECU/2015/a.xlsx": DELIVERY}, *NAMES)
    contacts = tables["clean_contacts"]
    columns = ("sheet_code", "contact_name", "email_text", "role_text", "organisation_name", "consent_code")
    assert shown(contacts, *columns) == [
        ("cover", "Invented Person", "invented.person@example.org", "Planner", "GAD Invented", "PUB"),
        ("initiatives", None, None, "Invented role", "GAD Invented", "PUB"),
        ("actors", "Municipalidad de Upala (Sr. Juan Ejemplo)", None, None, "GAD Invented", "PUB"),
    ]
    ids = list(contacts["contact_id"])
    assert list(tables["core_submissions"]["contact_id"]) == ids[:1]
    assert shown(tables["core_actors"], "actor_id", "contact_id") == shown(contacts, "actor_id", "contact_id")[2:]
    again = tables_of(tmp_path / "two", {"ECU/2015/a.xlsx": DELIVERY}, "clean_contacts")
    assert list(again["clean_contacts"]["contact_id"]) == ids


def test_a_delivery_that_names_nobody_has_no_contacts(tmp_path):
    bare = "\n## Cover\n| Country |\n| Ecuador |\n"
    tables = tables_of(tmp_path, {"ECU/2015/a.xlsx": bare}, *NAMES)
    assert tables["clean_contacts"].empty
    assert tables["core_submissions"]["contact_id"].isna().all()
