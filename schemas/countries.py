"""The eight countries and how their people write: languages, order of dates, marks in numbers, currency, names of their units."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from schemas.code_lists import fold_label
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference

PLAIN_FIELDS = (
    "country_code", "iso2", "survey_language", "date_order", "number_format", "currency_code", "level1_name", "level2_name", "level3_name",
)  # fmt: skip
NAMES = tuple(f"name_{language}" for language in LANGUAGES)


@dataclass(frozen=True)
class Country:
    """One country of the programme, from `reference/countries.csv`.

    `names` is its name in every language; `date_order` is DMY or MDY; `number_format` shows thousands and decimal marks by example,
    such as `1.234,56`; `survey_language` is the two-letter language in which its focal point gets findings unless the delivery shows
    another, and `other_languages` are those in which it may as well be written. `level1_name` to `level3_name` are what it calls the
    units below the nation.
    """

    country_code: str
    iso2: str
    survey_language: str
    date_order: str
    number_format: str
    currency_code: str
    level1_name: str
    level2_name: str
    level3_name: str
    names: dict[str, str] = field(hash=False)
    other_languages: tuple[str, ...]

    @property
    def name_en(self) -> str:
        """Its name in English, for texts of the program itself."""
        return self.names["en"]

    def is_called(self, text: str) -> bool:
        """Return whether a text names this country: its name in any language or its ISO code."""
        return fold_label(text) in {fold_label(name) for name in (self.country_code, self.iso2, *self.names.values())}

    def reply_language(self, stated: str | None, headers: Mapping[str, int]) -> str:
        """Return the language in which the sender of a delivery is answered.

        That is the language stated on its cover; else that of most of its headers (`headers` counts them by language), of several
        with as many the one more usual in the country; else the country's. A language that findings are not written in does not count.
        """
        usual = (self.survey_language, *self.other_languages)
        if stated in LANGUAGES:
            return str(stated)
        ranked = dict.fromkeys((*usual, *LANGUAGES))  # max takes the first of those with as many headers
        return max(ranked, key=lambda language: headers.get(language, 0))


@cache
def countries() -> dict[str, Country]:
    """Return the programme's countries by ISO 3166-1 alpha-3 code, in the file's order. Raises BrokenReference."""
    rows = read_reference("countries.csv", (*PLAIN_FIELDS, *NAMES, "other_languages"), ("country_code",))
    return {row["country_code"]: _country(row) for row in rows}


def _country(row: dict[str, str]) -> Country:
    others = tuple(row["other_languages"].split())
    unknown = {row["survey_language"], *others} - set(LANGUAGES)
    if unknown:
        raise BrokenReference(f"reference/countries.csv, {row['country_code']}: findings are not written in '{min(unknown)}'.")
    if not all(row[name] for name in NAMES):
        raise BrokenReference(
            f"reference/countries.csv, {row['country_code']} lacks its name in one of the languages {', '.join(LANGUAGES)}."
        )
    names = {language: row[f"name_{language}"] for language in LANGUAGES}
    return Country(**{name: row[name] for name in PLAIN_FIELDS}, names=names, other_languages=others)
