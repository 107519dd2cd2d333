"""Tells records apart: which answers describe the same thing, what its id is, and what references in answers refer to.

A record's id is made of its country and what identifies it (the respondent's own reference, or the answers that make it
what it is), never of its place in a file, so that it stays when rows move or rounds are added.

Records are told apart twice. `report` takes only identical references or keys for one record: these are the reports of initiatives and
organisations that are then compared (steps/actors, steps/identity). `identify` is told which of them are one, and so whatever refers to
two reports of one initiative refers to one record.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from schemas.findings import finding, numbered
from schemas.form import REFERENCE_KINDS, Question, form
from schemas.registry import table
from schemas.rows import is_missing, rows_of, values_of
from schemas.tables import shape
from steps.answers.read_codes import SEPARATORS
from steps.form.withhold import MARK, OPAQUE
from steps.identity.shared_references import shared_references
from steps.identity.slipped_numbers import CODED, slipped_numbers
from steps.identity.supply import Contradiction, Row, in_order, supply
from steps.records.lessons import ToldLesson, first_texts
from steps.records.spelled import spelled
from steps.spots import Spots
from steps.text import REMEMBERED, clean_text, fold

# What identifies a record: the first group of columns that is filled. References count by what they refer to.
OWN_REFERENCES = {
    "initiatives": "initiative_ref",
    "networks": "network_ref",
    "workplan_activities": "activity_ref",
    "practices": "practice_ref",
    "knowledge_products": "product_ref",
}
IDENTITY = {
    "actors": (("actor_name",),),
    "initiative_actors": (("initiative_ref", "actor_ref", "role_code"),),
    "partnerships": (("partnership_ref",), ("first_actor_ref", "second_actor_ref", "partnership_type_code", "initiative_ref")),
    "results": (("result_ref",), ("initiative_ref", "indicator_name", "period_text", "age_group_text", "migrant_status_text")),
    "scaling_steps": (("initiative_ref", "stage_code", "stage_date"),),
    "lessons": (("practice_ref", "lesson_text"),),  # the text in which it was first told: see steps/records/lessons.py
    "indicators": (("pillar_code", "indicator_name", "period_text", "disaggregation_text"),),
    "locations": (("initiative_ref", "territory_role_code", "country_text", "admin1_text", "admin2_text", "admin3_text", "place_text"),),
}
STANDS_FOR_EMPTY = {"role_code": "PAR"}  # actor_roles: partner, role not stated
TABLE_OF_SHEET = {code: f"core_{code}" for code in form()} | {"locations": "core_initiative_places"}
# References point backwards in this order, so that what a row refers to has its record, or is held back, before the row's turn. Those that
# point ahead are followed last: none of them holds a row back.
ORDER = (
    "actors", "initiatives", "networks", "workplan_activities", "practices", "knowledge_products", "initiative_actors",
    "locations", "partnerships", "results", "scaling_steps", "lessons", "indicators",
)  # fmt: skip
FOLLOWED_WITH = ("response_id", "submission_id", "country_code", "subject_type_code")  # what says where to look for a reference
WORK_PLANS = "work_plans"  # no sheet of its own: a plan is what activities name by title and year
SUBJECTS = {"workplan_activity": "workplan_activities", "work_plan": WORK_PLANS}  # by subject_types; else initiatives
Identities = Mapping[str, Mapping[str, str]]  # by sheet of the form: the id that a report has alone → the id of what it describes
REPORTED = ("actors", "initiatives", "initiative_actors", "locations")  # what reports are compared by


class Reported(NamedTuple):
    """The frames clean_reported_records and clean_reported_references."""

    records: pd.DataFrame
    references: pd.DataFrame


class Identified(NamedTuple):
    """The frames clean_records, clean_references and clean_identity_findings."""

    records: pd.DataFrame
    references: pd.DataFrame
    findings: pd.DataFrame


def report(sheets: dict[str, pd.DataFrame], rows: pd.DataFrame, columns: pd.DataFrame) -> Reported:
    """Return initiatives, organisations, their parts and places as their respondents tell them apart (see Reported).

    Takes what `identify` takes. What was found on the way is told by `identify`, which sees all sheets.
    """
    work = _Identification(rows, columns, {})
    for code in REPORTED:
        work.tell_apart(code, sheets[code])
    found = work.result()
    return Reported(found.records, found.references)


def identify(
    sheets: dict[str, pd.DataFrame],
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    identities: Identities,
    own_authority: Collection[str] = (),
) -> Identified:
    """Return which record each answer belongs to and what its references refer to (see Identified).

    `sheets` are the typed frames `clean_<sheet>`, `rows` is clean_rows, `columns` core_received_columns. `identities` gives, by sheet,
    reports of initiatives and of organisations the id of what they describe, and may lack those that stand for themselves. A row whose
    key reference is unknown gets no record: it is held back. `own_authority` are the response_ids whose sender is the initiative's own
    local authority, which count most.
    """
    work = _Identification(rows, columns, identities)
    work.own_authority = set(own_authority)
    work.senders = senders_of(sheets["cover"])
    for code in ORDER:
        work.tell_apart(code, sheets[code])
    for code in ORDER:
        work.follow_ahead(code, sheets[code])
    work.tell_shared_references(sheets["initiatives"], sheets["locations"])
    work.tell_slipped_numbers(sheets["initiatives"])
    return work.result()


class _Identification:
    """The ids known so far, and what was found while they were made."""

    def __init__(self, rows: pd.DataFrame, columns: pd.DataFrame, identities: Identities) -> None:
        self.identities = identities
        self.own_authority: set[str] = set()
        self.senders: dict[str, str] = {}  # by file
        self.rounds = dict(zip(values_of(rows["response_id"]), values_of(rows["round_name"]), strict=True))
        self.mapped = set(rows.loc[rows["is_mapped"], "response_id"])
        self.spots = Spots(rows, columns)
        self.targets: dict[tuple[str, str, str], str] = {}  # sheet, scope, folded reference → record id
        self.known: dict[tuple[str, str], list[str]] = {}  # sheet, scope → folded references, in which near ones are looked for
        self.nearest: dict[tuple[str, str, str], str] = {}
        self.ambiguous: set[tuple[str, str, str]] = set()  # references that stand for more than one record
        self.withheld = _withheld_actors(rows)
        self.links: dict[tuple[str, str], list[tuple[str, str | None]]] = {}  # response, question → references
        self.lessons: dict[str, str] = {}  # of rows: the text in which their lesson was first told
        self.reported: dict[str, str] = {}  # of rows: the id of their own, and the reference of their initiative
        self.records: list[dict[str, object]] = []
        self.findings: list[dict[str, object]] = []

    def tell_apart(self, code: str, frame: pd.DataFrame) -> None:
        """Follow the references on a sheet and give its rows their records."""
        self._follow_references(frame, [one for one in form()[code].questions if not _points_ahead(one)])
        if code == "lessons":
            self.lessons = first_texts(self._told_lesson(row) for row in rows_of(frame))
        self._make_records(code, frame)

    def _told_lesson(self, row: Row) -> ToldLesson:
        response, file, number = str(row["response_id"]), str(row["submission_id"]), row["lesson_number"]
        about = self._identity_part(row, "practice_ref"), self.rounds[response], file, self.senders.get(file, "")
        return ToldLesson(response, *about, None if pd.isna(number) else int(str(number)), fold(str(row["lesson_text"])))

    def follow_ahead(self, code: str, frame: pd.DataFrame) -> None:
        """Follow the references on a sheet to records that are made after its own."""
        self._follow_references(frame, [one for one in form()[code].questions if _points_ahead(one)])

    def tell_shared_references(self, initiatives: pd.DataFrame, locations: pd.DataFrame) -> None:
        """Tell rows of initiatives that have the reference of another one; those of column maps repeat what they have in common."""
        own = initiatives[~initiatives["response_id"].isin(self.mapped)]
        named = [frame.assign(reported_id=_own_ids(frame, "initiative_ref")) for frame in (own, locations)]
        leads = {
            response: [target for _, target in found if target]
            for (response, question), found in self.links.items()
            if question == "lead_actor_refs"
        }
        self.findings += shared_references(named[0], named[1], leads, self.spots)

    def tell_slipped_numbers(self, initiatives: pd.DataFrame) -> None:
        """Tell project numbers that differ by a slip between the rows of one initiative."""
        ids = {row["response_id"]: row["record_id"] for row in self.records if row["table_name"] == TABLE_OF_SHEET["initiatives"]}
        own = pd.DataFrame({"response_id": list(ids), "initiative_id": list(ids.values())}, dtype="str")
        self.findings += slipped_numbers(own.merge(initiatives[["response_id", *CODED]], on="response_id"), self.spots)

    def _follow_references(self, frame: pd.DataFrame, questions: Sequence[Question]) -> None:
        """Find what every reference in answers to the questions refers to; an unknown one is reported."""
        for question in questions:
            if question.kind not in REFERENCE_KINDS and question.question_code != "subject_ref":
                continue
            for row in rows_of(frame.filter([*FOLLOWED_WITH, question.question_code]).dropna(subset=[question.question_code])):
                self._follow(row, question)

    def _follow(self, row: dict[str, object], question: Question) -> None:
        response, written = str(row["response_id"]), clean_text(str(row[question.question_code]))
        sheet = question.refers_to or _subject_sheet(row)
        is_list = question.kind == "references" and self._target(sheet, row, written) is None  # a name may hold a separator
        parts = [part for part in SEPARATORS.split(written) if part] if is_list else [written]
        found = [(part, self._target(sheet, row, part)) for part in parts]
        self.links[response, question.question_code] = found
        for part, target in found:
            # A person's name that was kept apart has its own finding.
            if target is None and part != MARK and not (sheet == "actors" and OPAQUE.fullmatch(part)):
                self._tell_unfound(row, question, sheet, part)

    def _tell_unfound(self, row: dict[str, object], question: Question, sheet: str, part: str) -> None:
        """Report a reference that stands for no record, or for several, or for a row that was withheld since it names a person."""
        spot = self.spots.spot(str(row["response_id"]), question.question_code)
        label = form()["workplan_activities" if sheet == WORK_PLANS else sheet].labels[spot.language]
        if sheet == "actors" and (str(row["submission_id"]), reference_key(part)) in self.withheld:
            self.findings.append(finding("reference-withheld", spot, part, label))
            return
        is_ambiguous = any((sheet, scope, reference_key(part)) in self.ambiguous for scope in _scopes(row))
        near = "" if is_ambiguous else self._nearest(sheet, row, part)
        code = "reference-ambiguous" if is_ambiguous else "reference-unknown"
        self.findings.append(finding(code, spot, part, label, suggestion=near))

    def _target(self, sheet: str, row: dict[str, object], reference: str) -> str | None:
        keys = [(sheet, scope, reference_key(reference)) for scope in _scopes(row)]
        found = next((key for key in keys if key in self.targets), None)
        return None if found is None or found in self.ambiguous else self.targets[found]

    def _nearest(self, sheet: str, row: dict[str, object], reference: str) -> str:
        asked = (sheet, str(row["submission_id"]), reference_key(reference))
        if asked not in self.nearest:  # one wrong reference often stands in thousands of rows
            self.nearest[asked] = self._look_for_nearest(sheet, row, reference)
        return self.nearest[asked]

    def _look_for_nearest(self, sheet: str, row: dict[str, object], reference: str) -> str:
        known = [key for scope in _scopes(row) for key in self.known.get((sheet, scope), ())]
        return next(iter(get_close_matches(reference_key(reference), known, n=1, cutoff=0.75)), "")

    def _make_records(self, code: str, frame: pd.DataFrame) -> None:
        """Give every row whose key references are known its record; rows with the same id are one record (see supply)."""
        records: dict[str, list[Row]] = {}
        plans: list[tuple[Sequence[Row], Sequence[str | None]]] = []
        keys = [one.question_code for one in form()[code].questions if one.need == "key"]
        for row in rows_of(frame):
            if not self._lacks_key_reference(keys, str(row["response_id"])):
                record_id = self._record_id(code, row)
                records.setdefault(record_id, []).append(row)
                self._learn(code, row, record_id)
        for record_id, rows in records.items():
            ordered = in_order(rows, self.rounds, self.own_authority) if len(rows) > 1 else rows
            supplied = self._supplied(code, ordered) if len(rows) > 1 else [None]
            self._add(TABLE_OF_SHEET[code], record_id, [str(row["response_id"]) for row in ordered], supplied)
            if code == "workplan_activities":
                plans.append((ordered, supplied))
        self._learn_plans(plans)

    def _learn_plans(self, activities: Sequence[tuple[Sequence[Row], Sequence[str | None]]]) -> None:
        """Note what the plans of activities can be referred to by: their titles, alone or with the year.

        A title that a later round has corrected leads to the plan as it is called now, unless another plan is called so.
        """
        current: list[tuple[Row, str]] = []
        former: list[tuple[Row, str]] = []
        for rows, supplied in activities:
            title, year = (_supplied_answer(rows, supplied, question) for question in ("plan_title_text", "plan_year"))
            plan = work_plan_id(str(rows[0]["country_code"]), title, year)
            if plan:
                current.append(({**rows[0], "plan_title_text": title, "plan_year": year}, plan))
                former += [(row, plan) for row in rows if pd.isna(row["plan_year"]) or row["plan_year"] == year]
        for row, plan in current:
            self._name_plan(row, plan)
        known = set(self.targets)
        for row, plan in former:
            self._name_plan(row, plan, known)

    def _name_plan(self, row: Row, plan: str, but: Collection[tuple[str, str, str]] = ()) -> None:
        title, year = row["plan_title_text"], row["plan_year"]
        if pd.isna(title):
            return
        for name in [str(title)] if pd.isna(year) else [str(title), f"{title} {year}", f"{title} ({year})"]:
            if (WORK_PLANS, str(row["country_code"]), reference_key(name)) not in but:
                self._teach(WORK_PLANS, str(row["country_code"]), name, plan)

    def _learn(self, code: str, row: dict[str, object], record_id: str) -> None:
        """Note what a row can be referred to by: its own reference in its country; for an actor, that of its file, or its name."""
        country, submission = str(row["country_code"]), str(row["submission_id"])
        keys = [(code, country, str(row[OWN_REFERENCES[code]]))] if code in OWN_REFERENCES else []
        if code == "actors":
            keys = [(code, submission, str(row["actor_ref"])), (code, country, str(row["actor_name"]))]
        for sheet, scope, reference in keys:
            self._teach(sheet, scope, reference, record_id)

    def _teach(self, sheet: str, scope: str, reference: str, record_id: str) -> None:
        key = (sheet, scope, reference_key(reference))
        if key not in self.targets:
            self.known.setdefault((sheet, scope), []).append(key[2])
        if self.targets.setdefault(key, record_id) != record_id:
            self.ambiguous.add(key)

    def _lacks_key_reference(self, keys: Collection[str], response_id: str) -> bool:
        return any(target is None for key in keys for _, target in self.links.get((response_id, key), ()))

    def _record_id(self, code: str, row: dict[str, object]) -> str:
        reported_id = self._reported_id(code, row)
        self.reported[str(row["response_id"])] = f"{reported_id}/{reference_key(str(row.get('initiative_ref', '')))}"
        return self.identities.get(code, {}).get(reported_id, reported_id)

    def _reported_id(self, code: str, row: Row) -> str:
        country = str(row["country_code"])
        if code in OWN_REFERENCES:
            return own_id(country, str(row[OWN_REFERENCES[code]]))
        for group in IDENTITY[code]:
            parts = [self._identity_part(row, column) for column in group]
            if any(parts):
                return hashed_id(country, parts)
        raise AssertionError(f"no identity for a row of {code}")

    def _identity_part(self, row: Row, column: str) -> str:
        if column == "lesson_text":
            return self.lessons[str(row["response_id"])]
        links = self.links.get((str(row["response_id"]), column))
        if links:
            return "|".join(target or "" for _, target in links)
        return STANDS_FOR_EMPTY.get(column, "") if is_missing(row[column]) else str(row[column])

    def _add(self, table_name: str, record_id: str, responses: list[str], supplied: Sequence[str | None]) -> None:
        first_of_report: dict[str, str] = {}
        for rank, (response, columns) in enumerate(zip(responses, supplied, strict=True)):
            about = {"table_name": table_name, "record_id": record_id, "rank_count": rank, "column_names": columns}
            self.records.append({"response_id": response} | about)
            before = first_of_report.setdefault(self.reported[response], response)
            if before != response and response not in self.mapped:  # rows of a 3W name their organisation again and again
                self._tell_one("record-repeated", record_id, response, before)
            elif rank and before == response and table_name == TABLE_OF_SHEET["initiatives"]:
                self._tell_one("reports-joined", record_id, response, responses[0])

    def _tell_one(self, code: str, record_id: str, response: str, other: str) -> None:
        """Report that a row is one record with another."""
        first = self.spots.spot(other, None)
        where = f"{first.sheet_name} {self.spots.row_number(other)} ({first.file_name})"
        self.findings.append(finding(code, self.spots.spot(response, None), record_id, where))

    def _supplied(self, code: str, rows: Sequence[Row]) -> list[str]:
        """Return, for each row of one record, the columns whose value is taken from it; contradictions are reported."""
        reports = [self._report(code, row) for row in rows]
        rounds = [self.rounds[str(row["response_id"])] for row in rows]
        found = supply(rows, code, reports, rounds, (*OWN_REFERENCES.values(), "actor_ref"))
        spots = [str(row["response_id"]) for row in rows]
        self.findings += [self._contradiction(form()[code].question(one.column), one, spots) for one in found.contradictions]
        return found.columns

    def _report(self, code: str, row: Row) -> tuple[str, ...]:
        """Return what tells the report that a row is part of from others: the references of its own, and its sender."""
        initiative = reference_key(str(row.get("initiative_ref", "")))
        return self._reported_id(code, row), initiative, self.senders.get(str(row["submission_id"]), "")

    def _contradiction(self, question: Question, one: Contradiction, responses: Sequence[str]) -> dict[str, object]:
        """Return the finding on values that differ: at the first that does not count, naming all as people write them."""
        first_places = next(iter(one.others.values()))
        spot = self.spots.spot(responses[first_places[0]], one.column)
        said = [
            (spelled(question, value, spot.language), ", ".join(dict.fromkeys(self._file_name(responses[place]) for place in places)))
            for value, places in ((one.kept, [one.kept_place]), *one.others.items())
        ]
        kept, _, *more = [f"{value} ({files})" for value, files in said]
        return finding("values-contradict", spot, said[1][0], kept, accepted="; ".join(more))

    def _file_name(self, response: str) -> str:
        return self.spots.spot(response, None).file_name

    def result(self) -> Identified:
        """Return the three frames, in the order of the rows received."""
        references = [
            {
                "response_id": response,
                "question_code": question,
                "reference_number": number,
                "reference_text": text,
                "record_id": target,
            }
            for (response, question), found in self.links.items()
            for number, (text, target) in enumerate(found, start=1)
        ]
        return Identified(
            shape(self.records, table("clean_records")),
            shape(references, table("clean_references")),
            numbered(self.findings, table("clean_identity_findings")),
        )


def _withheld_actors(rows: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the organisations whose name was kept apart as a person's: their file, and their reference in it."""
    asked = rows[rows["sheet_code"].eq("actors") & rows["outcome_code"].eq("answer")]
    texts = (
        (file, {code: cell.text for code, cell in answers}) for file, answers in zip(asked["submission_id"], asked["answers"], strict=True)
    )
    return {(file, reference_key(said["actor_ref"])) for file, said in texts if said.get("actor_name") == MARK and "actor_ref" in said}


