"""A reference that stands for two initiatives is told where nothing that its rows say agrees, and only there."""

import pandas as pd
import pytest

from schemas.findings import Spot
from steps.identity.shared_references import shared_references

PLAIN = {"local_title_text": None, "acronym_text": None}


class Sheet:
    """Stands for where answers are: each file is named after its first letter."""

    def spot(self, response_id, question_code):
        return Spot(response_id[0], "MAR", f"{response_id[0]}.xlsx", "en", "Initiatives", "B2", question_code)


@pytest.mark.parametrize(
    ("titles", "leads", "places", "is_told"),
    [
        (("Radio des jeunes", "Coopérative de safran"), ((), ()), ((), ()), True),
        (("Radio des jeunes", "Coopérative de safran"), (("L1",), ("L2",)), (("Oujda",), ("Taza",)), True),
        (("Radio des jeunes", "Coopérative de safran"), (("L1", "L3"), ("L2", "L3")), ((), ()), False),
        (("Radio des jeunes", "Coopérative de safran"), ((), ()), (("Oujda",), ("oujda", "Taza")), False),
        (("Radio des jeunes", "Youth radio"), ((), ()), ((), ()), False),  # the same in two languages
        (("Migration et développement 1", "Migrants et développement local 2"), ((), ()), ((), ()), False),  # words that all titles share
        (("Projet", "Coopérative de safran"), ((), ()), ((), ()), False),  # nothing to go by
    ],
)
def test_rows_of_one_reference_that_share_nothing_are_told(titles, leads, places, is_told):
    files = ("a", "b")
    initiatives = pd.DataFrame(
        [
            PLAIN | {"response_id": f"{file}2", "submission_id": file, "title_text": title, "reported_id": "MAR-1"}
            for file, title in zip(files, titles, strict=True)
        ]
        + [PLAIN | {"response_id": "b3", "submission_id": "b", "title_text": "Autre chose", "reported_id": "MAR-2"}]
    )
    columns = [
        "submission_id",
        "reported_id",
        "place_text",
        "admin1_text",
        "admin2_text",
        "admin3_text",
        "national_code_text",
        "pcode_text",
    ]
    locations = pd.DataFrame(
        [(file, "MAR-1", place) for file, named in zip(files, places, strict=True) for place in named], columns=columns[:3]
    ).reindex(columns=columns)
    found = shared_references(initiatives, locations, {"a2": leads[0], "b2": leads[1]}, Sheet())
    assert len(found) == is_told
    for one in found:
        assert f'"{titles[1]}" here, and "{titles[0]}" (a.xlsx, Initiatives B2).' in one["message_text"]
        assert (one["file_name"], one["cell_name"], one["finding_code"]) == ("b.xlsx", "B2", "reference-shared")
