"""What must hold after every fault, each asked in one place: `assert_…` fails with what broke."""

import hashlib
import sqlite3
from pathlib import Path

from schemas.registry import WAREHOUSE_TABLES
from warehouse.builds import GEOPACKAGE, UNFINISHED, Warehouse
from warehouse.query import query
from warehouse.restore import check_kept

BETWEEN_BUILDS = ("report_changes", "report_builds")  # tell one build from the one before: no two are alike


def assert_whole(folder: Path) -> None:
    """I1: the build that readers see is complete, consistent, and opens."""
    check_kept(Warehouse(folder).current)


def rows(folder: Path) -> dict[str, str]:
    """I2: a mark of the rows of each table of the current build, equal for equal rows."""
    with sqlite3.connect(f"file:{Warehouse(folder).current / GEOPACKAGE}?mode=ro", uri=True) as file:
        return {
            one.name: hashlib.sha256(repr(sorted(map(repr, file.execute(f"SELECT * FROM {one.name}")))).encode()).hexdigest()
            for one in WAREHOUSE_TABLES
            if one.name not in BETWEEN_BUILDS
        }


def assert_accounted(folder: Path, accepted: int | None = None) -> None:
    """I3: every row received is of the form, accepted, held back or replaced; `accepted` is how many must be."""
    sql = (
        "SELECT sum(received_count - form_count - accepted_count - held_back_count - superseded_count), sum(accepted_count) "
        "FROM report_submission_quality"
    )
    [(unaccounted, found)] = query(Warehouse(folder).current / GEOPACKAGE, sql)
    assert unaccounted == 0
    assert accepted in (None, found)


def assert_told(text: str, *words: str) -> None:
    """I4: what failed is told in plain words, with those that say where and what to do; never by Python's own account of it."""
    assert "Traceback" not in text, text
    assert 'File "' not in text, text
    for word in words:
        assert word in " ".join(text.split()), text


def assert_nothing_left(folder: Path) -> None:
    """I5: no half-made build, no half-made link, and a lock that the next writer gets at once."""
    left = [path.name for path in (folder / "builds").glob(f"{UNFINISHED}*")] + [path.name for path in folder.glob(".current-*")]
    assert left == []
    with Warehouse(folder, wait_seconds=0).writing():
        pass


def assert_no_word(words: tuple[str, ...], *texts: str) -> None:
    """I6: none of the words, personal or secret, stands in what was said."""
    assert [word for word in words if any(word in text for text in texts)] == []
