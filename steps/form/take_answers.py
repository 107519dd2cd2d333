"""Takes an answer out of a foreign row: from one column, the first filled of several, columns of options, or a constant."""

from functools import cache
from typing import NamedTuple

from schemas.code_lists import CodeList, code_list, fold_label
from steps.files.read_workbook import Cell
from steps.form.foreign import Problem, Source
from steps.text import clean_text

LIST_MARKS = "|;\n"  # a summary that holds one was not joined by blanks
NOTHING = ("", "n/a", "na", "null")  # what tools write into a cell of a question that was not asked
BETWEEN_CODES = " | "


class Taken(NamedTuple):
    """An answer, or None, and what was wrong with it."""

    cell: Cell | None
    problem: Problem | None = None


def take(source: Source, cells: dict[int, Cell], country_code: str) -> Taken:
    """Return the answer that a row's cells, by column, give to a question. A contradiction gives none and is a problem."""
    plain = _plain(source, cells)
    if source.constant and plain == Taken(None):
        return Taken(Cell(min(cells), "t", source.constant))
    if plain.problem or source.question.kind != "codes":
        return plain
    return _codes(source, cells, plain.cell, country_code)


def _plain(source: Source, cells: dict[int, Cell]) -> Taken:
    filled = [cells[column] for column in source.columns if column in cells and fold_label(cells[column].text) not in NOTHING]
    if not filled:
        return Taken(None)
    first = filled[0]
    if not source.is_fallback:
        for other in filled[1:]:
            if fold_label(other.text) != fold_label(first.text):
                return Taken(None, _contradiction(source, other, first.text))
    return Taken(first)


def _contradiction(source: Source, cell: Cell, beside: str) -> Problem:
    facts = {"value": cell.text[:80], "detail": beside[:80]}
    return Problem("columns-contradict", cell.column_number, source.question.question_code, facts)


def _codes(source: Source, cells: dict[int, Cell], summary: Cell | None, country_code: str) -> Taken:
    """Return the codes chosen: by the columns of options where there are any, else from the summary."""
    known = code_list(source.question.code_list)
    chosen, unreadable = _chosen(source, cells)
    if unreadable:
        facts = {"value": unreadable.text, "accepted": "1, 0"}
        return Taken(None, Problem("code-unknown", unreadable.column_number, source.question.question_code, facts))
    if chosen is None:
        return _split(source, summary, known, country_code) if summary else Taken(None)
    first = source.options[0][1] if summary is None else summary.column_number
    joined = Cell(first, "t", BETWEEN_CODES.join(chosen))
    told = _split(source, summary, known, country_code) if summary else Taken(None)
    if told.cell and not told.problem and {*_parts(told.cell, known)} not in ({*chosen}, {""}):
        return Taken(None, _contradiction(source, joined, told.cell.text))
    return Taken(joined if chosen else None)


def _chosen(source: Source, cells: dict[int, Cell]) -> tuple[list[str] | None, Cell | None]:
    """Return the codes whose column says yes, None when no column says anything; and a cell that says neither yes nor no."""
    chosen: list[str] | None = None
    for code, column in source.options:
        if column not in cells or fold_label(cells[column].text) in NOTHING:
            continue
        said = code_list("yes_no").code_of(cells[column].text.removesuffix(".0"))
        if said is None:
            return None, cells[column]
        chosen = [*(chosen or []), *([code] if said == "yes" else [])]
    return chosen, None


def _split(source: Source, summary: Cell, known: CodeList, country_code: str) -> Taken:
    """Return a summary with its codes apart. Codes are joined by blanks; so are labels, which hold blanks themselves."""
    text = clean_text(summary.text)
    if any(mark in text for mark in LIST_MARKS) or known.code_of(text, country_code):
        return Taken(summary)
    ways = _ways_to_split(tuple(_words(text)), known.name)
    if len(ways) == 1:
        return Taken(summary._replace(text=BETWEEN_CODES.join(dict.fromkeys(next(iter(ways))))))
    if not ways:
        return Taken(summary)  # not a choice of this list: the parser says which answers are accepted
    return Taken(None, Problem("options-unsplittable", summary.column_number, source.question.question_code, {"value": text[:80]}))


def _parts(cell: Cell, known: CodeList) -> list[str]:
    return [known.code_of(part.strip()) or part.strip() for part in cell.text.replace(";", "|").replace("\n", "|").split("|")]


@cache
def _spellings(list_name: str) -> dict[tuple[str, ...], str]:
    known = code_list(list_name)
    return {tuple(_words(name)): code for code in known.codes for name in (code, *known.labels[code].values()) if name}


def _words(text: str) -> list[str]:
    return [word.strip(".:;,") for word in fold_label(text).split()]


def _ways_to_split(words: tuple[str, ...], list_name: str) -> set[tuple[str, ...]]:
    """Return the ways in which words can be told apart as spellings of codes: at most two, since two are one too many."""
    spellings = _spellings(list_name)
    longest = max(map(len, spellings))
    ways: list[set[tuple[str, ...]]] = [{()}]
    for end in range(1, len(words) + 1):
        found: set[tuple[str, ...]] = set()
        for start in range(max(0, end - longest), end):
            code = spellings.get(words[start:end])
            if code:
                found |= {(*before, code) for before in ways[start]}
        ways.append(set(sorted(found)[:2]))
    return ways[-1]
