"""Generates deliveries of any size from the sample facts: real dates, amounts and partners, under new titles, leads and places.

So the initiatives are different ones, as those of a country are; were the facts only repeated, all but a few would be copies.
"""

import csv
import random
from collections.abc import Iterator
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
    for number, fact in enumerate(facts):
        name = "".join(chance.choices(SYLLABLES, k=4)).capitalize()
        yield fact | {
            "record_id": f"B{number:06d}",
            "title": " ".join((name, *chance.sample(words, TITLE_WORDS))),
            "local_title": "",
            "objective": " ".join(chance.sample(words, 3 * TITLE_WORDS)),
            "lead_actor": f"Association {name}" if fact["lead_actor"] else "",
            "places": " | ".join(chance.sample(units, 2)),
        }
