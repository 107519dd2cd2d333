"""Tells how the letters of a plain text are written, among the ways that are in use where the survey is filled in.

A mark of byte order and valid UTF-8 are certain. Else a few old ways are tried, and the one in whose letters the words make sense is
taken: a free guess among a hundred ways errs too often on short texts.
"""

import codecs
import re
from typing import NamedTuple

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
OLD_WAYS = {"cp1252": "Windows-1252", "cp1256": "Windows-1256", "mac_roman": "Mac OS Roman", "iso8859_6": "ISO 8859-6"}
LOOKED_AT_BYTES = 400_000
LOOKED_AT_WORDS = 5_000

LATIN = frozenset("áéíóúüñàâäæçèêëîïôöœùûÿãõÁÉÍÓÚÜÑÀÂÄÆÇÈÊËÎÏÔÖŒÙÛŸ")
SIGNS = frozenset("¿¡«»°ºª’‘“”–—…•€£§²³½¼¾´·©®™\u00a0،؛؟")
OPENING, CLOSING = frozenset("¿¡«“‘"), frozenset("»”…—º°")
ELIDED = frozenset("ldjnmtsc")  # l’eau, N’diaye
ARABIC = re.compile(r"[\u0621-\u064a]")
WORD = re.compile(r"\S*[^\x00-\x7f]\S*")
MARKS_OF_VOWELS = re.compile(r"[\u064b-\u0652]")


class Decoded(NamedTuple):
    """A text, and the way its letters were taken to be written when that is not certain."""

    text: str
    guess: str = ""


def decode(content: bytes) -> Decoded:
    """Return the text of a file. Raises UnicodeError when a mark of byte order lies."""
    for mark, way in MARKS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(way))
    if way := _unmarked_utf_16(content):
        return Decoded(content.decode(way), way.upper())
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if mended := _nearly_utf_8(content):
        return Decoded(mended, "UTF-8 / Windows-1252")
    texts = {way: content.decode(way, "replace") for way in OLD_WAYS}
    best = max(OLD_WAYS, key=lambda way: _sense(content[:LOOKED_AT_BYTES].decode(way, "replace")))  # the first one of equals
    return Decoded(texts[best], OLD_WAYS[best])


def _unmarked_utf_16(content: bytes) -> str:
    """Return the order of bytes of a text in which separators and line ends are every second byte a zero, or nothing."""
    start = content[: 2**14]
    zeros = start[0::2].count(0), start[1::2].count(0)
    if len(content) % 2 or max(zeros) < len(start) / 50 or min(zeros) > max(zeros) / 20:
        return ""
    way = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    try:
        content.decode(way)
    except UnicodeDecodeError:
        return ""
    return way


def _nearly_utf_8(content: bytes) -> str:
    """Return the text when most of it is UTF-8 and single letters are not, as where two files were joined, else nothing."""
    text = content.decode("utf-8", "surrogateescape")
    strays = re.findall(r"[\udc80-\udcff]", text)
    letters = sum(ord(letter) > 127 for letter in text) - len(strays)
    if letters < 4 * len(strays):
        return ""
    return re.sub(r"[\udc80-\udcff]", lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _sense(text: str) -> float:
    """Return how much sense the words with letters beyond ASCII make: the mean over these letters, from -1 to 1."""
    words = WORD.findall(text)[:LOOKED_AT_WORDS]
    points = [points for word in words for points in _points(word)]
    return sum(points) / max(len(points), 1)


def _points(word: str) -> list[float]:
    is_arabic = len(ARABIC.findall(word)) > len(word) / 3
    bonus = [1.0] if is_arabic and re.search(r"(?:^|\W)[وبلف]?ال", word) else []  # the article begins every third word
    return bonus + [_sense_of(word, place, is_arabic) for place, letter in enumerate(word) if ord(letter) > 127]


def _sense_of(word: str, place: int, is_arabic: bool) -> float:
    letter = word[place]
    before, after = word[:place], word[place + 1 :]
    if is_arabic:
        return 0.9 if ARABIC.match(letter) else 0.2 if letter in SIGNS or MARKS_OF_VOWELS.match(letter) else -1.0
    if letter in LATIN:
        return _sense_of_letter(letter, before, after)
    if letter not in SIGNS:
        return -1.0
    if letter == "’" and before[-1:].isalpha() and after[:1].isalpha():
        return 1.1 if before.lower() in ELIDED or before.lower().endswith("qu") else 0.3
    is_wrong_way = (letter in OPENING and before and not after) or (letter in CLOSING and after[:1].isalpha())
    is_inside = before[-1:].isalpha() and after[:1].isalpha()
    return -1.0 if is_inside or is_wrong_way else 0.5


def _sense_of_letter(letter: str, before: str, after: str) -> float:
    around = (before[-1:], after[:1])
    if letter.isupper() and (
        (any(one.islower() for one in around) and before[-1:].isalpha()) or (after[:1].isupper() and after[1:2].islower())
    ):
        return -1.0  # a capital in the middle, or two of them before small letters
    if letter in "œŒ" and after[:1] not in ("u", "i", "U", "I"):
        return -0.5  # cœur, œil
    if not before and not after:
        return 1.0 if letter in "àÀóé" else -0.5  # words of their own
    return -1.0 if all(one in LATIN for one in around if one) and around != ("", "") else 1.0
