"""Describes reports of initiatives by what can be compared: words as concepts of any language, organisations and units by id, numbers.

Nothing here says that two reports are one; it only puts what they say into forms in which equal things are equal.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from schemas.actors import listed_actors
from schemas.identity_words import FIELD, identity_words
from schemas.registry import table
from schemas.rows import answers_of, filled_or_none, values_of
from schemas.tables import shape
from steps.actors.listed import GOVERNMENT
from steps.actors.mentions import organisations_in
from steps.identity.block import blocked
from steps.identity.from_answers import Reports
from steps.identity.titles import title_names
from steps.identity.words import acronyms_of, code_slips, concepts, phase_of, plain, project_codes, split_words
from steps.places.gazetteer import ADMIN1, ADMIN2, COUNTRY, Gazetteer, Place
from steps.places.spelling import key
from steps.records.assemble import LEAD_ROLE, join_records
from steps.records.convert import in_dollars

FUNDER = "FUND"  # actor_roles
LISTED = "ORG-"
WIDE_TYPES = ("UN", "DON", "INGO", "NATGOV", "FIN")  # actor_types of which one organisation works in many initiatives
FIRST_YEAR = 1900
MOST_BEARERS = 8  # reports that use a word, beyond which it is no name of one of them
SAYING_WORDS = 3  # a title of fewer words says too little to be called the same
MANY_WORDS = 4  # two initiatives hardly share a title of more
TITLES = ("title_text", "local_title_text")
CONTENTS = ("title_text", "summary_text", "results_text")
CODED = ("title_text", "acronym_text", "summary_text")
INDEX_PAGES = ("index.html", "index.php", "index.htm")
# What a report is described from; the other answers of its row are not carried along.
ANSWERS = (
    "title_text", "local_title_text", "acronym_text", "summary_text", "results_text", "donors_text", "start_date",
    "start_date_precision_code", "end_date", "end_date_precision_code", "budget_amount", "currency_code", "website_url",
)  # fmt: skip
Row = Mapping[str, Any]


class TakesPart(NamedTuple):
    """The organisations of a report by id: those that lead it, all that take part, those that fund it; and their names."""

    leads: set[str]
    all: set[str]
    funders: set[str]
    names: set[str]


def describe(reports: Reports, gazetteer: Gazetteer) -> pd.DataFrame:
    """Return clean_initiative_descriptions: one row a report of an initiative, in the order of their ids.

    A report is only ever compared with those of its country, so that one country after the other is described: what is held while it is
    described grows with the largest country, not with all.
    """
    sheet = reports.sheets["initiatives"][["response_id", "country_code", *ANSWERS]]
    initiatives = join_records("initiatives", sheet, reports.records, reports.references)
    taking, names = _taking_part(initiatives, reports), _names_of_actors(reports)
    described = []
    for country, rows in initiatives.groupby("country_code"):
        parts = _parts(taking[taking["country_code"] == country], names)
        described.append(_describe_country(rows, parts, reports.places[reports.places["country_code"] == country], gazetteer))
    return pd.concat(described, ignore_index=True) if described else shape([], table("clean_initiative_descriptions"))


def _describe_country(
    initiatives: pd.DataFrame, parts: Mapping[str, TakesPart], located: pd.DataFrame, gazetteer: Gazetteer
) -> pd.DataFrame:
    """Return clean_initiative_descriptions of the reports of a country; `located` is clean_located_places of it."""
    rows = answers_of(initiatives)
    places, not_names = _places(located, gazetteer), _words_of_places(located, gazetteer)
    described = []
    for row in rows:
        part = parts.get(row["initiative_id"]) or TakesPart(set(), set(), set(), set())
        of_actors = {word for name in part.names for word in key(name).split()}
        words = _words(row, _LeftOut(not_names[row["country_code"]], not_names[row["initiative_id"]], of_actors))
        own = {"reported_id": row["initiative_id"], "country_code": row["country_code"]}
        described.append(own | words | _actors(row, part) | places.get(row["initiative_id"], {}) | _numbers(row))
    _only_rare_names(described)
    return blocked(shape(described, table("clean_initiative_descriptions")))


def _taking_part(initiatives: pd.DataFrame, reports: Reports) -> pd.DataFrame:
    """Return who takes part in which report: leads that the initiative names, and the sheet of roles.

    Columns: initiative_id, country_code, reported_actor_id, actor_id, role_code.
    """
    named = reports.references[reports.references["question_code"] == "lead_actor_refs"].dropna(subset=["record_id"])
    owners = reports.records[["response_id", "record_id"]].rename(columns={"record_id": "initiative_id"})
    leads = named.rename(columns={"record_id": "reported_actor_id"}).merge(owners, on="response_id").assign(role_code=LEAD_ROLE)
    roles = reports.sheets["initiative_actors"][["response_id", "initiative_ref", "actor_ref", "role_code"]]
    stated = join_records("initiative_actors", roles, reports.records, reports.references)
    columns = ["initiative_id", "reported_actor_id", "role_code"]
    taking = pd.concat([leads[columns], stated.rename(columns={"actor_id": "reported_actor_id"})[columns]], ignore_index=True)
    identity = reports.actors.set_index("reported_actor_id")["actor_id"]
    return taking.assign(
        country_code=taking["initiative_id"].map(initiatives.set_index("initiative_id")["country_code"]),
        actor_id=taking["reported_actor_id"].map(identity).fillna(taking["reported_actor_id"]),
    )


def _parts(taking: pd.DataFrame, names: Mapping[str, set[str]]) -> dict[str, TakesPart]:
    """Return who takes part in each report. `names` are those by which each organisation is reported."""
    parts: dict[str, TakesPart] = defaultdict(lambda: TakesPart(set(), set(), set(), set()))
    columns = ("initiative_id", "reported_actor_id", "actor_id", "role_code")
    for initiative, reported, actor, role in zip(*(values_of(taking[column]) for column in columns), strict=True):
        part = parts[initiative]
        part.names.update(names.get(reported, ()))
        (part.funders if role == FUNDER else part.all).add(actor)
        if role == LEAD_ROLE:
            part.leads.add(actor)
    return parts


def _names_of_actors(reports: Reports) -> dict[str, set[str]]:
    answers = reports.sheets["actors"].merge(reports.records[["response_id", "record_id"]], on="response_id")
    names: dict[str, set[str]] = defaultdict(set)
    for column in ("actor_name", "local_name", "acronym_text"):
        named = answers.dropna(subset=[column])
        for actor, name in zip(values_of(named["record_id"]), values_of(named[column]), strict=True):
            names[actor].add(name)
    return names


@dataclass
class _LeftOut(Container[str]):
    """The words of a title that name places and organisations; those of a country are too many to be copied for each of its reports."""

    of_country: set[str]
    of_report: set[str]
    of_actors: set[str]

    def __contains__(self, word: object) -> bool:
        """Whether a word names a place or an organisation."""
        return word in self.of_country or word in self.of_report or word in self.of_actors


def _words(row: Row, left_out: Container[str]) -> dict[str, object]:
    title, content = (_telling(_texts(row, columns), left_out) for columns in (TITLES, CONTENTS))
    telling = [word for word in title if not _is_field(word)]
    whole = " ".join(split_words(plain(row["title_text"])))
    codes = _distinct(code for text in _texts(row, CODED) for code in project_codes(text))
    phases = [phase for text in _texts(row, TITLES) if (phase := phase_of(text)) is not None]
    in_order = " ".join(sorted(title)) if len(title) >= SAYING_WORDS else None
    return {
        "title_whole_text": whole if len(whole.split()) > MANY_WORDS else None,
        "title_key": in_order if len(telling) > 1 else None,
        "field_key": in_order,
        "common_title_text": None if telling or in_order else " ".join(sorted(title)) or whole or None,
        "title_names": _joined(_names(row, left_out)),
        "title_words": _joined(title),
        "telling_words": _joined(telling),
        "content_words": _joined(word for word in content if not _is_field(word)),
        "project_codes": _joined(codes),
        "project_code_marks": _joined(_distinct(mark for code in codes for mark in code_slips(code))),
        "phase_count": phases[0] if phases else 1,
    }


def _names(row: Row, left_out: Container[str]) -> list[str]:
    """Return what the titles call the initiative: acronyms, and parts that are names; none of an organisation of the master list."""
    acronyms = [key(name) for text in _texts(row, (*TITLES, "acronym_text")) for name in acronyms_of(text)]
    names = _distinct((*acronyms, *(name for text in _texts(row, TITLES) for name in title_names(text, left_out))))
    return [name for name in names if name not in left_out and not _is_organisation(name, row["country_code"])]


def _is_organisation(name: str, country_code: str) -> bool:
    return any(one.startswith((LISTED, GOVERNMENT)) for one, _ in organisations_in(name, country_code))


def _telling(texts: Iterable[str], left_out: Container[str]) -> list[str]:
    """Return the words of texts that tell what an initiative is, each once: no numbers, no places, no organisations."""
    kinds, words = identity_words(), _distinct(chain.from_iterable(map(concepts, texts)))
    return [word for word in words if word in kinds or not (word in left_out or word.isdigit())]


def _is_field(word: str) -> bool:
    concept = identity_words().get(word)
    return concept is not None and concept.kind == FIELD


def _texts(row: Row, columns: Iterable[str]) -> list[str]:
    return [str(row[column]) for column in columns if row[column]]


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _joined(words: Iterable[str]) -> str | None:
    return "|".join(words) or None


def _only_rare_names(described: list[dict[str, Any]]) -> None:
    """Leave out the names that many reports of a country use: they are not the name of one initiative."""
    split = [(row, str(row["title_names"] or "").split("|")) for row in described]
    bearers = Counter((row["country_code"], name) for row, own in split for name in own)
    for row, own in split:
        row["title_names"] = _joined(name for name in own if name and bearers[row["country_code"], name] <= MOST_BEARERS)


def _actors(row: Row, part: TakesPart) -> dict[str, object]:
    local = sorted(actor for actor in part.all if not _is_wide(actor))
    donors = {donor for donor, _ in organisations_in(str(row["donors_text"] or ""), row["country_code"])}
    return {
        "lead_actor_ids": _joined(sorted(actor for actor in part.leads if not _is_wide(actor))),
        "local_actor_ids": _joined(local),
        "wide_actor_ids": _joined(sorted((part.all | part.funders | donors) - set(local))),
    }


def _is_wide(actor_id: str) -> bool:
    actor = listed_actors().get(actor_id)
    return actor_id.startswith(GOVERNMENT) or (actor is not None and actor.actor_type_code in WIDE_TYPES)


def _places(located: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, dict[str, object]]:
    """Return the columns of places of each report; its own country says nothing.

    A place in doubt is none, but may lie in the larger units that are its candidates; a former unit in those that it became.
    """
    found: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    possible: dict[str, set[str]] = defaultdict(set)
    columns = ("initiative_id", "country_code", "status_code", "place_id", "candidate_place_ids")
    for report, country, status, place_id, candidates in zip(*(filled_or_none(located[column]) for column in columns), strict=True):
        if status in ("matched", "national") and place_id:
            found[report].append((gazetteer.by_id[place_id], country))
            possible[report].update(gazetteer.by_id[place_id].successors)
        elif status == "ambiguous" and candidates:
            possible[report].update(candidates.split("|"))
    return {
        report: _place_columns(found[report], [gazetteer.by_id[one] for one in sorted(possible[report])], gazetteer)
        for report in dict.fromkeys((*found, *possible))
    }


def _place_columns(named: list[tuple[Place, str]], possible: list[Place], gazetteer: Gazetteer) -> dict[str, object]:
    own = sorted({place.place_id for place, country in named if place.country_code == country and place.level != COUNTRY})
    units = [gazetteer.by_id[place_id] for place_id in own]
    around = {ancestor for place in units for ancestor in place.ancestors}
    smallest = [place for place in units if place.place_id not in around]
    pointed = next((place for place in smallest if place.latitude is not None), None)
    abroad = {one for place, country in named if place.country_code != country for one in (place.place_id, place.country_code)}
    return {
        "place_ids": _joined(place.place_id for place in smallest),
        "admin2_ids": _joined(_units([*smallest, *possible], ADMIN2, gazetteer)),
        "admin1_ids": _joined(_units([*smallest, *possible], ADMIN1, gazetteer)),
        "foreign_place_ids": _joined(sorted(abroad)),
        "latitude": pointed.latitude if pointed else None,
        "longitude": pointed.longitude if pointed else None,
    }


def _units(places: Iterable[Place], level: str, gazetteer: Gazetteer) -> list[str]:
    return sorted({unit.place_id for place in places if (unit := gazetteer.unit_at(place, level))})


def _words_of_places(located: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, set[str]]:
    """Return, by report and by country, the words of place names: what titles say of places is compared as places.

    Of a country these are the words of its own name, of its first-level units and of every place that its reports name.
    """
    words: dict[str, set[str]] = defaultdict(set)
    columns = ("initiative_id", "country_code", "place_text", "place_name")
    for report, country, text, name in zip(*(filled_or_none(located[column]) for column in columns), strict=True):
        own = {word for one in (text, name) if one for word in key(one).split()}
        words[report] |= own
        words[country] |= own if name else set()
    for country, own in _words_of_large_units(gazetteer).items():
        words[country] |= own
    return words


@lru_cache(maxsize=1)
def _words_of_large_units(gazetteer: Gazetteer) -> dict[str, set[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for place in gazetteer.by_id.values():
        if place.level in (COUNTRY, ADMIN1):
            words[place.country_code].update(key(place.name).split())
    return words


def _numbers(row: Row) -> dict[str, object]:
    start, precision = row["start_date"], row["start_date_precision_code"]
    end, end_precision = row["end_date"], row["end_date_precision_code"]
    year = int(start[:4]) if start else None
    budget, currency = row["budget_amount"], row["currency_code"]
    return {
        "start_day_number": (date.fromisoformat(start) - date(FIRST_YEAR, 1, 1)).days if start and precision == "day" else None,
        "start_month_number": _month(start) if start and precision != "year" else None,
        "start_year": year,
        "end_month_number": _month(end) if end and end_precision != "year" else None,
        "end_year": int(end[:4]) if end else None,
        "budget_usd": in_dollars(budget, currency, year) if budget and currency else None,
        "web_page_text": _page(row["website_url"]) if row["website_url"] else None,
    }


def _month(day: str) -> int:
    return (int(day[:4]) - FIRST_YEAR) * 12 + int(day[5:7]) - 1


def _page(url: str) -> str:
    """Return a web address without protocol, `www.`, index page, fragment and final slash."""
    address, _, query = url.strip().casefold().partition("#")[0].partition("?")
    path = address.partition("://")[2] or address
    for page in INDEX_PAGES:
        path = path.removesuffix(f"/{page}")
    return path.removeprefix("www.").rstrip("/") + (f"?{query}" if query else "")
