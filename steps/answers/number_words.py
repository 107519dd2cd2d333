"""The words of numbers: units, scales, and words that say how exact a figure is, in the survey languages. Folded, as texts are compared."""

import re

from steps.text import fold

LEADING_QUALIFIERS = {
    "at_least": (
        "mas de", "mayor a los", "mayor a", "mayor de", "al menos", "por lo menos", "over", "more than", "at least",
        "minimum", "plus de", "au moins", "min", ">=", "≥", ">", "اكثر من", "ما يفوق", "على الاقل", "कम्तीमा",
    ),
    "at_most": (
        "hasta", "up to", "at most", "less than", "menos de", "moins de", "jusqu'a", "au plus", "como maximo",
        "maximum", "max", "<=", "≤", "<", "اقل من", "على الاكثر", "बढीमा",
    ),
    "about": (
        "around", "about", "approximately", "approx", "environ", "unos", "unas", "alrededor de", "aproximadamente",
        "aprox", "pres de", "cerca de", "casi", "nearly", "almost", "ca", "~", "≈", "حوالي", "نحو", "تقريبا", "करिब", "लगभग", "अन्दाजी",
    ),
}  # fmt: skip
TRAILING_QUALIFIERS = {
    "at_least": ("or more", "and more", "o mas", "y mas", "ou plus", "et plus", "+", "او اكثر", "भन्दा बढी"),
    "at_most": ("or less", "o menos", "ou moins", "او اقل", "भन्दा कम"),
    "about": ("aprox", "approx", "environ", "aproximadamente", "approximately", "تقريبا"),
}
HUNDREDS = dict.fromkeys(("hundred", "cent", "cien", "ciento"), 100)
SCALES = {
    fold(word): scale
    for scale, words in {
        10**3: "thousand thousands mil mille milliers ألف آلاف ألفا हजार hazar hajar",
        10**5: "lakh lakhs lac lacs लाख",
        10**6: "million millions millon millones مليون ملايين مليونا",
        10**7: "crore crores करोड karod",
        10**9: "milliard milliards مليار مليارات अरब arab arba",
    }.items()
    for word in words.split()
}
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mio": 10**6, "mln": 10**6}  # beside digits only: "deux m" are metres
# "billion" is 10⁹ in English and 10¹² in Spanish and French.
AMBIGUOUS_SCALES = {"billion", "billions", "billon", "billones", "bn", "بليون"}
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten",
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    "uno dos tres cuatro cinco seis siete ocho nueve diez",
    "once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte",
    "un deux trois quatre cinq six sept huit neuf dix",
    "onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt",
)
MORE_NUMBER_WORDS = (
    "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "واحدة اثنين ثلاث أربع خمس ست سبع ثماني تسع عشر",
    "एक दुई तीन चार पाँच छ सात आठ नौ दश",
)
UNITS = (
    {"a": 1, "una": 1, "une": 1}
    | {
        word: number + line % 2 * 10
        for line, words in enumerate(NUMBER_WORDS)  # every second line starts at eleven
        for number, word in enumerate(words.split(), start=1)
    }
    | {fold(word): number for words in MORE_NUMBER_WORDS for number, word in enumerate(words.split(), start=1)}
)
# These mean something else when they stand alone ("UN", "once", "sept."), and a number only before a larger one.
UNITS_BEFORE_SCALES = {"a", "un", "una", "une", "once", "sept", "छ"}  # छ is also "there is"
# "mil" is a thousand, but "millones" names no number. Arabic says two thousand and two million in one word.
SCALES_ALONE = {"mil", "mille", "cent", "cien", "ciento", *(fold(word) for word in ("ألف", "مليون", "مليار"))}
DUALS = {fold(word): value for value, words in {2000: "ألفان ألفين", 2 * 10**6: "مليونان مليونين"}.items() for word in words.split()}


def _any_of(qualifiers: dict[str, tuple[str, ...]]) -> str:
    """Return the pattern of the words, one named group a qualifier, longer words before those they begin with."""
    longest_first = {name: sorted(words, key=len, reverse=True) for name, words in qualifiers.items()}
    return "|".join(f"(?P<{name}>{'|'.join(map(re.escape, words))})" for name, words in longest_first.items())


LEADING_QUALIFIER = re.compile(rf"(?:{_any_of(LEADING_QUALIFIERS)})(?![^\W\d_])[\s.:]*(?=.)")
TRAILING_QUALIFIER = re.compile(rf"(?<=.)(?:\b|(?=\+)|(?<=\s))(?:{_any_of(TRAILING_QUALIFIERS)})\.?$")
