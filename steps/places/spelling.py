"""Brings spellings of one name together by rule: what people write differently without meaning another place.

Three forms of a name, each coarser than the one before: its `key` (case, accents, punctuation and the letters that keyboards confuse
do not count), the key without the words for what the unit is, and its `sound` (transliterations: Oulad and Ouled, Ph and F, K and Q).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from schemas.code_lists import INDIC
from schemas.reference_files import read_reference
from steps.text import UNSEEN, fold

REMEMBERED = 2**17
EVERYWHERE = "*"
# Arabic letters that keyboards and handwriting confuse; vowel signs and the stretching line are no letters. Nepali writes long for
# short vowels, one sibilant for another and v for b.
SAME_LETTERS = (
    str.maketrans("ىیئکةھہەگڭڤٱ", "يييكههههكقفا", "ـءًٌٍَُِّْٰ")
    | str.maketrans("أإآؤ", "اااو")
    | str.maketrans("ीूशषणवँ", "िुससनबं", "़‍‌")
)  # fmt: skip
DEVANAGARI_NASAL = re.compile("[ङञणनम]्(?=[क-ह])")
ELISIONS = re.compile(r"\b([dl])['’‘ʼ`´]")  # l'Oriental, d'Aïn Leuh: the letter is a word of its own; in M'Rah it is none
APOSTROPHES = re.compile("['’‘ʼ`´ʿʾ]")
NOT_LETTERS = re.compile(r"(?:[^\w\u0900-\u097F]|_)+")
NOT_LETTERS_IN_LINE = re.compile(r"(?:[^\w\u0900-\u097F\n]|_)+")
UNSEEN_MARKS = re.compile(f"[{''.join(map(chr, UNSEEN))}]")
CONNECTORS = frozenset(("de", "del", "d", "du", "des", "of", "ng", "di", "the"))
MOST_EXPANDED = 2  # abbreviations in one name; more are no name
ARTICLES = frozenset(
    ("el", "al", "le", "la", "l", "les", "los", "las", "es", "er", "ech", "ed", "en", "et", "ez", "as", "ar", "ad", "an", "at", "az", "ach")
)
# Digraphs and letters by which languages write the same sound, in the order in which they are replaced; the text may be of many lines.
SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<![a-z])(?:oulad|ouled|awlad|aoulad|wlad|ulad|uled)", "ulad"),
        (r"(?<![a-z])(?:beni|bani|bni)(?![a-z])", "bni"),
        (r"(?<![a-z])[ae]([bcdfgjklmnpqrstvwxz])\1", r"\1"),  # Er-Reggada, Erreggada, Reggada: the article takes the first letter
        (r"(?<=[a-z]{2})(?:aa?t|iet|et)(?= )", "a"),  # Kelaat and Kelaa des Sraghna: the ending that joins a word to the next
        (r"ou(?=[aeiou])|w|v", "b"), (r"ou|oo", "u"), (r"ee|ie(?=[^aeiou\n])", "i"), (r"aa", "a"),
        (r"chh|tch|sch|ch|sh", "c"), (r"kh|qu(?=[ei])|q|x|ck", "k"), (r"gh", "g"), (r"ph", "f"), (r"dj|dz", "g"), (r"j", "g"),
        (r"gu(?=[ei])", "g"),
        (r"ksh", "c"), (r"c(?=[eiy])|z|ss", "s"), (r"c(?=[^eiyc]|$)", "k"), (r"([tdbgkpsc])h", r"\1"), (r"h", ""),
        (r"ll(?=[aeiou])", "i"), (r"[yei]+", "i"), (r"o", "u"), (r"ai", "i"), (r"au", "u"), (r"n(?=[bp])", "m"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=REMEMBERED)
def key(name: str) -> str:
    """Return the form in which names are compared: words of letters and digits, parted by single blanks."""
    folded = fold(name)
    if folded.isascii() and folded.replace(" ", "").isalnum():  # as most are
        return folded
    folded = APOSTROPHES.sub("", ELISIONS.sub(r"\1 ", folded))
    if not folded.isascii():
        folded = DEVANAGARI_NASAL.sub("ं", folded).translate(SAME_LETTERS)
    return NOT_LETTERS.sub(" ", folded).strip()


def keys(names: Sequence[str]) -> list[str]:
    """Return the `key` of each name. All are brought there as one text, a name a line, in half the time of one after the other."""
    text = "\n".join(names)
    if text.count("\n") != len(names) - 1:  # one has several lines
        return [key(name) for name in names]
    # As `fold` does, but for blanks, which end as single ones here anyway.
    seen = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", UNSEEN_MARKS.sub("", text)).casefold())
    accents = "".join(mark for mark in set(seen) if unicodedata.category(mark) == "Mn" and mark not in INDIC)
    bare = re.sub(f"[{accents}]+", "", seen) if accents else seen
    folded = APOSTROPHES.sub("", ELISIONS.sub(r"\1 ", bare))
    lines = [line if line.isascii() else DEVANAGARI_NASAL.sub("ं", line).translate(SAME_LETTERS) for line in folded.split("\n")]
    return [line.strip() for line in NOT_LETTERS_IN_LINE.sub(" ", "\n".join(lines)).split("\n")]


@lru_cache(maxsize=REMEMBERED)
def sound(name_key: str) -> str:
    """Return what a key sounds like, in one word and without articles; of other scripts than Latin, the key in one word."""
    return sounds([name_key])[0] if name_key.isascii() else _joined_without_article(name_key)


def sounds(name_keys: Sequence[str]) -> list[str]:
    """Return what keys of Latin letters sound like (see `sound`), all at once: to look for a pattern takes longer than to look on."""
    heard = "\n".join(" ".join([word for word in one.split() if word not in ARTICLES] or one.split()) for one in name_keys)
    for pattern, letter in SOUNDS:
        heard = pattern.sub(letter, heard)
    return heard.replace(" ", "").split("\n")


def _joined_without_article(name_key: str) -> str:
    return "".join(word.removeprefix("ال") or word for word in name_key.split())


def joined(name_key: str) -> str:
    """Return a key in one word: where a name is parted into words is not certain (Beni Mellal, Benimellal)."""
    return name_key.replace(" ", "")


@dataclass(frozen=True)
class Bare:
    """A key without the words for what the unit is, and the kinds of unit that those words mean (none: any)."""

    key: str
    kinds: frozenset[str] = frozenset()


@lru_cache(maxsize=REMEMBERED)
def bare(name_key: str, country_code: str) -> Bare:
    """Return a key without unit words before and after the name; as it is when nothing else would be left."""
    words, kinds = name_key.split(), frozenset[str]()
    for _ in range(3):  # "GAD Municipal del Cantón Loja" has three
        found = _unit_words_at(words, country_code)
        if not found:
            break
        words, more = found
        kinds = kinds & more if kinds & more else kinds or more
    return Bare(" ".join(words), kinds)


def _unit_words_at(words: list[str], country_code: str) -> tuple[list[str], frozenset[str]] | None:
    known, longest = unit_words(country_code)
    first, last = _ends_of_unit_words(country_code)
    if not words or (words[0] not in first and words[-1] not in last):  # as of most names
        return None
    for length in range(min(longest, len(words) - 1), 0, -1):
        before, after = " ".join(words[:length]), " ".join(words[-length:])
        if before in known and (rest := _without_connectors(words[length:])):
            return rest, known[before]
        if after in known and (rest := words[:-length]):
            return rest, known[after]
    return None


@cache
def _ends_of_unit_words(country_code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that unit words of a country begin with, and those that they end in."""
    known = [words.split() for words in unit_words(country_code)[0]]
    return frozenset(words[0] for words in known), frozenset(words[-1] for words in known)


