"""Brings spellings of an organisation's name together by rule: its words without articles, its legal form, its acronym in brackets."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from schemas.reference_files import read_reference
from steps.places.spelling import ARTICLES, CONNECTORS, REMEMBERED, key
from steps.text import clean_text

# A word with its inner apostrophes and the vowel signs of Devanagari.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[\w\u0900-\u097F]+(?:['’‘][\w\u0900-\u097F]+)*")
IN_BRACKETS = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*")
AFTER_DASH = re.compile(r"\s+[-–—]\s*(?=\S+$)|(?<=\w\w)-(?=[A-Z]{3,}$)|\s*[-–—]\s+(?=\S+$)|\s*:\s*(?=\S+$)")
BEFORE_DASH = re.compile(r"(?<=^\S)(\S*?)\s*[-–—:]\s*(?=\S+\s)")
MAY_PART = re.compile(r"[(（\[:–—-]")  # what a name has that states its acronym
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
LONGEST_ARTICLE = 4
LONGEST_ACRONYM = 14
MOST_CAPITALISED = 5  # letters of an acronym that is written like a name, as Cresm


Words = tuple[str, ...]


class ReadName(NamedTuple):
    """A name as it is compared.

    `words` are its words without small ones, `bare` those without words for the legal form, `forms` the kinds of those words;
    `acronyms` the short names it states beside the long one; `short` the one word that it is, if that is written as short names are.
    """

    words: Words
    bare: Words
    forms: frozenset[str]
    acronyms: frozenset[str]
    short: str


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> Words:
    """Return the words of a text as they are compared, without small ones; all of them when it has no others."""
    return content_words(text) or tuple(key(without_dots(text)).split())


@lru_cache(maxsize=REMEMBERED)
def content_words(text: str) -> Words:
    """Return the words of a text as they are compared, without small ones: none when it has only such."""
    return tuple(_without_article(word) for word in key(without_dots(text)).split() if word not in small_words())


def without_dots(text: str) -> str:
    """Return the text with the letters of dotted abbreviations drawn together: O.N.G., U.S., e.V."""
    return DOTTED.sub(lambda mark: mark[0].replace(".", ""), text) if "." in text else text


def _without_article(word: str) -> str:
    """Return an Arabic word without its article, and without the "and" that is written before one."""
    return word.removeprefix("و").removeprefix("ال") if word.startswith(("وال", "ال")) and len(word) > LONGEST_ARTICLE else word


@lru_cache(maxsize=REMEMBERED)
def read_name(text: str) -> ReadName:
    """Return how a name is compared. "Union tunisienne de l'agriculture (Utap)" and "UTAP (Union …)" state the same acronym."""
    long_name, short = part_acronym(clean_text(text))
    words = words_of(long_name)
    bare, forms = _without_legal_form(words)
    alone = bare[0] if len(bare) == 1 and any(looks_like_acronym(one) for one in long_name.split() if words_of(one) == bare) else ""
    return ReadName(words, bare, forms, frozenset(words_of_acronym(one) for one in short), alone)


def words_of_acronym(text: str) -> str:
    """Return an acronym as it is compared: its letters and digits in one word."""
    return key(text).replace(" ", "")


@lru_cache(maxsize=REMEMBERED)
def part_acronym(text: str) -> tuple[str, Words]:
    """Return a name without the acronyms that it states in brackets or behind a dash, and these."""
    if not MAY_PART.search(text):
        return text.strip(" ,;.") or text, ()
    short = [inside.strip() for inside in IN_BRACKETS.findall(text) if _shortens(inside, text)]
    without = IN_BRACKETS.sub(lambda mark: " " if _shortens(mark[1], text) else mark[0], text).strip(" ,;.-–—")
    outside = IN_BRACKETS.sub(" ", without).strip()
    inside = IN_BRACKETS.findall(without)
    if inside and looks_like_acronym(outside) and not short:
        return inside[0].strip(), (outside,)
    for mark in (AFTER_DASH.search(without), BEFORE_DASH.search(without)):
        if mark and not short:
            first, last = without[: mark.end()].strip(" -–—:"), without[mark.end() :].strip()
            for acronym, name in ((last, first), (first, last)):
                if _is_capitals(acronym) and " " in name:
                    return name, (acronym,)
    return without or text, tuple(short)


def _shortens(inside: str, text: str) -> bool:
    """Whether what stands in a bracket of a text is an acronym: written as one, or a word whose letters the text has in this order."""
    if looks_like_acronym(inside):
        return True
    letters = iter(key(text.replace(inside, "")).replace(" ", ""))
    return inside.isalpha() and inside[0].isupper() and len(inside) <= LONGEST_ACRONYM and all(one in letters for one in key(inside))


@lru_cache(maxsize=REMEMBERED)
def looks_like_acronym(text: str) -> bool:
    """Whether a text is written as short names are: capitals, or one short word that begins with one (Cresm)."""
    text = text.strip()
    if not text or len(text) > LONGEST_ACRONYM or not text.isascii():
        return False
    return _is_capitals(text) or (" " not in text and text.isalpha() and text[0].isupper() and len(text) <= MOST_CAPITALISED)


def _is_capitals(text: str) -> bool:
    letters = [mark for mark in text if mark.isalpha()]
    capitals = sum(mark.isupper() for mark in letters)
    return len(letters) >= 2 and len(text) <= LONGEST_ACRONYM and len(text.split()) <= 2 and 2 * capitals > len(letters) + (" " in text)


def _without_legal_form(words: Words) -> tuple[Words, frozenset[str]]:
    forms = legal_forms()
    kept = tuple(word for word in words if word not in forms)
    if not kept:
        return words, frozenset()
    return kept, frozenset(filter(None, (forms[word] for word in words if word in forms)))


@cache
def small_words() -> frozenset[str]:
    """Return the words that writers leave out, or exchange, without meaning another organisation."""
    return ARTICLES | CONNECTORS | {key(row["word_text"]) for row in rows_of_words("small")}


@cache
def rows_of_words(meaning: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `reference/actor_words.csv` with a meaning."""
    return tuple(row for row in _word_rows() if row["meaning"] == meaning)


@cache
def _word_rows() -> tuple[dict[str, str], ...]:
    return tuple(read_reference("actor_words.csv", ("word_text", "meaning", "form_code"), ("word_text", "meaning")))


@cache
def legal_forms() -> dict[str, str]:
    """Return the words for the legal form of an organisation, with the form that each means; empty for one that tells no form."""
    return {word: row["form_code"] for row in rows_of_words("legal_form") for word in words_of(row["word_text"])}


@cache
def phrases(meaning: str) -> frozenset[Words]:
    """Return the phrases of `reference/actor_words.csv` with a meaning, as words that are compared."""
    return frozenset(words_of(row["word_text"]) for row in rows_of_words(meaning))
