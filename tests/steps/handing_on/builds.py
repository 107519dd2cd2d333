"""Small builds for tests of what is handed on: deliveries with a consent, initiatives that rest on them, and what hangs on these."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.tables import shape
from steps.map_layers.initiative_places import initiative_places
from warehouse.dictionary import programme_countries

MAR = {"country_code": "MAR"}


class Initiative(NamedTuple):
    """An initiative: the deliveries that tell of it, its sensitivity, an organisation in it, and whether its practice is released."""

    deliveries: Sequence[str]
    sensitivity: str | None = "PUBLIC"
    actor: str = ""
    is_released: bool = True


def build(consents: Mapping[str, tuple[str | None, bool]], initiatives: Mapping[str, Initiative]) -> dict[str, pd.DataFrame]:
    """Return all tables and layers. `consents` gives each delivery its consent, and whether it is an invented example.

    Every text of a record holds the record's id, so that it is known wherever it stands.
    """
    rows: dict[str, list[dict[str, object]]] = {one.name: [] for one in WAREHOUSE_TABLES}
    for delivery, (consent, is_example) in consents.items():
        counts = dict.fromkeys(("received_count", "form_count", "accepted_count", "held_back_count", "superseded_count", "size_count"), 0)
        rows["core_submissions"].append(
            MAR | counts | {"submission_id": delivery, "round_name": "2015", "file_name": f"{delivery}.xlsx", "file_hash": "f",
                            "outcome_code": "read", "consent_code": consent, "is_example": is_example}
        )  # fmt: skip
    for name, one in initiatives.items():
        _add(rows, name, one)
    _add_shared(rows, initiatives)
    frames = {name: shape(of_table, table(name)) for name, of_table in rows.items()}
    layer = initiative_places(frames["core_initiative_places"], frames["core_initiatives"])
    assert list(MAP_LAYERS) == ["map_initiative_places"]
    return frames | {"core_countries": programme_countries(), "map_initiative_places": layer}


def _add(rows: dict[str, list[dict[str, object]]], name: str, one: Initiative) -> None:
    responses = [f"{delivery}/1/{name}" for delivery in one.deliveries]
    for delivery, response in zip(one.deliveries, responses, strict=True):
        rows["core_responses"].append(
            MAR | {"response_id": response, "submission_id": delivery, "sheet_name": "Initiatives", "row_number": 4,
                   "outcome_code": "accepted", "answers_json": f'{{"title_text": "said of {name}"}}'}
        )  # fmt: skip
        rows["core_findings"].append(
            MAR | {"finding_id": response, "submission_id": delivery, "file_name": "a", "finding_code": "x", "severity_code": "note",
                   "message_text": f"differs from what is said of {name}", "occurrence_count": 1, "language_code": "en"}
        )  # fmt: skip
    own = MAR | {"initiative_id": name, "response_id": responses[0]}
    rows["core_initiatives"].append(
        own | {"initiative_ref": name, "title_text": f"title of {name}", "sensitivity_code": one.sensitivity, "response_count": 1}
    )
    rows["core_initiative_places"].append(
        own | {"initiative_place_id": f"place-{name}", "place_text": f"place of {name}", "status_code": "matched", "latitude": 34.0,
               "longitude": -4.0, "place_name": f"Place of {name}", "geocode_method_code": "EXACT"}
    )  # fmt: skip
    practice = MAR | {"practice_id": f"practice-{name}", "response_id": responses[0], "title_text": f"practice of {name}"}
    rows["core_practices"].append(practice | {"initiative_id": name, "subject_ref": name})
    rows["report_practices"].append(
        practice | {column: 0 for column in table("report_practices").column_names if column.endswith(("_count", "_share"))}
        | {"sheet_code": "practices", "has_replicability_conditions": False, "is_validated": False,
           "barrier_codes": None if one.is_released else "not_released"}
    )  # fmt: skip
    supported = [("core_initiatives", name), ("core_initiative_places", f"place-{name}"), ("core_practices", f"practice-{name}")]
    if one.actor:
        role = f"role-{name}"
        rows["core_initiative_actors"].append(own | {"initiative_actor_id": role, "actor_id": one.actor, "role_code": "LEAD"})
        supported += [("core_initiative_actors", role), ("core_actors", one.actor)]
    rows["core_lineage"] += [
        {"table_name": name, "record_id": record, "response_id": response} for name, record in supported for response in responses
    ]


def _add_shared(rows: dict[str, list[dict[str, object]]], initiatives: Mapping[str, Initiative]) -> None:
    """Add the organisations, each told of first by the first initiative that names it, and an activity that builds on all initiatives."""
    for actor in dict.fromkeys(one.actor for one in initiatives.values() if one.actor):
        first = next(name for name, one in initiatives.items() if one.actor == actor)
        response = f"{initiatives[first].deliveries[0]}/1/{first}"
        rows["core_actors"].append(
            {"actor_id": actor, "reporting_country_codes": "MAR", "actor_name": f"name of {actor}", "is_listed": False,
             "response_count": 1, "response_id": response}
        )  # fmt: skip
    free = next(((name, one) for name, one in initiatives.items()), None)
    if free:
        response = f"{free[1].deliveries[0]}/1/{free[0]}"
        rows["core_workplan_activities"].append(
            MAR | {"activity_id": "activity", "activity_text": "an activity", "linked_initiative_ids": "|".join(initiatives),
                   "response_id": response}
        )  # fmt: skip
        rows["core_lineage"].append({"table_name": "core_workplan_activities", "record_id": "activity", "response_id": response})
