"""Reads answers that are chosen from a list: one code or several, in any language, however they are strung together."""

import re

from schemas.code_lists import CodeList, code_list
from schemas.countries import Country
from schemas.form import Question
from steps.answers.readings import NOTHING, Problem, Reading, short
from steps.files.read_workbook import Cell
from steps.text import clean_text

SEPARATORS = re.compile(r"\s*[|;\n]\s*")
# Marks that only part answers, and the numbers or bullets of a list.
STRONG = re.compile(r"(?:^|\s*\n)\s*[-–*]\s+|\s*[|;؛\n•·▪●◦‣]\s*|(?<=\S)\s+(?=\(?\d{1,2}[.)]\s)")
# Marks that may also stand inside a label: "Education, health and culture".
WEAK = re.compile(r"\s*[,،/+]\s*|\s+[-–—&]\s+|\s+(?:y|e|et|and|र|तथा|एवं)\s+|\s+و\s*")
ITEMS = re.compile(r"\s*[,،]\s*")  # of what weak separators part, only these are shown apart: "integration and cohesion" is one answer
LEADING_NUMBER = re.compile(r"\(?(\d{1,2})[.):]?[.):-]?\s+")
MOST_PIECES = 40  # more words between separators are a text, not a list of answers
NAMED_IN_ACCEPTED = 8  # a longer list of accepted answers is not read


def read_code(question: Question, cell: Cell, country: Country, language: str) -> Reading:
    """Return the one code that a cell names."""
    text = clean_text(cell.text)
    if not text:
        return NOTHING
    code = code_of(code_list(question.code_list), text, country)
    return Reading({question.question_code: code}) if code else _unknown(question, [text], country, language)


def read_codes(question: Question, cell: Cell, country: Country, language: str) -> Reading:
    """Return the codes that a cell names, joined by bars; what is not known is reported, the rest kept."""
    known, text = code_list(question.code_list), clean_text(cell.text)
    if not text:
        return NOTHING
    whole = code_of(known, text, country)
    if whole:
        return Reading({question.question_code: whole})
    found: list[str] = []
    unknown: list[str] = []
    for part in (part for part in STRONG.split(text) if part.strip()):
        codes, strange = _codes_in(known, part.strip(), country)
        found += codes
        unknown += strange
    values: dict[str, object] = {question.question_code: "|".join(dict.fromkeys(found))} if found else {}
    return _unknown(question, unknown, country, language, values) if unknown else Reading(values)


def _codes_in(known: CodeList, part: str, country: Country) -> tuple[list[str], list[str]]:
    """Return the codes of a part without strong separators; and, when not all of it is known, no code and what is not."""
    code = code_of(known, part, country)
    if code:
        return [code], []
    tokens = part.split()
    own_codes = {code.casefold(): code for code in known.codes}
    if len(tokens) > 1 and all(token.casefold() in own_codes for token in tokens):
        return [own_codes[token.casefold()] for token in tokens], []  # as KoboToolbox joins them
    pieces, marks = _pieces(part)
    if not 1 < len(pieces) <= MOST_PIECES:
        return [], [part]
    codes = _segmented(known, pieces, marks, country)
    if codes:
        return codes, []
    strange = [item for item in ITEMS.split(part) if not _segmented(known, *_pieces(item), country)]
    return [], strange if len(strange) < len(ITEMS.split(part)) else [part]


def _pieces(part: str) -> tuple[list[str], list[str]]:
    """Return what weak separators part, and the separators."""
    return WEAK.split(part), [mark[0] for mark in WEAK.finditer(part)]


def _segmented(known: CodeList, pieces: list[str], marks: list[str], country: Country) -> list[str] | None:
    """Return the codes of all pieces, neighbours joined again where only together they are a label; None when some are unknown."""
    best: list[list[str] | None] = [[], *[None] * len(pieces)]
    for end in range(1, len(pieces) + 1):
        for start in range(end):  # the longest label first
            before = best[start]
            code = code_of(known, _joined(pieces, marks, start, end), country) if before is not None else None
            if before is not None and code:
                best[end] = [*before, code]
                break
    return best[-1]


def _joined(pieces: list[str], marks: list[str], start: int, end: int) -> str:
    inner = "".join(f"{piece}{mark}" for piece, mark in zip(pieces[start : end - 1], marks[start : end - 1], strict=True))
    return inner + pieces[end - 1]


def code_of(known: CodeList, text: str, country: Country) -> str | None:
    """Return the code of a text: as the list knows it, or behind the number of an item."""
    code = known.code_of(text, country.country_code)
    numbered = None if code else LEADING_NUMBER.match(text)
    if not numbered:
        return code
    behind, of_number = (known.code_of(part, country.country_code) for part in (text[numbered.end() :], numbered[1]))
    return behind if of_number in (None, behind) else None  # "4. Ongoing", where 4 is another status


def _unknown(question: Question, parts: list[str], country: Country, language: str, values: dict[str, object] | None = None) -> Reading:
    known = code_list(question.code_list)
    labels = [labels[language] for labels in known.labels.values()]
    accepted = ", ".join(labels[:NAMED_IN_ACCEPTED]) + (" …" if len(labels) > NAMED_IN_ACCEPTED else "")
    near = known.nearest(parts[0], country.country_code, language=language) or ""
    return Reading(values or {}, (Problem("code-unknown", short(" | ".join(parts)), None, accepted, near),))
