"""Reads the CSV files of `reference/`: where they are, and the checks that all of them share."""

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from schemas.errors import BrokenReference

if TYPE_CHECKING:
    from _csv import Reader

CHECKOUT = Path(__file__).resolve().parent.parent


def reference_folder() -> Path:
    """Return the folder of reference files: `JMDI_REFERENCE`, or `reference/` in the checkout."""
    return Path(os.environ.get("JMDI_REFERENCE") or CHECKOUT / "reference")


def read_reference(name: str, columns: tuple[str, ...], key: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows of `reference/<name>`, every value stripped text.

    `columns` must be there (more may be); `key` must be filled and unique.
    Raises BrokenReference with the file, the line and the reason.
    """
    with _opened(name, columns) as (header, reader):
        return list(_checked_rows(reader, header, name, key))


def read_reference_columns(name: str, columns: tuple[str, ...], key: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the columns of `reference/<name>`, all that it has: the same values as `read_reference`, for files of many thousand rows.

    Raises BrokenReference as `read_reference` does.
    """
    with _opened(name, columns) as (header, reader):
        rows = list(filter(None, reader))
    if {len(row) for row in rows} == {len(header)}:
        found = {column: list(map(str.strip, values)) for column, values in zip(header, zip(*rows, strict=True), strict=True)}
        of_key = [found[column] for column in key]
        if all(map(all, of_key)) and len(set(zip(*of_key, strict=True))) == len(rows):
            return found
    checked = read_reference(name, columns, key)  # empty, or at fault: this says in which line
    return {column: [row[column] for row in checked] for column in header}


@contextmanager
def _opened(name: str, columns: tuple[str, ...]) -> "Iterator[tuple[list[str], Reader]]":
    """Yield the header of a file, which has the columns, and what reads its rows. Raises BrokenReference."""
    path = reference_folder() / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise BrokenReference(f"reference/{name} lacks the column {', '.join(missing)}.")
            yield header, reader
    except FileNotFoundError:
        raise BrokenReference(f"reference/{name} is missing in {reference_folder()}; bring it back from version control.") from None
    except (csv.Error, UnicodeDecodeError) as fault:
        raise BrokenReference(f"reference/{name} is not a CSV file in UTF-8: {fault}.") from None


def _checked_rows(reader: "Reader", header: list[str], name: str, key: tuple[str, ...]) -> Iterator[dict[str, str]]:
    seen: set[object] = set()
    of_key = itemgetter(*(header.index(column) for column in key))
    for values in filter(None, reader):
        if len(values) != len(header):
            raise BrokenReference(f"reference/{name}, line {reader.line_num}: the number of values differs from the header.")
        clean = list(map(str.strip, values))
        identity = of_key(clean)
        if identity in seen or not (all(identity) if len(key) > 1 else identity):
            fault = "stands twice" if identity in seen else "is empty"
            raise BrokenReference(f"reference/{name}, line {reader.line_num}: the key {' + '.join(key)} {fault}.")
        seen.add(identity)
        yield dict(zip(header, clean, strict=True))
