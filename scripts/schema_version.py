"""Gives the schema its next version after declarations changed: `python -m scripts.schema_version`, or `make schema`."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime

from schemas.reference_files import reference_folder
from schemas.schema_version import SHAPE, SHAPE_FIELDS, VERSIONS, declared_shape, next_version, recorded_shape, schema_version, step


def main() -> None:
    """Write the version and the shape, or say that nothing changed."""
    found = step(recorded_shape(), declared_shape())
    if found is None:
        print(f"The schema is that of version {schema_version()}.")
        return
    version = next_version(schema_version(), found.kind)
    _write(VERSIONS, "a", [(version, f"{datetime.now(UTC):%Y-%m-%d}", found.what_changed)])
    _write(SHAPE, "w", [SHAPE_FIELDS, *((*member, form) for member, form in sorted(declared_shape().items()))])
    print(f"Version {version}: {found.what_changed}.")


def _write(name: str, mode: str, rows: Iterable[tuple[str, ...]]) -> None:
    with (reference_folder() / name).open(mode, encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
