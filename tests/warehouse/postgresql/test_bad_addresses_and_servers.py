"""Whatever is wrong with an address, a server or the way to it: one plain sentence, no password in it, and readers keep what they have."""

import json
import socket

import pytest

from schemas.errors import ProductError
from tests.commands import run_here
from tests.postgresql_server import PASSWORD, Server
from tests.warehouse.postgresql.conftest import marked, show
from warehouse.opening import is_address, open_warehouse
from warehouse.postgresql import fitness
from warehouse.postgresql.address import WrongAddress
from warehouse.postgresql.database import Database
from warehouse.query import query

TITLE = "SELECT title_text FROM core_initiatives"
# An event that ends the load in its middle, as the server itself would: when the references are made, all rows are there.
AT_THE_INDEXES = """
    CREATE FUNCTION public.end_it() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN {does} END $$;
    CREATE EVENT TRIGGER end_it ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.end_it();
"""


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgressql://u:{p}@host/mapping", "postgressql: is no scheme that is known here"),
        ("postgresql+psycopg2://u:{p}@host/mapping", r"postgresql\+psycopg2: is no scheme"),
        ("mysql://u:{p}@host/mapping", "begins with postgresql://"),
        ("postgresql:/u:{p}@host/mapping", "Two slashes follow postgresql:"),
        ("postgresql:u:{p}@host", "Two slashes follow"),
        ("postgresql://u:{p}@host", "names no database"),
        ("postgresql://u:{p}@host/", "names no database"),
        ("postgresql://u:{p}@host:54x2/mapping", "The port is no number"),
        ("postgresql://u:{p}@host:99999/mapping", "The port is no number"),
        ("postgresql://u:{p}/x@host/mapping", "percent signs"),
        ("postgresql://u:{p}#x@host/mapping", "percent signs"),
        ("postgresql://u:1?{p}@host/mapping", "percent signs"),
        ("postgresql://u:[{p}@host/mapping", "percent signs"),
        ("postgresql://u:{p}@host/mapping?sslmod=require", "Did you mean sslmode?"),
    ],
)
def test_an_address_with_a_slip_of_the_pen_is_refused_before_anybody_is_asked(tmp_path, address, sentence):
    with pytest.raises(WrongAddress, match=sentence.replace("?", r"\?")) as fault:
        open_warehouse(address.format(p=PASSWORD), tmp_path)
    assert PASSWORD not in str(fault.value)


@pytest.mark.parametrize("command", [("refresh",), ("query", "SELECT 1"), ("status",), ("explain", "MAR-R1", "MAR-R2")])
def test_every_command_says_so_in_a_sentence(tmp_path, command):
    done = run_here(*command, "--warehouse", f"postgresql:/u:{PASSWORD}@host/mapping", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: Two slashes follow postgresql:, as postgresql://jmdi_loader@host:5432/mapping.\n"


def test_what_is_no_address_is_a_folder():
    assert [is_address(text) for text in ("/srv/map ping/é", "warehouse", "C:\\mapping", "mapping:2", "./postgres")] == [False] * 5


@pytest.fixture(scope="module")
def shown(server: Server) -> str:
    """The name of a database that the first test of this module fills."""
    return server.new_database("steady")


@pytest.fixture
def steady(server: Server, shown, frames) -> Database:
    """A database that shows the build a, as the loader comes to it."""
    database = Database(server.url(shown))
    if not database.builds():
        show(database, "a", marked(frames, "a"))
    return database


def told(url: str, frames=None) -> str:
    """Return what is said when a build is written to an address, or only a writer's place is taken."""
    database = Database(url, wait_seconds=0)
    with pytest.raises(ProductError) as fault:
        if frames is None:
            with database.writing():
                pytest.fail("nothing should be written here")
        show(database, "b", frames)
    assert PASSWORD not in f"{fault.value} {database!r}"
    return str(fault.value)


def test_a_server_that_cannot_be_entered(server: Server, steady, shown):
    with socket.socket() as silent, socket.socket() as free:
        silent.bind(("127.0.0.1", 0))
        free.bind(("127.0.0.1", 0))
        closed = f"postgresql://u:{PASSWORD}@127.0.0.1:{free.getsockname()[1]}/mapping"
        assert "nothing answers at that host and port" in told(closed)
        silent.listen()
        mute = f"postgresql://u:{PASSWORD}@127.0.0.1:{silent.getsockname()[1]}/mapping?connect_timeout=2"
        assert "the host does not answer" in told(mute)
    assert "no machine has the name of its host" in told(f"postgresql://u:{PASSWORD}@no-such-host.invalid/mapping")
    assert "the password is missing or wrong; give it in PGPASSWORD" in told(server.url(shown, password=f"not-{PASSWORD}"))
    assert "the password is missing or wrong" in told(server.url(shown, role="nobody_known"))
    assert "the server has no database of that name" in told(server.url("nowhere"))
    assert "lets this user in from here not at all" in told(server.url(shown, role="locked_out"))
    assert "this user may not enter the database" in told(server.url(shown, role="stranger"))


def test_a_database_that_is_not_fit_to_be_written_to(server: Server, steady, shown, monkeypatch):
    with_postgis = server.new_database("unprepared", is_prepared=False)
    assert f"not prepared yet; an administrator runs `psql --dbname {with_postgis} --file" in told(server.url(with_postgis))
    bare = server.new_database("bare", "", is_prepared=False)
    assert "the database has no PostGIS" in told(server.url(bare))
    latin = server.new_database("latin", "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", is_prepared=False)
    assert "it holds texts as LATIN1" in told(server.url(latin))
    assert "jmdi_analyst may only read; a refresh is given the user jmdi_loader" in told(server.url(shown, role="jmdi_analyst"))
    server.administer("postgres", f"ALTER DATABASE {shown} SET default_transaction_read_only = on")
    assert "it is set to default_transaction_read_only" in told(server.url(shown))
    server.administer("postgres", f"ALTER DATABASE {shown} RESET default_transaction_read_only")
    monkeypatch.setattr(fitness, "OLDEST_SERVER", 990000)
    assert "13 or newer is needed" in told(server.url(shown))
    assert query(steady, TITLE) == [("a",)]


@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        ("RAISE EXCEPTION USING ERRCODE = 'disk_full';", "the server's disk is full; make room there"),
        ("PERFORM pg_terminate_backend(pg_backend_pid());", "ended this connection; refresh again when it is up"),
        ("RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege';", "the user may not do that"),
        ("RAISE EXCEPTION 'something {p} new';", "something … new"),
    ],
)
def test_a_load_that_breaks_off_leaves_what_readers_have(server: Server, steady, shown, frames, does, sentence):
    server.administer(shown, AT_THE_INDEXES.format(does=does.format(p=PASSWORD)))
    try:
        assert sentence in told(server.url(shown), frames)
    finally:
        server.administer(shown, "DROP EVENT TRIGGER end_it", "DROP FUNCTION public.end_it")
    assert query(steady, TITLE) == [("a",)]
    assert [build.build_id for build in steady.builds()] == ["a"]


