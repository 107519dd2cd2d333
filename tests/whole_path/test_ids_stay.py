"""Ids through rounds, corrected titles, new reports and people's decisions: what a user of the warehouse relies on."""

import shutil
import sqlite3
from pathlib import Path

from schemas.reference_files import CHECKOUT
from tests.commands import run_jmdi
from tests.deliveries import COVER, write_workbook

SHEET = "## Initiatives\n| Own reference | Title | Start date |\n"
TUNISIA = COVER.format(country="Tunisia")
FIRST = TUNISIA + SHEET + "| R5 | Guichet pour les artisans de retour (GARDI) | 2014-03 |\n| R6 | Bibliothèque des oasis | 2014 |\n"
# A year later: rows moved, a title corrected, a report of another sender whose reference comes first in the alphabet.
SECOND = TUNISIA + SHEET + "| R6 | Bibliothèque mobile des oasis | 2014 |\n| A1 | GARDI | 2014-03 |\n"
IDS = "SELECT reported_id, initiative_id FROM core_identity_ledger ORDER BY 1"


def asked(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{folder / 'warehouse' / 'current' / 'mapping.gpkg'}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchall()


def refreshed(folder: Path, **settings: str) -> list[tuple[object, ...]]:
    done = run_jmdi("refresh", folder=folder, raw=folder / "raw", **settings)
    assert done.returncode == 0, done.stdout + done.stderr
    return asked(folder, IDS)


def test_ids_stay_through_a_round_and_follow_decisions_and_their_withdrawal(tmp_path):
    write_workbook(tmp_path / "raw" / "TUN" / "2015" / "a.xlsx", FIRST)
    assert refreshed(tmp_path) == [("TUN-R5", "TUN-R5"), ("TUN-R6", "TUN-R6")]
    write_workbook(tmp_path / "raw" / "TUN" / "2016" / "b.xlsx", SECOND)
    put_together = [("TUN-A1", "TUN-R5"), ("TUN-R5", "TUN-R5"), ("TUN-R6", "TUN-R6")]
    assert refreshed(tmp_path) == put_together
    assert asked(tmp_path, "SELECT old_id, initiative_id, reason_code FROM core_initiative_redirects") == [("TUN-A1", "TUN-R5", "merged")]
    titles = "SELECT value_text, is_current FROM core_initiative_history WHERE initiative_id = 'TUN-R6' AND column_name = 'title_text'"
    assert asked(tmp_path, titles) == [("Bibliothèque des oasis", 0), ("Bibliothèque mobile des oasis", 1)]
    reference = tmp_path / "reference"
    shutil.copytree(CHECKOUT / "reference", reference)
    decisions = reference / "decisions" / "decided_pairs.csv"
    before = decisions.read_text(encoding="utf-8")
    decisions.write_text(before + "D1,TUN-A1,TUN-R5,different,two offices,JMDI,2026-11-24\n", encoding="utf-8")
    assert refreshed(tmp_path, JMDI_REFERENCE=str(reference)) == [("TUN-A1", "TUN-A1"), *put_together[1:]]
    assert asked(tmp_path, "SELECT count(*) FROM core_initiative_redirects") == [(0,)]
    decisions.write_text(before, encoding="utf-8")
    assert refreshed(tmp_path, JMDI_REFERENCE=str(reference)) == put_together


def test_a_build_whose_ids_cannot_be_read_stops_the_next_one(tmp_path):
    write_workbook(tmp_path / "raw" / "TUN" / "2015" / "a.xlsx", FIRST)
    refreshed(tmp_path)
    package = (tmp_path / "warehouse" / "current" / "mapping.gpkg").resolve()
    package.chmod(0o644)
    package.write_bytes(b"no database" * 1000)
    done = run_jmdi("refresh", folder=tmp_path, raw=tmp_path / "raw")
    assert done.returncode == 1
    assert "holds the ids of all initiatives and cannot be read" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
