"""The account of what was received: who says each row."""

from schemas.registry import table
from schemas.tables import shape
from steps.records.account import responses
from tests.deliveries import shown


def test_an_export_holds_the_forms_of_several_organisations_and_each_row_keeps_its_own():
    rows = [
        {"response_id": f"{sheet}-{filling}", "filling_id": filling, "submission_id": "MAR-2016-x", "outcome_code": "answer", "answers": ()}
        for filling in ("one", "two", "silent")
        for sheet in ("cover", "initiatives")
    ]
    units = {"cover-one": "Commune d'Oujda", "cover-two": "ONG Oasis", "cover-silent": None}
    cover = [{"response_id": response, "submission_id": "MAR-2016-x", "reporting_unit_name": unit} for response, unit in units.items()]
    told = responses(shape(rows, table("clean_rows")), shape(cover, table("clean_cover")), shape([], table("core_lineage")))
    assert shown(told[told["response_id"].str.startswith("initiatives")], "response_id", "reporting_unit_name") == [
        ("initiatives-one", "Commune d'Oujda"),
        ("initiatives-two", "ONG Oasis"),
        ("initiatives-silent", None),
    ]
