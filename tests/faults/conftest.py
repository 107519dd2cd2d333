"""Deliveries and builds of a few rows, on which faults are tried."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deliveries import COVER, LOOKED_AT, made_from, outside, show_made, write_workbook
from warehouse.builds import Warehouse

SHEET = "\n## Initiatives\n| Own reference | Title | Status | Start date | Territory |\n"
FEW = {
    "SLV/2015/a.xlsx": COVER.format(country="El Salvador") + SHEET + "| N1 | Olives of the diaspora | Ongoing | 2014-02-01 | Santa Ana |\n"
    "| N2 | Bakery of returnees | Ongoing | 2013-02-01 | La Unión |\n| N3 | Night school | Ongoing | 2012-02-01 | Sonsonate |\n",
    "MAR/2015/b.xlsx": COVER.format(country="Morocco") + SHEET + "| A1 | Argan of the valley | Ongoing | 2014-03-01 | Agadir |\n",
}  # fmt: skip
# Root without the right to look into what is closed: as another user, whose Python need not lie where all may go.
LIKE_ANYBODY = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search"]
ACCEPTED = 6  # rows of them: two covers, four initiatives


def deliver(folder: Path, workbooks: dict[str, str] = FEW) -> Path:
    """Write the deliveries below raw/ of a folder and return raw/."""
    for name, text in workbooks.items():
        write_workbook(folder / "raw" / name, text)
    return folder / "raw"


class Publisher:
    """Publishes builds of the few rows, whose tables are made once: what is tried here strikes after them."""

    def __init__(self, raw: Path, made: dict[str, Any]) -> None:
        self._raw, self._made = raw, made

    def publish(self, warehouse: Warehouse) -> Path:
        """Make a build with a name of its own, show it as a refresh does, and return its folder."""
        made = self._made | outside(self._raw, warehouse)
        del made["build_identity"]
        with warehouse.writing():
            show_made(made)
        return warehouse.current


@pytest.fixture(scope="session")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Publisher:
    """What publishes builds of the few rows."""
    folder = tmp_path_factory.mktemp("few")
    raw = deliver(folder)
    return Publisher(raw, made_from(raw, Warehouse(folder / "none"), (*LOOKED_AT, "tables_as_parquet")))


@pytest.fixture
def as_root() -> None:
    """Skip where the test may not mount, limit or become somebody else."""
    if os.getuid() != 0:
        pytest.skip("needs the rights of root, to mount a small disk or to become somebody else")


@pytest.fixture
def small_disk(as_root: None) -> Iterator[Callable[[str], Path]]:
    """What makes a disk of a size, such as 4m, and returns its folder; taken away at the end."""
    disks: list[Path] = []

    def make(size: str) -> Path:
        place = Path(tempfile.mkdtemp(prefix="jmdi-disk-", dir="/tmp"))  # pytest's own folders are closed to a server's account
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=777", "jmdi", place], capture_output=True, check=False)
        if done.returncode:
            place.rmdir()
            pytest.skip("needs the right to mount a small disk (tmpfs)")
        disks.append(place)
        return place

    yield make
    for place in disks:
        subprocess.run(["umount", "--lazy", place], check=True)
        place.rmdir()


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill a disk up but for some bytes, and return the file that does it."""
    path = disk / ".filler"
    with path.open("wb") as file:
        free = shutil.disk_usage(disk).free
        os.posix_fallocate(file.fileno(), 0, max(free - leave, 1))
    return path
