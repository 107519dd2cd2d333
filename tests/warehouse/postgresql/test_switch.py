"""Switching builds on PostgreSQL: no reader ever sees a mixture or an error, whatever becomes of the writer."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from pipelines.restore import ONLY_FILES, kept_builds
from schemas.reference_files import CHECKOUT
from tests.postgresql_server import Server
from tests.warehouse.postgresql.conftest import MADE_AT, load, marked, show
from warehouse.audit import BUILD_RESTORED, read_audit
from warehouse.builds import GEOPACKAGE, NoWarehouse, Warehouse, WarehouseBusy
from warehouse.earlier_tables import earlier_name
from warehouse.manifest import write_about
from warehouse.postgresql import schemas
from warehouse.postgresql.database import Database
from warehouse.query import query
from warehouse.restore import restore

SWITCHES = 200
TITLE, PLACE = "SELECT title_text FROM core_initiatives", "SELECT min(place_name) FROM core_places"
BOTH = "SELECT title_text, (SELECT min(place_name) FROM core_places) FROM core_initiatives JOIN core_countries USING (country_code)"
DYING = """
import sys, time
from warehouse.postgresql.database import Database
database = Database(sys.argv[1])
with database.writing():
    from warehouse.postgresql import schemas
    with database._at_work() as connection, connection.transaction():
        database._begin_schema(connection, *schemas.unfinished("dying")[:1], "half")
    print("holding", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def shared_name(server: Server) -> str:
    """The name of a database that the first test which needs it fills."""
    return server.new_database("switched")


@pytest.fixture
def shared(server: Server, shared_name, frames) -> Iterator[Database]:
    """A database that shows the build a and keeps b; what a test adds is dropped after it."""
    database = Database(server.url(shared_name), wait_seconds=30)
    if not database.builds():
        show(database, "b", marked(frames, "b"))
        show(database, "a", marked(frames, "a"))
    yield database
    with database.writing():
        database.restore("a")
    with server.connect(shared_name, "jmdi_loader") as loader:
        schemas.drop(loader, *schemas.kept("c"))


def one_statement(reader: "psycopg.Connection[Any]") -> tuple[object, ...]:
    return reader.execute(BOTH).fetchone() or ()


def two_statements(reader: "psycopg.Connection[Any]") -> tuple[object, ...]:
    with reader.transaction():
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return tuple((reader.execute(sql).fetchone() or ("",))[0] for sql in (TITLE, PLACE))


def test_readers_during_switches_never_see_a_mixture_nor_an_error(server: Server, shared_name, shared):
    seen: list[tuple[object, ...]] = []
    faults: list[Exception] = []
    is_over = threading.Event()

    def read(way: Callable[..., tuple[object, ...]]) -> None:
        try:
            with server.connect(shared_name, "jmdi_analyst") as reader:
                while not is_over.is_set():
                    seen.append(way(reader))
                    is_over.wait(0.003)
        except Exception as fault:
            faults.append(fault)

    readers = [threading.Thread(target=read, args=(way,)) for way in (one_statement, two_statements)]
    for reader in readers:
        reader.start()
    try:
        with shared.writing():
            for number in range(SWITCHES):
                shared.restore("ba"[number % 2])
    finally:
        is_over.set()
        for reader in readers:
            reader.join()
    assert faults == []
    assert set(seen) == {("a", "a"), ("b", "b")}
    assert len(seen) > SWITCHES


def test_a_reader_who_looked_before_the_switch_finds_no_empty_tables(server: Server, shared_name, shared, frames):
    with server.connect(shared_name, "jmdi_analyst") as reader, reader.transaction():
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1")  # from here on it sees the database as it is now, and has opened no table yet
        show(shared, "c", marked(frames, "c"))
        assert reader.execute(BOTH).fetchone() == ("c", "c")


def test_builds_are_kept_restored_and_dropped(database, frames):
    with pytest.raises(NoWarehouse, match="has no build yet"):
        _ = database.current
    for name in ("a", "b", "c"):
        show(database, name, marked(frames, name))
    assert [(build.build_id, build.is_current) for build in database.builds()] == [("a", False), ("b", False), ("c", True)]
    with database.writing():
        with pytest.raises(NoWarehouse, match="keeps no build d; it keeps a, b, c"):
            database.restore("d")
        database.restore("b")
        assert query(database, TITLE) == [("b",)]
        database.keep_last(1)  # b is shown, so it stays
    assert [(build.build_id, build.is_current) for build in database.builds()] == [("b", True), ("c", False)]


def test_a_reader_without_an_end_is_named_and_keeps_what_it_reads(server: Server, shared_name, shared):
    impatient = Database(server.url(shared_name), wait_seconds=0)
    with server.connect(shared_name, "jmdi_analyst") as reader, reader.transaction():
        reader.execute("SET application_name = 'QGIS of an office'")
        reader.execute(TITLE)
        with (
            pytest.raises(WarehouseBusy, match=r"QGIS of an office \(process \d+\) read the current one without an end"),
            impatient.writing(),
        ):
            impatient.restore("b")
        assert reader.execute(PLACE).fetchone() == ("a",)
    assert shared.current.build_id == "a"


def test_a_killed_loader_leaves_the_current_build_and_nothing_in_the_way(server: Server, shared_name, shared):
    url = server.url(shared_name)
    loader = subprocess.Popen([sys.executable, "-c", DYING, url], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert loader.stdout and loader.stdout.readline() == "holding\n"
    with pytest.raises(WarehouseBusy, match="Another refresh is writing"), Database(url, wait_seconds=0).writing():
        pytest.fail("two writers at once")
    loader.send_signal(signal.SIGKILL)
    loader.wait()
    assert query(shared, TITLE) == [("a",)]
    with shared.writing():
        shared.restore("b")
    with server.connect(shared_name, "jmdi_analyst") as reader:
        left = reader.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'mapping%' ORDER BY 1").fetchall()
    assert [name for (name,) in left] == ["mapping", "mapping_a", "mapping_admin", "mapping_contacts", "mapping_contacts_a"]


def test_folder_and_database_show_the_same_build(tmp_path, database, frames):
    warehouse = Warehouse(tmp_path, database=database)

    def build(name: str) -> None:
        with warehouse.writing(), warehouse.new_build(name) as folder:
            write_about(folder, {})
            load(database, name, marked(frames, name))

    build("a")
    build("b")
    with pytest.raises(RuntimeError), warehouse.writing(), warehouse.new_build("bad"):
        raise RuntimeError
    assert (warehouse.current.name, database.current.build_id) == ("b", "b")
    assert earlier_name(Warehouse(tmp_path / "lost", database=database)) == "b"  # what the next build is compared with
    with warehouse.writing():
        warehouse.switch_to(warehouse.folder / "builds" / "a")
    assert (warehouse.current.name, query(database, TITLE)) == ("a", [("a",)])
    with database.writing():
        database.restore("b")  # as if a refresh had been killed between the database and the files
    with warehouse.writing():
        assert warehouse.current.name == "b"


def test_restore_goes_back_to_a_build_that_folder_and_database_keep(tmp_path, database, frames, geopackage):
    for name, there in (("a", database), ("b", None), ("c", database)):  # b as if its writer had been killed before the database's switch
        warehouse = Warehouse(tmp_path / "warehouse", database=there)
        with warehouse.writing(), warehouse.new_build(name) as folder:
            shutil.copy(geopackage, folder / GEOPACKAGE)
            write_about(folder, {"made_at": MADE_AT.isoformat(), "counts": {"core_initiatives": 1}})
            if there:
                load(there, name, marked(frames, name))
    assert [(name, state) for name, _, state in kept_builds(warehouse)] == [("c", "current"), ("b", ONLY_FILES), ("a", "kept")]
    with pytest.raises(NoWarehouse, match=f"together with {database.name} keeps no build b; it keeps a, c"):
        restore(warehouse, "b")
    assert restore(warehouse).name == "a"
    assert (warehouse.current.name, query(database, TITLE)) == ("a", [("a",)])
    restored = [one.build_id for one in read_audit(warehouse.folder).entries if one.action == BUILD_RESTORED]
    assert restored == ["a"]
