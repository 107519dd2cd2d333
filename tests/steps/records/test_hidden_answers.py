"""Small counts of people and exact places of restricted initiatives: reckoned with, shown nowhere, kept in the restricted store."""

import zipfile
from io import BytesIO

import pandas as pd

from schemas.registry import WAREHOUSE_TABLES
from tests.deliveries import shown, tables_of

COVER = "\n## Cover\n| Country | Language |\n| Ecuador | English |\n"
COUNTS = f"""{COVER}
## Initiatives
| initiative_ref | title_text |
| R1 | Housing |
## Scaling log
| initiative_ref | stage_code | reached_count |
| R1 | pilot | 7 |
| R1 | REP | 7 personas |
| R1 | Zz | 5 |
## Results
| initiative_ref | indicator_name | unit_name | result_number | female_count | male_count |
| R1 | Trained | persons | 12 | 9 | 3 |
| R1 | Returned | persons | 40 | 20 | 20 |
| R1 | Hosted | persons | | 8 | 30 |
| R1 | Roads | km | 5 | | |
| R1 | Advised | families | 6 | | |
## Knowledge products
| product_ref | title_text | participant_count |
| K1 | Guide | 4 |
| K2 | Course | 40 |
| K3 | Film | 0 |
## Indicators
| pillar_code | indicator_name | unit_name | target_number | indicator_number | disaggregation_text |
| P1 | Trained people | people | 50 | 3 | ages 0-17 |
| P1 | Trained people | people | 50 | 40 | ages 18-35 |
| P1 | Trained people | people | 50 | 8 | ages 36-50 |
| P1 | Reached people | people | 500 | 304 | women 4, men 300 |
| P1 | Roads | km | 90 | 40 | 2 paved |
"""
SHOWN = (
    "core_results", "core_scaling_steps", "core_knowledge_products", "core_indicators", "report_knowledge_pillars", "core_responses",
    "clean_hidden_answers",
)  # fmt: skip


def test_small_counts_of_people_are_left_out_of_tables_and_answers(tmp_path):
    tables = tables_of(tmp_path, {"ECU/2015/a.xlsx": COUNTS}, *SHOWN)
    results = tables["core_results"].sort_values("indicator_name")
    assert shown(results, "indicator_name", "result_number", "female_count", "male_count", "is_suppressed") == [
        ("Advised", None, None, None, True),
        ("Hosted", None, None, 30, True),
        ("Returned", 40, 20, 20, False),
        ("Roads", 5, None, None, False),  # no people
        ("Trained", 12, None, None, True),  # 12 - 9 would tell the 3
    ]
    assert shown(tables["core_knowledge_products"], "participant_count", "is_suppressed") == [(None, True), (40, False), (0, False)]
    assert tables["core_scaling_steps"]["reached_count"].isna().all()
    indicators = shown(tables["core_indicators"], "indicator_number", "disaggregation_text", "is_suppressed")
    assert set(indicators) == {
        (304, "women …, men …", True),  # the breakdown tells of 4 women
        (40, "2 paved", False),
        (40, "ages 18-35", False),
        (None, "ages …-…", True),
        (None, "ages …-… (2)", True),  # two figures of one indicator stay two
    }
    told = tables["report_knowledge_pillars"].query("basis_code == 'reported'")
    assert sorted(told["disaggregation_text"]) == sorted(text for _, text, _ in indicators)
    kept, hidden_in_words = tables["clean_hidden_answers"], ("ages 0-17", "ages 36-50", "women 4, men 300")
    assert set(kept["reason_code"]) == {"small_count"}
    assert sorted(kept["value_text"]) == sorted(["7", "7 personas", "5", "9", "3", "8", "6", "4", "3", "8", *hidden_in_words])
    answers = tables["core_responses"]["answers_json"].dropna()
    assert answers.str.count("\\[…\\]").sum() == len(kept)


PLACES = f"""{COVER}
## Initiatives
| initiative_ref | title_text | sensitivity_code |
| R1 | Shelter | {{sensitivity}} |
| R2 | Training | PUBLIC |
## Locations
| initiative_ref | admin1_text | admin2_text | place_text | latitude | longitude | location_note_text |
| R1 | Pichincha | Cayambe | Cangahua | -0.0631 | -78.1673 | Behind Zzchurch |
| R1 | Azuay | | Zznowhere | | | |
| R2 | Pichincha | Quito | | | | |
"""
MADE = tuple(one.name for one in WAREHOUSE_TABLES if not one.name.startswith(("core_place", "core_gazetteer", "core_dictionary")))


def test_places_of_a_restricted_initiative_are_those_of_the_unit_above(tmp_path):
    delivery = {"ECU/2015/a.xlsx": PLACES.format(sensitivity="Restricted")}
    tables = tables_of(tmp_path, delivery, *MADE, "map_initiative_places", "correction_workbooks", "clean_hidden_answers", "core_places")
    units = tables.pop("core_places").set_index("place_id")
    found, unfound, open_one = tables["core_initiative_places"].sort_values("initiative_place_id", key=_by_initiative).to_dict("records")
    assert (found["place_name"], found["place_level_code"], found["coordinate_precision_code"]) == ("Cayambe", "admin2", "coarsened")
    assert (found["latitude"], found["longitude"]) == tuple(units.loc[found["place_id"], ["latitude", "longitude"]])
    assert (unfound["place_text"], unfound["status_code"]) == ("[…]", "none")
    assert open_one["coordinate_precision_code"] != "coarsened"
    (workbook,) = tables.pop("correction_workbooks").values()
    with zipfile.ZipFile(BytesIO(workbook)) as book:
        tables["the correction workbook"] = pd.DataFrame({"text": [book.read(name).decode() for name in book.namelist()]})
    kept = tables.pop("clean_hidden_answers")
    assert {"Cangahua", "-0.0631", "-78.1673", "Behind Zzchurch", "Zznowhere"} <= set(kept["value_text"])
    for name, frame in tables.items():
        for word in ("Cangahua", "0.0631", "78.1673", "Zzchurch", "Zznowhere"):
            assert not frame.astype(str).apply(lambda column: column.str.contains(word, regex=False)).any().any(), (name, word)  # noqa: B023


def _by_initiative(ids: pd.Series) -> pd.Series:
    return ids.index.to_series(index=ids.index)


def test_places_of_a_public_initiative_stay_exact(tmp_path):
    delivery = {"ECU/2015/a.xlsx": PLACES.format(sensitivity="PUBLIC")}
    tables = tables_of(tmp_path, delivery, "core_initiative_places", "report_places_to_review", "clean_hidden_answers")
    assert "Cangahua" in set(tables["core_initiative_places"]["place_text"])
    assert list(tables["report_places_to_review"]["place_text"]) == ["Zznowhere"]
    assert tables["clean_hidden_answers"].empty
