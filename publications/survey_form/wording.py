"""The words of the form that are no question: instructions, hints and messages in every language, from `reference/form/phrases.csv`."""

from functools import cache

from babel import Locale

from schemas.countries import Country
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES, Question
from schemas.reference_files import read_reference

RIGHT_TO_LEFT = ("ar",)


@cache
def _phrases() -> dict[str, dict[str, str]]:
    texts = tuple(f"text_{language}" for language in LANGUAGES)
    rows = read_reference("form/phrases.csv", ("phrase_code", *texts), ("phrase_code",))
    return {row["phrase_code"]: {language: row[f"text_{language}"] for language in LANGUAGES} for row in rows}


def phrase(phrase_code: str, language: str, /, **facts: object) -> str:
    """Return a phrase in a language with its facts filled in. Raises BrokenReference when there is none."""
    text = _phrases().get(phrase_code, {}).get(language, "")
    if not text:
        raise BrokenReference(f"reference/form/phrases.csv says nothing for {phrase_code} in '{language}'.")
    return text.format(**facts)


def hint(question: Question, language: str) -> str:  # noqa: ARG001
    """Return what a question asks for, in a sentence."""
    return question.description


def country_label(country: Country, language: str) -> str:
    """Return the country's name in a language, in English where `reference/countries.csv` has none."""
    return str(getattr(country, f"name_{language}", "") or country.name_en)


def language_label(language: str) -> str:
    """Return the language's name for itself, such as `Español`."""
    name = str(Locale(language).get_display_name(language))
    return name[:1].upper() + name[1:]
