"""Reads numbers and amounts as people write them: their country's marks, number words, "at least", a currency beside.

A number that can be read in two ways is a problem and not a number.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite

from babel.numbers import get_currency_name, get_currency_symbol

from schemas.code_lists import code_list, fold_label
from steps.answers.number_words import (
    AMBIGUOUS_SCALES,
    DUALS,
    HUNDREDS,
    LEADING_QUALIFIER,
    SCALES,
    SCALES_ALONE,
    SHORT_SCALES,
    TRAILING_QUALIFIER,
    UNITS,
    UNITS_BEFORE_SCALES,
)
from steps.text import REMEMBERED, clean_text, fold, has_other_numerals, latin_digits

FILLERS = re.compile(r"(?:(?:de|of|in|en|des|من)\s+|d')+")
# Vowel signs of Devanagari are no letters to a pattern, yet they are in the middle of words.
LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])"
WORD = re.compile(rf"{LETTER}+(?:-{LETTER}+)*")
NUMBER = re.compile(r"(?:(?<![^\W\d_])-)?\d+(?:[.,'٬٫ ]\d+)*")
ARABIC_DECIMAL = "٫"  # ٫ and ٬ are a decimal and a thousands mark and nothing else
MARKED_NUMBER = re.compile(
    r"(?P<whole>-?[1-9]\d{0,2}(?P<group>[., '٬])\d{3}(?:(?P=group)\d{3})*"
    r"|-?[1-9]\d?(?P<lakhs>[,٬])\d\d(?:(?P=lakhs)\d\d)*(?P=lakhs)\d{3}|-?\d+)"
    r"(?:(?P<mark>[.,٫])(?P<decimals>\d+))?"
)
# How prices end where nothing follows the whole units: 50,000/- and 5000,- are no numbers below zero.
NO_CENTS = re.compile(r"(?<=\d) ?[/.,=] ?[-—–]+(?!\S)")
# How accountants write what is below zero: (1,234) and 1,234-.
IN_BRACKETS = re.compile(r"([^()\d-]*)\(\s*(\d[\d.,'٬٫ ]*)\)([^()\d-]*)")
TRAILING_MINUS = re.compile(r"([^()\d-]*)(\d[\d.,'٬٫ ]*)-(?!\S)([^()\d-]*)")
# Where the noun stands in the name of a currency: last in US dollars, first in دولار أمريكي; and a count for each plural of Arabic.
CURRENCY_NOUNS = {"en": -1, "es": 0, "fr": 0, "ar": 0, "ne": -1}
PLURALS = (None, 1, 2, 3, 11)
MARKS = {"1.234,56": (".", ","), "1,234.56": (",", "."), "1 234,56": (" ", ","), "12,34,567.89": (",", ".")}


@dataclass(frozen=True)
class ParsedAmount:
    """A number, exactly as written, with how exactly it was stated (amount_qualifiers) and the currency words beside it.

    Or else a problem: number-unreadable or number-ambiguous.
    """

    value: Decimal | None = None
    qualifier: str = ""
    currency_text: str = ""
    problem: str = ""


UNREADABLE = ParsedAmount(problem="number-unreadable")
AMBIGUOUS = ParsedAmount(problem="number-ambiguous")


class _Ambiguous(Exception):
    """The digits or words name two numbers."""


@lru_cache(maxsize=REMEMBERED)
def parse_amount(text: str, number_format: str, is_native: bool = False) -> ParsedAmount:
    """Return the number that the text names.

    `number_format` shows the country's marks by example, a code of number_formats; `is_native` says that the workbook
    itself held a number, so that its text has a decimal point and nothing else.
    """
    if is_native:
        return _native(text)
    if has_other_numerals(text):
        return UNREADABLE
    written = re.sub("[’‘ʼ`´]", "'", " ".join(clean_text(latin_digits(text)).split())).replace("−", "-").replace("،", ",")
    written = NO_CENTS.sub("", written)
    qualifier, written = _qualifier(_signed(written))
    numbers = list(NUMBER.finditer(written))
    if len(numbers) > 1:
        return UNREADABLE
    try:
        if not numbers:
            return _result(*_from_words(written), qualifier)
        value = _number(numbers[0][0], number_format)
        factor, after = _factor(written[numbers[0].end() :])
    except _Ambiguous:
        return AMBIGUOUS
    before = written[: numbers[0].start()].strip(" :")
    return _result(None if value is None else value * factor, _currency(before, after), qualifier)


def _signed(written: str) -> str:
    """Return the text with the minus before the number, wherever accountants write it."""
    found = IN_BRACKETS.fullmatch(written) or TRAILING_MINUS.fullmatch(written)
    return f"{found[1]}-{found[2].strip()}{found[3]}" if found else written


def _result(value: Decimal | None, currency: str | None, qualifier: str) -> ParsedAmount:
    """Return the amount, or the problem when there is no value or the words beside it are no currency (None)."""
    if value is None or currency is None or not isfinite(float(value)):
        return UNREADABLE
    return ParsedAmount(value, qualifier, currency)


def _native(text: str) -> ParsedAmount:
    try:
        return _result(Decimal(text), "", "exact")
    except (ArithmeticError, ValueError):
        return UNREADABLE


def _aligned(text: str) -> str:
    """Return the text with its letters folded one by one, so that what is found there is at the same place in both."""
    return "".join((fold(mark)[:1] or mark) if mark.isalpha() else mark for mark in text)


def _qualifier(written: str) -> tuple[str, str]:
    """Return the amount qualifier that the text opens or closes with, "exact" without one, and the rest of the text."""
    plain = _aligned(written)
    if lead := LEADING_QUALIFIER.match(plain):
        return str(lead.lastgroup), written[lead.end() :]
    if trail := TRAILING_QUALIFIER.search(plain):
        return str(trail.lastgroup), written[: trail.start()].rstrip()
    return "exact", written


def _number(digits: str, number_format: str) -> Decimal | None:
    """Return the value of digits with marks, None when they follow no rule. Raises _Ambiguous when they allow two.

    A mark used as the country uses it, or in the only way it can be meant (both marks, or twice the same), is clear.
    """
    found = MARKED_NUMBER.fullmatch(digits)
    group = found and (found["lakhs"] or found["group"])
    if not found or (group and group == found["mark"]):
        return None
    whole, decimals = re.sub("[., '٬]", "", found["whole"]), found["decimals"] or ""
    own_group, own_decimal = MARKS[number_format]
    if group in (".", ",") and not decimals and digits.count(group) == 1 and group != own_group:
        raise _Ambiguous  # 1.234 may be a thousand and more, or one and a little: senders keep to no country's marks
    if group and len(decimals) == 3 and found["mark"] != ARABIC_DECIMAL and (group, found["mark"]) != (own_group, own_decimal):
        raise _Ambiguous  # 8'100.000 or 1 234.567: the last three may be a group after all
    if not group and found["mark"] == "," and own_decimal == ".":
        raise _Ambiguous  # 2,50 where a comma parts thousands: a decimal comma, or a digit is missing
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def _factor(after: str) -> tuple[int, str]:
    """Return what a number is multiplied by ("9 millions") and the words after it. Raises _Ambiguous at a billion."""
    scales = SCALES | SHORT_SCALES | {"hundred": 100}  # not "cent": 50 cents are no hundreds
    factor, rest, _ = _scaled(after.strip(), scales)
    return factor, rest


def _scaled(written: str, scales: dict[str, int]) -> tuple[int, str, int]:
    """Return the product of the rising scales the text opens with ("hundred million"), the rest, and how many."""
    factor, count, last = 1, 0, 1
    while word := WORD.match(written):
        name = fold(word[0])
        if name in AMBIGUOUS_SCALES:
            raise _Ambiguous
        if scales.get(name, 0) <= last:
            break
        last = scales[name]
        factor, count, written = factor * last, count + 1, written[word.end() :].strip()
    return factor, written, count


def _from_words(written: str) -> tuple[Decimal | None, str | None]:
    """Return the value of number words ("one hundred million"), None without one, and the currency words after it."""
    written = re.sub(r"-(?!(?:sept|huit|neuf)\b)", " ", written)  # one-hundred is two words, dix-sept is one
    first = WORD.match(written)
    name = fold(first[0]) if first else ""
    if first and name in DUALS:
        return Decimal(DUALS[name]), _currency("", written[first.end() :].strip())
    unit = UNITS.get(name)
    rest = written[first.end() :].strip() if first and unit else written
    factor, rest, count = _scaled(rest, SCALES | HUNDREDS)
    is_number = (name not in UNITS_BEFORE_SCALES or count > 0) if unit else (name in SCALES_ALONE and count > 0)
    return (Decimal((unit or 1) * factor), _currency("", rest)) if is_number else (None, None)


def _currency(before: str, after: str) -> str | None:
    """Return the words for a currency before or after a number, empty without any; None when they are not for one."""
    filler = FILLERS.match(_aligned(after))
    texts = [text for text in (before, after[filler.end() if filler else 0 :].strip(" .,;")) if text]
    if any(fold_label(text) not in _currency_words() for text in texts):
        return None
    if len(texts) == 2 and not _is_sign_of(*texts):
        return None
    return texts[-1] if texts else ""


def _is_sign_of(sign: str, currency: str) -> bool:
    """Whether a sign before a number says no more than the currency after it: $ 6,000 USD."""
    code = code_list("currencies").code_of(currency)
    return code is not None and str(get_currency_symbol(code, "en")).endswith(sign)


@cache
def _currency_words() -> frozenset[str]:
    """Return the folded spellings that may name a currency: those of the code list, and CLDR's in every language."""
    currencies = code_list("currencies")
    words = {spelling for _, spelling in currencies.meanings} | {"$"}
    for code in currencies.codes:
        for language in CURRENCY_NOUNS:
            names = [str(get_currency_name(code, count, language)) for count in PLURALS]
            nouns = [name.split()[CURRENCY_NOUNS[language]] for name in names]
            words |= {fold_label(name) for name in (*names, *nouns, str(get_currency_symbol(code, language)))}
    return frozenset(words)
