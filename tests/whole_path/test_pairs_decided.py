"""People decide about pairs: from the sheet of possible duplicates to one initiative that is two again."""

import openpyxl
import pytest

from schemas.errors import BrokenReference
from tests.deliveries import write_workbook
from tests.desk import Desk

DELIVERY = """
## Portada
| País | Organización informante |
| El Salvador | Alcaldía de Santa Ana |
## Iniciativas
| Referencia propia | Título | Fecha de inicio | Contacto de la iniciativa |
| R1 | Ventanilla única para retornados de Santa Ana | 2014-03-01 | Canaria Amarilla |
| R2 | Ventanilla única para retornados de Santa Ana | 2014-03-01 | Canaria Amarilla |
| R3 | Huertos escolares | 2012 | |
## Lugares
| Iniciativa | Lugar |
| R1 | Santa Ana |
| R2 | santa ana |
| R3 | Sonsonate |
"""
SHEET, VERDICT, REASON = "Posibles duplicados", "I3", "J3"


@pytest.mark.prove  # many builds: tests/steps/identity holds the rules themselves
def test_reports_put_together_are_two_again_once_their_sender_says_so_and_a_lost_report_is_told(tmp_path):
    desk = Desk.set_up(tmp_path)
    delivery = write_workbook(desk.raw / "SLV" / "2015" / "a.xlsx", DELIVERY)
    desk.refresh()
    assert desk.ask("select initiative_id from core_initiatives order by 1") == [("SLV-R1",), ("SLV-R3",)]
    page = openpyxl.load_workbook(desk.corrections("SLV") / "2015-a.xlsx")[SHEET]
    asked = [page[f"{column}3"].value for column in "BDH"]
    assert asked == ["Iniciativas A2", "Iniciativas A3", "sí: indique si son distintos"] and page.max_row == 3
    assert "Fechas: 2014-03-01" in page["C3"].value and "Canaria" not in str([cell.value for row in page.iter_rows() for cell in row])
    checked = desk.run("check", str(delivery), "--out", str(tmp_path / "out"))
    assert checked.returncode in (0, 2), checked.stdout + checked.stderr
    alone = openpyxl.load_workbook(tmp_path / "out" / "2015-a.xlsx")[SHEET]
    assert [cell.value for cell in alone[3]] == [cell.value for cell in page[3]], "a check asks the same"

    returned = desk.answered("b.xlsx", "SLV/2015-a.xlsx", SHEET, **{VERDICT: "distintos", REASON: "Dos sedes"})
    told = " ".join(desk.run("check", str(returned)).stdout.split())
    assert "pair-answers-wait" in told and "jmdi decide-pairs b.xlsx" in told
    done = desk.run("decide-pairs", str(returned))
    assert (done.returncode, done.stdout[:16]) == (0, "1 decision added"), done.stdout + done.stderr
    assert "pair-answers-wait" not in desk.run("check", str(returned)).stdout
    (decision,) = desk.decisions("decided_pairs.csv")
    assert [decision[name] for name in ("first_reported_id", "second_reported_id", "verdict", "reason_text", "decided_by")] == [
        "SLV-R1", "SLV-R2", "different", "Dos sedes", "Alcaldía de Santa Ana",
    ]  # fmt: skip
    write_workbook(desk.raw / "SLV" / "2015" / "a.xlsx", DELIVERY.replace("| R3 |", "| R4 |"))
    decisions = desk.reference / "decisions" / "decided_pairs.csv"
    with decisions.open("a", encoding="utf-8") as file:
        file.write("D9,SLV-R1,SLV-R3,different,dos programas,JMDI,2026-11-24\n")
    (desk.raw / "SLV" / "2015" / "page.xlsx").write_text("<html>no workbook</html>")
    told = " ".join(desk.run("refresh").stdout.split())
    assert "Refused SLV/2015/page.xlsx" in told
    assert ": 1 initiative new, 1 split from others, 1 gone." in told, "R4 is new, R2 is not, and R3 has left"
    assert desk.ask("select initiative_id from core_initiatives order by 1") == [("SLV-R1",), ("SLV-R2",), ("SLV-R4",)]
    held = desk.ask("select decision_id, is_stale, is_followed from core_pair_decisions order by 1")
    assert held == [("D9", 1, 0), (decision["decision_id"], 0, 1)]
    assert desk.ask("select value_text from core_findings where finding_code = 'pair-decision-stale'") == [("D9",)]
    assert desk.ask("select count(*) from report_pairs_to_review") == [(0,)]

    decisions.write_text(decisions.read_text(encoding="utf-8").replace("SLV-R1,SLV-R3", "SLV-R1,SLV-R33"), encoding="utf-8")
    with pytest.raises(BrokenReference, match=r"D9: no delivery ever had the report SLV-R33; the nearest is SLV-R3\."):
        desk.refresh()
