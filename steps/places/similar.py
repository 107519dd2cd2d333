"""Finds the names that a misspelled one resembles, within a few places only: never across parents, never when two are as near."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from steps.places.gazetteer import CountryNames
from steps.places.spelling import directions, joined

# Edits (a letter added, lost, changed, or two exchanged) that a name of so many letters may have. Of shorter names any edit makes another.
EDITS_BY_LENGTH = ((4, 0), (8, 1), (13, 2))
MOST_EDITS = 3


def edits_allowed(name: str) -> int:
    """Return how many edits a name of one word may have and still be meant."""
    return next((edits for length, edits in EDITS_BY_LENGTH if len(name) < length), MOST_EDITS)


def nearest(asked: str, place_ids: Iterable[str], names: CountryNames, allowed: int) -> dict[str, int]:
    """Return the places whose name is nearest to the key `asked`, with the number of edits; none beyond `allowed` edits.

    All that are equally near are returned: it is for the caller to see a tie.
    """
    word, side = joined(asked), directions(asked)
    near = [
        (spelling, place_id)
        for place_id in place_ids
        for spelling in names.spellings[place_id]
        if abs(len(spelling.word) - len(word)) <= allowed and (not side or spelling.directions in (side, frozenset()))
    ]
    if not allowed or not near:
        return {}
    found = process.extract(word, [spelling.word for spelling, _ in near], scorer=OSA.distance, score_cutoff=allowed, limit=None)
    fewest = min((edits for _, edits, _ in found), default=0)
    return {near[number][1]: int(edits) for _, edits, number in found if edits == fewest}
