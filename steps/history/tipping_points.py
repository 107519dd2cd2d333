"""Derives which initiatives have reached the tipping point. The rules are those that answers are checked by (`answer_rules.csv`)."""

from functools import cache

import pandas as pd

from schemas.answer_rules import AnswerRule, answer_rules
from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape
from steps.history.stage_path import INSTITUTIONALISED
from steps.history.stage_transitions import paths

Step = dict[str, object]
LEAVES_IT = ("back", "ended")  # stage_directions


@cache
def rules() -> tuple[AnswerRule, ...]:
    """Return what a step to the tipping point must have: all that the form asks of a step with the stage INS."""
    return tuple(one for one in answer_rules() if one.sheet_code == "scaling_steps" and INSTITUTIONALISED in one.when_codes)


def tipping_points(transitions: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return core_tipping_points. `transitions` is core_stage_transitions, `initiatives` core_initiatives."""
    declared = initiatives[initiatives["scaling_stage_code"] == INSTITUTIONALISED]
    by_initiative = paths(transitions)
    institutionalised = transitions.loc[transitions["to_stage_code"] == INSTITUTIONALISED, "initiative_id"]
    known = set(declared["initiative_id"])
    chosen = initiatives[initiatives["initiative_id"].isin({*known, *institutionalised})]
    about = zip(chosen["initiative_id"], chosen["country_code"], chosen["response_id"], strict=True)
    told = [
        {"initiative_id": one, "country_code": country, "response_id": row, "response_ids": row, "is_declared": one in known}
        | _reached(by_initiative.get(one, []))
        for one, country, row in about
    ]
    return shape(told, table("core_tipping_points"))


def _reached(path: list[Step]) -> dict[str, object]:
    """Return what the steps to the tipping point prove: the first that lacks nothing, or the one that lacks least."""
    steps = [step for step in path if step["to_stage_code"] == INSTITUTIONALISED]
    lacking = [(len(_missing(step)), place) for place, step in enumerate(steps)]
    nearest = steps[min(lacking)[1]] if steps else {}
    missing = _missing(nearest)
    labels = code_list("tipping_point_rules").labels
    told: Step = {
        "is_derived": not missing,
        "missing_codes": "|".join(missing) or None,
        "missing_text": "; ".join(labels[code]["en"] for code in missing) or None,
    }
    if not steps:
        return told
    if not missing:
        told |= {"tipping_date": nearest["transition_date"], "tipping_date_precision_code": nearest["transition_date_precision_code"]}
        told["has_lasted"] = not any(step["direction_code"] in LEAVES_IT for step in path[path.index(nearest) + 1 :])
    kept = ("evidence_codes", "evidence_ref_text", "assessed_by_text", "transition_number", "response_ids", "response_id")
    return told | {name: nearest[name] for name in kept}


def _missing(step: Step) -> list[str]:
    """Return the rules that a step does not meet. A date that only a round gives is none."""
    answers = {"stage_code": INSTITUTIONALISED, "evidence_codes": step.get("evidence_codes"), "stage_date": step.get("transition_date")}
    return [rule.rule_code for rule in rules() if rule.is_broken_by(answers)]
