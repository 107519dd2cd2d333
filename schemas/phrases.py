"""Phrases in every language: what a file of `reference/` says by code, for whatever is written for people."""

from functools import cache

from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import read_reference

ALERT_PHRASES, FORM_PHRASES, MAP_PHRASES, SITE_PHRASES, WORKBOOK_PHRASES = (
    "alerts/phrases.csv", "form/phrases.csv", "map/phrases.csv", "site/phrases.csv", "report_workbook/phrases.csv",
)  # fmt: skip
TEXTS = tuple(f"text_{language}" for language in LANGUAGES)


@cache
def phrases(file_name: str, language: str) -> dict[str, str]:
    """Return the phrases of `reference/<file_name>` by code in a language. Raises BrokenReference, also when one lacks a language."""
    rows = read_reference(file_name, ("phrase_code", *TEXTS), ("phrase_code",))
    lacking = [row["phrase_code"] for row in rows if not all(row[text] for text in TEXTS)]
    if lacking:
        raise BrokenReference(f"reference/{file_name}: {', '.join(lacking)} must have a text in every language.")
    return {row["phrase_code"]: row[f"text_{language}"] for row in rows}
