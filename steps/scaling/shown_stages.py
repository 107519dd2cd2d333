"""Tells what the scaling logs show: which stages each initiative reached, how long until the next, and which initiatives have ended.

What a log shows is a step of the log itself, not of a round; the stage INS is shown only from the step on that proves the tipping point.
"""

import pandas as pd

from schemas.code_lists import code_list
from steps.history.stage_path import DISCONTINUED, INSTITUTIONALISED

STAGE = ["initiative_id", "stage_code"]


def climbing_stages() -> list[str]:
    """Return the stages from isolated to institutionalised."""
    return [code for code in code_list("scaling_stages").codes if code != DISCONTINUED]


def shown_stages(transitions: pd.DataFrame, tipping_points: pd.DataFrame) -> pd.DataFrame:
    """Return initiative_id, stage_code and months_count, one row per initiative and stage that its log shows.

    `transitions` is core_stage_transitions, `tipping_points` core_tipping_points. months_count are the months from reaching the stage to
    the first step up from it; missing unless both dates are in the log, and where the log contradicts itself: it goes back without a
    reason, or dates the stage twice.
    """
    is_shown = _is_shown(transitions, tipping_points)
    steps = transitions[is_shown].rename(columns={"to_stage_code": "stage_code"})
    up = transitions[is_shown & transitions["direction_code"].eq("forward")].dropna(subset=["from_stage_code"])
    first_up = up.rename(columns={"from_stage_code": "stage_code"}).drop_duplicates(STAGE)
    told = steps[STAGE].drop_duplicates().merge(first_up[[*STAGE, "months_before_count"]], on=STAGE, how="left", validate="one_to_one")
    return told.assign(months_count=told["months_before_count"].mask(_contradicted(told, transitions)))[[*STAGE, "months_count"]]


def _is_shown(transitions: pd.DataFrame, tipping_points: pd.DataFrame) -> pd.Series:
    proved = tipping_points[tipping_points["is_derived"]].set_index("initiative_id")["transition_number"]
    from_step = transitions["initiative_id"].map(proved)
    is_proved = (transitions["transition_number"] >= from_step).fillna(False).astype(bool)
    stage = transitions["to_stage_code"]
    return transitions["scaling_step_ids"].notna() & (stage != DISCONTINUED) & ((stage != INSTITUTIONALISED) | is_proved)


def _contradicted(stages: pd.DataFrame, transitions: pd.DataFrame) -> pd.Series:
    """Return which of the stages have no months that can be trusted."""
    unexplained = transitions.loc[transitions["is_unexplained"], "initiative_id"]
    twice = transitions[transitions["direction_code"] == "same"]
    is_twice = pd.MultiIndex.from_frame(stages[STAGE]).isin(list(zip(twice["initiative_id"], twice["to_stage_code"], strict=True)))
    return stages["initiative_id"].isin(unexplained) | is_twice


def ended_initiatives(transitions: pd.DataFrame) -> set[str]:
    """Return the initiatives whose last step is their end, be it in a log or stated in a round."""
    last = transitions.sort_values("transition_number").drop_duplicates("initiative_id", keep="last")
    return set(last.loc[last["to_stage_code"] == DISCONTINUED, "initiative_id"])
