"""What is known of each country in numbers, as the overview and the country's own page show it; of one that did not report, nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from publications.site.contents import Contents
from publications.site.records import chosen, indexed
from publications.table_rows import Row, codes, grouped
from schemas.countries import countries

GOOD, FAIR = 75, 40  # percent
SIDES = ("first", "second")
# Tables of records that are counted by country.
COUNTED = {
    "listed": "core_initiatives", "networks": "core_networks", "plans": "core_work_plans", "activities": "core_workplan_activities",
    "practices": "core_practices", "lessons": "core_lessons", "products": "core_knowledge_products",
}  # fmt: skip


class CountryFacts(NamedTuple):
    """One country: its row of report_completeness and of report_submission_quality, numbers of its records, and its newest delivery."""

    country_code: str
    completeness: Row
    quality: Row
    counts: Mapping[str, int]
    newest: str

    @property
    def has_reported(self) -> bool:
        """Whether a file that could be read was received."""
        return bool(self.completeness.get("has_reported"))

    @property
    def initiatives(self) -> int:
        """Initiatives reported, also those that may not be listed one by one."""
        return int(self.completeness.get("initiative_count") or 0)

    @property
    def unlisted(self) -> int:
        """Initiatives that are in the totals alone."""
        return max(0, self.initiatives - self.counts["listed"])

    @property
    def places_share(self) -> float | None:
        """Of the places named, the share found without doubt, in percent; None when none is named."""
        return share(self.completeness.get("matched_place_count"), self.completeness.get("place_count"))

    @property
    def answers_share(self) -> float | None:
        """Of the answers expected, the share given, in percent; None when none is expected."""
        given: float | None = self.completeness.get("given_answer_share")
        return given

    @property
    def completeness_code(self) -> str:
        """How complete what was sent is: good, fair or poor, by the lower share; empty for a country without initiatives."""
        shares = [one for one in (self.places_share, self.answers_share) if one is not None]
        if not self.has_reported or not self.initiatives or not shares:
            return ""
        return "good" if min(shares) >= GOOD else "fair" if min(shares) >= FAIR else "poor"


def country_facts(contents: Contents) -> dict[str, CountryFacts]:
    """Return the facts of each of the programme's countries, in their order."""
    completeness = indexed(contents.rows("report_completeness"), "country_code")
    quality = indexed(contents.rows("report_submission_quality"), "country_code")
    counted = {name: Counter(contents.table(table)["country_code"]) for name, table in COUNTED.items()}
    counted |= {
        "places": _places(contents),
        "organisations": _organisations(contents),
        "corridors": Counter(one.country_code for one in corridors(contents)),
    }
    newest = _newest_deliveries(contents)
    return {
        code: CountryFacts(
            code,
            completeness.get(code, {}),
            quality.get(code, {}),
            {name: counts[code] for name, counts in counted.items()},
            newest.get(code, ""),
        )
        for code in countries()
    }


def totals(contents: Contents, facts: Iterable[CountryFacts]) -> dict[str, int]:
    """Return numbers of the whole programme. What several countries share, such as an organisation, counts once."""
    told, reported = list(facts), corridors(contents)
    return {
        "reported": sum(one.has_reported for one in told),
        "countries": len(told),
        "initiatives": sum(one.initiatives for one in told),
        "mapped": sum(int(one.completeness.get("mapped_initiative_count") or 0) for one in told),
        "unlisted": sum(one.unlisted for one in told),
        "places": len({place for _, place in _mapped_places(contents)}),
        "organisations": len(contents.table("core_actors")),
        "corridors": len({one.ends for one in reported}),
        "drawn": len({one.ends for one in reported if one.is_drawn}),
        **{name: len(contents.table(table)) for name, table in COUNTED.items()},
    }


def share(part: Any, whole: Any) -> float | None:
    """Return a part of a whole in percent, None of a whole that is empty or unknown."""
    return 100 * part / whole if part is not None and whole else None


def funnel(contents: Contents) -> dict[str, list[Row]]:
    """Return the stages of scaling up by country, in their order, with the rows of those who state none last."""
    return grouped(contents.rows("report_scaling_funnel_by_country"), "country_code")


def _mapped_places(contents: Contents) -> set[tuple[str, str]]:
    """Return the countries and places with a point that initiatives name, each once; a point without a known place is one of its own."""
    rows = chosen(contents, "core_initiative_places", "country_code", "place_id", "initiative_place_id", "latitude")
    return {(row["country_code"], row["place_id"] or row["initiative_place_id"]) for row in rows if row["latitude"] is not None}


def _places(contents: Contents) -> Counter[str]:
    return Counter(country for country, _ in _mapped_places(contents))


def _organisations(contents: Contents) -> Counter[str]:
    named = contents.table("core_actors")["reporting_country_codes"]
    return Counter(code for joined in named for code in codes(joined))


class Corridor(NamedTuple):
    """A corridor as a country reports it; what several of its records state is one. An end is a name, its country and why it is open."""

    country_code: str
    ends: frozenset[object]
    named: tuple[tuple[str, str, str | None], ...]
    is_example: bool

    @property
    def is_drawn(self) -> bool:
        """Whether both ends were found without doubt, so that a map has it."""
        return all(gap is None for _, _, gap in self.named)


def corridors(contents: Contents) -> list[Corridor]:
    """Return the corridors that each country reports, once a country, in the order of countries and names."""
    names = dict(contents.table("core_actors")[["actor_id", "actor_name"]].itertuples(index=False))
    found: dict[tuple[str, frozenset[object]], Corridor] = {}
    for row in contents.rows("core_corridors"):
        ends = frozenset(_end(row, side) for side in SIDES)
        named = tuple(_named_end(row, side, names) for side in SIDES)
        one = found.setdefault((row["country_code"], ends), Corridor(row["country_code"], ends, named, is_example=True))
        found[row["country_code"], ends] = one._replace(is_example=one.is_example and _is_invented(row, contents))
    return sorted(found.values(), key=lambda one: (one.country_code, [(name, country) for name, country, _ in one.named]))


def _is_invented(corridor: Row, contents: Contents) -> bool:
    """Return whether what states a corridor, its initiative or its partnership, is an invented example."""
    stated_by = (("core_initiatives", corridor["initiative_id"]), ("core_partnerships", corridor["partnership_id"]))
    return any(contents.is_example(name, record) for name, record in stated_by if record is not None)


def _end(row: Row, side: str) -> object:
    """Return what an end is known by: its place, else its authority, else this mention of it."""
    return row[f"{side}_place_id"] or row[f"{side}_actor_id"] or (side, row["corridor_id"])


def _named_end(row: Row, side: str, names: Mapping[str, str]) -> tuple[str, str, str | None]:
    name = row[f"{side}_place_name"] or names.get(row[f"{side}_actor_id"]) or ""
    return name, row[f"{side}_country_code"] or "", row[f"{side}_gap_code"]


def _newest_deliveries(contents: Contents) -> dict[str, str]:
    """Return the latest date on a cover by country, as far as it is known; countries without a date are left out."""
    newest: dict[str, str] = {}
    for row in chosen(contents, "core_submissions", "country_code", "submission_date"):
        if row["submission_date"] is not None:
            newest[row["country_code"]] = max(newest.get(row["country_code"], ""), str(row["submission_date"])[:10])
    return newest
