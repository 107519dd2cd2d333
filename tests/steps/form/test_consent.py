"""Deliveries whose cover does not allow the use of their answers: counted and said, and used nowhere."""

import pytest

from schemas.registry import WAREHOUSE_TABLES
from tests.deliveries import shown, tables_of

ANSWERS = """
## Initiatives
| initiative_ref | title_text |
| R1 | Zzcanary housing |
| R2 | Zzcanary training |
## Locations
| initiative_ref | place_text |
| R1 | Zzcanary Figuig |
"""
DOWNWARDS = """
## Cover
| Country | Morocco |
| Reporting organisation | Zzcanary commune |
| Language | French |
| Consent to publish | {consent} |
| Notes | Zzcanary note |
"""
TABLES = tuple(one.name for one in WAREHOUSE_TABLES if not one.name.startswith(("core_place", "core_gazetteer")))


@pytest.mark.parametrize("consent", ["NO", "Refus", "غير مسموح به", "non"])
def test_answers_without_consent_are_in_no_table_but_counted(tmp_path, consent):
    delivery = {"MAR/2015/a.xlsx": DOWNWARDS.format(consent=consent) + ANSWERS}
    names = (*TABLES, "clean_withheld_values", "clean_shown_rows", "correction_workbooks")
    tables = tables_of(tmp_path, delivery, *names) if consent == "NO" else tables_of(tmp_path, delivery, *FEW)
    (submission,) = tables["core_submissions"].to_dict("records")
    assert (submission["consent_code"], submission["held_back_count"]) == ("NO", 3)
    told = tables["core_findings"].query("finding_code == 'consent-refused'")
    assert shown(told, "sheet_name", "occurrence_count", "language_code") == [("Initiatives", 2, "fr"), ("Locations", 1, "fr")]
    kept = tables.pop("clean_withheld_values")
    assert len(kept[kept["value_text"].str.contains("Zzcanary") & kept["reason_code"].eq("consent")]) == 5
    assert len(tables.pop("correction_workbooks", {1: 1})) == 1
    for name, frame in tables.items():
        assert not frame.astype(str).apply(lambda column: column.str.contains("Zzcanary")).any().any(), name


FEW = ("core_submissions", "core_responses", "core_findings", "core_initiatives", "clean_withheld_values")


@pytest.mark.parametrize("consent", ["INT", "AGG", "PUB", "", "perhaps"])
def test_other_answers_hold_nothing_back(tmp_path, consent):
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": DOWNWARDS.format(consent=consent) + ANSWERS}, *FEW)
    assert len(tables["core_initiatives"]) == 2
    assert "consent-refused" not in set(tables["core_findings"]["finding_code"])
