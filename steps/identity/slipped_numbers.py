"""Tells project numbers that differ by two exchanged figures where the rows that give them were put together: one of the two is wrong."""

from collections.abc import Mapping
from itertools import groupby

import pandas as pd

from schemas.findings import finding
from schemas.rows import rows_of
from steps.identity.words import code_slips, project_codes
from steps.spots import Spots

CODED = ("title_text", "acronym_text", "summary_text")  # where project numbers are looked for
Row = Mapping[str, object]


def slipped_numbers(initiatives: pd.DataFrame, spots: Spots) -> list[dict[str, object]]:
    """Return a finding for each number that a row gives with two figures exchanged against an earlier row of its initiative.

    `initiatives` are the answers on the sheet with the column initiative_id, those of one initiative in the order in which they count. A
    number that both rows give is none of the two.
    """
    findings = []
    repeated = initiatives[initiatives["initiative_id"].duplicated(keep=False)].sort_values("initiative_id", kind="stable")
    for _, rows in groupby(rows_of(repeated), lambda row: row["initiative_id"]):
        earlier: dict[str, tuple[str, str]] = {}  # where each number was given first: row and question
        for row in rows:
            own = _numbers(row)
            for number, question in own.items():
                other = next((one for one in earlier if one not in own and set(code_slips(one)) & set(code_slips(number))), None)
                if other and number not in earlier:
                    findings.append(_told(number, (str(row["response_id"]), question), other, earlier[other], spots))
            earlier = {one: (str(row["response_id"]), question) for one, question in own.items()} | earlier
    return findings


def _numbers(row: Row) -> dict[str, str]:
    """Return the project numbers of a row with the question that gives each first."""
    return {code: name for name in reversed(CODED) if not pd.isna(row[name]) for code in project_codes(str(row[name]))}


def _told(number: str, place: tuple[str, str], other: str, other_place: tuple[str, str], spots: Spots) -> dict[str, object]:
    there = spots.spot(*other_place)
    where = f"{other} ({there.file_name}, {there.sheet_name} {there.cell_name or spots.row_number(other_place[0])})"
    return finding("project-numbers-slip", spots.spot(*place), number, where)
