"""Generates reports of initiatives, a fifth of them copies of others in other words, and resolves them: `python -m benchmarks.copies SIZE`.

A copy is what another respondent would send: the title in words of other languages, some of them left out, the larger unit instead of the
smaller, the date to the month, the budget rounded, half of the partners. What is generated are the typed answers and what the steps before
made of them; describing, comparing, clustering and handing out ids are measured.
"""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator

import pandas as pd

from pipelines.memory import spare_collector
from schemas.countries import countries
from schemas.decided_pairs import pair_id
from schemas.identity_words import identity_words
from schemas.initiative_weights import initiative_weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity.compare import compare
from steps.identity.describe import describe
from steps.identity.from_answers import Reports
from steps.identity.resolve import resolve_initiatives
from steps.places.gazetteer import ADMIN2, ADMIN3, Gazetteer, Place, gazetteer

COPIES = 0.2
SYLLABLES = ("ka", "lo", "mi", "ta", "re", "su", "no", "be", "di", "za", "fe", "gu", "ri", "po", "la", "ne")
REPORTS_A_LEAD = 5
KILOBYTES = 1024
Row = dict[str, object]


def measure_sizes(sizes: list[int]) -> None:
    """Print what each size takes, each in a process of its own, since memory once taken is not given back."""
    for size in sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.copies", str(size)], check=True)


def main(size: int) -> None:
    """Print what resolving a number of reports takes, step by step, and how many of the copies were found.

    Seconds are those on the clock; in brackets, seconds of processor time, which other work on the machine does not lengthen.
    """
    spare_collector()
    places = gazetteer()
    reports, truth = _generated(size, places)
    before, watch = _peak(), _Watch()
    described = describe(reports, places)
    describing = watch.lap()
    compared = compare(described, initiative_weights())
    comparing = watch.lap()
    rounds = dict.fromkeys(described["reported_id"], "2015")
    no_ledger = shape([], table("core_identity_ledger"))
    resolved = resolve_initiatives(described, compared, rounds, (), no_ledger, initiative_weights())
    resolving = watch.lap()
    found = resolved.identities.groupby("initiative_id")["reported_id"].agg(list)
    pairs, true = _pairs(found), _pairs(truth)
    print(
        f"{size:>9,} reports, {len(found):,} initiatives found of {len(truth):,}: precision {len(pairs & true) / max(len(pairs), 1):.3f}, "
        f"recall {len(pairs & true) / max(len(true), 1):.3f}\n"
        f"          described {describing}, compared {comparing}, {len(compared):,} pairs kept, resolved {resolving}\n"
        f"          {watch.total(size / 1000)} for 1,000 reports; {before:,.0f} MB when they were generated, {_peak():,.0f} MB at the peak"
    )


class _Watch:
    """Seconds on the clock and seconds of processor time, of all threads."""

    def __init__(self) -> None:
        self._start = self._last = self._now()

    def _now(self) -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def lap(self) -> str:
        """Return what has passed since the lap before."""
        before, self._last = self._last, self._now()
        return self._told(before, 1)

    def total(self, parts: float) -> str:
        """Return what passed from the start to the last lap, divided by a number of parts."""
        return self._told(self._start, parts)

    def _told(self, start: tuple[float, float], parts: float) -> str:
        clock, processor = ((end - begin) / parts for begin, end in zip(start, self._last, strict=True))
        return f"{clock:.2f} s ({processor:.2f} s)"


