"""From the cells of one row to the places mentioned in them: what is one name, what are several, and what names no place."""

import re
from dataclasses import dataclass
from functools import lru_cache

from schemas.countries import countries
from steps.answers.mend_text import mended
from steps.places.gazetteer import ADMIN1, ADMIN2, CountryNames, Gazetteer, Place
from steps.places.similar import nearest, of_levels
from steps.places.spelling import bare, joined, key, not_places, sound
from steps.text import clean_text, latin_digits

# What parts places in a cell. A hyphen parts only between blanks: Fès-Meknès is one name, "Oriental - Berkane" are two.
SEPARATORS = re.compile(r"\s*[;؛|\n,،()\[\]{}<>«»\"“”:]+\s*|\s*/\s*|\s+[-–—→>]+\s+|\.\s*$")
HYPHEN = re.compile(r"\s*[-–—]\s*")
UNITS_WITH_HYPHEN = (ADMIN1, ADMIN2)
MOST_ALIKE = 2  # "Jhapa, Jhapa" is the local level in the district of its name
# A ward lies in its local level, which is what is looked for: "Damak-5, Jhapa", "Ward No. 4, Itahari".
WITH_WARDS = ("NPL",)
WARD = re.compile(
    r"\s*[-–]\s*[0-9०-९]{1,2}(?=\s*(?:,|$))|\bward\s*(?:no\.?|number)?\s*[0-9०-९]{1,2}\b\s*,?|वडा\s*(?:नं\.?)?\s*[0-9०-९]{1,2}\s*,?",
    re.IGNORECASE,
)
MOST_PARTS = 12  # a cell with more is a text, not a place
CODE = re.compile(r"[A-Za-z]{0,4}[-.\s]?\d[\d.\s-]*|[A-Z]{2}-[A-Z0-9]{1,3}")
PLACE_COLUMNS = ("admin1_text", "admin2_text", "admin3_text", "place_text")  # the largest unit first
CODE_COLUMNS = ("national_code_text", "pcode_text")
REMEMBERED = 2**16  # places repeat
Cells = tuple[tuple[str, str], ...]  # column and text


@dataclass(frozen=True)
class Question:
    """A place as one row names it, looked for in one country.

    `cells` holds (column, text), those of CODE_COLUMNS first and then those of PLACE_COLUMNS, the largest unit first; `beside` other
    places named in the same answer, which help to tell homonyms apart but need not hold. Where the country is not stated, it is the
    reporting one, and the cells may name another.
    """

    country_code: str
    cells: Cells
    beside: tuple[str, ...] = ()
    is_country_stated: bool = True


@dataclass(frozen=True)
class Mention:
    """One name in a cell, and the column it stands in."""

    text: str
    column: str

    @property
    def is_code(self) -> bool:
        """Whether it is written as codes are, or stands where they do."""
        return self.column in CODE_COLUMNS or bool(CODE.fullmatch(latin_digits(self.text)))


@dataclass(frozen=True)
class Mentions:
    """What a question mentions: names, the countries named besides, and a word that means no single place, if any.

    `whole` are the cells unparted, for names that are misspelled and so were not seen to be one: "Regiob XIII (Caraga)".
    """

    names: tuple[Mention, ...]
    whole: tuple[Mention, ...] = ()
    countries: tuple[Place, ...] = ()
    meaning: str = ""  # national or no_place


@lru_cache(maxsize=REMEMBERED)
def mentions(cells: Cells, country_code: str, gazetteer: Gazetteer) -> Mentions:
    """Return the names in the cells of a question about a country, and what else they say."""
    names: list[Mention] = []
    countries: dict[str, Place] = {}
    meaning = ""
    for column, cell in cells:
        if column in CODE_COLUMNS:
            names.append(Mention(clean_text(cell), column))
            continue
        for text in _parts(clean_text(mended(cell)[0]), country_code, gazetteer):
            meant = not_places().get(key(text), "")
            country = _country(text, column, country_code, gazetteer)
            if country:
                countries[country.place_id] = country
            elif meant and not _is_known(text, country_code, gazetteer):
                meaning = meant if not meaning or column == "place_text" else meaning
            elif key(text) and names.count(Mention(text, column)) < MOST_ALIKE:
                names.append(Mention(text, column))
    whole = tuple(Mention(clean_text(mended(cell)[0]), column) for column, cell in cells if key(cell))
    return Mentions(tuple(names), whole if len(whole) < len(names) else (), tuple(countries.values()), meaning)


def _country(text: str, column: str, country_code: str, gazetteer: Gazetteer) -> Place | None:
    """Return the country that a text names. What a unit bears too names the unit, unless it is what the country itself is called."""
    country = gazetteer.country_named(text)
    if country is None or not _is_known(text, country_code, gazetteer):
        return country
    own = countries().get(country_code)
    is_own = own is not None and country.place_id == country_code and column == "place_text" and own.is_called(text)
    return country if is_own else None


def _is_known(text: str, country_code: str, gazetteer: Gazetteer) -> bool:
    return is_name(text, country_code, gazetteer.names[country_code])


def is_name(text: str, country_code: str, names: CountryNames) -> bool:
    """Whether a text as a whole is the name of a place of the country, with or without the word for what it is."""
    name_key = key(text)
    return name_key in names.by_key or bare(name_key, country_code).key in names.by_bare_key


def _parts(cell: str, country_code: str, gazetteer: Gazetteer) -> list[str]:
    """Return the names in a cell, the longest known ones first: "NCR, City of Manila" is one where the gazetteer has it so."""
    names = gazetteer.names[country_code]
    if not cell or is_name(cell, country_code, names):
        return [cell] if cell else []
    if country_code in WITH_WARDS and (without := WARD.sub("", cell).strip()):
        cell = without
    spans = _spans(cell)
    if len(spans) > MOST_PARTS:
        return [cell]
    found: list[str] = []
    first = 0
    while first < len(spans):
        last = next(
            last
            for last in range(len(spans), first, -1)
            if last == first + 1 or is_name(_text(cell, spans, first, last), country_code, names)
        )
        text = _text(cell, spans, first, last)
        if not (found and _is_acronym(text, found[-1]) and not is_name(text, country_code, names)):
            found += _hyphenated(text, country_code, gazetteer)
        first = last
    return found


def _is_acronym(text: str, name: str) -> bool:
    """Whether a text shortens the name before it: "Cordillera Administrative Region (CAR)"."""
    letters = iter(joined(key(name)))
    return text.isupper() and text.isalpha() and all(letter in letters for letter in key(text))


def _spans(cell: str) -> list[tuple[int, int]]:
    """Return where the pieces between separators begin and end."""
    edges = [0, *(edge for mark in SEPARATORS.finditer(cell) for edge in mark.span()), len(cell)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if cell[start:end].strip()]


def _text(cell: str, spans: list[tuple[int, int]], first: int, last: int) -> str:
    return cell[spans[first][0] : spans[last - 1][1]].strip()


def _hyphenated(text: str, country_code: str, gazetteer: Gazetteer) -> list[str]:
    """Return the names of a text that is none but whose halves around a hyphen all are ("Oriental-Berkane"), or the text itself."""
    names = gazetteer.names[country_code]
    halves = [half for half in HYPHEN.split(text) if half]
    asked = bare(key(text), country_code).key
    if len(halves) < 2 or is_name(text, country_code, names) or sound(asked) in names.by_sound:
        return [text]
    if not all(is_name(half, country_code, names) for half in halves) or nearest(asked, of_levels(asked, UNITS_WITH_HYPHEN, names)):
        return [text]  # the slip of a pen is no reason to part "Tanger-Asilah"
    return halves
