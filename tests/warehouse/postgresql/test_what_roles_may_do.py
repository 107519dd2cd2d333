"""Who may do what in the database, cell by cell, and that the rights hold by themselves, without the settings of the roles."""

import psycopg
import pytest

from tests.postgresql_server import Server
from tests.warehouse.postgresql.conftest import marked, show
from warehouse.postgresql.database import Database

# S select, I insert, U update, D delete, T truncate, R references, G trigger: what a role can really do, which asks for its schema too.
TABLES = """
                                     owner    loader   analyst  contacts  stranger
mapping.core_initiatives             SIUDTRG  SIUDTRG  S        S         -
mapping.core_places                  SIUDTRG  SIUDTRG  S        S         -
mapping.value_origins                SIUDTRG  SIUDTRG  S        S         -
mapping.map_initiative_places        SIUDTRG  SIUDTRG  S        S         -
mapping.practice_search              SIUDTRG  SIUDTRG  S        S         -
mapping_contacts.withheld_values     SIUDTRG  SIUDTRG  -        S         -
mapping_a.core_initiatives           SIUDTRG  SIUDTRG  -        -         -
mapping_a.value_origins              SIUDTRG  SIUDTRG  -        -         -
mapping_contacts_a.withheld_values   SIUDTRG  SIUDTRG  -        -         -
mapping_admin.builds                 SIUDTRG  SIUDTRG  -        -         -
"""
# U use, C create.
SCHEMAS = """
                     owner  loader  analyst  contacts  stranger
mapping              UC     UC      U        U         -
mapping_contacts     UC     UC      -        U         -
mapping_a            UC     UC      -        -         -
mapping_contacts_a   UC     UC      -        -         -
mapping_admin        UC     UC      -        -         -
public               U      U       U        U         U
"""
# C connect, N new schemas, T temporary tables.
DATABASE = """
           owner  loader  analyst  contacts  stranger
database   NT     CNT     C        C         -
"""
FUNCTIONS = """
                                      owner  loader  analyst  contacts  stranger
mapping.instr(text,text)              X      X       X        X         -
mapping.practice_words(text)          X      X       X        X         -
mapping_a.practice_words(text)        X      X       -        -         -
"""
TABLE_RIGHTS = dict(zip("SIUDTRG", ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"), strict=True))
ROLE_NAMES = {"stranger": "stranger"}


@pytest.fixture(scope="module")
def prepared_database(server: Server) -> str:
    """The name of a database that the first test of this module fills."""
    return server.new_database("granted")


@pytest.fixture
def used_database(server: Server, prepared_database, frames) -> str:
    """A database in which b is shown and a is kept."""
    database = Database(server.url(prepared_database))
    if not database.builds():
        show(database, "a", marked(frames, "a"))
        show(database, "b", marked(frames, "b"))
    return prepared_database


def cells(matrix: str) -> dict[tuple[str, str], str]:
    roles, *lines = [line.split() for line in matrix.strip().splitlines()]
    return {(line[0], role): granted.strip("-") for line in lines for role, granted in zip(roles, line[1:], strict=True)}


def test_the_grants_are_those_of_the_matrix(server: Server, used_database):
    schema = "has_schema_privilege(%(role)s, %(schema)s, 'USAGE') AND "
    asked = {
        TABLES: (schema + "has_table_privilege(%(role)s, %(object)s, %(right)s)", TABLE_RIGHTS),
        SCHEMAS: ("has_schema_privilege(%(role)s, %(object)s, %(right)s)", {"U": "USAGE", "C": "CREATE"}),
        DATABASE: ("has_database_privilege(%(role)s, current_database(), %(right)s)", {"C": "CONNECT", "N": "CREATE", "T": "TEMPORARY"}),
        FUNCTIONS: (schema + "has_function_privilege(%(role)s, %(object)s, %(right)s)", {"X": "EXECUTE"}),
    }
    with server.connect(used_database, "jmdi_loader") as connection:
        for matrix, (question, rights) in asked.items():
            expected = cells(matrix)
            found = {
                (one, role): "".join(
                    letter
                    for letter, right in rights.items()
                    if connection.execute(
                        f"SELECT {question}",
                        {"role": ROLE_NAMES.get(role, f"jmdi_{role}"), "schema": one.partition(".")[0], "object": one, "right": right},
                    ).fetchone() == (True,)
                )
                for one, role in expected
            }  # fmt: skip
            assert found == expected


def test_no_object_of_a_build_belongs_to_anybody_but_the_owner_and_every_table_is_granted_alike(server: Server, used_database):
    with server.connect(used_database, "jmdi_loader") as connection:
        rows = connection.execute(
            "SELECT DISTINCT n.nspname, pg_get_userbyid(c.relowner), array_to_string(c.relacl[2:], ' ') FROM pg_class AS c "
            "JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname IN ('mapping', 'mapping_contacts') AND relkind IN ('r', 'v')"
        ).fetchall()
    assert sorted(rows) == [
        ("mapping", "jmdi_owner", "jmdi_analyst=r/jmdi_owner jmdi_contacts=r/jmdi_owner"),
        ("mapping_contacts", "jmdi_owner", "jmdi_contacts=r/jmdi_owner"),
    ]


def test_readers_cannot_write_even_without_their_settings_and_analysts_never_see_contacts(server: Server, used_database):
    with server.connect(used_database, "jmdi_analyst") as analyst:
        limits = "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"
        assert analyst.execute(limits).fetchone() == ("5min", "10min")
        assert analyst.execute("SELECT title_text FROM core_initiatives").fetchall() == [("b",)]  # by the search path
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            analyst.execute("CREATE TEMPORARY TABLE mine (x int)")
        analyst.execute("SET default_transaction_read_only = off")
        for forbidden in (
            "UPDATE core_initiatives SET title_text = 'x'",
            "DELETE FROM core_places",
            "CREATE TABLE mapping.mine (x int)",
            "CREATE TABLE public.mine (x int)",
            "CREATE TEMPORARY TABLE mine (x int)",
            "CREATE SCHEMA mine",
            "DROP SCHEMA mapping CASCADE",
            "SELECT * FROM mapping_contacts.withheld_values",
            "SELECT * FROM mapping_admin.builds",
            "SET ROLE jmdi_owner",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                analyst.execute(forbidden)
    with server.connect(used_database, "jmdi_contacts") as contacts:
        assert contacts.execute("SELECT value_text FROM withheld_values").fetchall() == [("Invented Person",)]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            contacts.execute("DELETE FROM withheld_values")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        server.connect(used_database, "stranger")


def test_preparing_again_changes_nothing_and_sets_no_password(server: Server, used_database):
    done = server.prepare(used_database)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if "password" in line] == [
        r"  1. give each role its password, here in psql: \password jmdi_loader, \password jmdi_analyst, \password jmdi_contacts"
    ]
    with server.connect(used_database, "jmdi_analyst") as analyst:
        assert analyst.execute("SELECT title_text FROM core_initiatives").fetchall() == [("b",)]
