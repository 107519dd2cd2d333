"""Parts of titles: what stands between colons, dashes and brackets, in the words of its language, as people call an initiative for short.

"IZZOURAN : retour aux racines" and "Izzouran" share a part; so do "PRIM – Regional Programme …" and "Programme … (PRIM)".
"""

from functools import lru_cache

from schemas.identity_words import FIELD, identity_words
from steps.identity.words import PARTING, REMEMBERED, meaning, plain, split_words

# Concepts of boilerplate that people add to a name or leave out: "Action Verte Project" is "Action Verte", but "Action" is part of it.
ADDED = ("function_word", "project", "programme", "initiative", "phase_word", "case_study", "page_word")
LONG = 3  # words from which a part is told apart by itself


@lru_cache(maxsize=REMEMBERED)
def title_parts(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of a title as their words, folded, without what people add to a name; parts of numbers alone are left out."""
    parts = (tuple(word for word in split_words(part) if meaning(word) not in ADDED) for part in PARTING.split(plain(text)))
    return tuple(dict.fromkeys(part for part in parts if any(not word.isdigit() for word in part)))


def says_enough(part: tuple[str, ...], not_names: set[str]) -> bool:
    """Whether a part of a title names one initiative: it is long, or has a word that is no place, organisation or word of the field."""
    if len(part) >= LONG:
        return True
    kinds = identity_words()
    return any(word not in not_names and not ((concept := kinds.get(meaning(word))) and concept.kind == FIELD) for word in part)
