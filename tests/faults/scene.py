"""A small office for proofs of faults: two states of its deliveries, a warehouse that goes to and fro between them, and what must hold."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assets.publications import FILES_OF_A_BUILD, identity_of_the_build
from schemas.registry import WAREHOUSE_TABLES
from tests.deliveries import made_from, show_made, write_workbook
from warehouse.audit import read_audit
from warehouse.builds import GEOPACKAGE, UNFINISHED, Warehouse
from warehouse.manifest import ABOUT, file_hash
from warehouse.opening import open_warehouse
from warehouse.restore import check_kept

STATES = ("before", "after")
# What says when builds were made, and what the one before was: the same rows only after the same history.
OF_THE_HISTORY = ("report_changes", "report_builds")
KEPT = 3
MOROCCO = """
## Cover
| Country | Language | Reporting organisation | Contact name | Contact e-mail | Consent to publish |
| Morocco | English | Commune d'Oujda | Nadia Canari-Inventée | nadia.canari@example.org | Publish |
## Initiatives
| Own reference | Title | Status | Start date | Responsible person |
| R1 | Oasis of remittances | Ongoing | 2014-03-01 | Karim Serin-Inventé |
| R2 | School of returnees | Ongoing | 2014-01-01 | |
| R3 | {title} | {status} | 2013-05-01 | |
| R4 | Cooperative of argan women | Ongoing | 2012-06-01 | |
| R5 | Solar pumps of the diaspora | Ongoing | 2012-07-01 | |
{more}
## Locations
| Own reference | Place name | Region |
| R1 | Oujda | Oriental |
| R2 | {place} | Oriental |
"""
EL_SALVADOR = """
## Cover
| Country | Language | Reporting organisation | Contact name | Consent to publish |
| El Salvador | English | Alcaldía de Chalatenango | Sami Autre-Inventé | Publish |
## Initiatives
| Own reference | Title | Status |
| S1 | Coffee of returned families | Ongoing |
| S2 | Youth radio of the diaspora | {status} |
"""
BEFORE = {"title": "Market of crafts", "status": "Ongoing", "place": "Berkane", "more": ""}
AFTER = {
    "title": "Market of crafts and repairs", "status": "Completed", "place": "Nador",
    "more": "| R6 | Library of returned books | Ongoing | 2015-02-01 | |",
}  # fmt: skip


def rounds(full: int) -> int:
    """Return how often to try: all times, or a share of them (JMDI_PROVE_SHARE) for whoever works on a proof."""
    return max(1, round(full * float(os.environ.get("JMDI_PROVE_SHARE") or 1)))


@dataclass
class Scene:
    """The folder of an office, its database if any, and what a build of each state of its deliveries holds."""

    folder: Path
    expected: dict[str, str]
    database: str = ""
    _known: dict[str, str] = field(default_factory=dict)

    @property
    def warehouse(self) -> Warehouse:
        return open_warehouse(self.database or str(self.folder / "warehouse"), self.folder / "warehouse")

    def raw(self, state: str) -> Path:
        return self.folder / state / "raw"

    def refresh(self, state: str) -> None:
        """Make and show a build of all that was sent, from the files on, by the assets' own functions."""
        warehouse = self.warehouse
        with warehouse.writing():
            show_made(made_from(self.raw(state), warehouse, FILES_OF_A_BUILD))

    def write(self, made: dict[str, Any]) -> None:
        """Make and show a build of tables and files that were made before."""
        warehouse = self.warehouse
        with warehouse.writing():
            show_made(made | {"warehouse": warehouse, "builds": warehouse, "build_identity": new_identity(warehouse)})

    # ── what must hold ──

    def shown(self) -> str:
        """Check that readers have a whole build, in a warehouse that nobody holds, and return which state of the deliveries it shows."""
        with (self.folder / "warehouse" / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        build = Warehouse(self.folder / "warehouse").current
        check_kept(build)
        closed = (build / "restricted", build / "restricted" / "contacts.sqlite")
        assert [stat.S_IMODE(path.stat().st_mode) for path in closed] == [0o700, 0o600]
        return self._state(build)

    def _state(self, build: Path) -> str:
        """Return the state that a build shows; one whose manifest (it has the hash of each file) is known is not read again."""
        seen = file_hash(build / ABOUT)
        if seen not in self._known:
            self._known[seen] = digest(build / GEOPACKAGE)
        states = {mark: state for state, mark in self.expected.items()}
        assert self._known[seen] in states, f"{build.name} is of neither state"
        return states[self._known[seen]]

    def check_recovered(self, state: str) -> None:
        """Check that a refresh of a state brought what it always brings, and left nothing else."""
        assert self.shown() == state
        builds = self.folder / "warehouse" / "builds"
        assert not list(builds.glob(f"{UNFINISHED}*"))
        assert len(list(builds.iterdir())) <= KEPT
        assert not (self.folder / "warehouse" / ".current-next").is_symlink()
        assert read_audit(self.folder / "warehouse").faults == ()


def new_identity(builds: Warehouse) -> Any:
    """Return a name and moment for one more build."""
    return identity_of_the_build.op.compute_fn.decorated_fn(builds=builds).value


def digest(geopackage: Path) -> str:
    """Return what tells the tables of a build from others: a hash over the sorted rows of every table, but those of the history."""
    return hashlib.sha256("".join(f"{name}{mark}" for name, mark in table_digests(geopackage)).encode()).hexdigest()


def table_digests(geopackage: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(f"{geopackage.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for table in WAREHOUSE_TABLES:
            if table.name not in OF_THE_HISTORY:
                rows = sorted(map(repr, connection.execute(f"SELECT * FROM {table.name}")))
                yield table.name, hashlib.sha256("\n".join(rows).encode()).hexdigest()


@cache
def _first(base: Path) -> tuple[Scene, dict[str, dict[str, Any]]]:
    """Make the first builds of an office, once a process; return it with all that a build of each state is made of."""
    folder = base / f"office-{os.getpid()}"
    for state, words in zip(STATES, (BEFORE, AFTER), strict=True):
        write_workbook(folder / state / "raw" / "MAR" / "2015" / "a.xlsx", MOROCCO.format(**words))
        write_workbook(folder / state / "raw" / "SLV" / "2015" / "b.xlsx", EL_SALVADOR.format(**words))
    scene = Scene(folder, {})
    made: dict[str, dict[str, Any]] = {}
    for state in ("before", "after", "before"):  # what the first build has not, such as ids handed out before, the later ones have
        made[state] = made_from(scene.raw(state), scene.warehouse, FILES_OF_A_BUILD)
        scene.write(made[state])
        scene.expected[state] = digest(scene.warehouse.current / GEOPACKAGE)
    assert scene.expected["before"] != scene.expected["after"]
    return scene, made


def offices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the first office of this process: all proofs in it copy from there."""
    folder = tmp_path_factory.getbasetemp() / "offices"
    folder.mkdir(exist_ok=True)
    return folder


def new_scene(base: Path, folder: Path) -> Scene:
    """Return an office of one's own to break things in, with builds of both states; `before` is what readers have."""
    first, _ = _first(base)
    shutil.copytree(first.folder, folder, symlinks=True, dirs_exist_ok=True)
    return Scene(folder, first.expected)


def made_once(base: Path, state: str) -> dict[str, Any]:
    """Return all that a build of a state is made of, once a process."""
    return _first(base)[1][state]
