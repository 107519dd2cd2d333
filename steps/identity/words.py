"""Reads what a title or summary says, in any of our languages: its concepts, and the marks that tell one initiative from another.

The words are those of `reference/identity/words.csv`. The marks are the phase, the project or contract numbers and the acronyms.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise

from schemas.code_lists import code_list
from schemas.identity_words import BOILERPLATE, TOPIC, identity_words
from steps.answers.date_words import month_names
from steps.places.spelling import DEVANAGARI_NASAL, SAME_LETTERS
from steps.text import fold, latin_digits

REMEMBERED = 2**17

# --- words ---

# L'Oriental, qu'elle, dell'Oriente: what stands before the apostrophe is a word of its own; in M'Rah or women's it is none.
ELISIONS = re.compile(r"(?<!\w)([ldcnsjmt]|qu|jusqu|lorsqu|(?:d|n|s|c)?(?:all|ell)|sull|un|quest)'(?=\w)")
DOTTED = re.compile(r"(?<!\w)(?:[a-z]\.){2,}")  # O.N.G.
# Both genders in one word: marocain-e-s, élu·e·s, migrante(s), retornados/as.
BOTH_GENDERS = re.compile(r"(?<=\w{3})(?:[-.·](?:ne|e)(?:[-.·]?s)?|[(](?:e?s|as?|os?|e)[)]s?|/(?:as?|os?|e))(?!\w)")
AT_SIGN = re.compile(r"(?<=\w{3})@(?=s?(?!\w))")  # retornad@s
THOUSANDS = re.compile(r"(?<=\d)[.,'](?=\d{3}(?!\d))")
NOT_PLAIN = re.compile(r"[-·.,'(/@]")  # what any of these needs
NO_LETTERS = dict.fromkeys(map(ord, "'ʿʾ"), "") | {ord("_"): " "}
# A phrase of several words does not reach over a mark that parts a title.
PARTING = re.compile(r"[:;!?()\[\]{}«»“”„\"|/\n•…،؛؟।]|[.,](?!\w)|\s[-–—]+\s|[–—]")
WORD = re.compile(r"[\w\u0900-\u097F]+")
ORDINAL = re.compile(r"(?P<number>[0-9]+)(?:er|ere|re|e|eme|nd|nde|rd|th|st|a|o|da|do|ra|ro|ta|to)")

SHORTEST_ENDED = 6  # letters of a word whose ending may be taken off: Costa is no costo
SHORTEST_BOILERPLATE = 5  # letters of one that may have an ending: Souss is no sous
# Endings of plural, gender and verb in our Latin languages, and what the form without them ends in.
LATIN_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("aux", "al"), ("x", ""), ("a", "o"), ("as", "o"), ("as", ""), ("a", ""), ("e", ""),
    ("ne", ""), ("nes", ""), ("i", "o"), ("i", "e"), ("e", "a"), ("che", "ca"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"),
)  # fmt: skip
PLURAL = (("s", ""),)  # of short words, such as NGOs
ARABIC_STARTS = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "وب", "ول", "و", "ف", "ب", "ل", "ك")
ARABIC_ENDINGS = (("ات", "ه"), ("ات", ""), ("ون", ""), ("ين", ""), ("ها", ""), ("ها", "ه"), ("تها", "ه"), ("هم", ""), ("ه", ""))
NEPALI_ENDINGS = tuple(
    ending.translate(SAME_LETTERS)
    for ending in ("हरू", "हरु", "मा", "को", "का", "की", "ले", "लाई", "बाट", "सँग", "संग", "द्वारा", "देखि", "सम्म", "मार्फत", "प्रति")
)
MOST_NEPALI_ENDINGS = 3  # आप्रवासी-हरू-लाई-को
# What is taken off every word when phrases are looked up, as both sides lose it alike.
PHRASE_ENDING = re.compile(r"(?<=\w{3})(?:ies|[aeioy]?s?|aux|al)$")
ARABIC = re.compile("[\u0621-\u064a]")
NEPALI = re.compile("[\u0900-\u097f]")


@dataclass(frozen=True)
class _Known:
    """The vocabulary as the reader uses it: concepts by single word and by the stems of a phrase, and what stands for no name."""

    words: dict[str, str]
    phrases: dict[tuple[str, ...], str]
    longest: dict[tuple[str, str], int]  # by the first two stems, the number of words of the longest phrase
    no_names: frozenset[str]  # words that no initiative is called by, even in capitals


@lru_cache(maxsize=REMEMBERED)
def concepts(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order and as often as they stand there: codes of concepts, other words as they are, folded.

    Boilerplate is dropped. Numbers, years and roman numerals are words of their own, in digits 0 to 9.
    """
    boilerplate = _boilerplate()
    found = chain.from_iterable(_read(split_words(part)) for part in PARTING.split(plain(text)))
    return tuple(code for code in found if code not in boilerplate)


