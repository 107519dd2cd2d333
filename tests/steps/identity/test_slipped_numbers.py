"""Project numbers that differ by a slip in rows of one initiative are told with both numbers, and no other two are."""

import pandas as pd
import pytest

from schemas.findings import Spot
from steps.identity.slipped_numbers import slipped_numbers


class Sheet:
    """Stands for where answers are: each file is named after its first letter."""

    def spot(self, response_id, question_code):
        return Spot(response_id[0], "MAR", f"{response_id[0]}.xlsx", "en", "Initiatives", "B2", question_code)


@pytest.mark.parametrize(
    ("summaries", "ids", "told"),
    [
        (("Project T 218", "Project T 281"), ("MAR-1", "MAR-1"), ["T281 differs from T218 (a.xlsx, Initiatives B2)"]),
        (("Project T 218", "Project T 281"), ("MAR-1", "MAR-2"), []),
        (("Project T 218", "Projects T 218, T 281"), ("MAR-1", "MAR-1"), []),  # two numbers that one row gives are two
        (("Project P 123456", "Project P 654321"), ("MAR-1", "MAR-1"), []),
        (("Project T 218", None), ("MAR-1", "MAR-1"), []),
        (("Project T 218", "Project T 281", "Project T 281"), ("MAR-1",) * 3, ["T281 differs from T218 (a.xlsx, Initiatives B2)"]),
    ],
)
def test_numbers_that_differ_by_a_slip_are_told_where_rows_are_one_initiative(summaries, ids, told):
    rows = [
        {"response_id": f"{file}2", "initiative_id": one, "title_text": "Bees", "acronym_text": None, "summary_text": summary}
        for file, one, summary in zip("abc", ids, summaries, strict=False)
    ]
    found = slipped_numbers(pd.DataFrame(rows), Sheet())
    assert [(one["finding_code"], one["file_name"]) for one in found] == [("project-numbers-slip", "b.xlsx")] * len(told)
    assert all(text in one["message_text"] for text, one in zip(told, found, strict=True))
