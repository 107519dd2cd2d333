"""Names of files and sheets that hold personal data: kept apart, and said to their sender."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from schemas.findings import Spot, finding


def kept_names(delivery: pd.DataFrame, spot: Spot) -> Iterator[tuple[dict[str, object], dict[str, object]]]:
    """Yield each name of a file, and of its sheets, that is told by a mark: a row of clean_withheld_values, and the finding.

    `delivery` are the file's rows as received.
    """
    told: set[tuple[str, str]] = set()
    for sheet_name, names in zip(delivery["sheet_name"], delivery["withheld_names"], strict=True):
        for name in names or ():
            sheet = "" if "/" in name or pd.isna(sheet_name) else str(sheet_name)  # the path of a file, which no sheet can be called
            if (sheet, name) not in told:
                told.add((sheet, name))
                about = {"submission_id": spot.submission_id, "country_code": spot.country_code, "file_name": spot.file_name}
                kept = about | {"sheet_name": sheet, "cell_name": "", "reason_code": "personal_data", "value_text": name}
                yield dict(kept), finding("name-personal", replace(spot, sheet_name=sheet or None))
