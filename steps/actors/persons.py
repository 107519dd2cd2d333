"""Tells an organisation from a person, and takes the persons out of what is written for organisations.

Certain are a personal title, or an office that people hold, beside words that are written as names; doubtful are a given name and a
surname alone. Either is kept out: a person leaks once, an organisation is put right by a row of the master list. Organisations are named
after people (Fundación Juan XXIII, Association Lalla Meryem) and so are units (Antonio Ante): a word for an institution, a legal form,
a number, an entry of the master list or a unit of that name settles that they are none.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from schemas.countries import countries
from schemas.reference_files import read_reference
from steps.actors.listed import is_country, listed
from steps.actors.words import Words, looks_like_acronym, rows_of_words, small_words, words_of, words_of_acronym
from steps.answers.mend_text import may_need_mending, mended
from steps.places.gazetteer import ADMIN1, ADMIN2, ADMIN3, gazetteer
from steps.places.spelling import REMEMBERED, key
from steps.text import clean_text

CERTAIN, DOUBTFUL, NONE = "certain", "doubtful", ""
MOST_WORDS = 6  # of a person's name with its titles, small words aside
MOST_UNTITLED = 4  # of one without a title
LONGEST_HOUSEHOLD = 3  # words
MOST_OFFICE_WORDS = 3  # "punong barangay", "नगर प्रमुख"
NAME_PART = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963])+(?:['’‘.-][^\W\d_]*)*[.,]?")
NO_NAME = re.compile(r"[\d&/@|;:()\"«»“”+]")
QUOTES = "\"'«»“”‹› "
# Between the parts of a cell: signs, an e-mail address, a telephone number, the number of a list.
BETWEEN = re.compile(
    r"\s*[<(\[]?[^\s@<>()]{1,80}@[^\s@]{1,80}|\s*[,،:/()\[\]<>\n]\s*|\s+-\s+|\s*[–—]\s*"
    r"|\s*\+\d[\d .-]{5,30}|\s*\d[\d.-]{5,30}|(?:^|\s)\d{1,2}[.)-]\s+"
)
JOINED = re.compile(r"\s+(?:and|y|e|et|und|र|तथा|و|&|\+)\s+", re.IGNORECASE)
BETWEEN_KEPT, JOINED_KEPT = (re.compile(f"({one.pattern})", one.flags) for one in (BETWEEN, JOINED))  # for `split`
CARE_OF = re.compile(r"\s+c/o:?\s+", re.IGNORECASE)
POINT_WITHIN = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})")  # Ing.Juan
ELIDED = re.compile(r"\b([dl])['’](?=\w)")  # d'exemple; D'Angelo is a surname
REFERENCE = re.compile(r"[A-Za-z]{1,4}[-_. ]?\d{1,5}")  # of an organisation, as A-01
LONGEST_PART = 40  # words; a longer one is prose
EMPTY_BRACKETS = re.compile(r"\s*[(\[][\s,،:/–—-]*[)\]]")
LOOSE_ENDS = re.compile(r"^[\s,،:/–—-]+|[\s,،:/–—-]+$")
REPEATED = re.compile(r"(\s*[,،:/–—]\s*|\s+-\s+)(?:[,،:/–—-]\s*)+")
NOT_OF = frozenset(("el", "la", "los", "las", "le", "les", "l", "the", "por", "par", "by"))  # behind an office; "Alcalde de" needs a place
# Of surnames, in small letters; those that are small words anyway (de, la, el) are not repeated.
PARTICLES = frozenset(
    ("ben", "bent", "bin", "bint", "ibn", "abu", "ould", "mint", "ait", "al", "von", "van",
     "ter", "dela", "delos", "delas", "del", "do", "dos", "das")
)  # fmt: skip
INITIAL = re.compile(r"[^\W\d_]\.")
UNITS = frozenset((ADMIN1, ADMIN2, ADMIN3))


class Cleared(NamedTuple):
    """What is left of a name without the persons in it, empty when nothing is; how sure it is that there were any; and their bare names."""

    text: str
    sureness: str = NONE
    persons: tuple[str, ...] = ()


class _Lead(NamedTuple):
    """What opens a name: the strongest title, whether an office, whether "of" stands behind it; and the words after."""

    title: str
    has_office: bool
    is_of: bool
    rest: Words


@lru_cache(maxsize=REMEMBERED)
def without_persons(name: str, known: frozenset[str] = frozenset()) -> Cleared:
    """Return a name without the persons that it names, and without the offices that stand beside them.

    An organisation beside a person stays ("Municipalidad de Upala (Sr. Juan Ejemplo)"); a place or a word that names none goes too.
    `known` are bare names that the same file has shown to be of persons.
    """
    text = clean_text(mended(name)[0] if may_need_mending(name) else name).strip(QUOTES)
    if not text or _is_known(text):
        return Cleared(name)
    pieces = _pieces(text)
    parts = pieces[::2]
    if len(parts) == 2 and "," in pieces[1] and _is_reversed(*parts):
        return Cleared("", DOUBTFUL, (key(f"{parts[1]} {parts[0]}"),))
    sure = [_sureness(part) or (CERTAIN if known and bare_name(part) in known else NONE) for part in parts]
    for number in _behind_contact(parts):
        sure[number] = sure[number] or DOUBTFUL
    offices = [not sureness and _names_office(part) for part, sureness in zip(parts, sure, strict=True)]
    if not any(sure) and offices[1:2] == [True] and _may_be_unlisted(parts[0]):
        sure[0] = DOUBTFUL
    offices = [is_office and not _is_seat(part) for part, is_office in zip(parts, offices, strict=True)]
    rest = [part for part, sureness, is_office in zip(parts, sure, offices, strict=True) if not (sureness or is_office) and key(part)]
    if not any(sure) or (rest and all(map(_is_mere_form, rest))):  # a firm may bear a person's name
        return Cleared(name)
    kept = ["" if sureness or is_office else part for part, sureness, is_office in zip(parts, sure, offices, strict=True)]
    left = _put_together(kept, pieces[1::2]) if any(map(_is_organisation, rest)) else ""
    persons = tuple(bare_name(part) for part, sureness in zip(parts, sure, strict=True) if sureness)
    return Cleared(left, CERTAIN if CERTAIN in sure or any(offices) else DOUBTFUL, persons)


def is_person(name: str) -> bool:
    """Whether a name is certainly a person's, or holds one that is."""
    return without_persons(name).sureness == CERTAIN


