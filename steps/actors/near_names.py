"""Names of organisations that differ by a slip of the pen: told, never joined."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from steps.actors.words import Words

SHORTEST_WORD = 4  # letters of a word in which a slip is looked for: shorter ones differ too easily
LONG_WORD = 9  # letters from which on two slips are as likely as another word
BEGINNING = 3  # letters of a single word that a slip seldom touches


def near_names(names: Iterable[tuple[Words, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of owners (a name and another's), in alphabetical order, whose names differ in one word by one slip of the pen.

    `names` are names in words with whose they are. Names that agree in all words but one are compared, and single words that begin alike.
    """
    blocks: dict[Words, list[tuple[str, str]]] = defaultdict(list)
    for words, owner in names:
        for number, word in enumerate(words):
            if len(word) >= SHORTEST_WORD and word.isalpha():
                rest = (*words[:number], "", *words[number + 1 :]) if len(words) > 1 else (word[:BEGINNING],)
                blocks[rest].append((word, owner))
    found = {
        (min(first, second), max(first, second))
        for block in blocks.values()
        for number, (word, first) in enumerate(block)
        for other, second in block[:number]
        if first != second and is_slip(word, other)
    }
    yield from sorted(found)


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by a slip of the pen: one letter, or two in long words."""
    most = 2 if min(len(one), len(other)) >= LONG_WORD else 1
    return one != other and Levenshtein.distance(one, other, score_cutoff=most) <= most
