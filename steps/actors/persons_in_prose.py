"""Takes persons out of prose: a title and a name, or a listed given name and a family name, within a sentence."""

import re

from steps.actors.persons import NONE, opens_name, without_persons
from steps.personal_texts import MARK

MOST_WORDS = 6  # of a name with its title
WORD = re.compile(r"[^\s,;:()\[\]\"«»“”]+")
PARTICLES = frozenset(("de", "del", "la", "las", "los", "dela", "delos", "ben", "bin", "bint", "el", "ould", "van", "von", "don", "doña"))


def without_persons_in_prose(text: str) -> str:
    """Return a text with a mark in place of each person that it names; units, organisations and offices alone stay."""
    found = list(WORD.finditer(text))
    pieces, end, place = [], 0, 0
    while place < len(found):
        length = _length_of_person(text, found, place)
        if length:
            start, stop = found[place].start(), found[place + length - 1].end()
            pieces += [text[end:start], MARK, "." if text[stop - 1] == "." else ""]
            end = stop
        place += length or 1
    return "".join(pieces) + text[end:]


def _length_of_person(text: str, found: list[re.Match[str]], place: int) -> int:
    """Return how many words from a place on are a person's name, the most that are; 0 when none are."""
    if not opens_name(found[place][0], found[place - 1][0] if place else ""):
        return 0
    for length in range(min(MOST_WORDS, len(found) - place), 1, -1):
        words = found[place : place + length]
        written = text[words[0].start() : words[-1].end()].rstrip(".")
        if not any(sign in written for sign in ',;:()"«»\n') and _is_written_as_name([word[0] for word in words]):
            cleared = without_persons(written)
            if cleared.sureness != NONE and not cleared.text:
                return length
    return 0


def _is_written_as_name(words: list[str]) -> bool:
    """Whether all words but particles and a title at the beginning have a capital, or belong to a script without capitals."""
    return words[-1] not in PARTICLES and all(word in PARTICLES or word[:1] != word[:1].lower() or not word.isascii() for word in words[1:])