def is_perhaps_person(name: str) -> bool:
    """Whether a name may be a person's, or hold one that may be, and neither is certain."""
    return without_persons(name).sureness == DOUBTFUL


@lru_cache(maxsize=REMEMBERED)
def may_be_of_person(reference: str) -> bool:
    """Whether a reference may be a person's name, in any order and case: "ALAOUI Mohamed", "alaoui mohamed", "M. Alaoui".

    Less is asked than of the name of an organisation, since a code in place of a reference loses nothing.
    """
    words = tuple(reference.replace(",", " ").title().split())
    if not 2 <= len(_proper(words)) <= MOST_UNTITLED or not _may_be_person(words) or _is_known(reference) or _has_saint(words):
        return bool((cleared := without_persons(reference)).sureness and not cleared.text)
    return any(key(word) in _keys("given_name") for word in words) or bool(without_persons(" ".join(words)).sureness)


def opens_name(word: str, before: str) -> bool:
    """Whether a person's name may begin with a word of a sentence: a title, or a word with a capital that stands behind no saint's."""
    is_name = word[:1] != word[:1].lower() or not word.isascii()
    return (is_name or _as_title(word) in _titles()) and key(before) not in _keys("saint")


def says_person(type_text: str) -> bool:
    """Whether the type of an actor is stated as a person."""
    return key(type_text) in _keys("person_type")


@lru_cache(maxsize=REMEMBERED)
def names_institution(name: str) -> bool:
    """Whether a name has a word for an institution or a legal form, a number or a sign that no person's name has."""
    words = [key(word) for word in clean_text(name).split()]
    long_words = [word for word in words if word not in small_words()]
    is_word = any(word in _institution_words() or (not word.isascii() and words_of(word) in _institution_phrases()) for word in words)
    return bool(NO_NAME.search(name)) or is_word or len(long_words) > MOST_WORDS


@lru_cache(maxsize=REMEMBERED)
def bare_name(name: str) -> str:
    """Return a person's name as it is compared with others: without titles and offices."""
    return key(" ".join(_lead(name).rest))


