"""Finds the names that a misspelled one resembles, within a few places only: never across parents, never when two are as near."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from steps.places.gazetteer import CountryNames, Spelling
from steps.places.spelling import directions, joined

# Edits (a letter added, lost, changed, or two exchanged) that a name of so many letters may have. Of shorter names any edit makes another.
EDITS_BY_LENGTH = ((4, 0), (8, 1), (13, 2))
MOST_EDITS = 3
SHORTEST_LONG_WORD = 6
ONE_LETTER = {"ll": "y", "kh": "k", "ph": "f", "gh": "g", "ou": "u", "oo": "u", "ch": "c", "sh": "s", "th": "t", "dh": "d", "bh": "b"}
TWO_LETTERS = re.compile("|".join(ONE_LETTER))


def edits_allowed(name: str, fewer: int = 0) -> int:
    """Return how many edits a name of one word may have and still be meant; `fewer` where little else tells what is meant."""
    edits = next((edits for length, edits in EDITS_BY_LENGTH if len(name) < length), MOST_EDITS)
    return max(edits - fewer, 0)


def nearest_alone(asked: str, levels: Iterable[str], first_levels: Iterable[str], names: CountryNames) -> dict[str, int]:
    """Return the places of a country that a name alone is nearest to: with fewer edits, or a unit of the first levels with as many.

    Without a unit around it, a short name is no slip of the pen, nor is one with another first letter: few err there, and Moshi is not
    Koshi.
    """
    word = joined(asked)
    near = nearest(asked, _beginning_alike(word, of_levels(asked, levels, names)), fewer=1)
    if near or len(word) < SHORTEST_LONG_WORD:
        return near
    return nearest(asked, _beginning_alike(word, of_levels(asked, first_levels, names)))


def _beginning_alike(word: str, spellings: Iterable[Spelling]) -> Iterator[Spelling]:
    return (spelling for spelling in spellings if spelling.word[:1] == word[:1])


def nearest(asked: str, spellings: Iterable[Spelling], fewer: int = 0) -> dict[str, int]:
    """Return the places whose name is nearest to the key `asked` among the spellings, with the number of edits.

    All that are equally near are returned: it is for the caller to see a tie. `fewer` lowers the edits that are allowed.
    """
    word, side = joined(asked), directions(asked)
    most = edits_allowed(word, fewer) + 1  # the name meant may be longer than what was written
    near = list(spellings)
    if side:
        near = [spelling for spelling in near if not spelling.directions or spelling.directions == side]
    found = process.extract(word, [spelling.word for spelling in near], scorer=OSA.distance, score_cutoff=most, limit=None)
    within = [
        (int(edits), near[number])
        for spelling, edits, number in found
        if edits <= edits_allowed(max(word, spelling, key=len), fewer) and _is_near_word_by_word(asked, near[number].key, int(edits))
    ]
    fewest = min((edits for edits, _ in within), default=0)
    return {spelling.place_id: edits for edits, spelling in within if edits == fewest}


def _is_near_word_by_word(asked: str, known: str, edits: int) -> bool:
    """Whether no word of a name is altogether another: Sinthiou Walel is not Sinthiou Malème, however much of it is the same.

    A name parted into other words may have one edit besides: Beni Melal is Benimellal, but Media Luna is not Médiouna.
    """
    if [mark for mark in asked if mark.isdecimal()] != [mark for mark in known if mark.isdecimal()]:
        return False  # Sfax 1 is no slip of the pen for Sfax
    pairs = asked.split(), known.split()
    if len(pairs[0]) != len(pairs[1]):
        return edits <= 1
    return all(OSA.distance(one, other) <= _edits_of_word(one, other) for one, other in zip(*pairs, strict=True))


def _edits_of_word(one: str, other: str) -> int:
    """Return the edits that one word of several may have: one more where it is long and begins as it should, for few err there."""
    allowed = max(1, edits_allowed(max(one, other, key=len)))
    return allowed + (one[0] == other[0] and min(len(one), len(other)) >= SHORTEST_LONG_WORD)


def of_levels(asked: str, levels: Iterable[str], names: CountryNames) -> Iterator[Spelling]:
    """Yield the spellings of a country's places of some levels that are about as long as the key `asked`."""
    length = len(joined(asked))
    for level in levels:
        for near in range(length - MOST_EDITS, length + MOST_EDITS + 1):
            yield from names.by_level_and_length.get((level, near), ())


def of_places(place_ids: Iterable[str], names: CountryNames) -> Iterator[Spelling]:
    """Yield the spellings of some places of a country."""
    for place_id in place_ids:
        yield from names.spellings.get(place_id, ())


def is_near(asked: str, place_id: str, names: CountryNames) -> bool:
    """Whether a place has a name that sounds like a key and is not written altogether differently (Louga is not Loja)."""
    return any(is_near_spelling(asked, spelling) for spelling in names.spellings.get(place_id, ()))


def is_near_spelling(asked: str, spelling: Spelling) -> bool:
    """Whether a key is written nearly as a name is: with one edit, in long names two."""
    word = _with_single_letters(joined(asked))
    return OSA.distance(word, _with_single_letters(spelling.word)) <= max(1, len(word) // 4)


def _with_single_letters(word: str) -> str:
    """Return a word with one letter for two that stand for one sound: another such letter is one edit, not two."""
    return TWO_LETTERS.sub(lambda found: ONE_LETTER[found[0]], word)
