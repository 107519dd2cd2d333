"""Holds answers against each other: within a record, across rounds, and between the sheets of a country. Nothing is changed, only said.

What two answers of one row owe each other is data (`reference/form/answer_rules.csv`); here is what needs several rows.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import pandas as pd

from schemas.answer_rules import AnswerRule, answer_rules, answered_codes
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.findings import Spot, finding, numbered
from schemas.form import form
from schemas.form_versions import form_versions
from schemas.registry import table
from schemas.rows import answers_of, values_of
from steps.answers.readings import short
from steps.answers.settle_rows import DATE_PAIRS, PRECISION_LENGTHS
from steps.history.stage_path import DISCONTINUED, INSTITUTIONALISED, Reached, goes_back, in_order
from steps.networks.circles import circles
from steps.policy.activity_progress import COMPLETED
from steps.policy.near_plans import WorkPlan, named_plan, near_plans
from steps.records.assemble import join_records
from steps.records.identify import OWN_REFERENCES, TABLE_OF_SHEET, record_key, reference_key
from steps.spots import Spots
from steps.text import fold, latin_digits

Record = dict[str, object]
Findings = Iterator[dict[str, object]]

UNDER_WAY = "2"  # initiative_statuses
INSTITUTIONAL_RULE = "institution-by-deed"  # the kinds of evidence of which an institutionalised stage needs one
ACTOR_NAMES = ("actor_name", "local_name", "acronym_text")
SHARES_MAY_MISS = 1.0  # percent: three thirds, rounded
NAMES = {**dict.fromkeys(("initiatives", "practices", "knowledge_products"), "title_text"), "networks": "network_name",
         "workplan_activities": "activity_text", "actors": "actor_name"}  # fmt: skip


def check_answers(
    sheets: dict[str, pd.DataFrame], rows: pd.DataFrame, columns: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame
) -> pd.DataFrame:
    """Return clean_check_findings: what does not agree in the records that the answers make together.

    `sheets` are the typed frames `clean_<sheet>`, `rows` clean_rows, `columns` core_received_columns, `records` and `references` what
    `identify` found. Only rows that became part of a record are looked at; the others are held back and said already.
    """
    checks = _Checks(sheets, rows, columns, records, references)
    found = [one for check in CHECKS for one in check(checks)]
    return numbered(found, table("clean_check_findings"))


class _Checks:
    """The records by sheet, and where each of their answers stands."""

    def __init__(
        self, sheets: dict[str, pd.DataFrame], rows: pd.DataFrame, columns: pd.DataFrame, records: pd.DataFrame, references: pd.DataFrame
    ) -> None:
        self.sheets = sheets
        self.spots = Spots(rows, columns)
        self._tables = records, references
        self._records: dict[str, list[Record]] = {}
        self.submitted = {row["submission_id"]: row for row in answers_of(sheets["cover"])}
        self._files = dict(zip(values_of(rows["response_id"]), values_of(rows["submission_id"]), strict=True))
        self._suppliers: dict[tuple[str, str], list[tuple[str, object]]] = {}
        ordered = records.sort_values("rank_count", kind="stable")
        about = zip(*(values_of(ordered[name]) for name in ("table_name", "record_id", "response_id", "column_names")), strict=True)
        for table_name, record, response, names in about:
            self._suppliers.setdefault((table_name, record), []).append((response, names))

    def records(self, sheet_code: str) -> list[Record]:
        """Return the records of a sheet with all their answers and the ids they refer to."""
        if sheet_code not in self._records:
            answers = self.sheets[sheet_code]
            self._records[sheet_code] = [] if answers.empty else answers_of(join_records(sheet_code, answers, *self._tables))
        return self._records[sheet_code]

    def supplier(self, sheet_code: str, record: Record, question_code: str) -> str:
        """Return the row that a record's answer is taken from; its first row when no row answers."""
        name = TABLE_OF_SHEET[sheet_code]
        rows = self._suppliers[name, str(record[record_key(name)])]
        return next((row for row, names in rows if pd.isna(names) or question_code in str(names).split("|")), rows[0][0])

    def spot(self, sheet_code: str, record: Record, *questions: str) -> Spot:
        """Return where a record answers the first of the questions that its file has a column for."""
        for question in questions:
            response = self.supplier(sheet_code, record, question)
            if self.spots.has_column(response, question):
                return self.spots.spot(response, question)
        return self.spots.spot(self.supplier(sheet_code, record, questions[0]), None)

    def by_initiative(self, sheet_code: str) -> dict[str, list[Record]]:
        """Return the records of a sheet by the initiative they belong to."""
        groups: dict[str, list[Record]] = {}
        for record in self.records(sheet_code):
            if record["initiative_id"]:
                groups.setdefault(str(record["initiative_id"]), []).append(record)
        return groups

    def cover_of(self, sheet_code: str, record: Record, question_code: str) -> Record:
        """Return the cover of the file that a record's answer is taken from; empty when it has none."""
        return self.submitted.get(self._files[self.supplier(sheet_code, record, question_code)], {})


