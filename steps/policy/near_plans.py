"""Work plans that may be one, by titles that are nearly the same: told, never joined."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from steps.actors.near_names import near_names
from steps.places.spelling import key
from steps.text import fold

Pair = tuple["WorkPlan", "WorkPlan"]


class WorkPlan(NamedTuple):
    """A plan as activities name it, its title folded; the year is 0 when they state none."""

    country_code: str
    title: str
    year: int


def named_plan(country_code: object, title: object, year: object) -> WorkPlan | None:
    """Return the plan that an activity names; None when it names none."""
    if pd.isna(title):
        return None
    return WorkPlan(str(country_code), fold(str(title)), 0 if pd.isna(year) else int(str(year)))


def near_plans(plans: Iterable[WorkPlan]) -> list[Pair]:
    """Return the pairs of plans of a country that may be one.

    Their titles have the same words, whatever stands between these, or differ by one slip of the pen in one word. Plans of two years are
    two; of a plan without a year, the year is not guessed.
    """
    by_country: dict[str, list[WorkPlan]] = defaultdict(list)
    for plan in plans:
        by_country[plan.country_code].append(plan)
    pairs = (pair for own in by_country.values() for pair in _pairs(own))
    return sorted(pair for pair in pairs if 0 in (pair[0].year, pair[1].year) or pair[0].year == pair[1].year)


def _pairs(plans: Iterable[WorkPlan]) -> set[Pair]:
    by_words: dict[tuple[str, ...], list[WorkPlan]] = defaultdict(list)
    for plan in sorted(plans):
        by_words[tuple(key(plan.title).split())].append(plan)
    titles = {" ".join(words): own for words, own in by_words.items()}
    equal = {pair for own in by_words.values() for pair in combinations(own, 2)}
    slips = near_names((words, " ".join(words)) for words in by_words)
    return equal | {(min(one, other), max(one, other)) for first, second in slips for one in titles[first] for other in titles[second]}