def test_analysts_ask_from_another_machine_and_are_told_the_state(server: Server, steady, shown, tmp_path):
    analyst = server.url(shown, "jmdi_analyst", password="")
    at_home = {"folder": tmp_path, "JMDI_WAREHOUSE": analyst, "JMDI_FILES": str(tmp_path / "none"), "PGPASSWORD": PASSWORD}
    asked = run_here("query", f"{TITLE} -- of all", "--format", "csv", **at_home)
    assert (asked.returncode, asked.stdout) == (0, "title_text\na\n")
    state = run_here("status", "--json", **at_home)
    assert state.returncode == 2  # made long ago, from one file
    assert json.loads(state.stdout)["build"] == "a"
    (tmp_path / "none" / "builds" / "z").mkdir(parents=True)
    (tmp_path / "none" / "builds" / "z" / "build.json").write_text("{}")
    (tmp_path / "none" / "current").symlink_to("builds/z")
    assert "The files are of another build, z" in run_here("status", **at_home).stdout
    empty = server.url(server.new_database("empty"), "jmdi_analyst")
    nothing = run_here("query", TITLE, "--warehouse", empty, folder=tmp_path)
    assert (nothing.returncode, "has no build yet" in nothing.stderr, PASSWORD in nothing.stderr) == (1, True, False)
    denied = run_here("query", TITLE, "--warehouse", server.url(shown, password="wrong"), folder=tmp_path)
    assert (denied.returncode, "the password is missing or wrong" in denied.stderr) == (1, True)


def test_a_refresh_that_may_not_write_names_the_build_of_the_database_that_stays(server: Server, steady, shown, tmp_path):
    done = run_here("refresh", "--warehouse", server.url(shown, "jmdi_analyst"), folder=tmp_path, JMDI_FILES=str(tmp_path / "files"))
    assert done.returncode == 1
    assert "jmdi_analyst may only read" in done.stdout
    assert "The current build is untouched: a." in done.stdout


def test_a_refresh_stops_before_it_reads_when_the_database_is_not_fit(server: Server, tmp_path):
    at = server.url(server.new_database("unfit", is_prepared=False))
    done = run_here("refresh", "--warehouse", at, folder=tmp_path, JMDI_FILES=str(tmp_path / "files"))
    assert done.returncode == 1
    assert "the database is not prepared yet" in done.stdout
    assert "There is no build yet." in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    kept = [path for path in (tmp_path / "state").rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]
    assert kept == []  # nor in Dagster's log of the run