def _pieces(text: str) -> list[str]:
    """Return the parts of a name and, between them, what separates them; "and" only separates persons from others."""
    pieces = BETWEEN_KEPT.split(CARE_OF.sub(": ", text))
    found: list[str] = []
    for number, piece in enumerate(pieces):
        joined = JOINED_KEPT.split(piece) if number % 2 == 0 else [piece]
        found += joined if len(joined) == 1 or _are_joined_persons(joined[::2]) else [piece]
    return [one for number, piece in enumerate(found) for one in (_seat_and_holder(piece) if number % 2 == 0 else [piece])]


def _seat_and_holder(part: str) -> list[str]:
    """Return the office as a place and, apart from it, the person who holds it: "Oficina del alcalde", " ", "Juan Ejemplo"."""
    words = part.split()
    if not 3 < len(words) <= LONGEST_PART or key(words[0]) not in _keys("office_seat"):
        return [part]
    for start in range(1, len(words) - 2):
        length = _office_length(tuple(words[start:]))
        name = tuple(words[start + length :])
        if length and _has_given_and_surname(name):
            return [" ".join(words[: start + length]), " ", " ".join(name)]
    return [part]


def _are_joined_persons(parts: list[str]) -> bool:
    """Whether "and" joins persons, or a person with an organisation; "M. Exemple & Fils" is a firm."""
    sure = [_sureness(part) for part in parts]
    return any(sure) and all(sureness or _is_organisation(part) for part, sureness in zip(parts, sure, strict=True))


@lru_cache(maxsize=REMEMBERED)
def _sureness(part: str) -> str:
    """Return how sure it is that a part without separators is a person, with or without an office."""
    if len(part.split()) > LONGEST_PART or _is_known(part):
        return NONE
    if _is_household(tuple(part.split())):
        return DOUBTFUL
    lead = _lead(part)
    if lead.title or lead.has_office:
        return _of_led(lead)
    before = _before_office(lead.rest)
    if before and _has_given_and_surname(before):
        return CERTAIN
    return DOUBTFUL if _has_given_and_surname(lead.rest) or _has_titled_person(lead.rest) else NONE


def _is_household(words: Words) -> bool:
    """Whether words name a household by its family: "Familia Ejemplo", "Halimbawa Family"."""
    if not 2 <= len(words) <= LONGEST_HOUSEHOLD:
        return False
    rest = words[1:] if key(words[0]) in _household_words("first") else words[:-1] if key(words[-1]) in _household_words("last") else ()
    return bool(rest) and len(_proper(rest)) == len(rest) and _may_be_person(rest) and not (rest[0].isascii() and rest[0].islower())


@cache
def _household_words(place: str) -> frozenset[str]:
    return frozenset(key(row["word_text"]) for row in rows_of_words("household") if row["form_code"] == place)


def _has_titled_person(words: Words) -> bool:
    """Whether a personal title stands within words before a given name, and no institution before it: "Aporte de la Sra. Ana Ejemplo".

    One that is also a part of names must be in small letters: "Finca de don Juan Ejemplo", but not "Barrio Don Juan Ejemplo".
    """
    titles = _titles()
    found = ((start, titles.get(_as_title(words[start]))) for start in range(1, len(words)))
    start = next((start for start, title in found if title == "strong" or (title and words[start].islower())), 0)
    return bool(start) and _of_led(_lead(" ".join(words[start:]))) == CERTAIN and not names_institution(" ".join(words[:start]))


def _of_led(lead: _Lead) -> str:
    """Return how sure a name behind a title or an office is."""
    rest = _before_office(lead.rest) or lead.rest
    proper = _proper(rest)
    has_given = bool(_given_length(rest))
    if lead.has_office and (lead.is_of or not _may_be_person(rest)):
        return DOUBTFUL if any(_has_given_and_surname(rest[start:]) for start in _starts_of_names(rest)) else NONE
    if not _may_be_person(rest) or not proper:
        return NONE
    if lead.has_office and lead.title != "strong":
        return CERTAIN if has_given else DOUBTFUL if _may_follow_office(proper) else NONE
    if lead.title == "strong":
        return CERTAIN if has_given or len(proper) > 1 else DOUBTFUL
    return CERTAIN if has_given else DOUBTFUL if 2 <= len(proper) <= MOST_UNTITLED else NONE


