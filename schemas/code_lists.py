"""Code lists from `reference/code_lists/`: codes, their labels in every language, and the spellings that mean them.

An alias may hold for one country only, written `SLV:$`: a dollar sign means the US dollar in El Salvador
and nothing certain elsewhere.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from unicodedata import category, decimal, normalize

from schemas.errors import BrokenReference
from schemas.form import LABELS, LANGUAGES
from schemas.reference_files import read_reference, reference_folder

SCOPED_ALIAS = re.compile(r"([A-Z]{3}):(.+)")
EVERYWHERE = ""
INDIC = frozenset(map(chr, range(0x0900, 0x0E00)))  # their marks are vowels, not accents: without them कुल and कल were one word
# What keyboards and habits write for the same letter: apostrophes and dashes; the Arabic letters of a Persian keyboard, the final
# letters that Arabic handwriting leaves without dots, the line that stretches a word; the two dots that Nepali writes for a nasal vowel.
SAME_MARKS = dict.fromkeys(map(ord, "’‘ʼ`"), "'") | dict.fromkeys(map(ord, "‐‒–—−"), "-") | str.maketrans("ىیکةٱँ", "ييكهاं", "ـ")
# Nepali writes a nasal before a consonant of its own row in full or as a dot: सङ्घ is संघ.
NASALS = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
BETWEEN_TWO = re.compile(r"\s*[/:=(]\s*|\s+-\s+")
LONGEST_OF_BOTH = 1_000  # characters of two spellings side by side; every mark of a longer text would be tried in turn
CLOSING = " .:;,।؛؟،"


@dataclass(frozen=True)
class CodeList:
    """One code list. `meanings` finds the code of a folded spelling, by country or for EVERYWHERE."""

    name: str
    labels: dict[str, dict[str, str]]
    definitions: dict[str, str]
    meanings: dict[tuple[str, str], str]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order of the list."""
        return tuple(self.labels)

    def code_of(self, text: str, country_code: str = EVERYWHERE) -> str | None:
        """Return the code of a spelling: the code itself, a label in any language or an alias; None when unknown.

        Two spellings of one code side by side mean it too, as in `Oui / نعم`, `M4 - Jobs` or `Euro (EUR)`.
        """
        key = fold_label(text)
        return self._meaning(key, country_code) or self._meaning_of_both(key, country_code)

    def _meaning(self, key: str, country_code: str) -> str | None:
        return self.meanings.get((country_code, key)) or self.meanings.get((EVERYWHERE, key))

    def _meaning_of_both(self, key: str, country_code: str) -> str | None:
        for mark in BETWEEN_TWO.finditer(key) if len(key) <= LONGEST_OF_BOTH else ():
            first, second = (fold_label(part) for part in (key[: mark.start()], key[mark.end() :].removesuffix(")")))
            code = self._meaning(first, country_code)
            if code and code == self._meaning(second, country_code):
                return code
        return None

    def nearest(self, text: str, country_code: str = EVERYWHERE, language: str = "en") -> str | None:
        """Return the label that resembles an unknown spelling most, for a sender to choose; None when none does."""
        asked = fold_label(text)
        # A slip of the pen seldom changes the first letter; without this, Migration resembles Integration.
        known = [key for scope, key in self.meanings if scope in (EVERYWHERE, country_code) and key[:1] == asked[:1]]
        near = get_close_matches(asked, known, n=1, cutoff=0.75)
        code = self.code_of(near[0], country_code) if near else None
        return self.labels[code][language] if code else None


@lru_cache(maxsize=2**16)  # answers repeat
def fold_label(text: str) -> str:
    """Return the form in which spellings are compared.

    It has no case, accents, unseen marks, closing punctuation or blanks at the ends and beside a slash; its digits are 0 to 9; letters
    that writers of Arabic and Nepali use one for the other are one.
    """
    if text.isascii():  # as most texts are, and a long workbook has many
        return _closed(text.casefold().translate(SAME_MARKS))
    plain = normalize("NFKD", normalize("NFKC", text.translate(SEEN_MARKS)).casefold())
    return _closed(NASALS.sub("ं", plain.translate(PLAIN_MARKS).translate(SAME_MARKS)))


def _closed(text: str) -> str:
    blank = " ".join(text.split())
    return (re.sub(r"\s*/\s*", "/", blank) if "/" in blank else blank).strip(CLOSING)


def _plain_mark(mark: str) -> str:
    if category(mark) == "Mn" and mark not in INDIC:
        return ""
    return str(decimal(mark)) if mark.isdecimal() else mark


class MarksByRule(dict[int, str]):
    """What becomes of characters by a rule that is asked once for each, for `str.translate`."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self.rule = rule

    def __missing__(self, mark: int) -> str:
        """Return what becomes of a character that has not been met before."""
        self[mark] = self.rule(chr(mark))
        return self[mark]


SEEN_MARKS = MarksByRule(lambda mark: "" if category(mark) == "Cf" else mark)
PLAIN_MARKS = MarksByRule(_plain_mark)


@cache
def code_list_names() -> tuple[str, ...]:
    """Return the names of all code lists."""
    return tuple(sorted(path.stem for path in (reference_folder() / "code_lists").glob("*.csv")))


@cache
def code_list(name: str) -> CodeList:
    """Return a code list. Raises BrokenReference, also when one spelling would mean two codes."""
    rows = read_reference(f"code_lists/{name}.csv", ("code", *LABELS, "definition", "aliases"), ("code",))
    meanings: dict[tuple[str, str], str] = {}
    for row in rows:
        for scope, spelling in _spellings(row):
            if not fold_label(spelling):
                raise BrokenReference(f"reference/code_lists/{name}.csv: {row['code']} has an empty label or alias.")
            if meanings.setdefault((scope, fold_label(spelling)), row["code"]) != row["code"]:
                both = f"{meanings[scope, fold_label(spelling)]} and {row['code']}"
                raise BrokenReference(f"reference/code_lists/{name}.csv: '{spelling}' means both {both}.")
    labels = {row["code"]: {language: row[f"label_{language}"] for language in LANGUAGES} for row in rows}
    return CodeList(name, labels, {row["code"]: row["definition"] for row in rows}, meanings)


def _spellings(row: dict[str, str]) -> list[tuple[str, str]]:
    """Return every spelling of a code with the country it holds for."""
    spellings = [(EVERYWHERE, row["code"]), *((EVERYWHERE, row[label]) for label in LABELS)]
    for alias in (part.strip() for part in row["aliases"].split("|")):
        match = SCOPED_ALIAS.fullmatch(alias)
        if alias:
            spellings.append((match[1], match[2]) if match else (EVERYWHERE, alias))
    return spellings