def _peak() -> float:
    """Return the most memory in MB that this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES


def _generated(size: int, places: Gazetteer) -> tuple[Reports, list[list[str]]]:
    """Return a number of reports as the steps before hand them on, and which of them describe one initiative."""
    originals = list(_originals(round(size * (1 - COPIES)), list(places.by_id.values())))
    chance = random.Random(11)
    copies = [_copy(chance.choice(originals), number, places.by_id, chance) for number in range(size - len(originals))]
    rows = [*originals, *copies]
    groups: dict[object, list[str]] = {}
    for row in rows:
        groups.setdefault(row["initiative"], []).append(str(row["id"]))
    return _reports(rows), list(groups.values())


def _originals(count: int, places: list[Place]) -> Iterator[Row]:
    chance = random.Random(7)
    units = {
        code: [one for one in places if one.country_code == code and one.level in (ADMIN2, ADMIN3) and not one.is_former]
        for code in countries()
    }
    concepts = [code for code, one in identity_words().items() if one.kind != "boilerplate" and one.forms]
    for number in range(count):
        country = chance.choice(list(units))
        yield {
            "id": f"{country}-G{number:07d}",
            "initiative": number,
            "country": country,
            "concepts": chance.sample(concepts, chance.randint(3, 6)),
            "content": chance.sample(concepts, 12),
            "name": "".join(chance.choices(SYLLABLES, k=4)).capitalize() if chance.random() < 0.4 else "",
            "place": chance.choice(units[country]),
            "lead": f"{country}-L{chance.randrange(max(count // REPORTS_A_LEAD, 1))}",
            "start": f"{chance.randint(2000, 2026)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            "precision": chance.choice(("day", "month", "year")),
            "budget": float(round(10 ** chance.uniform(3.5, 7), -2)) if chance.random() < 0.6 else None,
        }


def _copy(original: Row, number: int, by_id: dict[str, Place], chance: random.Random) -> Row:
    place = original["place"]
    assert isinstance(place, Place)
    concepts, content = list(original["concepts"]), list(original["content"])  # type: ignore[call-overload]
    if chance.random() < 0.5:
        concepts.pop()
    larger = by_id[place.ancestors[0]]
    budget = original["budget"]
    return original | {
        "id": f"{original['country']}-H{number:07d}",
        "concepts": concepts,
        "content": chance.sample(content, 8),
        "place": larger if larger.level == ADMIN2 and chance.random() < 0.3 else place,
        "lead": original["lead"] if chance.random() < 0.8 else "",
        "precision": "month" if original["precision"] == "day" else original["precision"],
        "budget": round(budget, -3) if isinstance(budget, float) else None,
    }


def _reports(rows: list[Row]) -> Reports:
    """Return the reports as the steps before hand them on."""
    chance = random.Random(13)
    forms = {code: one.forms for code, one in identity_words().items()}
    told = [_told(row, forms, chance) for row in rows]
    responses = [row["response_id"] for row in told]
    records = pd.DataFrame(
        {"response_id": responses, "table_name": "core_initiatives", "record_id": [row["id"] for row in rows], "rank_count": 0}
    )
    led = [(row["response_id"], own["lead"]) for row, own in zip(told, rows, strict=True) if own["lead"]]
    references = [
        {"response_id": one, "question_code": "lead_actor_refs", "reference_number": 1, "reference_text": lead, "record_id": lead}
        for one, lead in led
    ]
    sheets = {name: shape([], table(f"clean_{name}")) for name in ("initiative_actors", "actors")}
    return Reports(
        {**sheets, "initiatives": shape(told, table("clean_initiatives"))},
        shape(records, table("clean_reported_records")),
        shape(references, table("clean_reported_references")),
        pd.DataFrame({"reported_actor_id": [], "actor_id": []}),
        shape([_located(row) for row in rows], table("clean_located_places")),
    )


def _told(row: Row, forms: dict[str, tuple[str, ...]], chance: random.Random) -> Row:
    words = [chance.choice(forms[code]) for code in row["concepts"]]  # type: ignore[attr-defined]
    summary = [chance.choice(forms[code]) for code in row["content"]]  # type: ignore[attr-defined]
    return {
        "response_id": f"{row['id']}/1", "submission_id": f"{row['country']}-2015", "country_code": row["country"],
        "initiative_ref": str(row["id"])[4:], "title_text": " ".join((*words, str(row["name"]))).strip(),
        "summary_text": " ".join(summary), "start_date": row["start"], "start_date_precision_code": row["precision"],
        "budget_amount": row["budget"], "currency_code": "USD" if row["budget"] else None,
    }  # fmt: skip


def _located(row: Row) -> Row:
    place = row["place"]
    assert isinstance(place, Place)
    return {
        "initiative_place_id": f"{row['id']}-1", "initiative_id": row["id"], "country_code": row["country"],
        "response_id": f"{row['id']}/1", "place_text": place.name, "place_name": place.name, "place_id": place.place_id,
        "status_code": "matched",
    }  # fmt: skip


def _pairs(groups: Iterable[list[str]]) -> set[str]:
    return {pair_id(one, other) for group in groups for place, one in enumerate(group) for other in group[:place]}


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")))
