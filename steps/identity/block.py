"""Blocks reports: what two of them must share to be compared at all, so that a million of them need no million times a million looks.

A key is something that a report says, in its country: a name or acronym, a project number, a web page, two words of its title, its lead
or a place together with something else. A key that more than MOST_SHARING reports have tells little and is left out; such reports meet
by their finer keys. So the pairs grow with the reports, not with their square.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pandas as pd

MOST_SHARING = 20
TITLE_WORDS = 6  # of a title, the rarest: pairs of more words would be many and bring together little


def block_keys(descriptions: pd.DataFrame) -> pd.Series:
    """Return the block keys of each report, joined by bars; `descriptions` is clean_initiative_descriptions without them."""
    rows = descriptions.astype(object).where(descriptions.notna(), None).to_dict("records")
    commonness = Counter((row["country_code"], word) for row in rows for word in _list(row, "telling_words"))
    keys = [list(dict.fromkeys(f"{row['country_code']} {key}" for key in _keys(row, commonness))) for row in rows]
    sharing = Counter(key for own in keys for key in own)
    told = ["|".join(key for key in own if 1 < sharing[key] <= MOST_SHARING) or None for own in keys]
    return pd.Series(told, index=descriptions.index, dtype="str")


def _keys(row: dict[str, Any], commonness: "Counter[tuple[str, str]]") -> Iterator[str]:
    words = _rarest_words(row, commonness)
    year, month = row["start_year"], row["start_month_number"]
    for name in _list(row, "title_names"):
        yield f"name {name}"
    for code in _list(row, "project_codes"):
        yield f"code {code}"
    if row["web_page_text"]:
        yield f"page {row['web_page_text']}"
    yield from (f"title {title}" for title in (row["field_key"], row["title_whole_text"]) if title)
    yield from (f"words {first} {second}" for first, second in combinations(sorted(words), 2))
    yield from _keys_of_actors_and_places(row, words)
    for unit in _list(row, "admin1_ids"):
        if row["budget_usd"]:
            yield f"money {float(row['budget_usd']):.2g} {unit}"
        if month is not None:
            yield f"month {month} {unit}"
        elif year is not None:
            yield f"year {year} {unit}"


def _rarest_words(row: dict[str, Any], commonness: "Counter[tuple[str, str]]") -> list[str]:
    """Return the words of a title that bring together; a title that has none counts as one word."""
    if row["common_title_text"]:
        return [f"title {row['common_title_text']}"]
    return sorted(_list(row, "telling_words"), key=lambda word: (commonness[row["country_code"], word], word))[:TITLE_WORDS]


def _keys_of_actors_and_places(row: dict[str, Any], words: list[str]) -> Iterator[str]:
    places = dict.fromkeys((*_list(row, "place_ids"), *_list(row, "admin2_ids")))
    actors = dict.fromkeys((*_list(row, "local_actor_ids"), *_list(row, "wide_actor_ids")))
    for place in places:
        yield f"place {place}"
        yield from (f"place {place} {word}" for word in words)
        yield from (f"place {place} {actor}" for actor in actors)
    for actor in actors:
        yield f"actor {actor}"
        yield from (f"actor {actor} {word}" for word in words)


def _list(row: dict[str, Any], column: str) -> list[str]:
    return str(row[column]).split("|") if row[column] else []
