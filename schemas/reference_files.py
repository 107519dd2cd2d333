"""Reads the CSV files of `reference/`: where they are, and the checks that all of them share."""

import csv
import os
from collections.abc import Iterator
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
    path = reference_folder() / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            missing = [column for column in columns if column not in header]
            if missing:
                raise BrokenReference(f"reference/{name} lacks the column {', '.join(missing)}.")
            return list(_checked_rows(reader, header, name, key))
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
