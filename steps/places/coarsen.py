"""Coarsens the places of initiatives that must not be found exactly: the unit above stands for each, with its point.

An initiative is restricted when any of its rows says so, in any round: what was once shown as sensitive is not shown again by a later row.
"""

import pandas as pd

from schemas.rows import answers_of
from steps.form.withhold import MARK
from steps.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, Gazetteer, Place
from steps.places.locate import PRECISION_OF_LEVEL

RESTRICTED = "RESTRICTED"  # sensitivities
COARSENED = "coarsened"  # coordinate_precisions
LEVELS = (ADMIN2, ADMIN1, COUNTRY)  # the first that a place lies in stands for it
OF_INITIATIVES = "core_initiatives"
# What a row says more exactly than the unit above.
FINER_QUESTIONS = (
    "admin1_text", "admin2_text", "admin3_text", "place_text", "national_code_text", "pcode_text", "latitude", "longitude",
    "location_note_text",
)  # fmt: skip
FINER_COLUMNS = (
    *(one for one in FINER_QUESTIONS if one != "place_text"), "context_text", "decision_id", "former_place_id", "candidate_place_ids",
    "stated_latitude", "stated_longitude", "admin1_place_id", "admin2_place_id", "admin3_place_id", "place_id", "place_name",
    "place_level_code", "coordinate_precision_code", "is_centroid", "location_exactness_code", "geographic_precision_code",
)  # fmt: skip


def restricted_ids(initiatives: pd.DataFrame, records: pd.DataFrame) -> frozenset[str]:
    """Return the initiatives, or their reports, whose places are not to be shown exactly.

    `initiatives` is clean_initiatives; `records` clean_records, or clean_reported_records for reports.
    """
    rows = initiatives.loc[initiatives["sensitivity_code"].eq(RESTRICTED).fillna(False).astype(bool), "response_id"]
    of_rows = records["table_name"].eq(OF_INITIATIVES) & records["response_id"].isin(rows)
    return frozenset(records.loc[of_rows, "record_id"])


def coarsened(places: pd.DataFrame, restricted: frozenset[str], gazetteer: Gazetteer) -> pd.DataFrame:
    """Return places (clean_located_places or core_initiative_places) with those of the restricted initiatives coarsened.

    A place that was found is the second-level unit it lies in, else the first-level one, else its country without a point. Of one that was
    not found a mark is left.
    """
    is_restricted = places["initiative_id"].isin(restricted)
    if not is_restricted.any():
        return places
    exact = places[is_restricted]
    rows = [_coarse(row, gazetteer) for row in answers_of(exact)]
    coarse = pd.DataFrame(rows, index=exact.index, columns=places.columns, dtype=object).astype(places.dtypes.to_dict())
    return pd.concat([places[~is_restricted], coarse]).loc[places.index]


def _coarse(row: dict[str, object], gazetteer: Gazetteer) -> dict[str, object]:
    place = gazetteer.by_id.get(str(row["place_id"]))
    unit = next(filter(None, (gazetteer.unit_at(place, level) for level in LEVELS)), None) if place else None
    bare = row | dict.fromkeys(FINER_COLUMNS) | {"place_text": MARK}
    return bare | _of_unit(unit, str(row["status_code"]), gazetteer) if unit else bare


def _of_unit(unit: Place, status: str, gazetteer: Gazetteer) -> dict[str, object]:
    is_country = unit.level == COUNTRY
    has_point = status == "matched" and not is_country and unit.latitude is not None
    first, second = (gazetteer.unit_at(unit, level) for level in (ADMIN1, ADMIN2))
    return {
        "place_id": unit.place_id, "place_name": unit.name, "place_text": unit.name, "place_level_code": unit.level,
        "status_code": "national" if is_country else status,
        "admin1_place_id": first.place_id if first else None, "admin2_place_id": second.place_id if second else None,
        "latitude": unit.latitude if has_point else None, "longitude": unit.longitude if has_point else None,
        "coordinate_precision_code": COARSENED if has_point else None, "is_centroid": True if has_point else None,
        "location_exactness_code": "2" if has_point else None, "geographic_precision_code": PRECISION_OF_LEVEL[unit.level],
    }  # fmt: skip
