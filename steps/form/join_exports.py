"""Joins the rows of exports: repeats to their submission, children to their parent, and each to the review of its submission.

KoboToolbox puts repeats on sheets of one workbook and numbers rows within the file; ODK Central and SurveyCTO write a file for each
repeat and link by keys, so that all files of a round of a country are joined together.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

from schemas.code_lists import fold_label
from steps.files.read_workbook import Cell
from steps.form.export_meta import NOT_APPROVED, ON_HOLD, REVIEWED
from steps.form.foreign import PartKey, Problem, key_references, own_reference
from steps.form.read_export import COVER, ExportRow, ExportTable

ACCEPTED_REVIEWS = "approved, on hold, not approved"
DIFFERING_QUESTIONS = ("country_name", "consent_code", "reporting_unit_name")  # that the file as a whole can have but one of


def join_exports(tables: Sequence[ExportTable]) -> None:
    """Join the rows of the exports of one round of a country, in place.

    Each row gets its parent and the submission it belongs to; orphans and rows of submissions that were not approved are held back;
    rows without a reference of their own get one that stays the same in later exports, and their children refer to it.
    """
    links = _Links(tables)
    rows = [row for table in tables for row in table.rows]
    for row in rows:
        if row.table.meta.is_repeat:
            row.parent = links.parent_of(row)
            if row.parent is None:
                _hold_back(row, "export-row-orphan")
    for row in rows:
        _name_submission(row)
        _review(row)
    places = links.places_in_submission()
    for row in rows:
        _name_parts(row, places[id(row)])
    for row in rows:
        _refer_to_parents(row)
    for table in tables:
        _compare_covers(table)


class _Links:
    """Finds parents: by key over all tables, by submission and number within a file."""

    def __init__(self, tables: Sequence[ExportTable]) -> None:
        self.tables = tables
        self.by_key: dict[str, list[ExportRow]] = defaultdict(list)
        self.by_submission: dict[tuple[int, str], list[ExportRow]] = defaultdict(list)
        self.by_index: dict[tuple[int, str], list[ExportRow]] = defaultdict(list)
        for table in tables:
            for row in table.rows:
                self.by_key[row.links.key].append(row)
                self.by_submission[id(table), row.links.submission].append(row)
                self.by_index[id(table), row.links.row_index].append(row)

    def parent_of(self, row: ExportRow) -> ExportRow | None:
        """Return the row that a row of a repeat stands within, None when there is none or more than one."""
        if row.links.parent_key:
            found = self.by_key.get(row.links.parent_key, [])
            same_file = [one for one in found if one.table.submission_id == row.table.submission_id]
            return next(iter(same_file or found), None)
        tables = self._parent_tables(row)
        if row.links.submission:
            candidates = [one for table in tables for one in self.by_submission[id(table), row.links.submission]]
        else:
            candidates = [one for table in tables for one in self.by_index[id(table), row.links.parent_index]]
        if len(candidates) > 1:
            candidates = [one for one in candidates if one.links.row_index and one.links.row_index == row.links.parent_index]
        return candidates[0] if len(candidates) == 1 else None

    def _parent_tables(self, row: ExportRow) -> list[ExportTable]:
        """Return the tables that the parent's name may mean: sheet names are cut and numbered; the first sheet bears the form's title."""
        others = [table for table in self.tables if table.submission_id == row.table.submission_id and table is not row.table]
        named = [table for table in others if _is_short_for(table.sheet_name, row.links.parent_table)]
        exact = [table for table in named if table.sheet_name == row.links.parent_table]
        return exact or named or [table for table in others if not table.meta.is_repeat]

    def places_in_submission(self) -> dict[int, int]:
        """Return the place of each row (by its id) among those of its submission in its table, from 1, in the order of the tool."""
        return {
            id(row): place
            for siblings in self.by_submission.values()
            for place, row in enumerate(
                sorted(siblings, key=lambda one: (_number(one.links.row_index), one.foreign.row.row_number)), start=1
            )
        }


def _is_short_for(sheet_name: str, full: str) -> bool:
    bare = re.sub(r"[\[\]:*?/\\]", "_", full)
    start = re.sub(r"(\.\.\.)?( ?\(\d+\))?$", "", sheet_name)
    return bool(start) and (sheet_name == bare or (len(sheet_name) >= 28 and bare.startswith(start)))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _hold_back(row: ExportRow, finding_code: str, value: str = "") -> None:
    first = min(cell.column_number for cell in row.foreign.row.cells)
    row.foreign.problems = [Problem(finding_code, first, facts={"value": value})]
    row.foreign.is_held_back = True


def _name_submission(row: ExportRow) -> None:
    root = row.root
    row.foreign.filling = f"{root.table.submission_id}#{root.links.submission or root.foreign.row.row_number}"


def _review(row: ExportRow) -> None:
    review = row.root.links.review or row.links.review
    folded = fold_label(review)
    if row.foreign.is_held_back:
        return
    if folded in NOT_APPROVED:
        _hold_back(row, "submission-not-approved", review)
    elif row.root.foreign.is_held_back:
        _hold_back(row, "export-row-orphan")
    elif row.parent is None and folded not in REVIEWED:
        first = min(cell.column_number for cell in row.foreign.row.cells)
        is_known = folded in ON_HOLD
        code = "submission-on-hold" if is_known else "code-unknown"
        facts = {"value": review} if is_known else {"value": review, "detail": "review", "accepted": ACCEPTED_REVIEWS}
        row.foreign.problems.append(Problem(code, first, facts=facts))


def _name_parts(row: ExportRow, place: int) -> None:
    """Give a reference to every part that has none of its own: made of the submission, it stays the same in later exports."""
    for key, answers in row.foreign.parts.items():
        question = own_reference(key.sheet_code)
        if question and question.question_code not in answers:
            identity = row.links.key or f"{row.root.links.lasting}/{place if row.table.meta.is_repeat else ''}"
            made = hashlib.sha256("/".join((identity, key.sheet_code, *map(str, key.numbers))).encode()).hexdigest()[:12]
            answers[question.question_code] = _made(row, f"K-{made}")


def _made(row: ExportRow, text: str) -> Cell:
    return Cell(min(cell.column_number for cell in row.foreign.row.cells), "t", text)


def _refer_to_parents(row: ExportRow) -> None:
    """Let a part that refers to a row of another sheet, and does not say which, refer to the row that it stands within."""
    for key, answers in row.foreign.parts.items():
        for question in key_references(key.sheet_code):
            if question.question_code not in answers and (reference := _reference_above(row, key, question.refers_to)):
                answers[question.question_code] = _made(row, reference)


def _reference_above(row: ExportRow, key: PartKey, sheet_code: str) -> str | None:
    own = own_reference(sheet_code)
    if own is None:
        return None
    outer = key.numbers[:-1] if key.numbers else ()
    answers = row.foreign.parts.get(PartKey(sheet_code, outer), {})
    if own.question_code in answers:
        return answers[own.question_code].text
    return _reference_above(row.parent, PartKey(key.sheet_code), sheet_code) if row.parent else None


def _compare_covers(table: ExportTable) -> None:
    """Say where the covers of a file's submissions differ in what a file has but one of: the first one's counts for the file."""
    first: dict[str, Cell] = {}
    for row in table.rows:
        answers = row.foreign.parts.get(PartKey(COVER), {})
        if row.foreign.is_held_back:
            continue
        for code in DIFFERING_QUESTIONS:
            cell = answers.get(code)
            kept = first.setdefault(code, cell) if cell else None
            if cell and kept and cell.text != kept.text:
                facts = {"value": cell.text, "detail": kept.text}
                row.foreign.problems.append(Problem("covers-differ", cell.column_number, code, facts))
