"""Reads an export of KoboToolbox, ODK Central or SurveyCTO: what its columns answer, and what each row answers and is linked to.

An export is one of our own form, given out as an XLSForm. Its sheets are not known by their names, which the tools cut and number, but
by their columns: the names and labels of the form's questions. Rows are joined to the submissions they belong to by `join_exports`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from schemas.form import form
from steps.files.read_workbook import Cell, Row
from steps.form.export_headers import DEGREES, HeaderReader, Meaning, point_part
from steps.form.export_meta import Links, Meta, find_meta, links_of
from steps.form.find_headers import HEADER_SEARCH_ROWS, is_tag_row
from steps.form.foreign import ForeignRow, ForeignTable, PartKey, Source
from steps.form.take_answers import take
from steps.form.vocabulary import Vocabulary

COVER = "cover"
GATE = re.compile(r"(?:.*[/\-])?has_([a-z_]+)")  # the question that opens a repeat: has_locations


@dataclass
class ExportRow:
    """A row of an export with its links; `parent` is found by `join_exports`."""

    foreign: ForeignRow
    links: Links
    table: "ExportTable"
    parent: "ExportRow | None" = None

    @property
    def root(self) -> "ExportRow":
        """The row of the submission itself."""
        return self.parent.root if self.parent else self


@dataclass
class ExportTable:
    """A sheet of an export: where it was received, its columns and rows."""

    submission_id: str
    sheet_name: str
    meta: Meta
    foreign: ForeignTable
    rows: list[ExportRow] = field(default_factory=list)


def read_export(
    rows: Sequence[Row], submission_id: str, sheet_name: str, hints: Iterable[str], words: Vocabulary, country_code: str
) -> ExportTable | None:
    """Return a sheet as a table of an export, or None when it is none or holds nothing of the form.

    `hints` are names that may tell which sheet of the form it is, when its columns leave a choice.
    """
    found = _header(rows)
    if found is None:
        return None
    place, headers, meta = found
    last = place + 1 if place + 1 < len(rows) and is_tag_row(rows[place + 1]) else place
    tags = {cell.column_number: cell.text.strip() for cell in rows[last].cells} if last > place else {}
    body = rows[last + 1 :]
    key_path = next((links_of(meta, _texts(row)).key for row in body[:1]), "")
    plan, technical = _plan(headers, meta, {code for hint in (*hints, *key_path.split("/")) if (code := _named(hint, words))}, words)
    if not plan:
        return None
    around = [(row, "title" if len(row.cells) == 1 else "above") for row in rows[:place]]
    around += [(row, "header") for row in rows[place : last + 1]]
    foreign = ForeignTable(rows[place].row_number, headers, plan, technical, [], around, tags)
    table = ExportTable(submission_id, sheet_name, meta, foreign)
    for row in body:
        one = ExportRow(_foreign_row(row, plan, country_code), links_of(meta, _texts(row)), table)
        foreign.rows.append(one.foreign)
        table.rows.append(one)
    return table


def _header(rows: Sequence[Row]) -> tuple[int, dict[int, str], Meta] | None:
    for place, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        headers = {cell.column_number: cell.text.strip() for cell in row.cells}
        meta = find_meta(headers)
        if meta:
            return place, headers, meta
    return None


def _texts(row: Row) -> dict[int, str]:
    return {cell.column_number: cell.text for cell in row.cells}


def _named(hint: str, words: Vocabulary) -> str | None:
    """Return the sheet of the form that a name, such as `survey-initiatives.csv` or `initiatives[2]`, ends with."""
    bare = re.sub(r"\[\d+\]$|\.\w{1,4}$", "", hint)
    return words.sheet_code(bare) or words.sheet_code(re.split(r"[-/]", bare)[-1])


def _plan(headers: dict[int, str], meta: Meta, hints: set[str], words: Vocabulary) -> tuple[dict[PartKey, list[Source]], frozenset[int]]:
    """Return what the columns answer, part by part, and the columns that the tool itself filled in."""
    reader = HeaderReader(words)
    gates = {number for number, text in headers.items() if (match := GATE.fullmatch(text)) and match[1] in form()}
    technical = gates | set(meta.columns.values())
    meanings = {number: reader.meanings(text) for number, text in headers.items() if number not in technical}
    base = _base_sheet(meanings.values(), hints) if meta.is_repeat else COVER
    if meta.is_repeat and base is None:
        return {}, frozenset(technical)
    chosen = _choose(meanings, str(base), is_repeat=meta.is_repeat)
    points = _points(headers, chosen, str(base), technical)
    return _sources({**chosen, **points}), frozenset(technical)


def _base_sheet(meanings: Iterable[frozenset[Meaning]], hints: set[str]) -> str | None:
    """Return the sheet whose questions most columns of a repeat may mean; its name decides between equals."""
    counts = Counter(code for one in meanings for code in {meaning.sheet_code for meaning in one})
    ranked = sorted(counts, key=lambda code: (counts[code], code in hints), reverse=True)
    if not ranked:
        return None
    first = ranked[0]
    equals = [code for code in ranked if (counts[code], code in hints) == (counts[first], first in hints)]
    return first if len(equals) == 1 else None


def _choose(meanings: dict[int, frozenset[Meaning]], base: str, *, is_repeat: bool) -> dict[int, Meaning]:
    """Return the one meaning of each column. Where several sheets ask such a question, the columns around it tell which is meant."""
    numbered = {meaning.sheet_code for one in meanings.values() if len({m[:2] for m in one}) == 1 for meaning in one if meaning.numbers}
    chosen: dict[int, Meaning] = {}
    seen = [base]  # the sheets asked so far, the latest last
    for number, candidates in sorted(meanings.items()):
        certain = frozenset(meaning for meaning in candidates if meaning.is_certain)
        if is_repeat and not certain:
            sheet = base
        else:
            sheet = _meant_sheet(meanings, number, {meaning.sheet_code for meaning in certain or candidates}, seen)
        inside = [meaning for meaning in certain or candidates if meaning.sheet_code == sheet]
        if inside:
            chosen[number] = min(inside, key=lambda meaning: (bool(meaning.numbers) != (sheet in numbered), meaning))
            seen.append(sheet)
    return chosen


def _meant_sheet(meanings: dict[int, frozenset[Meaning]], number: int, sheets: set[str], seen: Sequence[str]) -> str:
    """Return the one of several sheets that a column means: the latest one asked before, else the first one named behind, or nothing."""
    if len(sheets) == 1:
        return next(iter(sheets))
    before = next((sheet for sheet in reversed(seen) if sheet in sheets), "")
    behind = (meanings[column] for column in sorted(meanings) if column > number)
    names = ({meaning.sheet_code for meaning in one} for one in behind)
    return before or next((min(one) for one in names if len(one) == 1 and one <= sheets), "")


def _points(headers: dict[int, str], chosen: dict[int, Meaning], base: str, technical: set[int]) -> dict[int, Meaning]:
    """Return the latitudes and longitudes of geopoints; their other columns are added to the technical ones."""
    names = {question for text in headers.values() if (part := point_part(text)) and (question := part[0])}
    sheets = [base, *(meaning.sheet_code for meaning in chosen.values())]
    asking = next((code for code in sheets if {"latitude", "longitude"} <= {one.question_code for one in form()[code].questions}), None)
    found: dict[int, Meaning] = {}
    for number, text in headers.items():
        part = point_part(text)
        if asking and part and part[1] in DEGREES and number not in chosen:
            found[number] = Meaning(asking, part[1])
        elif part or (text.split("/")[-1] in names and number not in chosen):
            technical.add(number)
    return found


def _sources(chosen: dict[int, Meaning]) -> dict[PartKey, list[Source]]:
    plan: dict[PartKey, dict[str, Source]] = {}
    for number, meaning in sorted(chosen.items()):
        question = form()[meaning.sheet_code].question(meaning.question_code)
        sources = plan.setdefault(PartKey(meaning.sheet_code, meaning.numbers), {})
        source = sources.get(meaning.question_code, Source(question))
        if meaning.option:
            source = replace(source, options=(*source.options, (meaning.option, number)))
        else:
            source = replace(source, columns=(*source.columns, number))
        sources[meaning.question_code] = source
    return {key: list(sources.values()) for key, sources in plan.items()}


def _foreign_row(row: Row, plan: dict[PartKey, list[Source]], country_code: str) -> ForeignRow:
    cells: dict[int, Cell] = {cell.column_number: cell for cell in row.cells}
    one = ForeignRow(row)
    for key, sources in plan.items():
        answers: dict[str, Cell] = {}
        for source in sources:
            cell, problem = take(source, cells, country_code)
            if cell:
                answers[source.question.question_code] = cell
            if problem:
                one.problems.append(problem)
        if answers:
            one.parts[key] = answers
    return one