def _rules(checks: _Checks) -> Findings:
    for sheet_code in form():
        rules = [rule for rule in answer_rules() if rule.sheet_code == sheet_code]
        for record in checks.records(sheet_code) if rules else []:
            told: set[tuple[str, str]] = set()  # one finding per cause and cell
            for rule in rules:
                if (rule.finding_code, rule.then_question) not in told and rule.is_broken_by(record):
                    told.add((rule.finding_code, rule.then_question))
                    yield _broken(rule, record, checks)


def _broken(rule: AnswerRule, record: Record, checks: _Checks) -> dict[str, object]:
    spot = checks.spot(rule.sheet_code, record, rule.then_question, rule.when_question)
    value = _label(rule.sheet_code, rule.then_question, record[rule.then_question], spot.language)
    detail = _label(rule.sheet_code, rule.when_question, record[rule.when_question], spot.language)
    return finding(rule.finding_code, spot, value, detail, _labels(rule, spot.language))


def _labels(rule: AnswerRule, language: str) -> str:
    return ", ".join(_label(rule.sheet_code, rule.then_question, code, language) for code in rule.then_codes)


def _label(sheet_code: str, question_code: str, answer: object, language: str) -> str:
    """Return an answer as its sender reads it."""
    listed = form()[sheet_code].question(question_code).code_list
    labels = code_list(listed).labels if listed else {}
    return ", ".join(labels[code][language] if code in labels else code for code in answered_codes(answer))


def _dates_of_merged_records(checks: _Checks) -> Findings:
    """An end before the start, when the two come from different rows; within a row it was said when the row was read."""
    for sheet_code, start, end in _dated_sheets():
        for record in checks.records(sheet_code):
            is_merged = checks.supplier(sheet_code, record, start) != checks.supplier(sheet_code, record, end)
            if is_merged and _is_before(record, end, record, start):
                yield finding("date-order", checks.spot(sheet_code, record, end), value=str(record[end]))


@cache
def _dated_sheets() -> tuple[tuple[str, str, str], ...]:
    """Return the sheets whose records begin and end, with the two questions; the cover makes no record."""
    asked = {code: {one.question_code for one in sheet.questions} for code, sheet in form().items() if code != "cover"}
    return tuple((code, start, end) for code, questions in asked.items() for start, end in DATE_PAIRS if {start, end} <= questions)


def _is_before(one: Record, question: str, other: Record, other_question: str) -> bool:
    """Whether one date lies before another, as far as both are known."""
    if not one.get(question) or not other.get(other_question):
        return False
    length = _common_length(one, question, other, other_question)
    return str(one[question])[:length] < str(other[other_question])[:length]


def _common_length(one: Record, question: str, other: Record, other_question: str) -> int:
    return min(PRECISION_LENGTHS[str(row[f"{name}_precision_code"])] for row, name in ((one, question), (other, other_question)))


def _end_passed(checks: _Checks) -> Findings:
    """Under way, though its end lies before the day on which the form was sent. The clock has no part in it."""
    for record in checks.records("initiatives"):
        cover = checks.cover_of("initiatives", record, "end_date")
        if record["status_code"] == UNDER_WAY and _is_before(record, "end_date", cover, "submission_date"):
            spot = checks.spot("initiatives", record, "end_date")
            yield finding("end-passed", spot, value=str(record["end_date"]), detail=str(cover["submission_date"]))


