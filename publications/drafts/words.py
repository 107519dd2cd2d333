"""The words of the drafts beside those of the form and the code lists, from `reference/codification/draft_words.csv`."""

from functools import cache

from schemas.countries import countries
from schemas.form import LABELS, LANGUAGES
from schemas.reference_files import read_reference


@cache
def draft_words() -> dict[str, dict[str, str]]:
    """Return the words by code, then language."""
    rows = read_reference("codification/draft_words.csv", ("word_code", *LABELS), ("word_code",))
    return {row["word_code"]: {language: row[f"label_{language}"] for language in LANGUAGES} for row in rows}


def language_of(stated: object, country_code: str) -> str:
    """Return the language to write a draft in: that of the record where the form has it, else that of the country's survey."""
    return str(stated) if stated in LANGUAGES else countries()[country_code].survey_language
