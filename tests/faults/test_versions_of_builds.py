"""F20: a build over one of an earlier schema keeps its ids; over one of a newer schema, none is made.

`earlier_builds/` holds builds of the few rows by earlier versions of this program, without the gazetteer and what
the dictionary says of columns: one of the first schema with a version, one from before schemas had any.
"""

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from tests.commands import run_here
from tests.deliveries import build_from
from tests.faults.conftest import ACCEPTED, deliver
from tests.faults.invariants import assert_accounted, assert_nothing_left, assert_told, assert_whole
from tests.postgresql_server import Server
from tests.warehouse.conftest import world
from tests.warehouse.postgresql.conftest import show
from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.earlier_tables import MadeByNewer, earlier_build
from warehouse.manifest import read_about, write_about
from warehouse.postgresql import schemas
from warehouse.postgresql.database import Database
from warehouse.query import query
from warehouse.restore import restore

pytestmark = pytest.mark.prove
EARLIER = Path(__file__).with_name("earlier_builds")
IDS = "SELECT reported_id, initiative_id FROM core_identity_ledger ORDER BY 1"


@pytest.mark.parametrize(("name", "version"), [("before-versions", None), ("schema-1.0.0", "1.0.0")])
def test_a_build_over_an_earlier_version_keeps_every_id(tmp_path, name, version, proved):
    raw = deliver(tmp_path)
    warehouse = Warehouse(tmp_path / "warehouse")
    build = warehouse.folder / "builds" / "20150101T000000Z-0000aaaa"
    build.mkdir(parents=True)
    (build / GEOPACKAGE).write_bytes(gzip.decompress((EARLIER / f"{name}.sqlite.gz").read_bytes()))
    about = {"made_at": "2015-01-01T00:00:00+00:00", "schema_version": version, "counts": {}}
    (build / "build.json").write_text(json.dumps({key: value for key, value in about.items() if value}))
    (warehouse.folder / "current").symlink_to(Path("builds") / build.name)
    with sqlite3.connect(build / GEOPACKAGE) as file:  # an id of a report that is gone, which nobody would be given anew
        file.execute("CREATE TABLE gone AS SELECT * FROM core_identity_ledger WHERE reported_id = 'SLV-N1'")
        file.execute("UPDATE gone SET reported_id = 'SLV-N0', is_present = 0")
        file.execute("INSERT INTO core_identity_ledger SELECT * FROM gone")
        file.execute("UPDATE core_identity_ledger SET initiative_id = 'SLV-N0' WHERE reported_id IN ('SLV-N0', 'SLV-N1')")
        before = file.execute(IDS).fetchall()
    build_from(raw, warehouse)
    assert query(warehouse.current / GEOPACKAGE, IDS) == before
    assert_whole(warehouse.folder)
    assert_accounted(warehouse.folder, ACCEPTED)
    assert_nothing_left(warehouse.folder)
    proved.add("F20", "resolve", 1, "I1 I2 I3 I5", told=f"From {name.replace('-', ' ')}.")


def test_nothing_is_built_over_a_newer_version_and_restore_leads_back(tmp_path, publisher, proved):
    raw = deliver(tmp_path)
    warehouse = Warehouse(tmp_path / "warehouse")
    first, second = publisher.publish(warehouse), publisher.publish(warehouse)
    write_about(second, read_about(second) | {"schema_version": "99.0.0"})
    done = run_here("refresh", folder=tmp_path, raw=raw)
    assert done.returncode == 1
    assert_told(done.stdout, "was made by a newer version of this program", "99.0.0", "jmdi restore --list")
    assert warehouse.current == second
    assert warehouse.builds() == [first, second]
    assert_nothing_left(warehouse.folder)
    assert restore(warehouse) == first
    assert earlier_build(warehouse) == (first.name, first)
    proved.add("F20", "validate", 1, "I1 I4 I5", told="Files of a newer schema.")


def test_a_database_says_by_which_schema_its_build_was_made(server: Server, tmp_path, monkeypatch, proved):
    database = Database(server.url(server.new_database("newer")), 30)
    with monkeypatch.context() as newer:
        newer.setattr(schemas, "schema_version", lambda: "99.0.0")
        show(database, "a", world())
    with pytest.raises(MadeByNewer) as told:
        earlier_build(Warehouse(tmp_path, database=database))
    assert_told(str(told.value), "The build a was made by a newer version", "99.0.0")
    show(database, "b", world())
    assert earlier_build(Warehouse(tmp_path, database=database)) == ("b", database)
    proved.add("F20", "validate", 1, "I1 I4", told="A database of a newer schema.")