def _completed_early(checks: _Checks) -> Findings:
    """An activity that is completed, though its planned start lies after the day on which the form was sent."""
    for record in checks.records("workplan_activities"):
        cover = checks.cover_of("workplan_activities", record, "status_code")
        if record["status_code"] == COMPLETED and _is_before(cover, "submission_date", record, "planned_start_date"):
            spot = checks.spot("workplan_activities", record, "planned_start_date")
            yield finding("completed-early", spot, value=str(record["planned_start_date"]), detail=str(cover["submission_date"]))


def _plans_alike(checks: _Checks) -> Findings:
    """Work plans whose titles are nearly the same: told at the one with fewer activities, never joined."""
    activities: dict[WorkPlan, list[Record]] = {}
    for record in checks.records("workplan_activities"):
        plan = named_plan(record["country_code"], record["plan_title_text"], record["plan_year"])
        if plan:
            activities.setdefault(plan, []).append(record)
    for pair in near_plans(activities):
        one, other = (activities[plan][0] for plan in sorted(pair, key=lambda plan: (len(activities[plan]), plan)))
        yield finding("plan-alike", checks.spot("workplan_activities", one, "plan_title_text"), _plan_label(one), _plan_label(other))


def _plan_label(activity: Record) -> str:
    title, year = activity["plan_title_text"], activity["plan_year"]
    return str(title) if year is None else f"{title} ({year})"


def _stages(checks: _Checks) -> Findings:
    log = checks.by_initiative("scaling_steps")
    for record in checks.records("initiatives"):
        steps = log.get(str(record["initiative_id"]), [])
        yield from _stage_of_initiative(record, steps, checks)
        yield from _stages_that_go_back(steps, checks)


def _stage_of_initiative(record: Record, steps: list[Record], checks: _Checks) -> Findings:
    stage = record["scaling_stage_code"]
    latest = _latest(steps)
    spot = checks.spot("initiatives", record, "scaling_stage_code")
    if stage is None:
        return
    if stage == INSTITUTIONALISED and not steps:  # the tipping point, and nothing that proves it
        rule = next(one for one in answer_rules() if one.rule_code == INSTITUTIONAL_RULE)
        yield finding("stage-unproved", spot, detail=_stage_label(stage, spot.language), accepted=_labels(rule, spot.language))
    elif latest and stage not in {step["stage_code"] for step in latest}:
        newest = latest[-1]
        detail = f"{_stage_label(newest['stage_code'], spot.language)}, {newest['stage_date']}"
        yield finding("stage-log-disagrees", spot, _stage_label(stage, spot.language), detail)


def _latest(steps: list[Record]) -> list[Record]:
    """Return the steps that may be the latest; none when a step without a date leaves it open."""
    dated = _dated(steps)
    if len(dated) < len(steps):
        return []
    return [step for step in dated if not _is_before(step, "stage_date", dated[-1], "stage_date")]


def _dated(steps: list[Record]) -> list[Record]:
    return sorted((step for step in steps if step["stage_date"]), key=lambda step: str(step["stage_date"]))


def _stages_that_go_back(steps: list[Record], checks: _Checks) -> Findings:
    climbing = [step for step in in_order(_dated(steps), _reached) if step["stage_code"] != DISCONTINUED]
    for before, after in pairwise(climbing):
        if goes_back(_reached(before), _reached(after)) and not after["trigger_text"]:
            spot = checks.spot("scaling_steps", after, "stage_code")
            stages = [_stage_label(step["stage_code"], spot.language) for step in (after, before)]
            yield finding("stage-back", spot, *stages)


def _reached(step: Record) -> Reached:
    return Reached(str(step["stage_code"]), str(step["stage_date"]), str(step["stage_date_precision_code"]))


def _stage_label(code: object, language: str) -> str:
    return _label("scaling_steps", "stage_code", code, language)


def _versions(checks: _Checks) -> Findings:
    known = [one.version for one in form_versions()]
    for cover in answers_of(checks.sheets["cover"]):
        stated = cover["template_version_text"]
        if stated is not None and latin_digits(str(stated)) not in known:
            spot = checks.spots.spot(str(cover["response_id"]), "template_version_text")
            yield finding("form-version-unknown", spot, value=short(str(stated)), accepted=", ".join(known))