@cache
def _boilerplate() -> frozenset[str]:
    return frozenset(code for code, concept in identity_words().items() if concept.kind == BOILERPLATE)


def split_words(text: str) -> list[str]:
    """Return the words of a text that is plain, in any script."""
    return WORD.findall(text)


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """Return a text folded, without what makes no word another word."""
    bare = _folded(text)
    if "'" in bare:
        bare = ELISIONS.sub(r"\1 ", bare)
    if NOT_PLAIN.search(bare):
        bare = BOTH_GENDERS.sub("", AT_SIGN.sub("o", bare))
        bare = THOUSANDS.sub("", DOTTED.sub(lambda letters: letters[0].replace(".", "") + " ", bare))
    return bare.translate(NO_LETTERS)


def _folded(text: str) -> str:
    """Return a text folded, with digits 0 to 9 and one letter for those that writers of Arabic and Nepali use one for the other."""
    text = text.replace("\n", " ; ")  # a new line parts like a stop
    if text.isascii():
        return fold(text)
    # Word by word, since words repeat and are remembered.
    folded = " ".join(filter(None, map(fold, text.split())))
    return folded if folded.isascii() else DEVANAGARI_NASAL.sub("ं", latin_digits(folded)).translate(SAME_LETTERS)


def _read(words: list[str]) -> Iterable[str]:
    """Return the codes and unknown words of a part of a text, the longest phrase first."""
    stems = [*map(_stem, words), ""]
    if _known().longest.keys().isdisjoint(pairwise(stems)):  # as in most parts
        return map(meaning, words)
    return _with_phrases(words, stems)


def _with_phrases(words: list[str], stems: list[str]) -> Iterator[str]:
    known, at = _known(), 0
    while at < len(words):
        longest = known.longest.get((stems[at], stems[at + 1]))
        length = next((size for size in range(longest, 1, -1) if tuple(stems[at : at + size]) in known.phrases), 1) if longest else 1
        yield known.phrases[tuple(stems[at : at + length])] if length > 1 else meaning(words[at])
        at += length


@cache
def _known() -> _Known:
    words: dict[str, str] = {}
    phrases: dict[tuple[str, ...], str] = {}
    longest: dict[tuple[str, str], int] = {}
    no_names = set()
    for code, concept in identity_words().items():
        for form in concept.forms:
            parts = split_words(plain(form))
            if len(parts) == 1:
                words.setdefault(parts[0], code)
                if concept.kind != TOPIC or form.isupper():
                    no_names.add(parts[0])
            elif parts:
                stems = tuple(_stem(part) for part in parts)
                phrases.setdefault(stems, code)
                longest[stems[0], stems[1]] = max(longest.get((stems[0], stems[1]), 1), len(stems))
    return _Known(words, phrases, longest, frozenset(no_names))


@lru_cache(maxsize=REMEMBERED)
def meaning(word: str) -> str:
    """Return the code of a word's concept, the number of an ordinal, or the word itself."""
    ordinal = ORDINAL.fullmatch(word)
    return _concept_of(word) or (ordinal["number"] if ordinal else word)


def _concept_of(word: str) -> str | None:
    known, kinds = _known().words, identity_words()
    for form in forms(word):
        if form in known and (form == word or len(form) >= SHORTEST_BOILERPLATE or kinds[known[form]].kind != BOILERPLATE):
            return known[form]
    return None


