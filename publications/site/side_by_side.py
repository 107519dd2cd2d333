"""Labels of two languages side by side: that of a country's survey first, English beside it in small where the two differ."""

from collections.abc import Callable
from functools import cache

from markupsafe import Markup, escape

from publications.site.links import MAIN_LANGUAGE
from publications.site.words import Words
from schemas.form import RIGHT_TO_LEFT, form

NUMBERED = ("sdg_targets", "gcm_objectives", "dac_purposes")  # lists whose codes people know by heart


class SideBySide:
    """The words of a country's survey language and of English. Each label is made once: thousands of pages ask for the same ones."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_double = language != MAIN_LANGUAGE
        self._own, self._main = Words(language), Words(MAIN_LANGUAGE)
        self._made: dict[tuple[object, ...], Markup] = {}

    def say(self, phrase_code: str) -> Markup:
        """Return a phrase of the site that holds no facts."""
        return self._once(("phrase", phrase_code), lambda words: words.say(phrase_code))

    def code(self, list_name: str, code: object) -> Markup:
        """Return the label of a code, the code itself when the list lacks it, and that nothing was stated when there is none."""
        return self._once((list_name, str(code or "")), lambda words: words.label(list_name, code))

    def codes(self, list_name: str, joined: object) -> Markup:
        """Return the labels of codes joined by bars; where people know the codes themselves, each after its code."""
        key = ("codes", list_name, joined if isinstance(joined, str) else "")
        made = self._made.get(key)
        if made is None:
            parts = dict.fromkeys(key[2].split("|"))
            labels = (self._numbered(list_name, code) if list_name in NUMBERED else self.code(list_name, code) for code in parts)
            made = self._made[key] = Markup("; ").join(labels)
        return made

    def _numbered(self, list_name: str, code: str) -> Markup:
        return Markup("{} {}").format(code, self.code(list_name, code))

    def question(self, sheet_code: str, question_code: str) -> Markup:
        """Return the header of a question of the survey form."""
        key = ("question", sheet_code, question_code)
        return self._once(key, lambda words: form()[sheet_code].question(question_code).labels[words.language])

    def sheet(self, sheet_code: str) -> Markup:
        """Return the name of a sheet of the survey form."""
        return self._once(("sheet", sheet_code), lambda words: form()[sheet_code].labels[words.language])

    def flag(self, value: object) -> Markup:
        """Return yes or no, or that nothing was stated."""
        return self.code("yes_no", None if value is None else "yes" if value else "no")

    def heads(self, *columns: str | tuple[str, str]) -> Markup:
        """Return the head of a table: a column is a phrase of the site, a question (sheet and code), or has no header."""
        key = ("heads", *columns)
        made = self._made.get(key)
        if made is None:
            names = [self.say(one) if isinstance(one, str) and one else self.question(*one) if one else None for one in columns]
            cells = ["<td></td>" if name is None else f'<th scope="col">{name}</th>' for name in names]
            made = self._made[key] = Markup(f"<thead><tr>{''.join(cells)}</tr></thead>")  # noqa: S704  (names are escaped)
        return made

    def _once(self, key: tuple[str, ...], text_of: Callable[[Words], str]) -> Markup:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._both(text_of(self._own), text_of(self._main))
        return made

    def _both(self, own: str, main: str) -> Markup:
        if not self.is_double or own == main:
            return escape(main)
        side = Markup(' dir="rtl"') if self.language in RIGHT_TO_LEFT else Markup(' dir="ltr"')
        return Markup('<bdi lang="{}"{}>{}</bdi> <small class="english">{}</small>').format(self.language, side, own, main)


@cache
def side_by_side(language: str) -> SideBySide:
    """Return the labels of a language beside English ones; one set a process, since they depend on reference files only."""
    return SideBySide(language)
