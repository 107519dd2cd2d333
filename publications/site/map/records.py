"""What the map shows of initiatives, column by column: codes and names once, and numbers that point to them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

import pandas as pd

from publications.site.contents import Contents
from publications.site.links import record_path
from publications.table_rows import codes
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.rows import filled_or_none

LEAD = "LEAD"
LONGEST_TITLE, LONGEST_NAME = 200, 120  # characters; the initiative's own page has all of a text
LISTS = {  # code lists that the page filters by or speaks of, by what the data call them
    "themes": "themes", "stages": "scaling_stages", "actor_types": "actor_types", "precisions": "coordinate_precisions",
    "statuses": "geocode_statuses", "gaps": "corridor_gaps",
}  # fmt: skip
DEGREE = 10_000  # parts of a degree in which points are told: ten metres, of which a map of territories shows nothing
ACCENTS = re.compile("[\u0300-\u036f«»“”\"'’]")
NOTHING = -1  # in place of a number, for what nobody stated


class _Numbers:
    """Values numbered in the order in which they were met, after those that were there from the start."""

    def __init__(self, known: Iterable[Any] = ()) -> None:
        self.by_value = {value: number for number, value in enumerate(known)}

    def of(self, value: Any) -> int:
        return NOTHING if value is None else self.by_value.setdefault(value, len(self.by_value))

    def values(self) -> list[Any]:
        return list(self.by_value)

    def columns(self, *names: str) -> dict[str, list[Any]]:
        """Return values that are rows as columns."""
        told = zip(*self.by_value, strict=True) if self.by_value else ((),) * len(names)
        return {name: list(values) for name, values in zip(names, told, strict=True)}


def records(contents: Contents) -> dict[str, Any]:
    """Return the initiatives of the map, sorted by country and title, and what they refer to by number.

    `initiatives` has a list for each of its columns: `id`, `title`, `country`, `themes` (the main one first), `stage`, `start` (a year, 0
    where none is stated), `actors` (one that leads is told as -1 - number) and `places`. `places` are the distinct ones of all: `name`,
    `latitude` and `longitude` in parts of a degree (None for one that is not on the map), `precision`, `unit` (of the ground), `status`
    (why it is not on the map). `actors` have `name` and `type`. `examples` are the initiatives that are invented, `paths` their pages
    where they are not `initiatives/<id>.html`, `other_titles` what else they are called. `corridors` and `open_corridors` are as
    `_corridors` returns them.
    """
    codes = {name: _Numbers(code_list(listed).codes) for name, listed in LISTS.items()}
    codes["countries"] = _Numbers(countries())
    rows = _sorted(_told(
        contents.table("core_initiatives"), "initiative_id", "country_code", "title_text", "primary_theme_code", "theme_codes",
        "scaling_stage_code", "start_date", "local_title_text", "acronym_text",
    ))  # fmt: skip
    number_of = {row[0]: number for number, row in enumerate(rows)}
    actors, actors_of = _actors(contents, codes)
    places, places_of = _places(contents, codes)
    return {
        "initiatives": {
            "id": [row[0] for row in rows],
            "title": [_short(row[2] or row[7] or row[0], LONGEST_TITLE) for row in rows],
            "country": [codes["countries"].of(row[1]) for row in rows],
            "themes": [_themes(row[3], row[4], codes["themes"]) for row in rows],
            "stage": [codes["stages"].of(row[5]) for row in rows],
            "start": [int(row[6][:4]) if row[6] else 0 for row in rows],
            "actors": [actors_of.get(row[0], []) for row in rows],
            "places": [places_of.get(row[0], []) for row in rows],
        },
        "places": places.columns("name", "latitude", "longitude", "precision", "unit", "status"),
        "actors": actors.columns("name", "type"),
        "examples": [number for number, row in enumerate(rows) if contents.is_example("core_initiatives", row[0])],
        "paths": {number: path for number, path in enumerate(_paths(rows)) if path},
        "other_titles": {number: title for number, title in enumerate(_other_titles(rows)) if title},
        **_corridors(contents, codes, number_of),
        "degree": DEGREE,
        "codes": {name: numbers.values() for name, numbers in codes.items()},
    }


def _told(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of some columns; a value that nobody stated is None."""
    return zip(*(filled_or_none(frame[column]) for column in columns), strict=True)


