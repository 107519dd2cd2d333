"""Names of organisations that differ by a slip of the pen: told, never joined."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from steps.actors.words import Words

SHORTEST_WORD = 4  # letters of a word in which a slip is looked for: shorter ones differ too easily


def near_names(names: Iterable[tuple[Words, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of owners, in alphabetical order, who have names that differ in one word, by one slip of the pen.

    `names` are names in words with whose they are. Only names that agree in all other words are compared, and of these words only those
    that are equal when each lacks a letter: the work grows with the number of names.
    """
    alike: dict[Words, set[tuple[str, str]]] = defaultdict(set)
    for words, owner in names:
        for number, word in enumerate(words):
            if len(word) >= SHORTEST_WORD and word.isalpha():
                alike[*words[:number], "", *words[number + 1 :]].add((word, owner))
    found: set[tuple[str, str]] = set()
    for block in alike.values():
        if len({word for word, _ in block}) > 1:
            found |= _pairs(block)
    yield from sorted(found)


def _pairs(block: set[tuple[str, str]]) -> set[tuple[str, str]]:
    shortened: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for word, owner in sorted(block):
        for less in {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}:
            shortened[less].append((word, owner))
    return {
        (min(first, second), max(first, second))
        for like in shortened.values()
        for number, (word, first) in enumerate(like)
        for other, second in like[:number]
        if first != second and is_slip(word, other)
    }


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by a slip of the pen: a letter more, less, another, or two exchanged."""
    return one != other and OSA.distance(one, other, score_cutoff=1) <= 1
