"""What a report workbook says in a language: names of sheets, headings of columns, labels of codes, names of countries."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

from publications.site.words import Words
from publications.table_rows import codes
from schemas.codification import SHEETS, sections
from schemas.countries import countries
from schemas.form import form
from schemas.phrases import WORKBOOK_PHRASES, phrases
from schemas.registry.reports import NOT_STATED, SEVERAL

ALL = "all"
SEPARATOR = "; "


class WorkbookWords(Words):
    """The words of one language: those of the site, and the workbook's own."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._phrases: Mapping[str, str] = {**self._phrases, **phrases(WORKBOOK_PHRASES, language)}

    def heading(self, column: str) -> str:
        """Return the heading of a column: the workbook's own, else the label of the question of that code."""
        return self._phrases.get(f"column_{column}") or _question_labels(self.language)[column]

    def sheet(self, code: str) -> str:
        """Return the name of a sheet."""
        return self.say(f"sheet_{code}")

    def note(self, code: str) -> str:
        """Return what one row of a sheet is, and how its figures add up; columns are named by their headings."""
        return self._phrases[f"note_{code}"].format_map(_Headings(self))

    def code(self, list_name: str, code: object) -> str:
        """Return the label of a code of a list, or of the words that stand for one in reports; nothing for nothing."""
        if not isinstance(code, str) or not code:
            return ""
        return self.say(code) if code in (NOT_STATED, SEVERAL, ALL) else self.label(list_name, code)

    def codes(self, list_name: str, joined: object) -> str:
        """Return the labels of several codes."""
        return SEPARATOR.join(self.code(list_name, code) for code in codes(joined))

    def place(self, country_code: object) -> str:
        """Return the name of any country, of the programme or not."""
        if not isinstance(country_code, str) or not country_code:
            return ""
        return (
            self.country(country_code)
            if country_code in countries()
            else _countries_of_the_world(self.language).get(country_code, country_code)
        )

    def places(self, country_codes: object) -> str:
        """Return the names of several countries."""
        return SEPARATOR.join(self.place(code) for code in codes(country_codes))

    def sections(self, section_codes: object) -> str:
        """Return the labels of sections of a codification."""
        labels = {one.section_code: one.labels[self.language] for sheet_code in SHEETS for one in sections(sheet_code)}
        return SEPARATOR.join(labels.get(code, code) for code in codes(section_codes))


class _Headings(dict[str, str]):
    """The headings that a note may name, and the words that stand in columns of codes."""

    def __init__(self, words: WorkbookWords) -> None:
        super().__init__({word: words.say(word) for word in (SEVERAL, ALL)})
        self._words = words

    def __missing__(self, column: str) -> str:
        return self._words.heading(column)


@cache
def _question_labels(language: str) -> dict[str, str]:
    """Return the labels of the form's questions by code; of several alike the first."""
    labels: dict[str, str] = {}
    for sheet in form().values():
        for question in sheet.questions:
            labels.setdefault(question.question_code, question.labels[language])
    return labels


@cache
def _countries_of_the_world(language: str) -> dict[str, str]:
    """Return the names of countries by ISO 3166-1 alpha-3 code, from CLDR."""
    names = Locale(language).territories
    aliases = get_global("territory_aliases")
    return {code: names[found[0]] for code, found in aliases.items() if len(code) == len("XXX") and code.isalpha() and found[0] in names}
