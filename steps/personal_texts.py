"""Finds what is personal in a text, in digits of any script: e-mail addresses, telephone numbers, numbers of identity documents.

The rules are `reference/personal_numbers.csv`, the words that tell a number `reference/personal_words.csv`: a shape that no amount, date or
code has, or a word before the number. A check digit, where there is one, keeps false alarms down.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference
from steps.text import REMEMBERED, latin_digits

MARK = "[…]"
# It is looked for from where a word begins, and nothing is tried twice: a cell of a million letters takes no longer than its length.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+")
HINT = re.compile(r"@|\d(?:[ ().\-/]{0,2}\d){4}")  # what every address and every such number holds
YEARS = re.compile(r"(?:19|20)\d{2}\D{1,3}(?:19|20)\d{2}")
NUMBERS, WORDS = "personal_numbers.csv", "personal_words.csv"
# What a text is, and in which texts a rule holds.
PROSE, FIGURES, CODES = "prose", "figures", "codes"
LOOKED_FOR_IN = {"prose": (PROSE,), "prose and figures": (PROSE, FIGURES), "anywhere": (PROSE, FIGURES, CODES)}


class Rule(NamedTuple):
    """How a number is known: where it is looked for, its pattern, what its digits must fulfil, and how many there are."""

    rule_code: str
    stands_in: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool]
    fewest: int
    most: int


def without_personal(text: str, where: str = PROSE) -> str:
    """Return a text with a mark in place of what is personal in it.

    `where` says what the text is. In FIGURES, where amounts, dates or references are asked for, only numbers of a shape that these never
    have are taken out; in CODES (coordinates, codes of places), where any shape may be meant, only those behind a telling word.
    """
    spans = _spans(text, where)
    kept, end = [], 0
    for start, stop in spans:
        if start >= end:
            kept += [text[end:start], MARK]
        end = max(end, stop)
    return "".join(kept) + text[end:] if spans else text


def personal_parts(text: str) -> list[str]:
    """Return what is personal in a text of prose, as it is written there."""
    return [text[start:stop] for start, stop in _spans(text, PROSE)]


def is_personal(text: str) -> bool:
    """Return whether there is something personal in a text."""
    return without_personal(text) != text


def told_name(name: str) -> str:
    """Return the name of a file or sheet as it may be written down: what is personal in it by a mark that tells two such names apart."""
    bare = without_personal(name.replace("_", " "))  # in such names an underscore parts words
    if bare == name.replace("_", " "):
        return name
    return bare.replace(MARK, f"[…{hashlib.sha256(name.encode()).hexdigest()[:6]}]")


@lru_cache(maxsize=REMEMBERED)
def may_hold_personal(text: str) -> bool:
    """Return whether a text may hold an address or a number of a person: the quick look that most texts fail."""
    return HINT.search(text) is not None


@lru_cache(maxsize=REMEMBERED)
def _spans(text: str, where: str) -> tuple[tuple[int, int], ...]:
    """Return from where to where something personal stands, in order; a number may lie within an address."""
    if not may_hold_personal(text):
        return ()
    return tuple(sorted([*(match.span() for match in EMAIL.finditer(text)), *_numbers(latin_digits(text), where)]))


def _numbers(text: str, where: str) -> Iterator[tuple[int, int]]:
    for rule in _rules():
        if where in LOOKED_FOR_IN[rule.stands_in]:
            for match in rule.pattern.finditer(text):
                digits = re.sub(r"\D", "", match["number"])
                if rule.fewest <= len(digits) <= rule.most and rule.check(digits) and not YEARS.fullmatch(match["number"].strip()):
                    yield match.span("number")


@cache
def _rules() -> tuple[Rule, ...]:
    """Return the rules. Raises BrokenReference for one that cannot be followed."""
    fields = ("rule_code", "telling_words", "pattern", "check_code", "fewest_digits", "most_digits", "stands_in", "reason")
    return tuple(_rule(row) for row in read_reference(NUMBERS, fields, ("rule_code",)))


def _rule(row: dict[str, str]) -> Rule:
    words = row["telling_words"]
    if row["check_code"] not in CHECKS or (words and not _words(words)) or row["stands_in"] not in LOOKED_FOR_IN:
        raise BrokenReference(f"reference/{NUMBERS}, {row['rule_code']}: no such check, words or place to look in are known.")
    before = rf"(?<!\w)(?i:{_any(words)})(?!\w)[\s.:=#()-]{{0,3}}(?:(?i:{_any('joiner')})[\s.:=#()-]{{1,3}}){{0,2}}" if words else ""
    try:
        pattern = re.compile(f"{before}(?P<number>{row['pattern']})")
    except re.error as fault:
        raise BrokenReference(f"reference/{NUMBERS}, {row['rule_code']}: {fault}.") from fault
    return Rule(row["rule_code"], row["stands_in"], pattern, CHECKS[row["check_code"]], int(row["fewest_digits"]), int(row["most_digits"]))


def _any(meaning: str) -> str:
    return "|".join(sorted(map(re.escape, _words(meaning)), key=len, reverse=True))


@cache
def _words(meaning: str) -> tuple[str, ...]:
    rows = read_reference(WORDS, ("word_text", "meaning"), ("word_text", "meaning"))
    return tuple(row["word_text"] for row in rows if row["meaning"] == meaning)


def _is_dui(digits: str) -> bool:
    """Whether the last digit is what the others, weighted 9 to 2, leave to the next ten."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:8], range(9, 1, -1), strict=True))
    return (10 - total % 10) % 10 == int(digits[8])


def _is_cedula(digits: str) -> bool:
    """Whether ten digits are a cédula of Ecuador: a province, a person (third digit below 6), the check digit of modulus 10."""
    if not (1 <= int(digits[:2]) <= 24 or digits[:2] == "30") or digits[2] > "5" or digits.endswith("000"):
        return False
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits[:9]))
    return (10 - sum(one - 9 if one > 9 else one for one in doubled) % 10) % 10 == int(digits[9])


CHECKS: dict[str, Callable[[str], bool]] = {"": str.isdigit, "dui": _is_dui, "cedula": _is_cedula}