def _starts_of_names(words: Words) -> list[int]:
    """Return where, among the words behind an office, a given name stands that is no part of a saint's: "Alcalde de Upala Juan Ejemplo"."""
    saints = _keys("saint")
    return [start for start in range(len(words)) if _given_length(words[start:]) and not (start and key(words[start - 1]) in saints)]


def _may_follow_office(words: Words) -> bool:
    """Whether words behind an office may be a name that is not listed: "Mayor Halimbawa", but not "Director General"."""
    qualifiers = _keys("office_qualifier")
    return all(word[:1].isupper() for word in words) and not any(key(word) in qualifiers for word in words)


def _has_given_and_surname(words: Words) -> bool:
    """Whether words are a listed given name and a surname; turned round where it is in capitals, stands alone or two given names follow."""
    proper = _proper(words)
    if not 2 <= len(proper) <= MOST_UNTITLED or not _may_be_person(words) or _is_known(" ".join(words)):
        return False
    is_turned = len(words[0]) > 1 and words[0].isupper() and not words[-1].isupper()
    is_plainly_turned = len(words) == 2 and key(words[1]) in _keys("given_name") and not _has_saint(words)
    is_turned_in_full = len(proper) > 2 and all(key(word) in _keys("given_name") for word in proper[-2:]) and not _has_saint(words)
    has_given = any(key(word) in _keys("given_name") for word in words[1:])
    return 0 < _given_length(words) < len(words) or (is_turned and has_given) or is_turned_in_full or is_plainly_turned


def _has_saint(words: Words) -> bool:
    return any(key(word) in _keys("saint") for word in words)


def _is_reversed(surname: str, given: str) -> bool:
    """Whether two parts are a surname and the given names behind it: "Ejemplo, Juan"."""
    before, behind = surname.split(), tuple(given.split())
    if not 1 <= len(before) <= 2 or not 1 <= len(behind) <= 2 or _is_organisation(surname) or is_country(surname):
        return False
    return bool(_given_length(behind)) and _may_be_person((*behind, *before))


def _may_be_unlisted(part: str) -> bool:
    """Whether a part beside an office may be a person whose given name is not listed."""
    words = _lead(part).rest
    return 2 <= len(_proper(words)) <= MOST_UNTITLED and _may_be_person(words) and not _is_organisation(part)


def _given_length(words: Words) -> int:
    """Return how many words the given name at the beginning takes; 0 without one."""
    if not words:
        return 0
    first = key(words[0]).split()[:1]
    return 1 if first and first[0] in _keys("given_name") else 2 if key(" ".join(words[:2])) in _keys("given_name") else 0


def _proper(words: Words) -> Words:
    return tuple(word for word in words if _is_initial(word) or (key(word) not in small_words() and word not in PARTICLES))


def _is_initial(word: str) -> bool:
    return INITIAL.fullmatch(word) is not None and word.isupper()


def _may_be_person(words: Words) -> bool:
    """Whether words are written as the parts of a person's name."""
    text = " ".join(words)
    if not words or names_institution(text):
        return False
    is_small = text == text.lower()  # a sender who writes no capitals at all
    return all(
        NAME_PART.fullmatch(word) and (not word.isascii() or is_small or word[:1].isupper() or key(word) in small_words() | PARTICLES)
        for word in words
    )


@lru_cache(maxsize=REMEMBERED)
def _is_known(name: str) -> bool:
    """Whether a whole name is that of a listed organisation, or of a unit of a country of the programme."""
    words = words_of(name)
    if not words or any(words in names for names in listed().names.values()):
        return True
    is_acronym = looks_like_acronym(name) and any(words_of_acronym(name) in known for known in listed().acronyms.values())
    return is_acronym or any(place.level in UNITS and place.country_code in countries() for place in gazetteer().anywhere(name))


def _is_organisation(part: str) -> bool:
    """Whether a part beside a person names an organisation: a listed one, an acronym or reference, an institution in more than a word."""
    is_listed = any(words_of(part) in names for names in listed().names.values())
    is_short = looks_like_acronym(part) or REFERENCE.fullmatch(part) is not None
    return is_listed or is_short or (names_institution(part) and len(part.split()) > 1)


def _is_mere_form(part: str) -> bool:
    """Whether a part only says what the name before it is: Inc, & Fils, ONG."""
    return key(part) in _keys("firm") | _keys("legal_form")


