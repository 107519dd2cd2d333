"""The words a sender may use for the form: names of sheets and headers of columns, in any language, by alias, by machine code.

A country's own habits and the names of earlier form versions are rows of `reference/form/aliases.csv`, with the rounds they hold for.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache

from schemas.code_lists import MarksByRule, fold_label
from schemas.form import LANGUAGES, Question, Sheet, form
from schemas.form_names import aliases, passed_over_sheets
from steps.rounds import is_within
from steps.text import REMEMBERED

ORDINAL = re.compile(r"^\d{1,2}\s*[.)–-]\s*")  # a number before a name, as in `3. Statut`
VERSIONS = re.compile(r"\s*[\n/|]\s*|\s+[–-]\s+")  # between the versions of a name in several languages


@lru_cache(maxsize=REMEMBERED)
def header_key(text: str) -> str:
    """Return the form in which headers and names are compared: that of labels, without marks (`* : - _ /` and the like) between words."""
    return " ".join(fold_label(text).translate(_BLANK_FOR_MARK).split())


# A blank for a mark.
_BLANK_FOR_MARK = MarksByRule(lambda letter: " " if unicodedata.category(letter)[0] in "PS" else letter)


@dataclass
class Vocabulary:
    """What names mean in one country's delivery of one round; all keys are those of `header_key`."""

    sheets: dict[str, str]
    headers: dict[str, dict[str, str]]

    def sheet_code(self, name: str) -> str | None:
        """Return the sheet of the form that a name means, or None."""
        return _meaning(self.sheets, name)

    def question_code(self, sheet_code: str, header: str) -> str | None:
        """Return the question that a header of a sheet means, or None."""
        return _meaning(self.headers[sheet_code], header)

    @cached_property
    def every_header(self) -> frozenset[str]:
        """The keys of all headers of all sheets."""
        return frozenset(key for names in self.headers.values() for key in names)

    def is_header(self, text: str) -> bool:
        """Return whether a text, or one of its versions side by side, is a header of some sheet."""
        return header_key(text) in self.every_header or not self.every_header.isdisjoint(_version_keys(text))

    def nearest_sheet(self, name: str) -> Sheet | None:
        """Return the sheet whose name resembles an unknown one most, for a sender to choose."""
        near = get_close_matches(header_key(name), self.sheets, n=1)
        return form()[self.sheets[near[0]]] if near else None

    def nearest_question(self, sheet_code: str, header: str) -> Question | None:
        """Return the question whose header resembles an unknown one most, for a sender to choose."""
        near = get_close_matches(header_key(header), self.headers[sheet_code], n=1, cutoff=0.8)
        return form()[sheet_code].question(self.headers[sheet_code][near[0]]) if near else None


@lru_cache(maxsize=REMEMBERED)
def _version_keys(text: str) -> frozenset[str]:
    """Return the versions of a name in several languages side by side, without a number before them, as they are compared."""
    return frozenset(header_key(version) for version in VERSIONS.split(ORDINAL.sub("", text.strip(), count=1)))


def _meaning(names: Mapping[str, str], text: str) -> str | None:
    """Return what a name means, also with a number before it or in several languages, when all say the same.

    Any other addition may change the meaning, such as `Budget (thousands)`, and makes a name unknown.
    """
    exact = names.get(header_key(text))
    if exact:
        return exact
    meant = {names.get(key) for key in _version_keys(text)}
    return meant.pop() if len(meant) == 1 else None


@cache
def vocabulary(country_code: str, round_name: str) -> Vocabulary:
    """Return the words of the form as they hold in a country and a round."""
    sheets = {header_key(name): code for code, sheet in form().items() for name in (code, *sheet.labels.values())}
    headers = {
        code: {
            header_key(name): question.question_code
            for question in sheet.questions
            for name in (question.question_code, *question.labels.values())
        }
        for code, sheet in form().items()
    }
    for alias in aliases():
        if alias.country_code in ("", country_code) and is_within(round_name, alias.from_round, alias.until_round):
            names, meaning = (headers[alias.sheet_code], alias.question_code) if alias.question_code else (sheets, alias.sheet_code)
            names[header_key(alias.name)] = meaning
    return Vocabulary(sheets, headers)


@cache
def passed_over(name: str) -> bool:
    """Return whether a sheet belongs to what is given out, such as instructions or lists, and holds no answers."""
    return header_key(name) in _passed_over_names()


@cache
def _passed_over_names() -> frozenset[str]:
    return frozenset(header_key(name) for sheet in passed_over_sheets() for name in (sheet.name, *sheet.labels.values()) if name)


@cache
def languages_of_header(sheet_code: str, header: str) -> tuple[str, ...]:
    """Return the languages in which a header, as written, is a label of the sheet; none for machine codes and aliases.

    Codes are told by their spelling: `start_date` compares like the English label, but says nothing of its writer's language.
    """
    questions = form()[sheet_code].questions
    if header.strip() in {question.question_code for question in questions}:
        return ()
    key = header_key(header)
    return tuple(one for one in LANGUAGES if any(header_key(question.labels[one]) == key for question in questions))
