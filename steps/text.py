"""Cleans and folds text: what must not make a difference when two spellings are compared."""

import re
import unicodedata

# Marks that are not seen but make two equal words differ: zero-width and bidirectional ones, and the byte-order mark.
UNSEEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF, 0xAD])


def clean_text(text: str) -> str:
    """Return the text in NFC without unseen marks, with single blanks and no blanks at the ends; line breaks stay."""
    seen = unicodedata.normalize("NFC", text).translate(UNSEEN)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"\r\n?|\n", seen))
    return "\n".join(lines).strip()


def fold(text: str) -> str:
    """Return the form in which two spellings are compared: no case, no accents, single blanks, straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", clean_text(text).casefold())
    bare = "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")
    return " ".join(re.sub("[’‘ʼ`´]", "'", bare).split())


def latin_digits(text: str) -> str:
    """Return the text with the digits of any script (Arabic, Devanagari and others) written 0 to 9."""
    return "".join(str(unicodedata.digit(mark)) if mark.isdigit() else mark for mark in text)
