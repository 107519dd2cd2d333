"""Tells which reports were not compared with each other, because what they share is shared by too many (see `block.py`)."""

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from schemas.countries import countries
from schemas.findings import finding
from steps.identity.block import MOST_ALIKE, MOST_SHARING, SAYING_MUCH, LeftOut
from steps.spots import last_file_spot

NOT_COMPARED, IN_PART = "reports-not-compared", "reports-compared-in-part"
MOST_TOLD = 200  # ids in one sentence


def not_compared_findings(blocks: Iterable[LeftOut], files: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield a finding for each title or number that too many share, and one a country for all that says less, at its last file.

    `blocks` are those that `left_out` returns; `files` has a row or more per file received, as clean_rows.
    """
    in_part: dict[str, set[str]] = {}
    told = list(blocks)
    spots = {code: last_file_spot(files, code, countries()[code].survey_language) for code in {block.country_code for block in told}}
    for block in told:
        if block.kind not in SAYING_MUCH:
            in_part.setdefault(block.country_code, set()).update(block.reported_ids)
        elif spot := spots[block.country_code]:
            yield finding(NOT_COMPARED, spot, block.text, _told(block.reported_ids), str(MOST_ALIKE))
    for country, reports in sorted(in_part.items()):
        if spot := spots[country]:
            yield finding(IN_PART, spot, str(len(reports)), _told(sorted(reports)), str(MOST_SHARING))


def _told(reported_ids: Sequence[str]) -> str:
    more = len(reported_ids) - MOST_TOLD
    return ", ".join(reported_ids[:MOST_TOLD]) + (f", … (+{more})" if more > 0 else "")
