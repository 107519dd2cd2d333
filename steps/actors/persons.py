"""Tells an organisation from a person: a personal title and nothing of an institution is certain, a given name and a surname doubtful.

Organisations are named after people (Fundación Juan XXIII, Association Lalla Meryem): a word for an institution, a legal form, a number
or an entry of the master list settles that they are none.
"""

import re
from functools import cache, lru_cache

from steps.actors.listed import EVERYWHERE, listed
from steps.actors.words import rows_of_words, small_words, words_of
from steps.places.spelling import REMEMBERED, key
from steps.text import clean_text

MOST_WORDS = 6  # of a person's name with its titles
NAME_PART = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963])+(?:['’‘.-][^\W\d_]*)*[.,]?")
NO_NAME = re.compile(r"[\d&/@|;:()\"«»“”+]")
MOST_UNTITLED = 4  # words of one without a title
PARTICLES = {"ben", "bin", "bint", "ibn", "abu", "ould", "von", "van"}


@lru_cache(maxsize=REMEMBERED)
def is_person(name: str) -> bool:
    """Whether a name is certainly a person's: a personal title, then words that are all written as names, none of an institution.

    One word after a title, and any after one that institutions are named with too (Don), must be a given name.
    """
    title, rest = _title(name)
    if not title or not _may_be_person(rest):
        return False
    has_given_name = key(rest[0]) in _keys("given_name")
    return has_given_name if len(rest) == 1 or title == "weak" else title == "strong"


@lru_cache(maxsize=REMEMBERED)
def is_perhaps_person(name: str, type_code: str) -> bool:
    """Whether a name may be a person's: a given name and a surname, or a title that institutions are named with too (Don, Father)."""
    title, rest = _title(name)
    if type_code.startswith("LA_") or not _may_be_person(rest) or any(words_of(name) in names for names in listed().names.values()):
        return False
    if title == "strong":
        return True
    return 2 <= len(rest) <= MOST_UNTITLED and (title == "weak" or key(rest[0]) in _keys("given_name"))


def says_person(type_text: str) -> bool:
    """Whether the type of an actor is stated as a person."""
    return key(type_text) in _keys("person_type")


@lru_cache(maxsize=REMEMBERED)
def names_institution(name: str) -> bool:
    """Whether a name has a word for an institution or a legal form, a number or a sign that no person's name has."""
    words = [key(word) for word in clean_text(name).split()]
    return bool(NO_NAME.search(name)) or any(word in _institution_words() for word in words) or len(words) > MOST_WORDS


def _may_be_person(rest: tuple[str, ...]) -> bool:
    """Whether words are written as the parts of a person's name."""
    text = " ".join(rest)
    if not rest or names_institution(text) or words_of(text) in listed().names[EVERYWHERE]:
        return False
    return all(
        NAME_PART.fullmatch(word) and (not word.isascii() or word[:1].isupper() or key(word) in small_words() | PARTICLES) for word in rest
    )


@lru_cache(maxsize=REMEMBERED)
def _title(name: str) -> tuple[str, tuple[str, ...]]:
    """Return how sure the titles at the beginning of a name are (strong, weak or empty), and the words after them."""
    words = tuple(clean_text(name).replace(",", " ").split())
    found = ""
    while len(words) > 1 and (title := _titles().get(_as_title(words[0]), "")):
        found = "strong" if "strong" in (title, found) else title
        words = words[1:]
    return found, words


@cache
def _titles() -> dict[str, str]:
    return {_as_title(row["word_text"]): row["form_code"] for row in rows_of_words("title")}


def _as_title(word: str) -> str:
    """Return a word as titles are compared: the point counts only after one letter, which is an initial or a word without it."""
    folded = word.casefold()
    return folded if len(folded) == len("m.") else folded.rstrip(".")


@cache
def _keys(meaning: str) -> frozenset[str]:
    return frozenset(key(row["word_text"]) for row in rows_of_words(meaning))


@cache
def _institution_words() -> frozenset[str]:
    meanings = ("institution", "legal_form", "office", "government")
    return frozenset(key(row["word_text"]) for meaning in meanings for row in rows_of_words(meaning))
