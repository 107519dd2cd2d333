"""Receives one country's folder of deliveries: every file, every filled row, exactly as sent; a refused file is one row."""

import hashlib
from pathlib import Path

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.guard import Refusal
from steps.read_workbook import read_workbook

IGNORED_NAMES = (".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini")


def receive(raw_folder: Path, country_code: str) -> pd.DataFrame:
    """Return the frame `raw_rows_<country>` of all files in `<raw_folder>/<country_code>/<round>/`, in the order of their names.

    A file with the same content as an earlier one is refused as a duplicate, so that it counts once.
    """
    first_names: dict[str, str] = {}
    rows: list[dict[str, object]] = []
    for path in _files(raw_folder / country_code):
        about = _about(path, raw_folder, country_code)
        earlier = first_names.setdefault(str(about["file_hash"]), str(about["file_name"]))
        duplicate = Refusal("file-duplicate", earlier) if earlier != about["file_name"] else None
        rows += _rows_of(path, about, duplicate)
    return shape(rows, table(f"raw_rows_{country_code.lower()}"))


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.glob("*/**/*") if path.is_file() and path.name not in IGNORED_NAMES)
    return sorted(found, key=lambda path: path.as_posix())


def _about(path: Path, raw_folder: Path, country_code: str) -> dict[str, object]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    name = path.relative_to(raw_folder)
    # The name takes part, since a copy under another name is a delivery of its own, though a refused one.
    mark = hashlib.sha256(f"{name.as_posix()}\n{digest}".encode()).hexdigest()[:12]
    return {
        "submission_id": f"{country_code}-{name.parts[1]}-{mark}",
        "country_code": country_code,
        "round_name": name.parts[1],
        "file_name": name.as_posix(),
        "file_hash": digest,
        "size_count": len(content),
    }


def _rows_of(path: Path, about: dict[str, object], duplicate: Refusal | None) -> list[dict[str, object]]:
    read = duplicate or read_workbook(path)
    if isinstance(read, Refusal):
        return [about | {"finding_code": read.finding_code, "detail_text": read.detail}]
    return [
        about | {"sheet_name": sheet.name, "is_hidden_sheet": sheet.is_hidden, "row_number": row.row_number, "cells": row.cells}
        for sheet in read
        for row in sheet.rows
    ]