def forms(word: str) -> Iterator[str]:
    """Yield a word, then what it is without endings and joined particles, the likeliest first."""
    yield word
    if word.isascii():
        yield from _with_other_endings(word, LATIN_ENDINGS if len(word) >= SHORTEST_ENDED else PLURAL)
    elif ARABIC.match(word):
        for bare in _arabic_bare(word):
            yield bare
            yield "ال" + bare
            yield from _with_other_endings(bare, ARABIC_ENDINGS)
    elif NEPALI.match(word):
        yield from _nepali_bare(word)


def _with_other_endings(word: str, endings: Iterable[tuple[str, str]]) -> Iterator[str]:
    for ending, other in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word.removesuffix(ending) + other


def _arabic_bare(word: str) -> Iterator[str]:
    yield word
    for start in ARABIC_STARTS:
        if word.startswith(start) and len(word) - len(start) >= 2:
            yield word.removeprefix(start)


def _nepali_bare(word: str) -> Iterator[str]:
    bare = word
    for _ in range(MOST_NEPALI_ENDINGS):
        ending = next((one for one in NEPALI_ENDINGS if bare.endswith(one) and len(bare) - len(one) >= 2), None)
        if not ending:
            return
        bare = bare.removesuffix(ending)
        yield bare


@lru_cache(maxsize=REMEMBERED)
def _stem(word: str) -> str:
    """Return a word without endings, for phrases: much that differs becomes equal, but hardly two or more words beside each other."""
    if word.isascii():
        return PHRASE_ENDING.sub("", word)
    if ARABIC.match(word):
        bare = next((word.removeprefix(start) for start in ARABIC_STARTS[:7] if word.startswith(start) and len(word) > 4), word)
        return re.sub(r"(?<=\w{3})(?:ات|ون|ين|ه)$", "", bare)
    *_, bare = (word, *_nepali_bare(word))
    return bare


# --- phases ---

HIGHEST_PHASE = 12
_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii"
ROMANS = {numeral: number for number, numeral in enumerate(_NUMERALS.split(), start=1)}
ORDINALS = (
    "first 1st premiere premier 1ere 1re 1er primera primer prima unang الاولي الاول पहिलो प्रथम",
    "second 2nd deuxieme seconde 2eme segunda segundo seconda ikalawang pangalawang الثانيه الثاني दोस्रो द्वितीय",
    "third 3rd troisieme 3eme tercera tercer terza ikatlong pangatlong الثالثه الثالث तेस्रो तृतीय",
    "fourth 4th quatrieme 4eme cuarta quarta ikaapat الرابعه الرابع चौथो चतुर्थ",
    "fifth 5th cinquieme 5eme quinta ikalimang الخامسه الخامس पांचौं",
)
CARDINALS = (
    "one uno una un une एक",
    "two dos deux due दुई",
    "three tres trois tre तीन",
    "four cuatro quatre quattro चार",
    "five cinco cinq cinque पांच",
)
NUMBER_WORDS = {plain(word): number for row in (ORDINALS, CARDINALS) for number, words in enumerate(row, start=1) for word in words.split()}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PHASE = rf"(?:phase|fase|etapa|etape|yugto|(?:ال|لل|بال|وال)?مرحله|{plain('चरण')}|{plain('फेज')})"
# What a text must have to be worth the reading; for speed alone.
PHASE_HINT = re.compile(r"phase|fase|tap[ea]|yugto|مرحل|चर|फेज", re.IGNORECASE)
NUMBER_HINT = re.compile(r"[A-Za-z][ -]?[1-9](?!\d)|[ -][IVX]+(?!\w)")
_NUMERAL = rf"(?:\d{{1,2}}(?!\d)|{_one_of(ROMANS)})"
_ORDINAL = rf"(?:ika-?)?\d{{1,2}}(?:[ºª°]|{ORDINAL.pattern.removeprefix('(?P<number>[0-9]+)')})|{_one_of(ROMANS)}|" + _one_of(
    plain(word) for words in ORDINALS for word in words.split()
)
_BEFORE, _AFTER = r"(?<![\w\u0900-\u097F])", r"(?![\w\u0900-\u097F])"
# What closes a title or a part of it.
_CLOSE = r"(?=\s*(?:$|[)(\]:;,.«»\"”–—]|-\s))(?![.,]\d)"
AFTER_PHASE = re.compile(
    rf"{_BEFORE}{_PHASE}s?[ ]?(?:[-–#:]|n[o°]?[.]?|no[.]|numero)?[ ]?(?P<number>{_NUMERAL}|{_one_of(NUMBER_WORDS)}){_AFTER}"
)
BEFORE_PHASE = re.compile(rf"{_BEFORE}(?P<number>{_ORDINAL})[ -]{_PHASE}{_AFTER}")
ANOTHER_NUMBER = re.compile(rf"(?:[-/&+]| ?(?:-|&|and|et|y|e|a|to|و|र) ){_NUMERAL}{_AFTER}")
# A name in capitals and a number that closes a part of the text: PAICODELS 2, MIDA III.
NAME_AND_NUMBER = re.compile(
    rf"(?<![\w-])(?P<name>[A-Z][A-Za-z]*[A-Z][A-Za-z]*)(?:[ -]?(?P<digit>[1-9])|[ -](?P<roman>[IVX]{{1,4}})){_CLOSE}"
)
ROMAN_AT_END = re.compile(rf"(?P<word>[^\W\d_]{{3,}}) (?P<number>II|III|IV|VI|VII|VIII|IX){_CLOSE}")
_NUMBERED = """
    region zone zona district distrito arrondissement ward sector secteur lot article articulo titre titulo volume vol tome part parte
    partie annex annexe anexo output resultat component componente composante volet module modulo pillar pilar axe eje objectif objective
    objetivo goal level niveau nivel tier group groupe grupo class table tableau chapter chapitre capitulo provincia province
    hassan mohammed mohamed mohamad youssef ismail juan pablo paul jean pio pie felipe carlos charles louis john karl
"""
NUMBERED_THINGS = frozenset(_NUMBERED.split())  # what has a number without being a phase, and kings


