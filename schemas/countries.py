"""The eight countries and how their people write: survey language, order of dates, marks in numbers, currency."""

from dataclasses import dataclass
from functools import cache

from schemas.reference_files import read_reference

FIELDS = (
    "country_code", "iso2", "name_en", "name_es", "name_fr", "survey_language",
    "date_order", "number_format", "currency_code", "level1_name", "level2_name",
)  # fmt: skip


@dataclass(frozen=True)
class Country:
    """One country of the programme, from `reference/countries.csv`.

    `date_order` is DMY or MDY; `number_format` shows thousands and decimal marks by example, such as `1.234,56`;
    `survey_language` is the two-letter language in which its focal point gets findings.
    """

    country_code: str
    iso2: str
    name_en: str
    name_es: str
    name_fr: str
    survey_language: str
    date_order: str
    number_format: str
    currency_code: str
    level1_name: str
    level2_name: str


@cache
def countries() -> dict[str, Country]:
    """Return the programme's countries by ISO 3166-1 alpha-3 code, in the file's order."""
    rows = read_reference("countries.csv", FIELDS, ("country_code",))
    return {row["country_code"]: Country(**{field: row[field] for field in FIELDS}) for row in rows}
