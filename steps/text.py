"""Cleans and folds text: what must not make a difference when two spellings are compared."""

import re
import unicodedata
from functools import lru_cache

from schemas.code_lists import INDIC, MarksByRule

# Marks that are not seen but make two equal words differ: zero-width and bidirectional ones, the soft hyphen and the
# byte-order mark.
UNSEEN_RANGES = ((0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF))
REMEMBERED = 2**16  # survey answers and headers repeat; a bound, since a daemon lives long
OTHER_DIGIT = re.compile(r"[^\D0-9]")
UNSEEN = dict.fromkeys(mark for first, last in UNSEEN_RANGES for mark in range(first, last + 1))


def _bare_mark(mark: str) -> str:
    """Return what a character is in a folded text: nothing for an accent, a straight apostrophe for any other."""
    if unicodedata.category(mark) == "Mn" and mark not in INDIC:
        return ""
    return "'" if mark in "’‘ʼ`´" else mark


BARE_MARKS = MarksByRule(_bare_mark)


def clean_text(text: str) -> str:
    """Return the text in NFC without unseen marks, with single blanks and no blanks at the ends; line breaks stay."""
    if is_clean(text):
        return text  # as most answers are, and a long workbook has millions
    # An unseen mark can part a letter from its accent, so it goes before the two are joined.
    seen = unicodedata.normalize("NFC", text.translate(UNSEEN))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"\r\n?|\n", seen))
    return "\n".join(lines).strip()


def is_clean(text: str) -> bool:
    """Whether cleaning would leave a text of one line as it is."""
    # No unseen mark, line break or odd blank is printable.
    return text.isprintable() and "  " not in text and text.strip() == text and unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Return the form in which two spellings are compared: no case, no accents, single blanks, straight apostrophes."""
    if text.isascii():  # as most of 55,000 names of places are
        return " ".join(text.lower().replace("`", "'").split())
    # NFKD may bring capitals (№ is No) and casefold may bring accents (İ), hence both, and NFKD again.
    cased = unicodedata.normalize("NFKD", clean_text(text)).casefold()
    return " ".join(unicodedata.normalize("NFKD", cased).translate(BARE_MARKS).split())


def latin_digits(text: str) -> str:
    """Return the text with the digits of any script (Arabic, Persian, Devanagari and others) written 0 to 9.

    Digits that stand for something else, such as the 2 of m² or ①, stay as they are.
    """
    return text if text.isascii() else OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def has_other_numerals(text: str) -> bool:
    """Whether there are numerals beside plain digits: ², ½, Ⅳ. Folding would turn 10² into 102."""
    return any(mark.isnumeric() and not mark.isdecimal() for mark in text)
