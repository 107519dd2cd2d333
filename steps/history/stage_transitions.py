"""Tells how initiatives moved from stage to stage: by their scaling logs, and by the rounds where the log is silent.

A log that knows a stage is the authority on it, and rounds that state the stage only bear it out; a stage that no step of the log has
is known from the round that states it, and no date is made up for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

import pandas as pd

from schemas.code_lists import code_list
from schemas.registry import table
from schemas.tables import shape
from steps.history.reports import reports_of_initiatives
from steps.history.stage_path import DISCONTINUED, Reached, direction, goes_back, in_order, is_earlier, months_between
from steps.rounds import round_order

TRANSITIONS, LOG, ROUND = "core_stage_transitions", "log", "round"
TEXTS = ("trigger_text", "evidence_ref_text", "assessed_by_text")
OR = " | "


@dataclass(frozen=True)
class _Step:
    """A step of an initiative: the stage, when it was reached or stated, and everybody who says so."""

    reached: Reached
    method: str
    round_name: str
    country_code: str
    responses: tuple[str, ...]
    step_ids: tuple[str, ...] = ()
    evidence: frozenset[str] = frozenset()
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def stage_code(self) -> str:
        """The stage."""
        return self.reached.stage_code

    @property
    def dated(self) -> Reached:
        """The stage with its date only where that is the day on which it was reached, and not on which it was stated."""
        return self.reached if self.method == LOG else Reached(self.stage_code, "", "")

    def may_be(self, other: "_Step") -> bool:
        """Return whether both are one step: the same stage, at dates that may be the same."""
        is_apart = is_earlier(self.reached, other.reached) or is_earlier(other.reached, self.reached)
        return self.stage_code == other.stage_code and not is_apart

    def with_words_of(self, other: "_Step") -> "_Step":
        """Return the step as both say it together: its own date, the earlier of the two rounds, all evidence and texts."""
        first = min(self.round_name, other.round_name, key=round_order)
        texts = {name: tuple(dict.fromkeys((*self.texts.get(name, ()), *other.texts.get(name, ())))) for name in TEXTS}
        return replace(
            self, round_name=first, responses=tuple(dict.fromkeys((*self.responses, *other.responses))),
            step_ids=(*self.step_ids, *other.step_ids), evidence=self.evidence | other.evidence, texts=texts,
        )  # fmt: skip


def stage_transitions(
    steps: pd.DataFrame, answers: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame
) -> pd.DataFrame:
    """Return core_stage_transitions.

    `steps` is core_scaling_steps, `answers` clean_initiatives, `records` clean_records, `rows` clean_rows, `cover` clean_cover.
    """
    logged = _logged(steps, records, rows)
    stated = _stated(answers, records, rows, cover)
    told = [
        row | {"initiative_id": initiative}
        for initiative in sorted({*logged, *stated})
        for row in _rows(_in_order(_together(logged.get(initiative, []), stated.get(initiative, []))))
    ]
    return shape(told, table(TRANSITIONS))


def paths(transitions: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    """Return the rows of core_stage_transitions by initiative, each path in its order, missing values as None."""
    found: dict[str, list[dict[str, object]]] = {}
    ordered = transitions.sort_values(["initiative_id", "transition_number"], kind="stable")
    for step in ordered.astype(object).where(ordered.notna(), None).to_dict("records"):
        found.setdefault(str(step["initiative_id"]), []).append({str(name): value for name, value in step.items()})
    return found


def _logged(steps: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame) -> dict[str, list[_Step]]:
    """Return the steps of the scaling logs by initiative; what several respondents say of one step is one."""
    rounds = dict(zip(rows["response_id"], rows["round_name"], strict=True))
    own = records[records["table_name"] == "core_scaling_steps"].sort_values("rank_count", kind="stable")
    responses = own.groupby("record_id")["response_id"].agg(tuple).to_dict()
    found: dict[str, list[_Step]] = {}
    values = steps.astype(object).where(steps.notna(), None)
    for row in values.to_dict("records"):
        said_in = responses[row["scaling_step_id"]]
        step = _Step(
            Reached(row["stage_code"], row["stage_date"] or "", row["stage_date_precision_code"] or ""),
            LOG if row["stage_date"] else ROUND, min((rounds[one] for one in said_in), key=round_order),
            row["country_code"], said_in, (row["scaling_step_id"],),
            frozenset(str(row["evidence_codes"] or "").split("|")) - {""}, {name: (row[name],) for name in TEXTS if row[name]},
        )  # fmt: skip
        found.setdefault(row["initiative_id"], []).append(step)
    return {initiative: _merged(own_steps) for initiative, own_steps in found.items()}


def _merged(steps: Iterable[_Step]) -> list[_Step]:
    """Return the steps, each once: the one with the finest date first, since others may mean it."""
    kept: list[_Step] = []
    finest = (*code_list("date_precisions").codes, "")
    for step in sorted(steps, key=lambda one: (finest.index(one.reached.precision_code), one.reached.date, one.step_ids)):
        place = next((place for place, other in enumerate(kept) if other.may_be(step)), None)
        if place is None:
            kept.append(step)
        else:
            kept[place] = kept[place].with_words_of(step)
    return kept


def _stated(answers: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame) -> dict[str, list[_Step]]:
    """Return the stages that rounds state, in the order of the rounds; of respondents who differ, what the first says."""
    reports = reports_of_initiatives(answers, records, rows, cover).dropna(subset=["scaling_stage_code"])
    main = reports.groupby(["initiative", "round"])["scaling_stage_code"].transform("first")
    agreed = reports[reports["scaling_stage_code"] == main]
    found: dict[str, list[_Step]] = {}
    names = ("record_id", "round", "round_name", "scaling_stage_code", "when", "country_code", "response_id")
    told = zip(*(agreed[name] for name in names), strict=True)
    for (initiative, stage), said in groupby(told, key=lambda row: (row[0], row[3])):  # rounds one after another that say the same
        first, *others = said
        date, _, precision = first[4].partition(" ")
        reached = Reached(stage, date, precision, 0 if date else first[1] + 1)
        step = _Step(reached, ROUND, first[2], first[5], tuple(row[6] for row in (first, *others)))
        found.setdefault(initiative, []).append(step)
    return found


def _together(logged: list[_Step], stated: list[_Step]) -> list[_Step]:
    """Return the steps of the log, borne out by the rounds that state their stage, and the stages that only rounds state."""
    steps = _in_order(logged)
    places = {step.stage_code: place for place, step in enumerate(steps)}  # the last of each stage
    for one in stated:
        if one.stage_code in places:
            known = steps[places[one.stage_code]]
            steps[places[one.stage_code]] = replace(known, responses=tuple(dict.fromkeys((*known.responses, *one.responses))))
        else:
            steps.append(one)
    return steps


def _in_order(steps: list[_Step]) -> list[_Step]:
    return in_order(steps, lambda one: one.reached)


def _rows(path: list[_Step]) -> Iterator[dict[str, object]]:
    before: _Step | None = None
    began: _Step | None = None  # the first step of the stage that it is in
    climbing: _Step | None = None  # the last step that is no end
    for number, step in enumerate(path, start=1):
        leads = direction(before.reached if before else None, step.reached)
        is_back = climbing is not None and goes_back(climbing.reached, step.reached)
        yield {
            **_told(step), "transition_number": number, "from_stage_code": before.stage_code if before else None, "direction_code": leads,
            "months_before_count": months_between(began.dated, step.dated) if began else None,
            "is_unexplained": is_back and not step.texts.get("trigger_text"),
        }  # fmt: skip
        before, began = step, began if leads == "same" else step
        climbing = climbing if step.stage_code == DISCONTINUED else step


def _told(step: _Step) -> dict[str, object]:
    return {
        "country_code": step.country_code, "to_stage_code": step.stage_code, "transition_date": step.dated.date or None,
        "transition_date_precision_code": step.dated.precision_code or None, "round_name": step.round_name,
        "date_method_code": step.method, **{name: OR.join(step.texts.get(name, ())) or None for name in TEXTS},
        "evidence_codes": "|".join(code for code in code_list("scaling_evidence").codes if code in step.evidence) or None,
        "scaling_step_ids": "|".join(step.step_ids) or None, "response_ids": "|".join(step.responses), "response_id": step.responses[0],
    }  # fmt: skip