@lru_cache(maxsize=REMEMBERED)
def phase_of(text: str) -> int | None:
    """Return the number of the phase that a text says it is about, 1 to HIGHEST_PHASE; None when it says none, or several."""
    said: list[int | None] = []
    if PHASE_HINT.search(text):
        folded = _folded(text)
        said = [number for pattern in (AFTER_PHASE, BEFORE_PHASE) for number in _said_phases(pattern, folded)]
    if not said and NUMBER_HINT.search(text):
        said = list(_numbered_names(text))
    phases = set(said)
    return phases.pop() if len(phases) == 1 else None


def _said_phases(pattern: re.Pattern[str], folded: str) -> Iterator[int | None]:
    """Yield each phase that is said, and None where one is said beside another: "Phases 1 and 2"."""
    for found in pattern.finditer(folded):
        number = _number(found["number"])
        if number and ANOTHER_NUMBER.match(folded, found.end()):
            yield None
        if number:
            yield number


def _number(numeral: str) -> int | None:
    digits = re.search(r"\d+", numeral)
    number = int(digits[0]) if digits else ROMANS.get(numeral) or NUMBER_WORDS.get(numeral)
    return number if number and number <= HIGHEST_PHASE else None


def _numbered_names(text: str) -> Iterator[int]:
    for found in NAME_AND_NUMBER.finditer(text):
        name = fold(found["name"])
        if name not in NUMBERED_THINGS and name not in ROMANS and not _concept_of(name):
            number = _number((found["digit"] or found["roman"]).lower())
            yield from (number,) if number else ()
    for found in ROMAN_AT_END.finditer(text):
        if fold(found["word"]) not in NUMBERED_THINGS:
            yield ROMANS[found["number"].lower()]


# --- project and contract numbers ---