def _shares(checks: _Checks) -> Findings:
    for locations in checks.by_initiative("locations").values():
        shares = [_number(one["budget_share"]) for one in locations if one["budget_share"] is not None]
        total = sum(shares)
        is_complete = len(shares) == len(locations)  # a share that nobody stated may be the rest
        if shares and (total > 100 + SHARES_MAY_MISS or (is_complete and total < 100 - SHARES_MAY_MISS)):
            stated = (one for one in locations if one["budget_share"] is not None)
            first = min(stated, key=lambda one: checks.spots.row_number(str(one["response_id"])))  # records are in the order of their ids
            spot = checks.spot("locations", first, "budget_share")
            yield finding("shares-not-100", spot, value=f"{total:.6g}", detail=str(first["initiative_ref"]))


def _parts_of_results(checks: _Checks) -> Findings:
    for record in checks.records("results"):
        women, men, total = (record[name] for name in ("female_count", "male_count", "result_number"))
        if women is not None and men is not None and total is not None and _number(women) + _number(men) > _number(total):
            spot = checks.spot("results", record, "female_count")
            yield finding("parts-exceed-total", spot, value=f"{women} + {men}", detail=f"{total:.10g}")


def _number(value: object) -> float:
    return float(str(value))


def _corridors(checks: _Checks) -> Findings:
    places = checks.by_initiative("locations")
    for record in checks.records("initiatives"):
        own = countries()[str(record["country_code"])]
        named = [str(one["country_text"]) for one in places.get(str(record["initiative_id"]), []) if one["country_text"]]
        if record["is_local_to_local"] is True and all(own.is_called(name) for name in named):
            yield finding("territory-missing", checks.spot("initiatives", record, "is_local_to_local"))


def _partners(checks: _Checks) -> Findings:
    for record in checks.records("partnerships"):
        if record["first_actor_id"] == record["second_actor_id"]:
            spot = checks.spot("partnerships", record, "second_actor_ref")
            yield finding("partner-itself", spot, value=str(record["second_actor_ref"]))


def _networks_within_themselves(checks: _Checks) -> Findings:
    """Networks that are, by their names, members of themselves or of each other in a circle."""
    actors = {str(actor["actor_id"]): {fold(str(actor[name])) for name in ACTOR_NAMES if actor[name]} for actor in checks.records("actors")}
    networks = {str(record["network_id"]): record for record in checks.records("networks")}
    called = {(record["country_code"], fold(str(record["network_name"]))): network for network, record in networks.items()}
    members = {
        network: {
            called[record["country_code"], name]: None
            for actor in str(record["member_actor_ids"] or "").split("|")
            for name in sorted(actors.get(actor, ()))
            if (record["country_code"], name) in called
        }
        for network, record in networks.items()
    }
    for circle in circles(members):
        first = networks[circle[0]]
        spot = checks.spot("networks", first, "member_actor_refs")
        names = [str(networks[one]["network_name"]) for one in (*circle[1:], circle[0])]
        yield finding("network-in-itself", spot, str(first["network_name"]), " → ".join(names))


def _references_used_twice(checks: _Checks) -> Findings:
    """One own reference in one file for things of different names. Across files the same reference is the same thing, seen again."""
    for sheet_code, name in NAMES.items():
        question = OWN_REFERENCES.get(sheet_code, "actor_ref")
        first: dict[tuple[object, str], Record] = {}
        for row in answers_of(checks.sheets[sheet_code], ("submission_id", "response_id", question, name)):
            earlier = first.setdefault((row["submission_id"], reference_key(str(row[question]))), row)
            if fold(str(earlier[name])) != fold(str(row[name])):
                spot = checks.spots.spot(str(row["response_id"]), question)
                where = str(checks.spots.row_number(str(earlier["response_id"])))
                yield finding("reference-reused", spot, value=str(row[question]), detail=where)


CHECKS: Sequence = (
    _rules, _dates_of_merged_records, _end_passed, _completed_early, _plans_alike, _stages, _shares, _parts_of_results, _corridors,
    _partners, _networks_within_themselves, _references_used_twice, _versions,
)  # fmt: skip
