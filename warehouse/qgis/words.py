"""The words of the map in every language, from `reference/map/phrases.csv`."""

from functools import cache

from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference

PHRASES = "map/phrases.csv"


def words(language: str) -> dict[str, str]:
    """Return the phrases of the map by code in a language. Raises BrokenReference, also when one is empty."""
    return {code: texts[language] for code, texts in _phrases().items()}


@cache
def _phrases() -> dict[str, dict[str, str]]:
    columns = [f"text_{language}" for language in LANGUAGES]
    rows = read_reference(PHRASES, ("phrase_code", *columns), ("phrase_code",))
    lacking = [row["phrase_code"] for row in rows if not all(row[column].strip() for column in columns)]
    if lacking:
        raise BrokenReference(f"reference/{PHRASES}: {', '.join(lacking)} must have a text in every language.")
    return {row["phrase_code"]: {language: row[f"text_{language}"] for language in LANGUAGES} for row in rows}
