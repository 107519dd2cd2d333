"""Says what a header in an export of a data-collection tool means: a question, one option of it, its place among repeats.

KoboToolbox, ODK Central, SurveyCTO and the older tools before them build their headers from XML names, which are our machine codes,
or from labels; with the path of groups in front, an option behind, a number for each repeat.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from schemas.code_lists import code_list
from schemas.form import form
from steps.form.vocabulary import Vocabulary, header_key

SEPARATOR = re.compile(r"\s*[/\-.:>|]\s*")  # what the tools put, or let one choose, between groups, questions and options
NUMBERED_GROUP = re.compile(r"\[(\d+)\]")  # initiatives[2]/title_text
NUMBERED_NAME = re.compile(r"(?P<name>[A-Za-z]\w*?)(?P<numbers>(?:_\d+)+)")  # title_text_2, or place_text_2_1 within repeat 2
# KoboToolbox writes _point_latitude beside point, ODK Central and SurveyCTO point-Latitude.
POINT_PART = re.compile(
    r"(?:.*/)?_(?P<kobo>.+)_(?P<part>latitude|longitude|altitude|precision)|"
    r"(?P<odk>.+)-(?P<odk_part>Latitude|Longitude|Altitude|Accuracy)"
)
DEGREES = ("latitude", "longitude")


class Meaning(NamedTuple):
    """What a header may mean: a question, perhaps one option of it, and the numbers of the repeats it stands in."""

    sheet_code: str
    question_code: str
    option: str = ""
    numbers: tuple[int, ...] = ()
    is_certain: bool = False  # the path of groups names the sheet


class HeaderReader:
    """Reads headers with the words of the form as they hold in a country and round."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.questions: dict[str, list[tuple[str, str]]] = {}
        for sheet_code, headers in words.headers.items():
            for key, question_code in headers.items():
                self.questions.setdefault(key, []).append((sheet_code, question_code))

    def meanings(self, header: str) -> frozenset[Meaning]:
        """Return all that a header may mean: several when more than one sheet asks such a question, none when it is unknown."""
        numbers = tuple(int(number) for number in NUMBERED_GROUP.findall(header))
        bare = NUMBERED_GROUP.sub("", header).strip()
        found = self._named(bare) or self._below_groups(bare) or self._numbered(bare) or self._underscored(bare)
        return frozenset(meaning._replace(numbers=(*numbers, *meaning.numbers)) for meaning in found)

    def _named(self, text: str) -> frozenset[Meaning]:
        return frozenset(Meaning(sheet, question) for sheet, question in self.questions.get(header_key(text), ()))

    def _below_groups(self, text: str) -> frozenset[Meaning]:
        """Read `group/question`, `question/option` and both together, whatever the separator; a label may be both at once."""
        found: set[Meaning] = set()
        for match in SEPARATOR.finditer(text):
            before, behind = text[: match.start()], text[match.end() :]
            if before and behind:
                questions = self._named(before) or self._below_groups(before)
                found |= {*self._in_groups(self._named(behind), before), *_with_options(questions, behind)}
        return frozenset(found)

    def _in_groups(self, found: frozenset[Meaning], path: str) -> frozenset[Meaning]:
        """Return the questions below a path of groups: those of the sheet that it names, when it names one."""
        named = [sheet for group in SEPARATOR.split(path) if (sheet := self.words.sheet_code(group))]
        if not named:
            return found
        return frozenset(meaning._replace(is_certain=True) for meaning in found if meaning.sheet_code == named[-1])

    def _numbered(self, text: str) -> frozenset[Meaning]:
        match = NUMBERED_NAME.fullmatch(text)
        if not match:
            return frozenset()
        numbers = tuple(int(number) for number in match["numbers"].strip("_").split("_"))
        plain = (meaning._replace(numbers=numbers) for meaning in self._named(match["name"]))
        return frozenset({*plain, *self._underscored(text)})

    def _underscored(self, text: str) -> frozenset[Meaning]:
        """Read `question_option` and `question_option_1`, as SurveyCTO writes them."""
        found = set()
        for place in (match.start() for match in re.finditer("_", text)):
            questions = [meaning for meaning in self._named(text[:place]) if _is_exact(meaning, text[:place])]
            rest = text[place + 1 :]
            option, _, tail = rest.partition("_")
            found |= set(_with_options(questions, rest))
            if re.fullmatch(r"\d+(_\d+)*", tail):
                numbers = tuple(int(number) for number in tail.split("_"))
                found |= {meaning._replace(numbers=numbers) for meaning in _with_options(questions, option)}
        return frozenset(found)


def _is_exact(meaning: Meaning, name: str) -> bool:
    return meaning.question_code == name


def _with_options(questions: Iterable[Meaning], option: str) -> Iterable[Meaning]:
    for meaning in questions:
        question = form()[meaning.sheet_code].question(meaning.question_code)
        code = code_list(question.code_list).code_of(option) if question.kind == "codes" else None
        if code:
            yield meaning._replace(option=code)


def point_part(header: str) -> tuple[str, str] | None:
    """Return the question of a geopoint and the part of it (latitude, longitude, altitude, precision) that a header holds, or None."""
    match = POINT_PART.fullmatch(header.strip())
    if not match:
        return None
    return (match["kobo"], match["part"]) if match["kobo"] else (match["odk"], match["odk_part"].lower())