# Letters that stand before figures without making a code of them: currencies, roads, goals, post boxes, telephones, standards.
_NO_CODE = """
    ISO SDG ODD ODS COVID SARS KM KMS RN RP RR COP UTC BP CP PO PB TEL FAX GSM TLF ART FCFA CFA RS DH DHS DT US USD EUR UE EU UN NO NR NUM
    PHASE FASE CO PM AM HA MW KW ZIP FY AF VOL PAGE PP ISBN ISSN DOI LEY LAW LOI RES AGENDA VISION HORIZON PLAN PLANO HTTP HTTPS WWW
"""
NO_CODE_LETTERS = frozenset(_NO_CODE.split())
CODE_HINT = re.compile(r"[A-Z][-./ ]{0,2}\d|\d-?[A-Z]|\d{4}/")  # what every code has; for speed alone
SHORTEST_WORD = 4  # letters; IS is the start of a code as well as a word
_YEAR = r"(?:19|20)\d{2}"
_LETTERS = r"(?P<letters>[A-Z]{2,12})"
# Each is a way in which funders and programmes number; a year alone, an amount or a telephone number is none of them.
CODE_PATTERNS = tuple(
    re.compile(rf"(?<![\w./-])(?:{pattern})(?![\w/]|[.,-]\d|-\w)")
    for pattern in (
        rf"(?:[A-Z]{{1,12}}[ -]?)?(?:[A-Z]{{1,8}}/)?{_YEAR}/\d{{3}}-?\d{{3}}(?:[ ]?\(\d{{1,3}}\))?",  # MIG R/2007/130-548(11)
        rf"{_YEAR}/[A-Z]{{2,8}}/\d{{3,8}}",  # 2018/PRYC/000123
        r"\d{2}-[A-Z]{1,4}\d?-\d{4,8}",  # 18-CAP1-000123
        r"\d[A-Z][ -]?\d{4,6}(?:[.-]\d{2}){0,2}",  # 7F10648, 7F-10648.01
        rf"{_LETTERS}(?:[-/][A-Z]{{1,8}}){{0,3}}[-/]{_YEAR}(?:[-/][A-Z]{{1,8}})?[-/]\d{{3,6}}",  # CRI-2019-004, CRI-GP-2019-004
        rf"{_LETTERS}[ -]\d{{1,4}}[-/]{_YEAR}",  # FIEDS 12-2019
        r"(?P<letters>[A-Z]{2,5})(?:-[A-Z0-9]{1,10}){2,6}",  # XM-DAC-41114-PROJECT-00012345, AID-367-A-15-00001
        r"[A-Z]\d{2}(?:-[A-Z]{2,5}){2,4}(?:-\d{2,3}){1,2}",  # T05-EUTF-NOA-MA-01, T05-EUTF-SAH-REG-04-01
        r"T\d{2}[.]\d{2,4}",  # T05.141, as the same fund numbers today
        r"[PTVWXZGJ][ ]\d{3}",  # T 218: the other letters are words, currencies or units
        r"[A-Z][.-]?\d{3,6}",  # P-069, T261
        r"(?P<letters>[A-Z]{2,4})(?:[.-]\d{3,6}|[ ]?0\d{2,5}|\d{3,6})",  # IS.0134, IS 0134, CSN1345
    )
)  # fmt: skip
CODE_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {0xA0: " "}
EU_CONTRACT = re.compile(rf"{_YEAR}/\d{{3}}-?\d{{3}}.*")
ONLY_YEARS = re.compile(rf"[A-Z]{{1,12}}(?:[-/. ]?{_YEAR})+(?:[-/]\d{{2}})?")
MORE_FIGURES = re.compile(r"[ ]?(?:\d|%|€|\$|[.,]\d)")


@lru_cache(maxsize=REMEMBERED)
def project_codes(text: str) -> tuple[str, ...]:
    """Return the project and contract numbers in a text, sorted, each once, in one spelling: P-069 and P69 are P69, T 218 is T218.

    A code is letters and figures together, as funders write them; a plain number, year, amount or telephone number is none.
    """
    written = text if text.isascii() else latin_digits(text).translate(CODE_DASHES)
    if not CODE_HINT.search(written):
        return ()
    taken = [False] * len(written)
    codes = set()
    for pattern in CODE_PATTERNS:
        for found in pattern.finditer(written):
            if not any(taken[found.start() : found.end()]) and _is_code(found, written):
                taken[found.start() : found.end()] = [True] * len(found[0])
                codes.add(_one_spelling(found[0]))
    return tuple(sorted(codes))


def _is_code(found: re.Match[str], written: str) -> bool:
    letters = found.groupdict().get("letters") or ""
    # MAR-2014-2016 and PLAN 2030 are years; "P 218 000" an amount or the start of a telephone number.
    if ONLY_YEARS.fullmatch(found[0]) or MORE_FIGURES.match(written, found.end()):
        return False
    if letters in NO_CODE_LETTERS or letters in code_list("currencies").codes or fold(letters) in month_names():
        return False
    if all(len(number) < 2 or re.fullmatch(_YEAR, number) for number in re.findall(r"\d+", found[0])):
        return False
    return len(letters) < SHORTEST_WORD or not _concept_of(letters.lower())  # "DECRETO 12-2019" is a decree


