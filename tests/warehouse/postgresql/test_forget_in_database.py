"""`jmdi forget` in a database: rows and bytes are gone from the contacts of every kept build, and nothing else is."""

from pathlib import Path

import pandas as pd
import pytest

from schemas.registry.restricted import RESTRICTED_TABLES
from schemas.tables import shape
from tests.commands import run_here
from tests.postgresql_server import Server
from tests.warehouse.conftest import world
from tests.warehouse.postgresql.conftest import show
from warehouse.postgresql.database import Database
from warehouse.postgresql.load import load_restricted
from warehouse.postgresql.switch import grant_reading

# Invented persons: two of the delivery that is forgotten, one of another.
NADIA, KARIM, SAMI = ("Nadia Canari-Inventée", "nadia.canari@example.org"), ("Karim Serin-Inventé",), ("Sami Autre-Inventé",)
A, B = "MAR-2015-aaaaaaaaaaaa", "MAR-2015-bbbbbbbbbbbb"
PERSONS = {"c-nadia": (A, NADIA), "c-karim": (A, KARIM), "c-sami": (B, SAMI)}
BUILDS = ("20150101T000000Z-older", "20151129T020000Z-shown")
SCHEMAS = ("mapping_contacts", "mapping_contacts_20150101t000000z_older")
LEFT = "SELECT contact_id FROM {}.contacts ORDER BY 1"


def contacts() -> dict[str, pd.DataFrame]:
    """Return what is kept apart of the three persons: a row of each, and the cell of each address."""
    of_country = {"country_code": "MAR", "round_name": "2015", "sheet_code": "initiatives", "file_name": "MAR/2015/x.xlsx"}
    rows: dict[str, list[dict[str, object]]] = {"contacts": [], "withheld_values": []}
    for number, (contact_id, (submission_id, words)) in enumerate(PERSONS.items(), start=2):
        own = of_country | {"submission_id": submission_id, "response_id": f"{submission_id}/2/{number}", "sheet_name": "Initiatives"}
        rows["contacts"].append(own | {"contact_id": contact_id, "contact_name": words[0], "email_text": words[-1]})
        cells = {f"{letter}{number}": text for letter, text in zip("AB", words, strict=False)}
        rows["withheld_values"] += [own | {"cell_name": cell, "reason_code": "contact", "value_text": text} for cell, text in cells.items()]
    return {one.name: shape(rows[one.name], one) for one in RESTRICTED_TABLES}


@pytest.fixture(scope="module")
def name(server: Server) -> str:
    """The name of a database that shows a build and keeps one."""
    name, frames = server.new_database("forgetting"), world()
    database = Database(server.url(name))
    for build_id in BUILDS:
        show(database, build_id, frames)
    return name


@pytest.fixture(autouse=True)
def filled(server: Server, name: str) -> None:
    """Put the contacts into both builds anew; the server gathers statistics of them, as it does at night."""
    with server.connect(name, "jmdi_loader") as loader, loader.transaction():
        loader.execute("SET LOCAL ROLE jmdi_owner")
        for schema in SCHEMAS:
            loader.execute(f"SET LOCAL search_path = {schema}")
            loader.execute("DROP TABLE contacts, withheld_values")
            load_restricted(loader, contacts())
            grant_reading(loader, "mapping", schema)
    server.administer(name, "ANALYZE")


def found_bytes(server: Server) -> set[str]:
    """Return the words of all persons that stand in any file of the server, but its write-ahead log."""
    server.administer("postgres", "CHECKPOINT")
    files = [path for path in [*(server.folder / "data").rglob("*"), server.folder / "log"] if path.is_file()]
    contents = [_content(path) for path in files if path.parent.name != "pg_wal"]
    return {word for word in (*NADIA, *KARIM, *SAMI) if any(word.encode() in content for content in contents)}


