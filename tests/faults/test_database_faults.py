"""F9: the server of the warehouse restarted, its connections cut, its disk full, another password; and Dagster's own database gone."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count

import pandas as pd
import pytest

from tests import postgresql_server
from tests.commands import command, environment, run_here
from tests.faults.conftest import deliver, fill
from tests.faults.invariants import assert_no_word, assert_nothing_left, assert_told
from tests.postgresql_server import PASSWORD, Server
from tests.warehouse.conftest import world
from tests.warehouse.postgresql.conftest import load, marked, show
from warehouse.builds import Warehouse
from warehouse.manifest import write_about
from warehouse.postgresql import load as loading
from warehouse.postgresql import switch
from warehouse.postgresql.database import Database
from warehouse.postgresql.faults import DatabaseFailed
from warehouse.query import query

pytestmark = pytest.mark.prove
NUMBERS = count(1)  # of databases
TITLE = "SELECT title_text FROM core_initiatives"


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A server that may be struck down: the one of the other tests must stay up."""
    programs = postgresql_server._programs()
    if programs is None:
        pytest.skip("needs Debian's packages postgresql and postgresql-<version>-postgis-3")
    server = postgresql_server._start(programs)
    yield server
    postgresql_server._stop(server)


def restart(server: Server) -> None:
    """End the server at once, as a loss of power does, and start it again."""
    server.control("restart", "-m", "immediate")


def cut(server: Server) -> None:
    """End the connection of whoever loads."""
    sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'jmdi refresh'"
    server.administer("postgres", sql)


@pytest.fixture(name="frames")
def every_table() -> dict[str, pd.DataFrame]:
    return world()


@pytest.fixture
def shown(own_server: Server, frames) -> Database:
    """A database that shows the build a."""
    database = Database(own_server.url(own_server.new_database(f"struck_{next(NUMBERS)}")), 30)
    show(database, "a", marked(frames, "a"))
    return database


def strike(monkeypatch: pytest.MonkeyPatch, where: str, fault: Callable[[], None], times: int = 1) -> None:
    """Let a fault strike while rows are loaded or schemas switched, the first times that these come about."""
    module, name = {"load": (loading, "load_restricted"), "switch": (switch, "_move")}[where]
    work, left = getattr(module, name), [fault] * times

    def struck(*arguments: object) -> None:
        work(*arguments)
        if left:
            left.pop()()

    monkeypatch.setattr(module, name, struck)


@pytest.mark.parametrize("fault", [restart, cut])
@pytest.mark.parametrize("where", ["load", "switch"])
def test_a_server_that_is_back_in_a_moment_costs_no_build(own_server, shown, frames, tmp_path, monkeypatch, where, fault, proved):
    strike(monkeypatch, where, lambda: fault(own_server))
    warehouse = Warehouse(tmp_path, database=shown)
    with warehouse.writing(), warehouse.new_build("b") as folder:
        write_about(folder, {})
        load(shown, "b", marked(frames, "b"))
    assert (query(shown, TITLE), warehouse.current.name) == ([("b",)], "b")
    assert [build.build_id for build in shown.builds()] == ["a", "b"]
    assert_nothing_left(tmp_path)
    proved.add("F9", where, 1, "I1 I2 I5", told="One try more, on a new connection.")


@pytest.mark.parametrize("where", ["load", "switch"])
def test_a_connection_that_is_cut_again_is_told_and_both_keep_what_they_have(
    own_server,
    shown,
    frames,
    tmp_path,
    monkeypatch,
    where,
    proved,
):
    warehouse = Warehouse(tmp_path, database=shown)
    with monkeypatch.context() as patched:
        strike(patched, where, lambda: cut(own_server), times=2)
        with pytest.raises(DatabaseFailed) as told, warehouse.writing(), warehouse.new_build("b") as folder:
            write_about(folder, {})
            load(shown, "b", marked(frames, "b"))
    assert_told(str(told.value), "ended this connection", "refresh again")
    assert_no_word((PASSWORD,), str(told.value))
    assert query(shown, TITLE) == [("a",)]
    assert warehouse.builds() == []
    with warehouse.writing(), warehouse.new_build("c") as folder:
        write_about(folder, {})
        load(shown, "c", marked(frames, "c"))
    assert (query(shown, TITLE), warehouse.current.name) == ([("c",)], "c")
    proved.add("F9", where, 1, "I1 I2 I4 I6")


def test_a_password_that_was_changed_is_told(own_server, shown, frames, proved):
    wrong = Database(own_server.url(shown._address.settings["dbname"], password=f"not-{PASSWORD}"), 0)
    with pytest.raises(DatabaseFailed) as told:
        show(wrong, "b", frames)
    assert_told(str(told.value), "the password is missing or wrong", "PGPASSWORD")
    assert_no_word((PASSWORD,), str(told.value))
    assert query(shown, TITLE) == [("a",)]
    proved.add("F9", "load", 1, "I1 I4 I6")


def test_a_server_with_a_full_disk_is_told_and_takes_the_next_build(own_server, small_disk, frames, monkeypatch, proved):
    disk = small_disk("400m")
    shutil.chown(disk, "postgres")
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    server = postgresql_server._start(own_server.programs)
    try:
        database = Database(server.url(server.new_database("full")), 30)
        show(database, "a", marked(frames, "a"))
        filler = fill(disk, 300_000)
        with pytest.raises(DatabaseFailed) as told:
            show(database, "b", marked(frames, "b"))
        assert_told(str(told.value), "the server")
        filler.unlink()
        if subprocess.run([server.programs / "pg_isready", "-h", server.folder, "-p", str(server.port)], check=False).returncode:
            restart(server)  # where not even its log could be written, it ended itself
        assert query(database, TITLE) == [("a",)]
        show(database, "c", marked(frames, "c"))
        assert query(database, TITLE) == [("c",)]
    finally:
        postgresql_server._stop(server)
    proved.add("F9", "load", 1, "I1 I2 I4", told=f"Disk full: {str(told.value).partition(': ')[2]}")


def test_dagsters_database_that_goes_while_a_run_is_kept_there_is_told(own_server, tmp_path, proved):
    name = own_server.new_database("runs", is_prepared=False)
    own_server.administer("postgres", f"GRANT ALL ON DATABASE {name} TO stranger")
    own_server.administer(name, "GRANT ALL ON SCHEMA public TO stranger")
    raw = deliver(tmp_path)
    where = {"JMDI_DAGSTER_STORAGE": own_server.url(name, "stranger")}
    running = subprocess.Popen(
        command("refresh"), env=environment(tmp_path, raw, **where), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        while not (tmp_path / "warehouse" / ".lock").exists() and running.poll() is None:  # from then on the run is at work
            time.sleep(0.1)
        own_server.control("stop", "-m", "immediate")
        said = running.communicate(timeout=300)[0]
    finally:
        running.kill()
        own_server.control("start")
    assert running.returncode == 1, said
    assert_told(said, "JMDI_DAGSTER_STORAGE", "look whether its server is up")
    assert_no_word((PASSWORD, "Olives"), said)
    again = run_here("refresh", folder=tmp_path, raw=raw, **where)
    assert again.returncode == 0, again.stdout + again.stderr
    assert_nothing_left(tmp_path / "warehouse")
    proved.add("F9", "operate", 1, "I1 I4 I5 I6", told="Dagster's database gone in the middle of a run.")
