"""A data team's desk, for tests of what people decide: deliveries, a copy of the reference files, a warehouse."""

import csv
import shutil
import sqlite3
import subprocess
from pathlib import Path

import openpyxl

from schemas.reference_files import CHECKOUT
from tests.commands import decisions_of, run_here
from tests.deliveries import build_from
from warehouse.builds import Warehouse


class Desk:
    """A folder with `raw`, `reference` and `warehouse`, and the commands that work on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.raw, self.reference = folder / "raw", folder / "reference"

    @classmethod
    def set_up(cls, folder: Path) -> "Desk":
        """Return a desk with decisions of its own, the other reference files of the checkout, and no delivery."""
        (folder / "reference").mkdir(parents=True)
        for path in (CHECKOUT / "reference").iterdir():
            if path.name != "decisions":
                (folder / "reference" / path.name).symlink_to(path)
        shutil.copytree(CHECKOUT / "reference" / "decisions", folder / "reference" / "decisions")
        return cls(folder)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, folder=self.folder, raw=self.raw, JMDI_REFERENCE=str(self.reference))

    def corrections(self, country_code: str) -> Path:
        """Where the current build's correction workbooks are."""
        return self.folder / "warehouse" / "current" / "corrections" / country_code

    def refresh(self) -> None:
        """Make the next build, by the assets' own functions; `run("refresh")` is the command, with all that Dagster does about it."""
        with decisions_of(self.reference):
            build_from(self.raw, Warehouse(self.folder / "warehouse"))

    def ask(self, sql: str) -> list[tuple]:
        with sqlite3.connect(self.folder / "warehouse" / "current" / "mapping.gpkg") as database:
            return database.execute(sql).fetchall()

    def answered(self, name: str, workbook: str, sheet: str, **cells: str) -> Path:
        """A correction workbook (below the folder of corrections) as it comes back with answers."""
        book = openpyxl.load_workbook(self.corrections(".") / workbook)
        for place, text in cells.items():
            book[sheet][place] = text
        path = self.folder / name
        book.save(path)
        return path

    def decisions(self, file: str) -> list[dict[str, str]]:
        with (self.reference / "decisions" / file).open(encoding="utf-8", newline="") as opened:
            return list(csv.DictReader(opened))
