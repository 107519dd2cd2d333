"""What the pages of the site say in a language: phrases of `reference/site/phrases.csv`, labels of codes, names of countries."""

from collections.abc import Mapping

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import RIGHT_TO_LEFT
from schemas.phrases import SITE_PHRASES, phrases


class Words:
    """The words of one language, as templates call for them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self._phrases: Mapping[str, str] = phrases(SITE_PHRASES, language)

    def say(self, phrase_code: str, /, **facts: object) -> str:
        """Return a phrase with its facts filled in; KeyError when the file has none of that code."""
        return self._phrases[phrase_code].format(**facts)

    def label(self, list_name: str, code: object) -> str:
        """Return the label of a code, the code itself when the list lacks it, and that nothing was stated when there is none."""
        if not isinstance(code, str) or not code:
            return self.say("not_stated")
        return code_list(list_name).labels.get(code, {}).get(self.language, code)

    def country(self, country_code: str) -> str:
        """Return the name of a country of the programme, the code itself of any other."""
        known = countries().get(country_code)
        return known.names[self.language] if known else country_code
