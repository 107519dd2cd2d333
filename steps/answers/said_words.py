"""Words that stand in a cell instead of an answer: those for "nothing to say" and those for "the same as above"."""

from functools import cache

from schemas.form import Question
from schemas.reference_files import read_reference
from steps.files.read_workbook import Cell
from steps.text import fold

LONGEST = 40  # of a word of these lists; no answer longer than that need be looked up


@cache
def _empty_words() -> dict[str, str]:
    """Return what the folded words mean: unknown, or none, which answers a yes-or-no question."""
    rows = read_reference("form/empty_words.csv", ("word", "language", "meaning"), ("word",))
    return {fold(row["word"]): row["meaning"] for row in rows}


@cache
def _ditto_words() -> frozenset[str]:
    return frozenset(fold(row["word"]) for row in read_reference("form/ditto_words.csv", ("word", "language"), ("word",)))


def says_nothing(cell: Cell, question: Question) -> bool:
    """Whether the cell holds a word, in any survey language, for an answer that is not there: n/a, s/d, néant."""
    if cell.kind != "t" or len(cell.text) > LONGEST:
        return False
    meaning = _empty_words().get(fold(cell.text))
    return meaning == "unknown" or (meaning == "none" and question.kind != "flag")


def says_ditto(cell: Cell) -> bool:
    """Whether the cell says that the answer is the one in the row above: a ditto mark, idem, ibid., نفسه."""
    return cell.kind == "t" and len(cell.text) <= LONGEST and fold(cell.text) in _ditto_words()
