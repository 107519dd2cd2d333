"""A PostgreSQL server of the tests' own, from Debian's packages: in a temporary folder, on a free port, shared by all workers."""

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemas.reference_files import CHECKOUT

PREPARE = CHECKOUT / "warehouse" / "postgresql" / "prepare.sql"
PASSWORD = "Canary-7f3"  # of every role: it must stand in no message
ROLES = ("jmdi_loader", "jmdi_analyst", "jmdi_contacts", "stranger", "locked_out")
WITH_POSTGIS = "with_postgis"
# Quick, and of no use to whoever wants to keep anything.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=127.0.0.1", "max_connections=40")
RULES = """
local all postgres trust
host all locked_out 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
"""


@dataclass(frozen=True)
class Server:
    """A running server: its programs, its folder, its port."""

    programs: Path
    folder: Path
    port: int

    def url(self, database: str, role: str = "jmdi_loader", password: str = PASSWORD) -> str:
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str, role: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.url(database, role), autocommit=True)

    def administer(self, database: str, *statements: str) -> None:
        """Run statements as the server's administrator."""
        with psycopg.connect(host=str(self.folder), port=self.port, user="postgres", dbname=database, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def prepare(self, database: str) -> subprocess.CompletedProcess[str]:
        """Do what an administrator does once."""
        where = ["-h", str(self.folder), "-p", str(self.port), "-U", "postgres", "-d", database]
        return subprocess.run([self.programs / "psql", "-X", *where, "-f", PREPARE], capture_output=True, text=True, check=False)

    def control(self, *words: str) -> None:
        """Start, stop or restart the server, and wait until it is done."""
        _as_its_user(self.programs / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", *words)

    def new_database(self, name: str, made_from: str = f"TEMPLATE {WITH_POSTGIS}", *, is_prepared: bool = True) -> str:
        """Make a database for tests of this worker and return its name."""
        own = f"{name}_{os.getpid()}"
        with _locked(self.folder):  # one at a time: roles belong to all databases
            self.administer("postgres", f"CREATE DATABASE {own} {made_from}")
            if is_prepared:
                done = self.prepare(own)
                assert done.returncode == 0, done.stderr
        return own


def _programs() -> Path | None:
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if _has_postgis(path.parent.name)]
    return max(found, default=None, key=lambda path: int(path.parent.name))


def _has_postgis(version: str) -> bool:
    return Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _as_its_user(*command: object) -> None:
    """Run a program as somebody else than root, whom PostgreSQL refuses."""
    other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    subprocess.run([*other, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


def _start(programs: Path) -> Server:
    folder = Path(tempfile.mkdtemp(prefix="jmdi-pg-"))  # a short path, as sockets need, and none that only root may enter
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"
    _as_its_user(programs / "initdb", "-D", data, "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    (data / "pg_hba.conf").write_text(RULES)
    with (data / "postgresql.conf").open("a") as settings:  # not among the words of a start: a server that is started again keeps them
        for one in (*FAST, f"port={port}", f"unix_socket_directories={folder}"):
            name, _, value = one.partition("=")
            settings.write(f"{name} = '{value}'\n")
    server = Server(programs, folder, port)
    server.control("start")
    server.administer("postgres", f"CREATE DATABASE {WITH_POSTGIS}", *(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'" for role in ROLES))
    server.administer(WITH_POSTGIS, "CREATE EXTENSION postgis")
    return server


def _stop(server: Server) -> None:
    server.control("stop", "-m", "immediate")
    shutil.rmtree(server.folder)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with PostGIS, for whoever runs tests at the same time; the last one to leave ends it."""
    programs = _programs()
    if programs is None:
        pytest.skip("needs Debian's packages postgresql and postgresql-<version>-postgis-3")
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "postgresql"
    shared.mkdir(exist_ok=True)
    told = shared / "server"  # folder, port, how many use it
    with _locked(shared):
        if told.exists():
            folder, port, users = told.read_text().split()
            running = Server(programs, Path(folder), int(port))
        else:
            running, users = _start(programs), "0"
        told.write_text(f"{running.folder} {running.port} {int(users) + 1}")
    yield running
    with _locked(shared):
        users = int(told.read_text().split()[2]) - 1
        told.write_text(f"{running.folder} {running.port} {users}")
        if users == 0:
            told.unlink()
            _stop(running)
