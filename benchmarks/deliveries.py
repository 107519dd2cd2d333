"""Generates deliveries of any size from the sample facts: real themes, donors and partners under new titles, leads, places, dates, amounts.

So the initiatives are different ones, as those of a country are; were the facts only repeated, all but a few would be copies. One in ten is
a copy, in other words, of an initiative reported before; and one in ten keeps date and amount as the facts have them, easy to read or not.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from benchmarks.copies import SYLLABLES
from schemas.code_lists import code_list
from schemas.countries import Country, countries
from schemas.form import form
from schemas.identity_words import BOILERPLATE, identity_words
from scripts.make_sample_deliveries import FACTS, Rows, survey_answers, write_workbook
from steps.places.gazetteer import ADMIN2, gazetteer

TITLE_WORDS = 5
ONE_IN_TEN = 0.1


def write_deliveries(raw: Path, initiatives_per_country: int) -> None:
    """Write one workbook a country below `raw`, with the given number of initiatives and one row of places for each."""
    for code in countries():
        write_delivery(raw, code, initiatives_per_country)


def write_delivery(raw: Path, country_code: str, initiatives: int) -> None:
    """Write the workbook of a country, in place of one that is there; a larger one begins with the rows of a smaller one."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        own = [fact for fact in csv.DictReader(file) if fact["country"] == country_code]
    path = raw / country_code / "2015" / f"{country_code.lower()}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    country = countries()[country_code]
    write_workbook(path, country, _answers(list(islice(cycle(own), initiatives)), country))


def _answers(facts: Rows, country: Country) -> dict[str, Rows]:
    numbered = list(_as_others(facts, country))
    answers = survey_answers(numbered, country)
    for number, row in enumerate(answers["initiatives"]):
        for question in form()["initiatives"].questions:  # every code question answered, each row another way
            if question.kind in ("code", "codes") and not row.get(question.question_code):
                codes = code_list(question.code_list).codes
                row[question.question_code] = codes[number % len(codes)]
    return answers


def _as_others(facts: Rows, country: Country) -> Iterator[dict[str, str]]:
    """Return the facts as those of other initiatives, always the same ones."""
    chance = random.Random(country.country_code)
    words = [concept.forms[0] for concept in identity_words().values() if concept.kind != BOILERPLATE]
    units = [place.name for place in gazetteer().by_id.values() if place.country_code == country.country_code and place.level == ADMIN2]
    others: Rows = []
    for number, fact in enumerate(facts):
        is_copy = others and chance.random() < ONE_IN_TEN
        own = _in_other_words(chance.choice(others), chance) if is_copy else _another(fact, words, units, chance)
        others.append(own | {"record_id": f"B{number:06d}"})
        yield others[-1]


def _another(fact: dict[str, str], words: list[str], units: list[str], chance: random.Random) -> dict[str, str]:
    name = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
    start = date(2005, 1, 1) + timedelta(days=chance.randrange(10 * 365))
    told = fact | {
        "title": " ".join((name, *chance.sample(words, TITLE_WORDS))),
        "local_title": "",
        "source_url": f"https://www.{name.lower()}.example/" if fact["source_url"] else "",
        "objective": " ".join(chance.sample(words, 3 * TITLE_WORDS)),
        "lead_actor": f"Association {name}" if fact["lead_actor"] else "",
        "places": " | ".join(chance.sample(units, 2)),
    }
    if chance.random() < ONE_IN_TEN:
        return told
    end = start + timedelta(days=chance.randrange(180, 1500))
    amount = f"{round(10 ** chance.uniform(3.5, 6.5), -2):,.0f}"
    return told | {"start_date": start.isoformat(), "end_date": end.isoformat(), "budget_amount": amount if fact["budget_amount"] else ""}


def _in_other_words(told: dict[str, str], chance: random.Random) -> dict[str, str]:
    """Return an initiative as somebody else reports it: title and text shortened and in another order, the month in place of the day."""
    name, *title = told["title"].split()
    return told | {
        "title": " ".join((name, *chance.sample(title, len(title) - 1))),
        "objective": " ".join(chance.sample(told["objective"].split(), 2 * TITLE_WORDS)),
        "start_date": told["start_date"][: len("2015-09")] if told["start_date"][:2] == "20" else told["start_date"],
        "end_date": "",
        "source_url": "",
    }
