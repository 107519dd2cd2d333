"""Words that stand in a cell instead of an answer: those for "nothing to say" and those for "the same as above"."""

from collections.abc import Iterable
from functools import cache

from schemas.form import Question
from schemas.reference_files import read_reference
from steps.files.read_workbook import Cell
from steps.text import clean_text, fold

LONGEST = 24  # characters; no word of these lists is longer, and no longer answer need be looked up


@cache
def _empty_words() -> dict[str, str]:
    """Return what the words mean: unknown, or none, which answers a yes-or-no question."""
    rows = read_reference("form/empty_words.csv", ("word", "language", "meaning"), ("word",))
    return {spelling: row["meaning"] for row in rows for spelling in _spellings(row["word"])}


@cache
def _ditto_words() -> frozenset[str]:
    rows = read_reference("form/ditto_words.csv", ("word", "language"), ("word",))
    return frozenset(spelling for row in rows for spelling in _spellings(row["word"]))


def _spellings(word: str) -> tuple[str, str]:
    """Return a word with its accents and without: every cell is looked up, and folding each would take long."""
    return word.casefold(), fold(word)


def _looked_up(cell: Cell) -> str:
    text = cell.text.strip()
    return (text if text.isprintable() else clean_text(text)).casefold()


def says_nothing(cell: Cell, question: Question) -> bool:
    """Whether the cell holds a word, in any survey language, for an answer that is not there: n/a, s/d, néant."""
    if cell.kind != "t" or len(cell.text) > LONGEST:
        return False
    meaning = _empty_words().get(_looked_up(cell))
    return meaning == "unknown" or (meaning == "none" and question.kind != "flag")


def say_words(texts: Iterable[str]) -> bool:
    """Whether any of some clean texts may be such a word."""
    words = _every_word()
    return any(len(text) <= LONGEST and text.casefold() in words for text in texts)


@cache
def _every_word() -> frozenset[str]:
    return _ditto_words() | frozenset(_empty_words())


def says_ditto(cell: Cell) -> bool:
    """Whether the cell says that the answer is the one in the row above: a ditto mark, idem, ibid., نفسه."""
    return cell.kind == "t" and len(cell.text) <= LONGEST and _looked_up(cell) in _ditto_words()
