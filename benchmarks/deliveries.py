"""Generates deliveries of any size from the sample facts: real titles, dates, amounts and places, repeated under new references."""

import csv
from itertools import cycle, islice
from pathlib import Path

from schemas.code_lists import code_list
from schemas.countries import Country, countries
from schemas.form import form
from scripts.make_sample_deliveries import FACTS, Rows, survey_answers, write_workbook


def write_deliveries(raw: Path, initiatives_per_country: int) -> None:
    """Write one workbook a country below `raw`, with the given number of initiatives and one row of places for each."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    for code, country in countries().items():
        own = [fact for fact in facts if fact["country"] == code]
        path = raw / code / "2015" / f"{code.lower()}.xlsx"
        path.parent.mkdir(parents=True)
        write_workbook(path, country, _answers(list(islice(cycle(own), initiatives_per_country)), country))


def _answers(facts: Rows, country: Country) -> dict[str, Rows]:
    numbered = [fact | {"record_id": f"B{number:06d}", "places": fact["places"] or "–"} for number, fact in enumerate(facts)]
    answers = survey_answers(numbered, country)
    for number, row in enumerate(answers["initiatives"]):
        for question in form()["initiatives"].questions:  # every code question answered, each row another way
            if question.kind in ("code", "codes") and not row.get(question.question_code):
                codes = code_list(question.code_list).codes
                row[question.question_code] = codes[number % len(codes)]
    return answers