def _scopes(row: dict[str, object]) -> tuple[str, str]:
    """Return where a reference of a row is looked for: its file first, then its country."""
    return str(row["submission_id"]), str(row["country_code"])


def senders_of(cover: pd.DataFrame) -> dict[str, str]:
    """Return the organisation that sent each file, by submission_id, folded; a file that names none is left out."""
    named = cover.dropna(subset=["reporting_unit_name"])
    return {file: fold(str(name)) for file, name in zip(named["submission_id"], named["reporting_unit_name"], strict=True)}


def _subject_sheet(row: dict[str, object]) -> str:
    return SUBJECTS.get(str(row["subject_type_code"]), "initiatives")


def _points_ahead(question: Question) -> bool:
    """Return whether what a question refers to gets its record after the question's own rows."""
    sheets = (question.sheet_code, question.refers_to)
    return set(sheets) <= set(ORDER) and ORDER.index(sheets[0]) < ORDER.index(sheets[1])


def _supplied_answer(rows: Sequence[Row], supplied: Sequence[str | None], question: str) -> object:
    """Return a record's answer to a question, from the row that supplies it; None when no row answers."""
    found = zip(rows, supplied, strict=True)
    answers = (row[question] for row, columns in found if columns is None or question in columns.split("|"))
    return next((answer for answer in answers if not pd.isna(answer)), None)


