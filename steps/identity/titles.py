"""Names in titles: what people call an initiative for short, as it stands between colons, dashes, brackets and quotes.

"IZZOURAN : retour aux racines" and "Izzouran" share a name; so do "PRIM – Regional Programme …" and "Programme … (PRIM)". Two titles that
share a word which no vocabulary knows share no name yet: every vocabulary lacks ordinary words. Nor is what very many say a name, in
however many words: "Local development plan", "Programme d'appui".
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from schemas.identity_words import TOPIC, identity_words
from steps.identity.words import PARTING, REMEMBERED, acronyms_of, meaning, plain, split_words

# Concepts of boilerplate that people add to a name or leave out: "Action Verte Project" is "Action Verte", but "Action" is part of it.
ADDED = ("function_word", "project", "programme", "initiative", "phase_word", "case_study", "page_word")
SPECIFIC = 4  # words from which a part of one names an initiative: "Reintegration of returnee migrant workers"
LONGEST = 6  # words of a name; more are a sentence
QUOTED = re.compile(r"[«“„\"‹]\s*([^«»“”„\"‹›]+?)\s*[»”“\"›]")
SHORTEST_PLURAL = 4

Part = tuple[str, ...]


@lru_cache(maxsize=REMEMBERED)
def title_parts(text: str) -> tuple[Part, ...]:
    """Return the parts of a title as their words, folded, without what people add to a name; parts of numbers alone are left out."""
    return tuple(dict.fromkeys(part for one in PARTING.split(plain(text)) if (part := _part(one))))


def _part(text: str) -> Part:
    words = tuple(word for word in split_words(text) if meaning(word) not in ADDED)
    return words if any(not word.isdigit() for word in words) else ()


def _singular(word: str) -> str:
    return word.removesuffix("s") if len(word) > SHORTEST_PLURAL else word


def title_names(text: str, not_names: Container[str]) -> tuple[str, ...]:
    """Return what a title calls the initiative. `not_names` are words of places and organisations, folded.

    The whole title is a name; a part is one when it is set apart by quotes or capitals, has a word that no vocabulary knows, or is of
    SPECIFIC words. Either needs a telling word: no place, no organisation, no boilerplate and not of the field. A topic alone, as in
    "Training project", is a name only when it is set apart.
    """
    whole, marked = _part(PARTING.sub(" ", plain(text))), set(_set_apart(text))
    parts = [part for part in title_parts(text) if part in marked or len(part) >= SPECIFIC or any(_is_unknown(word) for word in part)]
    named = [part for part in parts if any(_tells(word, not_names) for word in part)]
    if any(_tells(word, not_names) for word in whole) and (len(whole) > 1 or whole in marked or _is_unknown(whole[0])):
        named.append(whole)
    return tuple(dict.fromkeys(" ".join(map(_singular, part)) for part in named if len(part) <= LONGEST))


def _set_apart(text: str) -> Iterator[Part]:
    """Yield the parts in quotes, and parts and words in capitals of a title that is not all in capitals."""
    for quoted in QUOTED.findall(text):
        yield _part(plain(quoted))
    if text.upper() != text:
        yield from (_part(plain(one)) for one in acronyms_of(text))
        yield from (_part(plain(one)) for one in PARTING.split(text) if one.strip() and one.upper() == one)


def _is_unknown(word: str) -> bool:
    return not word.isdigit() and meaning(word) == word and word not in identity_words()


def _tells(word: str, not_names: Container[str]) -> bool:
    concept = identity_words().get(meaning(word))
    return not word.isdigit() and word not in not_names and (concept is None or concept.kind == TOPIC)
