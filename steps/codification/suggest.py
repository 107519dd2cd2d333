"""Suggests themes, targets and objectives from the words of a text, by rules that anybody can read (`schemas.keywords`).

A suggestion is for a person to look at: nothing is filled in from it. Words are compared as titles of initiatives are
(`steps.identity.words`): without case, accents, plurals, joined particles of Arabic and postpositions of Nepali.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from schemas.code_lists import code_list
from schemas.codification import section_texts
from schemas.keywords import ENOUGH, SUGGESTING_LISTS, Pointer, keywords, pointers
from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape
from steps.identity.words import PARTING, REMEMBERED, forms, plain, split_words

STAR = "*"
INITIATIVE_TEXTS = ("title_text", "local_title_text", "summary_text", "results_text")
STATED: dict[str, dict[str, tuple[str, ...]]] = {
    "core_initiatives": {
        "themes": ("primary_theme_code", "theme_codes"),
        "sdg_targets": ("sdg_target_codes",),
        "gcm_objectives": ("gcm_objective_codes",),
    },
    "core_practices": {
        "themes": ("toolbox_module_code",),
        "sdg_targets": ("sdg_target_codes",),
        "gcm_objectives": ("gcm_objective_codes",),
    },
}
Record = Mapping[str, object]


class _Phrase(NamedTuple):
    """A word or phrase that we look for: its notion, its words as they are compared, which of them are stems, and how it is written."""

    notion: str
    words: tuple[str, ...]
    are_stems: tuple[bool, ...]
    written: str


def code_suggestions(initiatives: pd.DataFrame, practices: pd.DataFrame) -> pd.DataFrame:
    """Return report_code_suggestions. `initiatives` is core_initiatives, `practices` core_practices."""
    told = [
        row
        for name, key, texts, frame in (
            ("core_initiatives", "initiative_id", INITIATIVE_TEXTS, initiatives),
            ("core_practices", "practice_id", ("title_text", *section_texts()), practices),
        )
        for record in answers_of(frame)
        for row in _of_record(record, name, key, texts)
    ]
    return shape(told, table("report_code_suggestions"))


def _of_record(record: Record, name: str, key: str, texts: Iterable[str]) -> Iterator[dict[str, object]]:
    found = _found({column: str(record[column]) for column in texts if record[column] is not None})
    about = {"table_name": name, "record_id": record[key], **{one: record[one] for one in ("country_code", "response_id")}}
    for list_name in SUGGESTING_LISTS:
        answers = [str(record[column]) for column in STATED[name][list_name] if record[column] is not None]
        stated = {code for answer in answers for code in answer.split("|")}
        for suggestion in _ranked(list_name, found):
            is_stated = {"is_stated": suggestion["suggested_code"] in stated, "is_any_stated": bool(stated)}
            yield {**about, "list_name": list_name, **suggestion, **is_stated}


def _found(texts: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """Return, by notion, the words found as keywords.csv writes them, each with the columns that it stands in."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for column, text in texts.items():
        for phrase in dict.fromkeys(phrases_in(text)):
            found[phrase.notion][phrase.written].append(column)
    return found


def _ranked(list_name: str, found: dict[str, dict[str, list[str]]]) -> list[dict[str, object]]:
    """Return the codes of a list that what was found suggests, the one with most weight first; equal weights share a rank."""
    weights: dict[str, int] = defaultdict(int)
    words: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for notion, written in found.items():
        for pointer in _pointers_to(list_name)[notion]:
            weights[pointer.code] += pointer.weight
            words[pointer.code] |= written
    order = code_list(list_name).codes.index
    enough = sorted((code for code, weight in weights.items() if weight >= ENOUGH), key=lambda code: (-weights[code], order(code)))
    return [
        {
            "suggested_code": code,
            "keyword_weight": weights[code],
            "rank_number": 1 + sum(weights[other] > weights[code] for other in enough),
            "found_text": " | ".join(f"{word} ({', '.join(columns)})" for word, columns in words[code].items()),
            "column_names": "|".join(dict.fromkeys(column for columns in words[code].values() for column in columns)),
        }
        for code in enough
    ]


@cache
def _pointers_to(list_name: str) -> dict[str, tuple[Pointer, ...]]:
    """Return, by notion, the codes of a list that it points to."""
    return {notion: tuple(one for one in own if one.list_name == list_name) for notion, own in pointers().items()}


def phrases_in(text: str) -> Iterator[_Phrase]:
    """Yield the words and phrases of keywords.csv that stand in a text; a phrase does not reach over a mark that parts it."""
    for part in PARTING.split(plain(text)):
        words = split_words(part)
        for place, word in enumerate(words):
            for phrase in _beginning_with(word):
                rest = words[place + 1 : place + len(phrase.words)]
                if len(rest) == len(phrase.words) - 1 and all(map(_is_word, rest, phrase.words[1:], phrase.are_stems[1:])):
                    yield phrase


@lru_cache(maxsize=REMEMBERED)
def _beginning_with(word: str) -> tuple[_Phrase, ...]:
    whole, stems = _phrases()
    found = [phrase for form in dict.fromkeys(forms(word)) for phrase in whole.get(form, ())]
    found += [phrase for length in range(1, len(word) + 1) for phrase in stems.get(word[:length], ())]
    return tuple(found)


def _is_word(word: str, asked: str, is_stem: bool) -> bool:
    return word.startswith(asked) if is_stem else asked in _forms_of(word)


@lru_cache(maxsize=REMEMBERED)
def _forms_of(word: str) -> frozenset[str]:
    return frozenset(forms(word))


@cache
def _phrases() -> tuple[dict[str, list[_Phrase]], dict[str, list[_Phrase]]]:
    """Return the phrases by their first word: those that begin with a whole word, and those that begin with a stem."""
    whole: dict[str, list[_Phrase]] = defaultdict(list)
    stems: dict[str, list[_Phrase]] = defaultdict(list)
    for notion, written in keywords().items():
        for text in written:
            parts = [(word, part.endswith(STAR)) for part in text.split() for word in split_words(plain(part))]
            phrase = _Phrase(notion, tuple(word for word, _ in parts), tuple(is_stem for _, is_stem in parts), text)
            (stems if phrase.are_stems[0] else whole)[phrase.words[0]].append(phrase)
    return whole, stems