def as_reported_id(text: str) -> str:
    """Return the id of a report that somebody typed, such as `mar-r042`: capitals and blanks make no difference."""
    country, _, reference = text.partition("-")
    return own_id(country.strip().upper(), reference)


def record_key(table_name: str) -> str:
    """Return the name of the column that holds the id of a table's records."""
    return table(table_name).key[0]


@lru_cache(maxsize=REMEMBERED)
def reference_key(reference: str) -> str:
    """Return a respondent's reference in the form in which two are compared: capitals without accents, single blanks."""
    return re.sub(r"\s+", " ", fold(reference).upper()).strip()


def _own_ids(frame: pd.DataFrame, column: str) -> list[str]:
    return [own_id(country, str(reference)) for country, reference in zip(frame["country_code"], frame[column], strict=True)]


def own_id(country_code: str, reference: str) -> str:
    """Return the id of a record that has a reference of its own, such as `MAR-R042`."""
    return f"{country_code}-{reference_key(reference)}"


def hashed_id(country_code: str, parts: Iterable[str]) -> str:
    """Return the id of a record that is what the parts say, case and accents aside: country and a hash."""
    digest = hashlib.sha256("\x1f".join(fold(part) for part in parts).encode()).hexdigest()
    return f"{country_code}-{digest[:12]}"


def work_plan_id(country_code: str, title: object, year: object) -> str | None:
    """Return the id of the work plan of that title and year: titles that fold equal are one. None without a title.

    Activities that state no year are a plan of their own: which year they mean is not guessed.
    """
    if pd.isna(title):
        return None
    return hashed_id(country_code, ["work plan", str(title), "" if pd.isna(year) else str(year)])
