"""Measures the geocoder: `python -m benchmarks.geocode [ROWS]`, 100,000 rows of survey data unless told otherwise.

The rows name units of all levels of the eight countries, with the units around them, each fifth with a slip of the pen; as in surveys,
a few thousand questions are asked again and again. Beside it stand a plain dictionary look-up of the same rows, which is the floor,
and what one would script: rapidfuzz over all names of the country, on as many rows as two seconds allow. Memory is the process's peak.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Callable

import pandas as pd
from rapidfuzz import process

from pipelines.memory import spare_collector
from schemas.countries import countries
from steps.places.decide import Decisions, decisions
from steps.places.geocode_table import geocode_table
from steps.text import fold

ROWS = 100_000
QUESTIONS = 4_000
COLUMNS = ("admin1", "admin2", "admin3")
SECONDS_OF_SCRIPT = 2.0
KILOBYTES = 1024


def main(rows: int) -> None:
    """Print queries a second, their ratios, start-up and memory."""
    spare_collector()
    start = time.perf_counter()
    ready = decisions()
    for code in countries():
        _ = ready.gazetteer.names[code]
    starting = time.perf_counter() - start
    asked = _survey(rows, ready)
    floor = _rate("plain dictionary look-up", rows, lambda: _look_up(asked, ready))
    distinct = asked.drop_duplicates()
    first = _rate(f"geocoder, {len(distinct):,} questions for the first time", len(distinct), lambda: geocode_table(distinct, ready))
    whole = _rate(f"geocoder, all {rows:,} rows", rows, lambda: geocode_table(asked, ready))
    script = _script(asked, ready)
    print(
        f"ratios: dictionary to geocoder {floor / whole:.1f}, geocoder to rapidfuzz {whole / script:.1f} ({first / script:.1f} first time)"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES
    print(f"start-up {starting:.2f} s, peak memory {peak:.0f} MB, {os.cpu_count()} cores")


def _survey(rows: int, ready: Decisions) -> pd.DataFrame:
    """Return rows as respondents write them, drawn from a fixed number of questions, always the same."""
    chance = random.Random(7)
    gazetteer = ready.gazetteer
    units = [place for place in gazetteer.by_id.values() if place.level in COLUMNS and place.country_code in countries()]
    questions = []
    for place in chance.choices(units, k=QUESTIONS):
        around = [gazetteer.by_id[unit].name for unit in reversed(place.ancestors[:-1])]
        name = _slip(place.name, chance) if chance.random() < 0.2 else place.name
        questions.append({"country": place.country_code, **dict(zip(COLUMNS, around, strict=False)), "place": name})
    return pd.DataFrame(chance.choices(questions, k=rows)).fillna("")


def _slip(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _look_up(asked: pd.DataFrame, ready: Decisions) -> list[str | None]:
    known = {(place.country_code, fold(place.name)): place.place_id for place in ready.gazetteer.by_id.values()}
    return [known.get((country, fold(place))) for country, place in zip(asked["country"], asked["place"], strict=True)]


def _script(asked: pd.DataFrame, ready: Decisions) -> float:
    names = {code: [place.name for place in ready.gazetteer.by_id.values() if place.country_code == code] for code in countries()}
    start, done = time.perf_counter(), 0
    for country, place in zip(asked["country"], asked["place"], strict=True):
        process.extractOne(place, names[country])
        done += 1
        if time.perf_counter() - start > SECONDS_OF_SCRIPT:
            break
    return _told("rapidfuzz over the country", done, time.perf_counter() - start)


def _rate(label: str, count: int, work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return _told(label, count, time.perf_counter() - start)


def _told(label: str, count: int, seconds: float) -> float:
    print(f"{label:<52} {count / seconds:12,.0f} a second")
    return count / seconds


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else ROWS)