def _without_connectors(words: list[str]) -> list[str]:
    first = next((number for number, word in enumerate(words) if word not in CONNECTORS), len(words))
    return words[first:]


@cache
def unit_words(country_code: str) -> tuple[dict[str, frozenset[str]], int]:
    """Return the keys of unit words in a country with the kinds of unit that they mean, and the number of words of the longest."""
    rows = read_reference("gazetteer/words/unit_words.csv", ("word_text", "country_code", "unit_kinds"), ("word_text", "country_code"))
    known: dict[str, frozenset[str]] = {}
    for row in sorted(rows, key=lambda one: one["country_code"]):  # a country's own meaning replaces the general one
        if row["country_code"] in (EVERYWHERE, country_code):
            known[key(row["word_text"])] = frozenset(filter(None, row["unit_kinds"].split("|")))
    return known, max(len(words.split()) for words in known)


def initials(name_key: str) -> Iterator[str]:
    """Yield the ways to shorten one word of a name to its first letter: "sidi smail" is "s smail" or "sidi s"."""
    words = name_key.split()
    if len(words) > 1:
        for number, word in enumerate(words):
            if len(word) > 1:
                yield " ".join((*words[:number], word[0], *words[number + 1 :]))


def has_initial(name_key: str) -> bool:
    """Whether one word of a key, but not all, is a single letter."""
    lengths = [len(word) for word in name_key.split()]
    return lengths.count(1) == 1 and len(lengths) > 1


def expansions(name_key: str) -> Iterator[str]:
    """Yield the keys that an abbreviated one may stand for: "sta ana" is "santa ana"; nothing for one without abbreviations."""
    words = name_key.split()
    short = [word for word in words if word in abbreviations()]
    if short and len(words) > 1 and len(short) <= MOST_EXPANDED:
        choices = [abbreviations().get(word, (word,)) for word in words]
        yield from (" ".join(choice) for choice in product(*choices))


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Return what each abbreviation may stand for, keys throughout."""
    rows = read_reference("gazetteer/words/abbreviations.csv", ("abbreviation", "expansions"), ("abbreviation",))
    return {key(row["abbreviation"]): tuple(key(word) for word in row["expansions"].split("|")) for row in rows}


@lru_cache(maxsize=REMEMBERED)
def directions(name_key: str) -> frozenset[str]:
    """Return the words of a key that tell two units of one name apart: whoever writes East does not mean West."""
    return _directions().intersection(name_key.split())


@cache
def _directions() -> frozenset[str]:
    rows = read_reference("gazetteer/words/directions.csv", ("word_text",), ("word_text",))
    return frozenset(key(row["word_text"]) for row in rows)


@cache
def not_places() -> dict[str, str]:
    """Return the keys of answers that name no place, with what they mean: `national` or `no_place`."""
    rows = read_reference("gazetteer/words/not_places.csv", ("word_text", "meaning"), ("word_text",))
    return {key(row["word_text"]): row["meaning"] for row in rows}