def _sorted(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    order = {code: number for number, code in enumerate(countries())}
    return sorted(rows, key=lambda row: (order.get(row[1], len(order)), _as_sorted(_short(row[2] or row[0], LONGEST_TITLE)), row[0]))


def _as_sorted(title: str) -> str:
    return ACCENTS.sub("", normalize("NFKD", title.casefold()))


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _themes(main: str | None, others: str | None, numbers: _Numbers) -> list[int]:
    return [numbers.of(code) for code in dict.fromkeys(code for code in (main, *codes(others)) if code)]


def _paths(rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        path = record_path("initiatives", row[0])
        yield "" if path == f"initiatives/{row[0]}.html" else path


def _other_titles(rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    for row in rows:
        yield " · ".join(_short(other, LONGEST_TITLE) for other in (row[7] if row[2] else None, row[8]) if other)


def _actors(contents: Contents, codes: Mapping[str, _Numbers]) -> tuple[_Numbers, dict[str, list[int]]]:
    """Return the actors that take part in an initiative, and their numbers by initiative; one that leads is told as -1 - number."""
    told = {row[0]: row[1:] for row in _told(contents.table("core_actors"), "actor_id", "actor_name", "actor_type_code")}
    actors = _Numbers()
    of_initiative: dict[str, dict[int, bool]] = defaultdict(dict)
    for initiative, actor, role in _told(contents.table("core_initiative_actors"), "initiative_id", "actor_id", "role_code"):
        if actor in told:
            name, kind = told[actor]
            number = actors.of((_short(name or actor, LONGEST_NAME), codes["actor_types"].of(kind)))
            of_initiative[initiative][number] = of_initiative[initiative].get(number, False) or role == LEAD
    return actors, {one: [-1 - number if leads else number for number, leads in parts.items()] for one, parts in of_initiative.items()}


def _places(contents: Contents, codes: Mapping[str, _Numbers]) -> tuple[_Numbers, dict[str, list[int]]]:
    """Return the places that initiatives name, and their numbers by initiative; those on the map are map_initiative_places."""
    layer = contents.layer("map_initiative_places")
    latitudes, longitudes = ((axis * DEGREE).round().astype(int).tolist() for axis in (layer.geometry.y, layer.geometry.x))
    points = dict(zip(layer["initiative_place_id"], zip(latitudes, longitudes, strict=True), strict=True))
    units = _Numbers(contents.table("map_territories_admin1")["place_id"])
    places = _Numbers()
    of_initiative: dict[str, list[int]] = defaultdict(list)
    for row in _told(
        contents.table("core_initiative_places"),
        "initiative_place_id", "initiative_id", "place_name", "place_text", "coordinate_precision_code", "admin1_place_id", "status_code",
    ):  # fmt: skip
        latitude, longitude = points.get(row[0], (None, None))
        name = _short(row[2] or row[3] or "", LONGEST_NAME)
        unit = units.by_value.get(row[5], NOTHING) if row[6] == "matched" else NOTHING
        number = places.of((name, latitude, longitude, codes["precisions"].of(row[4]), unit, codes["statuses"].of(row[6])))
        if number not in of_initiative[row[1]]:
            of_initiative[row[1]].append(number)
    return places, of_initiative


def _corridors(contents: Contents, codes: Mapping[str, _Numbers], number_of: Mapping[str, int]) -> dict[str, Any]:
    """Return corridors between two points, and those with an open end.

    A corridor is: country, initiative, then of each end its name, country code, and latitude and longitude, or why it is open.
    """
    names = dict(_told(contents.table("core_actors"), "actor_id", "actor_name"))
    drawn = set(contents.layer("map_corridors")["corridor_id"])
    complete, still_open = [], []
    columns = ("corridor_id", "country_code", "initiative_id", *_of_an_end("first"), *_of_an_end("second"))
    for row in _told(contents.table("core_corridors"), *columns):
        about = [codes["countries"].of(row[1]), number_of.get(row[2], NOTHING)]
        ends = [row[3:9], row[9:15]]
        told = [[_short(name or names.get(actor) or "", LONGEST_NAME), country or ""] for actor, name, country, *_ in ends]
        if row[0] in drawn:
            complete.append([*about, *([*end, latitude, longitude] for end, (*_, latitude, longitude, _) in zip(told, ends, strict=True))])
        else:
            still_open.append([*about, *([*end, codes["gaps"].of(gap)] for end, (*_, gap) in zip(told, ends, strict=True))])
    return {"corridors": complete, "open_corridors": still_open}


def _of_an_end(end: str) -> tuple[str, ...]:
    return tuple(f"{end}_{column}" for column in ("actor_id", "place_name", "country_code", "latitude", "longitude", "gap_code"))
