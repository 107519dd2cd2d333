"""The words of dates: months and weekdays in the survey languages, with Maghrebi and Nepali usage, and the words beside them."""

from collections.abc import Iterable
from functools import cache

from babel import Locale

from steps.text import fold

NAME_LOCALES = ("en", "es", "fr", "it", "ar", "ar_MA", "ar_TN", "ne")
# Spellings that CLDR does not list, or only with a dot.
EXTRA_MONTH_NAMES = {
    "setiembre": 9, "sept": 9,
    "ماى": 5, "جويليه": 7, "شتمبر": 9, "اكتوير": 10, "نوفنبر": 11, "ديسنبر": 12,
    "फेब्रुवरी": 2, "अप्रील": 4, "जून": 6, "अगस्त": 8, "सेप्टेम्वर": 9, "सितम्बर": 9, "अक्टुबर": 10, "नोभेम्वर": 11, "नवम्बर": 11, "डिसेम्वर": 12,
}  # fmt: skip
# The months of Bikram Sambat, which begins in mid-April, as they are written in Nepal and spelt in Latin letters.
BIKRAM_SAMBAT_MONTHS = (
    "बैशाख वैशाख baisakh baishakh vaisakh vaishakh",
    "जेठ ज्येष्ठ जेष्ठ jestha jesth jeth jyestha jyeshtha",
    "असार आषाढ अषाढ asar asadh ashad ashadh asadha ashadha",
    "साउन श्रावण सावन shrawan shravan srawan sawan saun",
    "भदौ भाद्र भाद bhadra bhadau bhado",
    "असोज आश्विन अश्विन ashwin aswin ashoj asoj",
    "कार्तिक कात्तिक kartik kartika kattik",
    "मंसिर मङ्सिर मार्ग मार्गशीर्ष mangsir mansir marga margashirsha",
    "पुस पौष पुष poush paush pous pus push",
    "माघ magh",
    "फागुन फाल्गुन fagun phagun falgun phalgun",
    "चैत चैत्र chait chaitra",
)
# Words that say which part of a month or year is meant, or that stand between day, month and year. Words that would
# make another date of it (before, since, until) are not here: they leave the text unread.
FILLERS = {
    "of", "the", "on", "in", "de", "del", "el", "la", "le", "du", "d", "di", "a", "en",
    "beginning", "start", "early", "mid", "middle", "end", "late",
    "principio", "principios", "inicio", "inicios", "comienzo", "comienzos", "mediados", "fines", "finales", "final",
    "debut", "mi", "milieu", "fin", "courant",
    "في", "من", "شهر", "عام", "سنه", "سنة", "يوم", "بدايه", "بداية", "نهايه", "نهاية", "منتصف", "اوائل", "اواخر", "مطلع",
    "साल", "को", "गते", "महिना", "तारिख", "सुरु", "अन्त्य", "मध्य", "मा",
}  # fmt: skip
# What stands before a fiscal year of Nepal, which begins with Shrawan, its fourth month.
FISCAL_YEAR_WORDS = {"fy", "f.y", "fiscal", "year", "आ.व", "आव", "आर्थिक", "वर्ष"}


@cache
def month_names() -> dict[str, int]:
    """Return the months of the Gregorian calendar by folded name, wide and abbreviated."""
    contexts = ("format", "stand-alone")
    months = (Locale.parse(name).months[context] for name in NAME_LOCALES for context in contexts)
    return {name: number for number, name in _folded_names(months)} | {fold(name): number for name, number in EXTRA_MONTH_NAMES.items()}


@cache
def bikram_sambat_month_names() -> dict[str, int]:
    """Return the months of Bikram Sambat by folded name."""
    return {fold(name): number for number, names in enumerate(BIKRAM_SAMBAT_MONTHS, start=1) for name in names.split()}


@cache
def weekday_names() -> dict[str, set[int]]:
    """Return the weekdays, 0 for Monday, that a folded name may mean."""
    names: dict[str, set[int]] = {}
    for number, name in _folded_names(Locale.parse(name).days["format"] for name in NAME_LOCALES):
        names.setdefault(name, set()).add(number)
    return names


def _folded_names(calendars: Iterable[dict[str, dict[int, str]]]) -> Iterable[tuple[int, str]]:
    """Return number and name, wide and abbreviated, of the months or days of CLDR."""
    for names in calendars:
        for width in ("wide", "abbreviated"):
            yield from ((number, fold(name).strip(".")) for number, name in names[width].items())
