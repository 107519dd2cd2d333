"""Lists the steps that lead back to a lower stage or to the end, when and why, and whether they were made good."""

from collections.abc import Iterator

import pandas as pd

from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape
from steps.history.stage_path import DISCONTINUED
from steps.history.stage_transitions import paths

Step = dict[str, object]
BACK, ENDED, RESUMED = "back", "ended", "resumed"  # stage_directions
COLUMNS = {
    **{name: name for name in ("initiative_id", "country_code", "transition_number", "from_stage_code", "to_stage_code", "round_name")},
    **{name: name for name in ("months_before_count", "is_unexplained", "assessed_by_text", "response_id")},
    "setback_code": "direction_code", "setback_date": "transition_date", "reason_text": "trigger_text",
    "setback_date_precision_code": "transition_date_precision_code",
}  # fmt: skip


def setbacks(transitions: pd.DataFrame, tipping_points: pd.DataFrame) -> pd.DataFrame:
    """Return report_setbacks. `transitions` is core_stage_transitions, `tipping_points` core_tipping_points."""
    proved = tipping_points[tipping_points["is_derived"]]
    proved_at = dict(zip(proved["initiative_id"], proved["transition_number"], strict=True))
    told = [row for initiative, path in sorted(paths(transitions).items()) for row in _setbacks(path, proved_at.get(initiative))]
    return shape(told, table("report_setbacks"))


def _setbacks(path: list[Step], proved_at: int | None) -> Iterator[Step]:
    """Yield the rows of an initiative. `proved_at` is the number of the step that proves the tipping point, if there is one."""
    for place, step in enumerate(path):
        if step["direction_code"] in (BACK, ENDED):
            yield {name: step[source] for name, source in COLUMNS.items()} | {
                "has_lost_tipping_point": proved_at is not None and int(str(step["transition_number"])) > proved_at,
                "has_recovered": any(_makes_good(step, later) for later in path[place + 1 :]),
            }


def _makes_good(setback: Step, later: Step) -> bool:
    if setback["direction_code"] == ENDED:
        return later["direction_code"] == RESUMED
    heights = code_list("scaling_stages").codes.index
    return later["to_stage_code"] != DISCONTINUED and heights(later["to_stage_code"]) >= heights(setback["from_stage_code"])
