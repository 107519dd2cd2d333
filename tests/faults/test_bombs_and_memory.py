"""F17, F18: files that ask for too much, and a machine that has too little."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import numpy as np
import pyarrow as pa
import pytest
import xlsxwriter

from pipelines.operation.failures import failures
from schemas.reference_files import CHECKOUT
from tests.commands import command, environment
from tests.deliveries import build_from
from tests.faults.conftest import ACCEPTED, SHEET, deliver
from tests.faults.invariants import assert_accounted, assert_told, assert_whole, rows
from tests.steps.files.makers import cell, row, written, xlsx
from warehouse.builds import Warehouse
from warehouse.query import query

pytestmark = pytest.mark.prove
MEGABYTE = 2**20
ENTITIES = "".join(f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 10}">' for n in range(1, 9))


def _blank_rows() -> bytes:
    blank = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(1, 1_000_001))
    return xlsx(blank + row(1_000_001, cell("A1000001", "x")))


def _sheets() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        for number in range(500):
            book.add_worksheet(f"S{number}").write_string(0, 0, "x")

    return written(fill)


BOMBS = {
    "far cell": lambda: xlsx(row(1, cell("A1", "Title")) + row(1_048_576, cell("XFD1048576", "x"))),
    "long rows": lambda: xlsx("".join(row(number, cell(f"A{number}", "x" * 2_000)) for number in range(1, 60_001))),
    "blank rows": _blank_rows,
    "merged": lambda: xlsx(
        row(1, cell("A1", "Title")),
        after=f"<mergeCells>{''.join(f'<mergeCell ref=*A{n}:C{n}*/>' for n in range(2, 5_002))}</mergeCells>".replace("*", '"'),
    ),
    "sheets": _sheets,
    "entities": lambda: xlsx(
        row(1, cell("A1", "x")), workbook=f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]><workbook>&h;</workbook>'
    ),
}
ENDS = {0: "built", 1: "told"}
# Of this process the status tells the peak: what getrusage tells begins with the peak of the process that started it.
READ_WITH_FIGURES = """
import resource, sys
from pathlib import Path
from steps.files.receive import receive
peak = lambda: next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
base = peak()
receive(Path(sys.argv[1]), "SLV")
print(peak() - base, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_bombs_beside_good_files_take_nothing_away(tmp_path, proved):
    raw = deliver(tmp_path)
    for name, make in BOMBS.items():
        (raw / "SLV" / "2015" / f"bomb {name}.xlsx").write_bytes(make())
    build_from(raw, Warehouse(tmp_path / "warehouse"))
    assert_whole(tmp_path / "warehouse")
    assert_accounted(tmp_path / "warehouse", ACCEPTED)
    found = dict(query(Warehouse(tmp_path / "warehouse").current / "mapping.gpkg",
                       "SELECT file_name, outcome_code FROM core_submissions WHERE file_name LIKE '%bomb%'"))  # fmt: skip
    merged = found.pop("SLV/2015/bomb merged.xlsx")
    assert merged in ("read", "refused")
    assert set(found.values()) == {"refused"}
    done = subprocess.run([sys.executable, "-c", READ_WITH_FIGURES, raw], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    grown, child = (int(figure) * 1024 / MEGABYTE for figure in done.stdout.split())
    assert grown < 300
    assert child < 300
    proved.add("F17", "ingest", len(BOMBS), "I1 I3 I4", told=f"At most {grown:.0f} MB more, {child:.0f} MB in the reader's process.")


GOT_NONE = (
    MemoryError(),
    RuntimeError("can't start new thread"),
    np._core._exceptions._ArrayMemoryError((9, 9), np.dtype("f8")),
    pa.ArrowMemoryError("malloc failed"),
    duckdb.OutOfMemoryException("Out of Memory"),
)


@pytest.mark.parametrize("fault", GOT_NONE)
def test_want_of_memory_is_told_as_what_it_is(fault, proved):
    @dg.op
    def hungry() -> None:
        raise fault

    @dg.job
    def asking() -> None:
        hungry()

    with dg.instance_for_test() as instance:
        told = list(failures(asking.execute_in_process(instance=instance, raise_on_error=False).all_events))
    assert len(told) == 1
    assert_told(told[0], "hungry got no more memory", "ulimit -v")
    proved.add("F18", "resolve", 1, "I4")


def test_deliveries_are_read_as_ever_where_less_memory_is_allowed_than_the_reader_asks_for(tmp_path, proved):
    raw = deliver(tmp_path)
    read = "import sys; from pathlib import Path; from steps.files.receive import receive\n"
    read += "print(receive(Path(sys.argv[1]), 'SLV')['finding_code'].isna().all())"
    limited = ["prlimit", f"--as={600 * MEGABYTE}", sys.executable, "-c", read, raw]
    done = subprocess.run(limited, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    proved.add("F18", "ingest", 1, "I3")


@pytest.mark.parametrize("megabytes", [750, 1000, 1500])
def test_a_refresh_with_too_little_memory_says_so_or_succeeds(tmp_path, publisher, megabytes, proved):
    raw = deliver(tmp_path)
    publisher.publish(Warehouse(tmp_path / "warehouse"))
    before = rows(tmp_path / "warehouse")
    limited = ["prlimit", f"--as={megabytes * MEGABYTE}", *command("refresh", "--again")]
    done = subprocess.run(limited, env=environment(tmp_path, raw), capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if done.returncode >= 0:  # below 0, Python itself could not go on, as after a kill
        assert_told(said)
        # SQLite, which shares memory through a file, calls it an I/O error when it gets none
        assert done.returncode == 0 or "memory" in said or "disk I/O error" in said, said
    assert_whole(tmp_path / "warehouse")
    assert rows(tmp_path / "warehouse") == before
    proved.add("F18", "resolve", 1, "I1 I2 I4", told=f"{megabytes} MB of addresses: {ENDS.get(done.returncode, 'aborted')}.")


@pytest.fixture
def one_gigabyte(as_root: None) -> Iterator[list[str]]:
    """What runs a command with a gigabyte of memory in all: a control group, where the system lets us make one."""
    group = Path("/sys/fs/cgroup/memory") / f"jmdi-{os.getpid()}"
    limit = group / "memory.limit_in_bytes"
    try:
        group.mkdir()
        limit.write_text(str(1024 * MEGABYTE))
    except OSError:
        pytest.skip("needs a control group for memory that may be written to (cgroup v1)")
    yield ["bash", "-c", f'echo $$ > {group}/cgroup.procs; exec "$0" "$@"']
    group.rmdir()


def test_a_large_delivery_is_built_with_a_gigabyte(one_gigabyte, tmp_path, proved):
    raw = deliver(tmp_path)
    many = "".join(f"| L{n} | Workshop {n} of weavers | Ongoing | 2014-02-01 | Sonsonate |\n" for n in range(3_000))
    deliver(tmp_path, {"SLV/2016/large.xlsx": "## Cover\n| Country | Language |\n| El Salvador | English |\n" + SHEET + many})
    done = subprocess.run(
        [*one_gigabyte, *command("refresh", "--again")], env=environment(tmp_path, raw), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert_whole(tmp_path / "warehouse")
    assert_accounted(tmp_path / "warehouse", ACCEPTED + 3_001)
    proved.add("F18", "publish", 1, "I1 I3", told="3,000 rows in one workbook.")
