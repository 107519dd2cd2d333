"""Finds the names that a misspelled one resembles, within a few places only: never across parents, never when two are as near."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from steps.places.gazetteer import CountryNames

# Edits (a letter added, lost, changed, or two exchanged) that a name of so many letters may have. Of shorter names any edit makes another.
EDITS_BY_LENGTH = ((4, 0), (8, 1), (13, 2))
MOST_EDITS = 3
DIRECTIONS = frozenset(
    "norte sur este oeste oriental occidental norte central centro north south east west nord sud est ouest alto bajo "
    "superior inferior upper lower del arriba abajo chico grande nuevo nueva new old viejo vieja".split()
)  # fmt: skip


def edits_allowed(name: str) -> int:
    """Return how many edits a name of one word may have and still be meant."""
    return next((edits for length, edits in EDITS_BY_LENGTH if len(name) < length), MOST_EDITS)


def nearest(asked: str, place_ids: Iterable[str], names: CountryNames, allowed: int) -> dict[str, int]:
    """Return the places whose name in one word is nearest to `asked`, with the number of edits; none beyond `allowed` edits.

    All that are equally near are returned: it is for the caller to see a tie.
    """
    spellings = [
        (spelling, place_id)
        for place_id in place_ids
        for spelling in names.spellings[place_id]
        if abs(len(spelling) - len(asked)) <= allowed
    ]
    if not allowed or not spellings:
        return {}
    found = process.extract(asked, [spelling for spelling, _ in spellings], scorer=OSA.distance, score_cutoff=allowed, limit=None)
    fewest = min((edits for _, edits, _ in found), default=0)
    return {spellings[number][1]: int(edits) for _, edits, number in found if edits == fewest}