def _content(path: Path) -> bytes:
    """Return what a file holds; nothing when the server has taken it away meanwhile, as it does with its caches."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def left(server: Server, name: str) -> list[list[str]]:
    """Return the persons that each schema of contacts has."""
    with server.connect(name, "jmdi_loader") as loader:
        return [[row[0] for row in loader.execute(LEFT.format(schema)).fetchall()] for schema in SCHEMAS]


def forget(server: Server, name: str, folder: Path, *what: str) -> tuple[int, str]:
    """Run the command on the database, and return its exit code and what it said."""
    folder.joinpath("raw").mkdir(exist_ok=True)
    files = {"JMDI_WAREHOUSE": server.url(name), "JMDI_FILES": str(folder / "files")}
    done = run_here("forget", *what, folder=folder, raw=folder / "raw", **files)
    return done.returncode, done.stdout + done.stderr


def test_a_delivery_is_forgotten_in_every_kept_build(server: Server, name, tmp_path):
    assert found_bytes(server) == {*NADIA, *KARIM, *SAMI}
    assert forget(server, name, tmp_path, A, "--dry-run")[0] == 0
    assert left(server, name) == [["c-karim", "c-nadia", "c-sami"]] * 2
    with server.connect(name, "jmdi_contacts") as reader, reader.transaction():
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1")  # whoever looks at the database as it was before holds nothing back, and finds no empty table
        code, said = forget(server, name, tmp_path, A)
        assert (code, "5 rows erased from mapping_contacts." in said) == (0, True), said
        assert reader.execute("SELECT contact_id FROM contacts").fetchall() == [("c-sami",)]
        assert found_bytes(server) == {*SAMI}
    assert left(server, name) == [["c-sami"]] * 2
    assert not any(word in said for word in (*NADIA, *KARIM))


def test_one_person_is_forgotten_after_a_first_attempt_was_cut_short(server: Server, name, tmp_path, monkeypatch):
    import warehouse.postgresql.database as module

    erase = module.erase_from_schema

    def die_at_the_second(connection, address, schema, *more):
        if schema == "mapping_contacts":
            raise KeyboardInterrupt
        erase(connection, address, schema, *more)

    with monkeypatch.context() as patched:
        patched.setattr(module, "erase_from_schema", die_at_the_second)
        assert forget(server, name, tmp_path, "c-nadia")[0] == 1
    assert left(server, name) == [["c-karim", "c-nadia", "c-sami"], ["c-karim", "c-sami"]]
    code, said = forget(server, name, tmp_path, "c-nadia")
    assert (code, "cut short before its last search" in said) == (2, True), said  # the words are gone: nobody can look for them again
    assert left(server, name) == [["c-karim", "c-sami"]] * 2


def test_what_stands_in_other_tables_and_with_readers_without_an_end_is_told(server: Server, name, tmp_path, monkeypatch):
    server.administer(name, "UPDATE mapping.core_initiatives SET title_text = 'Oasis of \"sami AUTRE-inventé\"'")
    with server.connect(name, "jmdi_contacts") as reader, reader.transaction():
        reader.execute("SET application_name = 'DBeaver of an office'")
        reader.execute("SELECT 1 FROM contacts")
        with monkeypatch.context() as patched:
            patched.setattr(Database.__init__, "__defaults__", (0.0,))
            code, said = forget(server, name, tmp_path, B)
    assert code == 2
    assert "nothing was erased from mapping_contacts, since DBeaver of an office (process" in said
    assert "mapping.core_initiatives still holds some of it; an answer in a delivery repeats it" in said
    assert "still holds some of it; another delivery" not in said
    assert left(server, name) == [["c-karim", "c-nadia", "c-sami"], ["c-karim", "c-nadia"]]


def test_an_unknown_id_changes_nothing(server: Server, name, tmp_path):
    code, said = forget(server, name, tmp_path, "MAR-2015-aaaaaaaaaaab")
    assert (code, f"Did you mean {A}?" in said) == (1, True), said
    assert left(server, name) == [["c-karim", "c-nadia", "c-sami"]] * 2