def _is_seat(part: str) -> bool:
    """Whether a part is an office as a place, which no person is: "Oficina del alcalde"."""
    return key(part.split(maxsplit=1)[0] if part else "") in _keys("office_seat") and _is_organisation(part)


def _behind_contact(parts: list[str]) -> list[int]:
    """Return which parts stand behind a word such as contact and may be the person who is meant: "contacto: Xóchitl Ejemplo"."""
    return [
        number
        for number, (before, part) in enumerate(pairwise(parts), start=1)
        if key(before) in _keys("contact") and _may_be_unlisted(part) and not _is_known(part)
    ]


def _names_office(part: str) -> bool:
    """Whether a part tells an office that a person holds, or a title behind a name: "alcalde de Upala", "पोखराका मेयर", "Ing."."""
    words = _proper(tuple(part.split()))[:LONGEST_PART]
    if len(words) == 1 and _is_cased(words[0]) and _titles().get(_as_title(words[0])) == "strong":
        return True
    return bool(_office_length(words)) or any(_office_length(words[start:]) == len(words) - start for start in range(len(words)))


def _is_cased(word: str) -> bool:
    """Whether a word is written in small letters, in capitals or with one at its beginning: "Bb" is a title, "bB" a scrap of a code."""
    return word in (word.lower(), word.upper(), word.capitalize())


def _before_office(words: Words) -> Words:
    """Return the words before the first office among them, none when there is no office: "Juan Ejemplo Mayor of Naga"."""
    return next((words[:start] for start in range(1, len(words)) if _office_length(words[start:])), ())


def _office_length(words: Words) -> int:
    """Return how many words the office takes that words begin with; 0 without one."""
    for length in range(min(MOST_OFFICE_WORDS, len(words)), 0, -1):
        if words_of(" ".join(words[:length])) in _offices() and key(words[length - 1]) not in small_words():
            return length
    return 0


@lru_cache(maxsize=REMEMBERED)
def _lead(name: str) -> _Lead:
    words = tuple(ELIDED.sub(r"\1' ", POINT_WITHIN.sub(". ", clean_text(name))).replace(",", " ").split())
    title, has_office, is_of = NONE, False, False
    while words:
        small = key(words[0]) in small_words() and not (words[0][:1].isupper() and not (title or has_office))
        if len(words) > 1 and (found := _titles().get(_as_title(words[0]), "")):
            title = "strong" if "strong" in (title, found) else found
            words, is_of = words[1:], False
        elif len(words) > 2 and (found := _titles().get(_as_title(" ".join(words[:2])), "")):  # El Hadj
            title = "strong" if "strong" in (title, found) else found
            words, is_of = words[2:], False
        elif length := _office_length(words):
            words, has_office, is_of = words[length:], True, False
        elif len(words) > 1 and (small or key(words[0]) in _filler_words()):
            words, is_of = words[1:], has_office and key(words[0]) not in NOT_OF
        else:
            break
    return _Lead(title, has_office, is_of, words)


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
def _filler_words() -> frozenset[str]:
    return frozenset(word for row in rows_of_words("filler") for word in words_of(row["word_text"]))


@cache
def _offices() -> frozenset[Words]:
    return frozenset(words_of(row["word_text"]) for row in rows_of_words("held_office"))


@cache
def _institution_words() -> frozenset[str]:
    meanings = ("institution", "legal_form", "firm", "office", "government")
    authorities = read_reference("authority_words.csv", ("word_text", "country_code"), ("word_text", "country_code"))
    return frozenset(key(row["word_text"]) for row in (*authorities, *(row for one in meanings for row in rows_of_words(one))))


@cache
def _institution_phrases() -> frozenset[Words]:
    """Return the words for institutions that Arabic writes with an article, as they are without it."""
    return frozenset(words_of(word) for word in _institution_words() if not word.isascii())


def _put_together(parts: list[str], separators: list[str]) -> str:
    """Return what is left of a cell, with the signs between the parts that are left."""
    pairs = zip(parts, separators, parts[1:], strict=False)
    signs = [", " if JOINED.fullmatch(sign) and not (before and behind) else sign for before, sign, behind in pairs]
    text = "".join(part + sign for part, sign in zip(parts, [*signs, ""], strict=True))
    return clean_text(LOOSE_ENDS.sub("", REPEATED.sub(r"\1", EMPTY_BRACKETS.sub("", text))))
