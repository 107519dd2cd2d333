"""Reads the CSV files of `reference/`: where they are, and the checks that all of them share."""

import csv
import os
from pathlib import Path

from schemas.errors import BrokenReference

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
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                raise BrokenReference(f"reference/{name} lacks the column {', '.join(missing)}.")
            return _checked_rows(reader, name, key)
    except FileNotFoundError:
        raise BrokenReference(f"reference/{name} is missing in {reference_folder()}; bring it back from version control.") from None
    except (csv.Error, UnicodeDecodeError) as fault:
        raise BrokenReference(f"reference/{name} is not a CSV file in UTF-8: {fault}.") from None


def _checked_rows(reader: "csv.DictReader[str]", name: str, key: tuple[str, ...]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    seen: set[tuple[str, ...]] = set()
    for row in reader:
        if None in row or None in row.values():
            raise BrokenReference(f"reference/{name}, line {reader.line_num}: the number of values differs from the header.")
        clean = {column: value.strip() for column, value in row.items()}
        identity = tuple(clean[column] for column in key)
        if not all(identity) or identity in seen:
            fault = "stands twice" if identity in seen else "is empty"
            raise BrokenReference(f"reference/{name}, line {reader.line_num}: the key {' + '.join(key)} {fault}.")
        seen.add(identity)
        rows.append(clean)
    return rows
