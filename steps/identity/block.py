"""Blocks reports: what two of them must share to be compared at all, so that a million of them need no million times a million looks.

A key is something that a report says, in its country: a name or acronym, a project number, a web page, two words of its title, its lead
or a place together with something else. A key that more than MOST_SHARING reports have tells little and is left out; such reports meet
by their finer keys. A project number or a title says much alone, and is left out only when more than MOST_ALIKE have it. So the pairs grow
with the reports, not with their square. Who was left out of what is told (`not_compared.py`).
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any, NamedTuple

import pandas as pd

from schemas.rows import answers_of, filled_or_none, values_of

MOST_SHARING, MOST_ALIKE = 20, 200
SAYING_MUCH = ("code", "title")  # keys that weigh enough alone to make two reports look alike
BAR = "|"  # between keys: in a key that was left out, a blank stands for it
TITLE_WORDS = 6  # of a title, the rarest: pairs of more words would be many and bring together little


class LeftOut(NamedTuple):
    """A key that too many reports of a country have, and those of them that were not compared with every other one for another reason."""

    country_code: str
    kind: str
    text: str
    reported_ids: tuple[str, ...]


def blocked(descriptions: pd.DataFrame) -> pd.DataFrame:
    """Return clean_initiative_descriptions of descriptions that have neither `block_keys` nor `left_out_keys`."""
    keys = _every_key(descriptions)
    sharing = Counter(chain.from_iterable(keys))
    common = {key for key, count in sharing.items() if count > MOST_SHARING and count > _most(key)}
    shared = [[key for key in own if sharing[key] > 1 and key not in common] for own in keys]
    apart = _apart(keys, shared, common)
    told = {
        "block_keys": [BAR.join(own) or None for own in shared],
        "left_out_keys": [BAR.join(key.replace(BAR, " ") for key in own) or None for own in apart],
    }
    return descriptions.assign(**{name: pd.Series(own, descriptions.index, dtype="str") for name, own in told.items()})


def left_out(descriptions: pd.DataFrame) -> list[LeftOut]:
    """Return the keys that were left out and whom they leave not compared, sorted; `descriptions` is clean_initiative_descriptions."""
    apart: dict[str, list[str]] = {}
    for report, keys in zip(values_of(descriptions["reported_id"]), filled_or_none(descriptions["left_out_keys"]), strict=True):
        for key in keys.split(BAR) if keys else ():
            apart.setdefault(key, []).append(report)
    return sorted(LeftOut(*_parts(key), tuple(sorted(reports))) for key, reports in apart.items())


def _apart(keys: list[list[str]], shared: list[list[str]], common: set[str]) -> Iterator[list[str]]:
    """Yield the common keys of each report that others have with whom it shares no key that brings together."""
    bearers: dict[str, set[int]] = {}
    for place, (own, few) in enumerate(zip(keys, shared, strict=True)):
        for key in (*few, *common.intersection(own)):
            bearers.setdefault(key, set()).add(place)
    for place, (own, few) in enumerate(zip(keys, shared, strict=True)):
        found = [key for key in own if key in common]
        most = 1 + sum(len(bearers[key]) for key in few) if found else 0  # to count them apart takes longer
        met = {place}.union(*(bearers[key] for key in few)) if any(len(bearers[key]) <= most for key in found) else set()
        yield [key for key in found if not bearers[key] <= met]


def _most(key: str) -> int:
    return MOST_ALIKE if _parts(key)[1] in SAYING_MUCH else MOST_SHARING


def _parts(key: str) -> tuple[str, str, str]:
    """Return the country, the kind and the text of a key."""
    country, kind, text = key.split(" ", 2)
    return country, kind, text


def _every_key(descriptions: pd.DataFrame) -> list[list[str]]:
    """Return the keys of each report, each once, however many share them: country, kind and what is shared."""
    rows = answers_of(descriptions)
    commonness = Counter((row["country_code"], word) for row in rows for word in _list(row, "telling_words"))
    return [list(dict.fromkeys(f"{row['country_code']} {kind} {text}" for kind, text in _keys(row, commonness))) for row in rows]


def _keys(row: dict[str, Any], commonness: "Counter[tuple[str, str]]") -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each key of a report."""
    words = _rarest_words(row, commonness)
    year, month = row["start_year"], row["start_month_number"]
    for name in _list(row, "title_names"):
        yield "name", name
    for code in _list(row, "project_codes"):
        yield "code", code
    if row["web_page_text"]:
        yield "page", row["web_page_text"]
    yield from (("title", title) for title in (row["field_key"], row["title_whole_text"]) if title)
    yield from (("words", f"{first} {second}") for first, second in combinations(sorted(words), 2))
    yield from _keys_of_actors_and_places(row, words)
    for unit in _list(row, "admin1_ids"):
        if row["budget_usd"]:
            yield "money", f"{float(row['budget_usd']):.2g} {unit}"
        if month is not None:
            yield "month", f"{month} {unit}"
        elif year is not None:
            yield "year", f"{year} {unit}"


def _rarest_words(row: dict[str, Any], commonness: "Counter[tuple[str, str]]") -> list[str]:
    """Return the words of a title that bring together; a title that has none counts as one word."""
    if row["common_title_text"]:
        return [f"title {row['common_title_text']}"]
    return sorted(_list(row, "telling_words"), key=lambda word: (commonness[row["country_code"], word], word))[:TITLE_WORDS]


def _keys_of_actors_and_places(row: dict[str, Any], words: list[str]) -> Iterator[tuple[str, str]]:
    places = dict.fromkeys((*_list(row, "place_ids"), *_list(row, "admin2_ids")))
    actors = dict.fromkeys((*_list(row, "local_actor_ids"), *_list(row, "wide_actor_ids")))
    for place in places:
        yield "place", place
        for one in (*words, *actors):
            yield "place", f"{place} {one}"
    for actor in actors:
        yield "actor", actor
        for word in words:
            yield "actor", f"{actor} {word}"


def _list(row: dict[str, Any], column: str) -> list[str]:
    return str(row[column]).split("|") if row[column] else []
