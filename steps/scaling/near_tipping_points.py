"""Lists the initiatives that are one step short of the tipping point, with what is missing by the rules that prove it."""

import pandas as pd

from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape
from steps.history.stage_path import DISCONTINUED, INSTITUTIONALISED
from steps.history.stage_transitions import OR, paths
from steps.history.tipping_points import rules

Step = dict[str, object]
BEFORE = "INT"  # scaling_stages: the last stage before the tipping point
DECLARED, INTEGRATED, PROVED = "declared", "integrated", "proved"  # near_tipping_reasons
NO_STEP = "institution-is-logged"  # tipping_point_rules


def near_tipping_points(transitions: pd.DataFrame, tipping_points: pd.DataFrame) -> pd.DataFrame:
    """Return report_near_tipping_points. `transitions` is core_stage_transitions, `tipping_points` core_tipping_points."""
    points = tipping_points.astype(object).where(tipping_points.notna(), None).set_index("initiative_id").to_dict("index")
    told = [row for initiative, path in sorted(paths(transitions).items()) for row in _near(path, points.get(initiative, {}))]
    return shape(told, table("report_near_tipping_points"))


def _near(path: list[Step], point: Step) -> list[Step]:
    """Return the row of an initiative, if it is near. `point` is its row of core_tipping_points, or empty."""
    stage = path[-1]["to_stage_code"]
    if point.get("is_derived") or stage == DISCONTINUED:
        return []
    evidence = _evidence(path)
    reason = _reason(stage, bool(point.get("is_declared")), evidence)
    if not reason:
        return []
    is_logged = any(step["to_stage_code"] == INSTITUTIONALISED and step["scaling_step_ids"] for step in path)
    missing = str(point["missing_codes"]).split("|") if reason == DECLARED and is_logged else [NO_STEP, *_unmet(evidence)]
    return [_told(path, evidence) | _missing(missing) | {"near_reason_code": reason}]


def _reason(stage: object, is_declared: bool, evidence: str | None) -> str | None:
    if is_declared or stage == INSTITUTIONALISED:
        return DECLARED
    if stage == BEFORE:
        return INTEGRATED
    return None if _unmet(evidence) else PROVED


def _unmet(evidence: str | None) -> list[str]:
    """Return the rules on evidence that a step with this evidence would not meet."""
    answers = {"stage_code": INSTITUTIONALISED, "evidence_codes": evidence}
    return [rule.rule_code for rule in rules() if rule.then_question == "evidence_codes" and rule.is_broken_by(answers)]


def _evidence(path: list[Step]) -> str | None:
    held = {code for step in path for code in str(step["evidence_codes"] or "").split("|")}
    return "|".join(code for code in code_list("scaling_evidence").codes if code in held) or None


def _missing(codes: list[str]) -> Step:
    labels = code_list("tipping_point_rules").labels
    return {"missing_codes": "|".join(codes), "missing_text": "; ".join(labels[code]["en"] for code in codes), "missing_count": len(codes)}


def _told(path: list[Step], evidence: str | None) -> Step:
    last = path[-1]
    first_at_stage = next(step for step in reversed(path) if step["direction_code"] != "same")
    references = dict.fromkeys(str(step["evidence_ref_text"]) for step in path if step["evidence_ref_text"])
    return {
        **{name: last[name] for name in ("initiative_id", "country_code", "response_id")}, "stage_code": last["to_stage_code"],
        "stage_date": first_at_stage["transition_date"], "stage_date_precision_code": first_at_stage["transition_date_precision_code"],
        "evidence_codes": evidence, "evidence_ref_text": OR.join(references) or None,
    }  # fmt: skip
