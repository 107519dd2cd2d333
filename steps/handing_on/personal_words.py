"""The words by which personal data are known wherever else they stand: names, addresses, numbers that mean one person."""

import re

import pandas as pd

from steps.actors.persons import NONE, without_persons
from steps.form.withhold import BETWEEN_NAMES
from steps.personal_texts import personal_parts

MANY_DIGITS = 6
SHORTEST_NAME = 7  # letters of at least two words: shorter ones stand in many texts by chance
ROLES = ("contact_role_text",)  # what many persons are


def personal_words(withheld: pd.DataFrame) -> frozenset[str]:
    """Return the words that mean a person in cells that were kept apart (rows of clean_withheld_values)."""
    found: set[str] = set()
    for reason, question, text in zip(withheld["reason_code"], withheld["question_code"], withheld["value_text"], strict=True):
        found.update(part.strip() for part in personal_parts(text))
        if reason == "contact" and question not in ROLES:
            found.add(text.strip())
        if reason == "person":
            found.update(_names(text))
    return frozenset(one for one in found if _is_telling(one))


def _names(text: str) -> set[str]:
    """Return the persons' names in an answer on organisations, as written."""
    names = set()
    for part in BETWEEN_NAMES.split(text)[::2]:
        cleared = without_persons(part)
        if cleared.sureness != NONE:
            names.add(part.replace(cleared.text, "").strip(" ()-–,;:/") if cleared.text else part.strip())
    return names


def _is_telling(text: str) -> bool:
    is_number = sum(mark.isdigit() for mark in text) >= MANY_DIGITS
    return "@" in text or is_number or (len(text) >= SHORTEST_NAME and len(text.split()) > 1)


def pattern_of(words: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds any of the words, whatever its case and the blanks between its parts; None without words."""
    parts = [r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=len, reverse=True)]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None
