"""The words of the form that are no question: instructions, hints and messages in every language, from `reference/form/phrases.csv`."""

import re

from babel import Locale

from schemas.errors import BrokenReference
from schemas.form import RIGHT_TO_LEFT, Question
from schemas.form_names import passed_over_sheets
from schemas.phrases import FORM_PHRASES, phrases

# Between Arabic words the parts of 2015-05-31 change places unless marks say that it is read from the left.
FROM_THE_LEFT = re.compile("\u200e*('?[0-9][0-9.,:/-]*[0-9]|https?://)\u200e*")
LEFT_TO_RIGHT_MARK = "\u200e"


def phrase(phrase_code: str, language: str, /, **facts: object) -> str:
    """Return a phrase in a language with its facts filled in. Raises BrokenReference when there is none."""
    text = phrases(FORM_PHRASES, language).get(phrase_code)
    if not text:
        raise BrokenReference(f"reference/form/phrases.csv says nothing for {phrase_code} in '{language}'.")
    return _in_order(text.format(**facts), language)


def instructions_name(language: str) -> str:
    """Return the name of the sheet of instructions, which is passed over when the form comes back."""
    return next(sheet.labels[language] for sheet in passed_over_sheets() if sheet.name == "instructions")


def hint(question: Question, language: str) -> str:
    """Return what a question asks for, in a sentence."""
    return _in_order(question.hints[language], language)


def _in_order(text: str, language: str) -> str:
    """Return the text with its dates, numbers and addresses kept in order where the language is written from the right."""
    if language not in RIGHT_TO_LEFT:
        return text
    return FROM_THE_LEFT.sub(lambda found: f"{LEFT_TO_RIGHT_MARK}{found[1]}{LEFT_TO_RIGHT_MARK}", text)


def language_label(language: str) -> str:
    """Return the language's name for itself, such as `Español`."""
    name = str(Locale(language).get_display_name(language))
    return name[:1].upper() + name[1:]
