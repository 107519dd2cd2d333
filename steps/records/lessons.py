"""Tells lessons of a practice apart: what a sender reports again is one lesson, whether its number stayed or its text.

A lesson is the same where its text is, whoever says it and under whichever number. A text that is new is a revision of the lesson to which
the same sender last gave that number, unless a file has both texts: lessons that stand side by side are never one. A number that a file
gives to several texts tells nothing. What another sender writes in other words is a lesson of its own, or it would be lost.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from steps.rounds import round_order


class ToldLesson(NamedTuple):
    """A row that tells a lesson: its text folded, `sender` empty where the file names none, `number` None where none is stated."""

    response_id: str
    practice_id: str
    round_name: str
    submission_id: str
    sender: str
    number: int | None
    text: str


def first_texts(told: Iterable[ToldLesson]) -> dict[str, str]:
    """Return, for each row, the text in which its lesson was first told: rows of one practice with the same one are one lesson."""
    practices: dict[str, list[ToldLesson]] = defaultdict(list)
    for row in sorted(told, key=lambda one: (round_order(one.round_name), one.submission_id)):
        practices[row.practice_id].append(row)
    return {response: text for rows in practices.values() for response, text in _of_practice(rows).items()}


def _of_practice(rows: Sequence[ToldLesson]) -> dict[str, str]:
    """Return the first texts of the rows of one practice, which stand in the order of rounds and files."""
    files = [list(file) for _, file in groupby(rows, key=lambda one: one.submission_id)]
    beside = _texts_beside(files)
    first: dict[str, str] = {}  # by text
    borne: dict[tuple[str, int], str] = {}  # the first text of the lesson that last bore a sender's number
    for file in files:
        numbered = _numbered(file)
        for name, text in numbered.items():
            earlier = borne.get(name)
            if text not in first and earlier is not None and not any(first[one] == earlier for one in beside[text] & set(first)):
                first[text] = earlier
        first |= {row.text: row.text for row in file if row.text not in first}
        here = {first[row.text] for row in file}
        stated = {(row.sender, row.number) for row in file}
        kept = {name: text for name, text in borne.items() if text not in here and name not in stated}
        borne = kept | {name: first[text] for name, text in numbered.items()}
    return {row.response_id: first[row.text] for row in rows}


def _texts_beside(files: Iterable[Sequence[ToldLesson]]) -> dict[str, set[str]]:
    """Return, for each text, those that stand in a file with it."""
    beside: dict[str, set[str]] = defaultdict(set)
    for file in files:
        texts = {row.text for row in file}
        for text in texts:
            beside[text] |= texts - {text}
    return beside


def _numbered(file: Iterable[ToldLesson]) -> dict[tuple[str, int], str]:
    """Return the texts of a file by sender and number, without numbers that it gives to several."""
    texts: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in file:
        if row.number is not None:
            texts[row.sender, row.number].add(row.text)
    return {name: next(iter(said)) for name, said in sorted(texts.items()) if len(said) == 1}
