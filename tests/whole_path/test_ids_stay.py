"""Ids through rounds, corrected titles, new reports and people's decisions: what a user of the warehouse relies on."""

import pytest

from tests.deliveries import COVER, write_workbook
from tests.desk import Desk
from warehouse.builds import NoWarehouse

SHEET = "## Initiatives\n| Own reference | Title | Start date |\n"
TUNISIA = COVER.format(country="Tunisia")
FIRST = TUNISIA + SHEET + "| R5 | Guichet pour les artisans de retour (GARDI) | 2014-03 |\n| R6 | Bibliothèque des oasis | 2014 |\n"
# A year later: rows moved, a title corrected, a report of another sender whose reference comes first in the alphabet.
SECOND = TUNISIA + SHEET + "| R6 | Bibliothèque mobile des oasis | 2014 |\n| A1 | GARDI | 2014-03 |\n"
IDS = "SELECT reported_id, initiative_id FROM core_identity_ledger ORDER BY 1"


def refreshed(desk: Desk) -> list[tuple[object, ...]]:
    desk.refresh()
    return desk.ask(IDS)


@pytest.mark.prove  # many builds: tests/steps/identity/test_ledger.py holds the rules themselves
def test_ids_stay_through_a_round_follow_decisions_and_their_withdrawal_and_are_never_given_anew(tmp_path):
    desk = Desk.set_up(tmp_path)
    write_workbook(desk.raw / "TUN" / "2015" / "a.xlsx", FIRST)
    assert refreshed(desk) == [("TUN-R5", "TUN-R5"), ("TUN-R6", "TUN-R6")]
    write_workbook(desk.raw / "TUN" / "2016" / "b.xlsx", SECOND)
    put_together = [("TUN-A1", "TUN-R5"), ("TUN-R5", "TUN-R5"), ("TUN-R6", "TUN-R6")]
    assert refreshed(desk) == put_together
    assert desk.ask("SELECT old_id, initiative_id, reason_code FROM core_initiative_redirects") == [("TUN-A1", "TUN-R5", "merged")]
    titles = "SELECT value_text, is_current FROM core_initiative_history WHERE initiative_id = 'TUN-R6' AND column_name = 'title_text'"
    assert desk.ask(titles) == [("Bibliothèque des oasis", 0), ("Bibliothèque mobile des oasis", 1)]
    decisions = desk.reference / "decisions" / "decided_pairs.csv"
    before = decisions.read_text(encoding="utf-8")
    decisions.write_text(before + "D1,TUN-A1,TUN-R5,different,two offices,JMDI,2026-11-24\n", encoding="utf-8")
    assert refreshed(desk) == [("TUN-A1", "TUN-A1"), *put_together[1:]]
    assert desk.ask("SELECT count(*) FROM core_initiative_redirects") == [(0,)]
    decisions.write_text(before, encoding="utf-8")
    assert refreshed(desk) == put_together

    package = (tmp_path / "warehouse" / "current" / "mapping.gpkg").resolve()
    package.chmod(0o644)
    package.write_bytes(b"no database" * 1000)
    with pytest.raises(NoWarehouse, match="holds the ids of all initiatives and cannot be read"):
        desk.refresh()
