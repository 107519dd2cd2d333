"""The words in which a comparison of two reports is told to people, in every language.

English is `level_text` of `reference/identity/initiative_weights.csv`; the other languages are `reference/identity/reason_words.csv`.
"""

from functools import cache

from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.initiative_weights import initiative_weights
from schemas.reference_files import read_reference

FILE = "identity/reason_words.csv"
KEY = ("comparison_code", "level_code")
ENGLISH = "en"
LABELS = {language: f"label_{language}" for language in LANGUAGES if language != ENGLISH}


@cache
def reason_words() -> dict[tuple[str, str], dict[str, str]]:
    """Return the words of each level of each comparison, by language. Raises BrokenReference for a level that lacks any."""
    rows = {(row[KEY[0]], row[KEY[1]]): row for row in read_reference(FILE, (*KEY, *LABELS.values()), KEY)}
    words: dict[tuple[str, str], dict[str, str]] = {}
    for comparison, levels in initiative_weights().comparisons.items():
        for code, level in levels.items():
            row = rows.get((comparison, code), {})
            words[comparison, code] = {ENGLISH: level.level_text} | {language: row.get(label, "") for language, label in LABELS.items()}
            missing = [language for language, word in words[comparison, code].items() if not word]
            if missing:
                raise BrokenReference(f"reference/{FILE}: {comparison} {code} lacks its words in {', '.join(missing)}.")
    return words
