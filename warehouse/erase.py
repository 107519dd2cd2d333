"""Erases personal data from the builds that are kept, and looks for what may be left of them in any file.

The restricted store of a build is changed in place, in one transaction, with what is deleted overwritten; everything else of a build is
only searched, or taken away where the next refresh makes it again. `warehouse.postgresql.erase` does the same in a database, and asks here
which rows go and how words are spelled.
"""

import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from schemas.erasures import erasures
from schemas.failpoints import failpoint
from warehouse.builds import CHANGES, CORRECTIONS, DRAFTS
from warehouse.manifest import tell_changed

STORE = "restricted/contacts.sqlite"
DICTIONARY = "dictionary"
SITE = "site"
MADE_AGAIN = (  # files for people that quote what was reported; every refresh makes them anew
    CORRECTIONS, DRAFTS, CHANGES, SITE, "report.xlsx", "reports", "csv", "3w.csv", "3w.xlsx", "initiatives.geojson", "corridors.geojson",
    "case-studies.csv", "iati-activities.xml", "iati", "iati-left-out.csv",
)  # fmt: skip
NOT_PERSONAL = ("small_count", "sensitive_place")  # reasons for which cells are kept apart that name nobody
LARGEST_PART = 256 * 2**20  # bytes of a part of an archive that is looked into

Row = dict[str, Any]


class Target(NamedTuple):
    """What is to be erased: a delivery, or one person of it, known by `contact_id` and `cells` (sheet and cell name).

    `words` mean the persons wherever they stand; `is_everywhere` says that rows of the country's other deliveries that hold them go too.
    """

    submission_id: str
    country_code: str
    contact_id: str
    cells: frozenset[tuple[str, str]]
    words: re.Pattern[str] | None
    is_everywhere: bool

    def holds(self, row: Row) -> bool:
        """Return whether a row of the restricted store holds one of the words."""
        return self.words is not None and any(isinstance(value, str) and self.words.search(value) for value in row.values())

    def takes(self, row: Row) -> bool:
        """Return whether a row of the restricted store is to be deleted."""
        if row.get("submission_id") != self.submission_id:
            return self.is_everywhere and row.get("country_code") == self.country_code and self.holds(row)
        is_of_person = row.get("contact_id") == self.contact_id or (row.get("sheet_name"), row.get("cell_name")) in self.cells
        is_of_delivery = not self.contact_id and row.get("reason_code") not in NOT_PERSONAL
        return is_of_delivery or is_of_person or self.holds(row)


def kept_rows(build: Path) -> dict[str, list[Row]]:
    """Return the rows of a build's restricted store by table; nothing when the build has none."""
    return {name: [row for _, row in rows] for name, rows in _numbered_rows(build).items()}


def _numbered_rows(build: Path) -> dict[str, list[tuple[int, Row]]]:
    path = build / STORE
    if not path.exists():
        return {}
    # Open for writing, so that what a crash left half done is undone first.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
        return {name: list(_rows(connection, name)) for name in _tables(connection)}


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return [name for (name,) in names if name != DICTIONARY]


def _rows(connection: sqlite3.Connection, name: str) -> Iterator[tuple[int, Row]]:
    cursor = connection.execute(f"SELECT rowid AS row_number_of_store, * FROM {name}")  # noqa: S608  (names of the store's own tables)
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        told = dict(zip(columns, row, strict=True))
        yield told.pop("row_number_of_store"), told


def erase_from_store(build: Path, target: Target) -> int:
    """Delete the target's rows from a build's restricted store, so that no byte of them is left in the file; return how many there were."""
    path = build / STORE
    doomed = {name: [number for number, row in rows if target.takes(row)] for name, rows in _numbered_rows(build).items()}
    count = sum(map(len, doomed.values()))
    if not path.exists():
        return 0
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        with connection:
            for name, numbers in doomed.items():
                connection.executemany(f"DELETE FROM {name} WHERE rowid = ?", [(number,) for number in numbers])  # noqa: S608  (names of the store's own tables)
        failpoint("forget.rows_erased")
        if count:
            connection.execute("VACUUM")
            failpoint("forget.store_packed")
    is_taken_up = any(one.submission_id == target.submission_id for one in erasures().values())
    if count or is_taken_up:  # a crash may have come between the rows and the manifest; a store that nobody changed is not vouched for
        tell_changed(build, [STORE])
    return count


def take_away(build: Path, names: Iterable[str]) -> None:
    """Take files away from a build that the next refresh makes again."""
    gone = list(names)
    for name in gone:
        (build / name).unlink()
        failpoint("forget.file_taken_away")
    tell_changed(build, gone)


def files_to_take_away(build: Path, words: Iterable[str]) -> list[str]:
    """Return the files of a build that hold one of the words and that the next refresh makes again, by their path below it.

    When a page of the site does, the whole site goes: its map and lists carry the same texts packed, where no word can be found.
    """
    names = [path.relative_to(build).as_posix() for path in files_holding(build, words)]
    if any(name.split("/")[0] == SITE for name in names):
        names += [path.relative_to(build).as_posix() for path in (build / SITE).rglob("*") if path.is_file()]
    return sorted({name for name in names if is_made_again(name)})


def is_made_again(name: str) -> bool:
    """Return whether a file of a build, by its path below it, is one that every refresh makes anew."""
    return name.split("/")[0] in MADE_AGAIN


def files_holding(folder: Path, words: Iterable[str]) -> list[Path]:
    """Return the files below a folder in whose names or contents, archives opened, one of the words stands in any usual spelling."""
    marks = marks_of(words)
    if not marks or not folder.exists():
        return []
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if any(holds(part, marks) for part in (os.fsencode(path.relative_to(folder)), *_parts(path)))]


def marks_of(words: Iterable[str]) -> frozenset[bytes]:
    """Return the bytes by which words are known, in any usual spelling; see `holds`."""
    return frozenset(mark.lower() for word in words for mark in _spellings(word))


def holds(content: bytes, marks: Iterable[bytes]) -> bool:
    """Return whether one of the marks of words stands in a content."""
    lowered = content.lower()  # plain letters only: others stand in files as people wrote them
    return any(mark in lowered for mark in marks)


def _spellings(word: str) -> set[bytes]:
    """Return the bytes by which a word stands in files: as text, in XML, in JSON, in Excel's old format."""
    in_json = json.dumps(word)[1:-1]
    return {word.encode(), escape(word).encode(), in_json.encode(), word.encode("utf-16-le")}


def _parts(path: Path) -> Iterator[bytes]:
    """Yield what a file holds, and what the parts of an archive hold."""
    content = path.read_bytes()
    yield content
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for part in archive.infolist():
                if part.file_size <= LARGEST_PART:
                    yield archive.read(part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return
