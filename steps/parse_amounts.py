"""Reads numbers and amounts as people write them: the marks of their country, number words, "at least", a currency beside them.

A number that can be read in two ways is a problem and not a number.
"""

import re
from dataclasses import dataclass
from functools import cache

from steps.text import clean_text, fold, latin_digits

QUALIFIERS = {
    "at_least": (
        "mas de", "mayor a los", "mayor a", "mayor de", "al menos", "over", "more than", "at least", "plus de", "au moins", "min", ">",
    ),
    "at_most": ("hasta", "up to", "at most", "less than", "menos de", "moins de", "jusqu'a", "au plus", "como maximo", "max", "<"),
    "about": (
        "around", "about", "approximately", "approx", "environ", "unos", "unas", "alrededor de", "aproximadamente", "aprox",
        "pres de", "cerca de", "casi", "nearly", "almost", "ca", "~",
    ),
}  # fmt: skip
# "billion" is 10⁹ in English and 10¹² in Spanish and French, so it is not here: it is ambiguous.
MULTIPLIERS = {
    **dict.fromkeys(("thousand", "thousands", "mil", "mille", "milliers", "miles", "k"), 10**3),
    **dict.fromkeys(("million", "millions", "millon", "millones", "m", "mio", "mln"), 10**6),
    **dict.fromkeys(("milliard", "milliards"), 10**9),
    **dict.fromkeys(("lakh", "lakhs"), 10**5),
    **dict.fromkeys(("crore", "crores"), 10**7),
    **dict.fromkeys(("hundred", "cent", "cien", "ciento"), 10**2),
}
AMBIGUOUS_WORDS = ("billion", "billions", "billon", "billones", "bn")
UNITS = {
    word: number
    for words in (
        "one two three four five six seven eight nine ten eleven twelve",
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
    )
    for number, word in enumerate(words.split(), start=1)
} | {"a": 1, "una": 1, "une": 1}
NUMBER = r"-?\d(?:[\d.,']|(?<=\d) (?=\d))*"
FILLERS = ("de", "d", "of", "en", "los", "des", "las")
GROUP_MARKS = {"1.234,56": (".", ","), "1,234.56": (",", "."), "1 234,56": (" ", ","), "12,34,567.89": (",", ".")}
CURRENCY_MARK = r"[^\W\d_]{0,4}[$€£¥₱₨₹][^\W\d_]{0,3}"


@dataclass(frozen=True)
class ParsedAmount:
    """A number with how exactly it was stated (amount_qualifiers) and the currency words beside it; or else a problem.

    `problem` is empty, number-unreadable or number-ambiguous.
    """

    value: float | None = None
    qualifier: str = ""
    currency_text: str = ""
    problem: str = ""


UNREADABLE = ParsedAmount(problem="number-unreadable")
AMBIGUOUS = ParsedAmount(problem="number-ambiguous")


@cache
def parse_amount(text: str, number_format: str, is_native: bool = False) -> ParsedAmount:
    """Return the number that the text names.

    `number_format` shows the country's marks by example, a code of number_formats; `is_native` says that the workbook itself held
    a number, so that its text has a decimal point and nothing else.
    """
    if is_native:
        return ParsedAmount(float(text), "exact")
    plain = fold(latin_digits(clean_text(text))).replace("−", "-")
    qualifier, plain = _qualifier(plain)
    match = re.search(NUMBER, plain)
    if not match:
        return _from_words(plain, qualifier)
    number = _number(match[0].rstrip(".,' "), number_format)
    before, after = plain[: match.start()].strip(), plain[match.end() :].strip()
    factor, rest = _factor(after)
    if number is None or factor is None:
        return AMBIGUOUS
    words = [word for word in (before, rest) if word]
    if len(words) > 1 or any(re.search(r"\d", word) for word in words) or not _may_be_currency(words):
        return UNREADABLE
    return ParsedAmount(round(number * factor, 6), qualifier, words[0] if words else "")


def _qualifier(plain: str) -> tuple[str, str]:
    for qualifier, words in QUALIFIERS.items():
        for word in words:
            if plain.startswith(word) and not plain[len(word) : len(word) + 1].isalpha():
                return qualifier, plain[len(word) :].strip(" .:")
    return "exact", plain


def _number(digits: str, number_format: str) -> float | None:
    """Return the value of digits with marks, or None when the marks allow two values.

    A mark used as the country uses it, or in the only way it can be meant (both marks present, or twice the same), is clear.
    """
    digits = digits.replace("'", "")
    group, decimal = GROUP_MARKS[number_format]
    other = {",": ".", ".": ","}
    marks = re.sub(r"[-\d]", "", digits)
    if " " in marks:
        grouped = re.fullmatch(r"-?\d{1,3}( \d{3})+([.,]\d+)?", digits)
        return float(digits.replace(" ", "").replace(",", ".")) if grouped else None
    if not marks:
        return float(digits)
    if len(set(marks)) == 2:
        last = marks[-1]
        clear = marks.count(last) == 1 and re.fullmatch(rf"-?\d{{1,3}}(\{other[last]}\d{{2,3}})*\{other[last]}\d{{3}}\{last}\d+", digits)
        return float(digits.replace(other[last], "").replace(last, ".")) if clear else None
    mark = marks[0]
    if len(marks) > 1:
        clear = re.fullmatch(rf"-?\d{{1,3}}(\{mark}\d{{2,3}})*\{mark}\d{{3}}", digits)
        return float(digits.replace(mark, "")) if clear else None
    is_group_shaped = re.fullmatch(rf"-?[1-9]\d{{0,2}}\{mark}\d{{3}}", digits) is not None
    if is_group_shaped:  # 1.234 may be a thousand and more or one and a little: only the country's own group mark is clear
        return float(digits.replace(mark, "")) if mark == group else None
    return float(digits.replace(mark, ".")) if mark in (decimal, ".") else None


def _factor(after: str) -> tuple[float | None, str]:
    """Return what a number is multiplied by ("9 millions") and the words that remain; None when that is ambiguous."""
    words = re.split(r"[\s']+", after)
    factor = 1.0
    while words and (words[0] in MULTIPLIERS or words[0] in FILLERS or words[0] in AMBIGUOUS_WORDS):
        if words[0] in AMBIGUOUS_WORDS:
            return None, after
        factor *= MULTIPLIERS.get(words[0], 1)
        words = words[1:]
    return factor, " ".join(words)


def _from_words(plain: str, qualifier: str) -> ParsedAmount:
    words = [word for word in re.split(r"[\s'-]+", plain) if word and word not in FILLERS]
    value, count = 1.0, 0
    for word in words:
        if word in AMBIGUOUS_WORDS:
            return AMBIGUOUS
        if word not in MULTIPLIERS and (word not in UNITS or count):
            break
        value *= MULTIPLIERS.get(word) or UNITS[word]
        count += 1
    rest = words[count:]
    if not count or len(words[0]) == 1 or len(rest) > 3 or any(word in UNITS or word in MULTIPLIERS for word in rest):
        return UNREADABLE
    return ParsedAmount(value, qualifier, " ".join(rest)) if _may_be_currency([" ".join(rest)] if rest else []) else UNREADABLE


def _may_be_currency(words: list[str]) -> bool:
    """Whether the words beside a number may name a currency; which one is the code list's to say."""
    return all(re.fullmatch(rf"(?:{CURRENCY_MARK}|[^\W\d_]{{2,}}\.?(?: [^\W\d_]+){{0,2}})", word) for word in words)
