"""Brings a foreign table into the form by its column map: a 3W, an office's own list, with or without HXL tags.

One row becomes as many parts as it has something to say for: an initiative, its place, an organisation and its role. Parts refer to
each other; a row without a reference of its own gets one made of what identifies it, never of its place in the file.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.column_maps import ColumnMap, MapRow, column_maps
from schemas.countries import Country, countries
from schemas.form import form
from schemas.hxl import fits, read_pattern
from steps.files.read_workbook import Cell, Row
from steps.form.find_headers import HEADER_SEARCH_ROWS, is_tag_row, names_groups
from steps.form.find_tables import Layout
from steps.form.foreign import (
    ForeignLayout,
    ForeignRow,
    ForeignTable,
    PartKey,
    Problem,
    Source,
    key_references,
    lay_out,
    own_reference,
)
from steps.form.take_answers import take
from steps.form.vocabulary import header_key
from steps.rounds import is_within
from steps.text import fold

P_CODE = re.compile(r"\s*([A-Za-z]{2,3})\d+\s*")  # OCHA's place codes open with the country's ISO code
P_CODE_QUESTION = "pcode_text"


class _Fit(NamedTuple):
    """A map that fits a table: its rows that hold here, the place of the header row, and the headers or tags by column."""

    name: str
    is_scoped: bool
    rows: list[MapRow]
    header_place: int
    last_place: int
    headers: dict[int, str]
    tags: dict[int, str]

    def columns_of(self, row: MapRow) -> list[int]:
        """Return the columns that a row of the map means, in order."""
        names = self.tags or self.headers
        return [number for number, name in sorted(names.items()) if any(_is_meant(source, name) for source in row.sources)]


def map_table(rows: Sequence[Row], country_code: str, round_name: str) -> ForeignLayout | None:
    """Return a sheet as the map that fits it tells it; None when no map does. Two maps that fit are a reason to take it by neither."""
    found = _fitting(rows, country_code, round_name)
    if not found:
        return None
    if len(found) > 1:
        return ForeignLayout(Layout([], []), refusal="table-map-ambiguous", detail=", ".join(sorted(fit.name for fit in found)))
    return lay_out(_Mapping(found[0], countries()[country_code]).table(rows), is_mapped=True)


def _fitting(rows: Sequence[Row], country_code: str, round_name: str) -> list[_Fit]:
    """Return the maps that fit: those by tags before those by headers, those of the country before those of all."""
    found: list[_Fit] = []
    tag_place = next((place for place, row in enumerate(rows[: HEADER_SEARCH_ROWS + 5]) if is_tag_row(row)), None)
    tag_places = [] if tag_place is None else [tag_place]
    for one in column_maps():
        places: Sequence[int] = tag_places if one.is_by_tags else range(len(rows[:HEADER_SEARCH_ROWS]))
        fit = next((fit for place in places if (fit := _fit(one, rows, place, country_code, round_name))), None)
        found += [fit] if fit else []
    tagged = [fit for fit in found if fit.tags]
    scoped = [fit for fit in tagged or found if fit.is_scoped]
    return scoped or tagged or found


def _fit(one: ColumnMap, rows: Sequence[Row], place: int, country_code: str, round_name: str) -> _Fit | None:
    held = [row for row in one.rows if _holds(row, country_code, round_name)]
    scoped = {source for row in held if row.country_codes and row.use != "recognise" for source in row.sources}
    held = [row for row in held if row.country_codes or row.use == "recognise" or not scoped & set(row.sources)]
    signs = [row for row in one.rows if row.use == "recognise"]
    names = {cell.column_number: cell.text.strip() for cell in rows[place].cells}
    above = {cell.column_number: cell.text.strip() for cell in rows[place - 1].cells} if one.is_by_tags and place else {}
    header_place = place - 1 if above else place
    last = place + 1 if not one.is_by_tags and place + 1 < len(rows) and is_tag_row(rows[place + 1]) else place
    fit = _Fit(
        one.name, any(sign.country_codes for sign in signs), held, header_place, last,
        above if one.is_by_tags else names, names if one.is_by_tags else {},
    )  # fmt: skip
    return fit if all(sign in held and fit.columns_of(sign) for sign in signs) else None


def _holds(row: MapRow, country_code: str, round_name: str) -> bool:
    is_here = not row.country_codes or country_code in row.country_codes
    return is_here and is_within(round_name, row.from_round, row.until_round)


def _is_meant(source: str, name: str) -> bool:
    if source.startswith("#"):
        pattern = read_pattern(source)
        return pattern is not None and fits(pattern, name)
    return header_key(source) == header_key(name)


class _Mapping:
    """A map laid over the columns of one table."""

    def __init__(self, fit: _Fit, country: Country) -> None:
        self.fit = fit
        self.country = country
        self.plan: dict[PartKey, list[Source]] = {}
        self.identities: dict[PartKey, list[int]] = {}
        self.technical: set[int] = set()
        self.unread: set[int] = set()  # columns that answer a question for which an earlier one is read
        self.country_columns: list[int] = []
        self.declared = {_key(row) for row in fit.rows if row.sheet_code}
        for row in fit.rows:
            self._take_row(row)

    def _take_row(self, row: MapRow) -> None:
        columns = self.fit.columns_of(row)[:1]  # a second column of the same name is reported, not read
        key = _key(row)
        if row.use == "keep":
            self.technical |= {*self.fit.columns_of(row)}
        elif row.use == "country":
            self.country_columns += columns
        elif row.use == "identity":
            self.identities.setdefault(key, []).extend(self.fit.columns_of(row))
        elif row.use == "answer" and (columns or row.constant):
            self.unread |= {*self.fit.columns_of(row)[1:]}
            self._add_source(key, Source(form()[row.sheet_code].question(row.question_code), tuple(columns), (), row.constant, True))

    def _add_source(self, key: PartKey, source: Source) -> None:
        sources = self.plan.setdefault(key, [])
        for place, known in enumerate(sources):
            if known.question == source.question:
                columns = (*known.columns, *source.columns)
                sources[place] = Source(known.question, columns, (), known.constant or source.constant, True)
                return
        sources.append(source)

    def table(self, rows: Sequence[Row]) -> ForeignTable:
        """Return the table with all its rows told."""
        fit = self.fit
        others = [(row, "header") for row in rows[: fit.last_place + 1]] if fit.tags else []
        if not fit.tags:
            others = [(row, _role_above(row, is_next=row is rows[fit.header_place - 1])) for row in rows[: fit.header_place]]
            others += [(row, "header") for row in rows[fit.header_place : fit.last_place + 1]]
        body = [self._told(row, cells) for row, cells in _with_merged(rows[fit.last_place + 1 :])]
        technical = self.technical | {*self.country_columns, *(column for columns in self.identities.values() for column in columns)}
        unread = frozenset(self.unread - self.technical)
        header_row = rows[fit.header_place].row_number
        return ForeignTable(header_row, fit.headers, self.plan, frozenset(technical - unread), body, others, fit.tags, unread)

    def _told(self, row: Row, cells: dict[int, Cell]) -> ForeignRow:
        one = ForeignRow(row)
        abroad = self._abroad(cells)
        if abroad:
            facts = {"value": abroad.text.strip(), "detail": self.country.names[self.country.survey_language]}
            one.problems.append(Problem("row-other-country", abroad.column_number, facts=facts))
            one.is_held_back = True
            return one
        constants: dict[PartKey, dict[str, Cell]] = {}
        for key, sources in self.plan.items():
            for source in sources:
                is_constant = bool(source.constant) and not any(column in cells for column in source.columns)
                cell, problem = take(source, cells, self.country.country_code)
                if cell:
                    (constants if is_constant else one.parts).setdefault(key, {})[source.question.question_code] = cell
                one.problems += [problem] if problem else []
        self._complete(one, cells, constants)
        return one

    def _abroad(self, cells: dict[int, Cell]) -> Cell | None:
        """Return the cell that says that a row is about another country than the folder it lies in."""
        for column in self.country_columns:
            if column in cells and cells[column].text.strip() and not self.country.is_called(cells[column].text):
                return cells[column]
        for sources in self.plan.values():
            for source in sources:
                for column in source.columns if source.question.question_code == P_CODE_QUESTION else ():
                    opening = P_CODE.fullmatch(cells[column].text) if column in cells else None
                    if opening and opening[1].upper() not in (self.country.country_code, self.country.iso2):
                        return cells[column]
        return None

    def _complete(self, one: ForeignRow, cells: dict[int, Cell], constants: dict[PartKey, dict[str, Cell]]) -> None:
        """Add what columns do not state: references that are made, references between the parts, constants."""
        first = min(cells)
        for key, answers in one.parts.items():
            own = form()[key.sheet_code].questions[0]
            is_reference = own.kind == "text" and own.question_code.endswith("_ref")
            if is_reference and own.question_code not in answers and (made := self._made_reference(key, cells)):
                answers[own.question_code] = Cell(first, "t", made)
        for key, sources in self.plan.items():
            if key not in one.parts and all(source.constant and not source.columns for source in sources) and self._refers(key, one):
                one.parts[key] = {}
        for key, answers in one.parts.items():
            answers.update({code: cell for code, cell in constants.get(key, {}).items() if code not in answers})
            for question in key_references(key.sheet_code):
                reference = self._reference(one, question.refers_to, key)
                if reference:
                    answers.setdefault(question.question_code, Cell(first, "t", reference))

    def _made_reference(self, key: PartKey, cells: dict[int, Cell]) -> str | None:
        said = [fold(cells[column].text) if column in cells else "" for column in self.identities.get(key, ())]
        return f"M-{hashlib.sha256(chr(31).join(said).encode()).hexdigest()[:12]}" if any(said) else None

    def _refers(self, key: PartKey, one: ForeignRow) -> bool:
        """Whether a part of mere constants links two others that are there: a role needs an initiative and an organisation."""
        questions = key_references(key.sheet_code)
        return len(questions) > 1 and all(self._reference(one, question.refers_to, key) for question in questions)

    def _reference(self, one: ForeignRow, sheet_code: str, key: PartKey) -> str | None:
        """Return the reference of the part of a sheet that a part refers to: the one of its number, where the map has such parts."""
        own = own_reference(sheet_code)
        same = PartKey(sheet_code, key.numbers)
        answers = one.parts.get(same if same in self.declared else PartKey(sheet_code), {})
        return answers[own.question_code].text if own and own.question_code in answers else None


def _role_above(row: Row, *, is_next: bool) -> str:
    """Return what a row above the header is: a title, groups of columns when it is the next one, or what may be an answer."""
    if len(row.cells) == 1:
        return "title"
    return "header" if is_next and names_groups(row) else "above"


def _key(row: MapRow) -> PartKey:
    return PartKey(row.sheet_code, () if row.number is None else (row.number,))


def _with_merged(rows: Sequence[Row]) -> Iterator[tuple[Row, dict[int, Cell]]]:
    """Yield each row with its cells by column, those that are merged into it from above included."""
    merged: dict[int, tuple[int, Cell]] = {}  # column → last row and cell of a range merged downwards
    for row in rows:
        handed_down = {column: cell for column, (last, cell) in merged.items() if row.row_number <= last}
        cells = handed_down | {cell.column_number: cell for cell in row.cells}
        yield row, dict(sorted(cells.items()))
        for span in row.spans:
            if span.last_row > row.row_number and span.first_column in cells:
                merged[span.first_column] = (span.last_row, cells[span.first_column])