def _one_spelling(code: str) -> str:
    contract = EU_CONTRACT.search(code)  # which is told with or without the budget line before it
    parts = re.findall(r"[A-Z]+|\d+", contract[0] if contract else code)
    short = [part.lstrip("0") or "0" if part.isdecimal() else part for part in parts]
    return re.sub(r"(?<=\d) (?=\d)", "-", " ".join(short)).replace(" ", "")


def code_slips(code: str) -> tuple[str, ...]:
    """Return marks of a code, one of which it shares with each code that differs by one exchange of two neighbouring figures.

    T218 has T(12)8 and T2(18), and T281 the latter too. Figures that are exchanged further apart, or twice, make another number.
    """
    places = (at for at in range(len(code) - 1) if code[at : at + 2].isdecimal() and code[at] != code[at + 1])
    return tuple(f"{code[:at]}({''.join(sorted(code[at : at + 2]))}){code[at + 2 :]}" for at in places)


# --- acronyms ---

SHORTEST_ACRONYM = 3
# PRIM, PAICODELS, LGUs; ReMi, TangerAccueil.
CAPITALS = re.compile(r"(?<![\w&])([^\W\d_a-z]{3,})s?(?![\w&])")
CAPITALS_AFTER = re.compile(r"[\s-]+[^\W\d_a-z]{2,}(?!\w)")
CAPITALS_BEFORE = re.compile(r"(?<!\w)[^\W\d_a-z]{2,}[\s-]+$")
HUMPS = re.compile(r"(?<![\w])((?:[A-Z][a-z]+|[a-z]+)(?:[A-Z]+[a-z]*)+)(?!\w)")
NAME_PREFIXES = ("Mc", "Mac", "De", "La", "Le", "Di", "Al", "El")


@lru_cache(maxsize=REMEMBERED)
def acronyms_of(text: str, left_out: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the names in capitals or with capitals inside a word, in order, each once, in capitals without accents: ReMi is REMI.

    Left out are words of boilerplate and of the field, short forms that the words know (HIV, ONG), roman numerals, parts of codes, and
    what is in `left_out` (folded). A text all in capitals has none, but for a name among boilerplate alone ("PROYECTO SEMILLAS").
    """
    bare = _without_codes(text)
    if not any(mark.islower() for mark in bare):
        return _name_in_capitals(bare, left_out)
    capitals = (match for match in CAPITALS.finditer(bare) if match[1].isupper() and not _is_in_a_heading(match, bare))
    humps = (match for match in HUMPS.finditer(bare) if not match[1].startswith(NAME_PREFIXES))
    names = [fold(match[1]) for match in sorted((*capitals, *humps), key=lambda match: match.start())]
    return tuple(dict.fromkeys(name.upper() for name in names if _may_be_a_name(name, left_out)))


def _is_in_a_heading(found: re.Match[str], text: str) -> bool:
    """Whether a word of the vocabulary stands beside another in capitals: "ACTION VERTE - Action pour ..."."""
    is_known = fold(found[1]) in _known().words
    return is_known and bool(CAPITALS_AFTER.match(text, found.end()) or CAPITALS_BEFORE.search(text[: found.start()]))


def _without_codes(text: str) -> str:
    for pattern in CODE_PATTERNS if project_codes(text) else ():
        text = pattern.sub(" ", text)
    return text


def _name_in_capitals(text: str, left_out: frozenset[str]) -> tuple[str, ...]:
    words = [word for word in concepts(text) if not word.isdecimal() and word not in ROMANS]
    names = [fold(match[1]) for match in CAPITALS.finditer(text)]
    names = [name for name in names if _may_be_a_name(name, left_out)]
    return (names[0].upper(),) if len(words) == len(names) == 1 else ()


def _may_be_a_name(name: str, left_out: frozenset[str]) -> bool:
    known = _known()
    return name not in known.no_names and name not in ROMANS and name not in left_out and name.removesuffix("s") not in known.no_names
