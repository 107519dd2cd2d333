"""The words a sender may use for the form: names of sheets and headers of columns, in any language, by alias, by machine code.

A country's own habits and the names of earlier form versions are rows of `reference/form/aliases.csv`, with the rounds they hold for.
"""

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache

from schemas.code_lists import fold_label
from schemas.form import LANGUAGES, Question, Sheet, form
from schemas.form_names import aliases, passed_over_sheets
from steps.rounds import is_within
from steps.text import REMEMBERED


@lru_cache(maxsize=REMEMBERED)
def header_key(text: str) -> str:
    """Return the form in which headers and names are compared: that of labels, without marks (`* : - _ /` and the like) between words."""
    return " ".join("".join(" " if unicodedata.category(mark)[0] in "PS" else mark for mark in fold_label(text)).split())


@dataclass
class Vocabulary:
    """What names mean in one country's delivery of one round; all keys are those of `header_key`."""

    sheets: dict[str, str]
    headers: dict[str, dict[str, str]]

    def sheet_code(self, name: str) -> str | None:
        """Return the sheet of the form that a name means, or None."""
        return self.sheets.get(header_key(name))

    def question_code(self, sheet_code: str, header: str) -> str | None:
        """Return the question that a header of a sheet means, or None."""
        return self.headers[sheet_code].get(header_key(header))

    @cached_property
    def every_header(self) -> frozenset[str]:
        """The keys of all headers of all sheets."""
        return frozenset(key for names in self.headers.values() for key in names)

    def nearest_sheet(self, name: str) -> Sheet | None:
        """Return the sheet whose name resembles an unknown one most, for a sender to choose."""
        near = get_close_matches(header_key(name), self.sheets, n=1)
        return form()[self.sheets[near[0]]] if near else None

    def nearest_question(self, sheet_code: str, header: str) -> Question | None:
        """Return the question whose header resembles an unknown one most, for a sender to choose."""
        near = get_close_matches(header_key(header), self.headers[sheet_code], n=1, cutoff=0.8)
        return form()[sheet_code].question(self.headers[sheet_code][near[0]]) if near else None


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
def languages_of_header(sheet_code: str, key: str) -> tuple[str, ...]:
    """Return the languages in which a header (by its key) is a label of the sheet; none for machine codes and aliases."""
    questions = form()[sheet_code].questions
    return tuple(one for one in LANGUAGES if any(header_key(question.labels[one]) == key for question in questions))
