"""Asks an online service what unresolved places may be, for people to decide. Only a person starts it; no refresh ever does.

Sent are the names of a place, of the unit it is said to lie in, and of its country; never titles, contacts or whole answers. What was
answered once is kept in the state folder and not asked again.
"""

import csv
import json
import os
import re
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.chosen_warehouse import chosen_build
from pipelines.settings import Settings, WrongSetting, settings
from schemas.countries import countries
from schemas.errors import ProductError
from warehouse.figures import Build, unresolved_places

COLUMNS = (
    "country_code", "place_text", "unit_text", "suggestion_number", "suggested_name", "latitude", "longitude", "service", "decision",
)  # fmt: skip
CACHE = "online_places.json"
MOST_SUGGESTIONS = 5
SECONDS_APART = 1.0  # what Nominatim's policy asks for
TIMEOUT = 20
LONGEST_NAME = 100
NO_NAME = re.compile(r"@|\d{5}|://|\[…\]")  # what may be a person's address, and what was kept apart
FORMULA_MARKS = ("=", "+", "-", "@")
CREDIT = {"nominatim": "© OpenStreetMap contributors, ODbL 1.0", "geonames": "GeoNames, CC BY 4.0"}


class ServiceFailed(ProductError):
    """The online service cannot be asked, or did not answer."""


class Question(NamedTuple):
    """A place to be asked for: country (ISO 3166-1 alpha-3), its English name, the place, and the unit it is said to lie in or ''."""

    country_code: str
    country_name: str
    place_text: str
    unit_text: str


class Suggestion(NamedTuple):
    """What a service makes of a name: its own name of the place, and its point in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


class OnlineGeocoder:
    """An online service, asked once for each name and at most once in `seconds_apart`; answers are kept in `cache_file`."""

    def __init__(self, chosen: Settings, cache_file: Path, seconds_apart: float = SECONDS_APART) -> None:
        self.service = chosen.online_geocoder
        self.client = _client(chosen)
        self.cache_file = cache_file
        self.seconds_apart = seconds_apart
        self.last = 0.0
        self.known: dict[str, list[list[Any]]] = _read_cache(cache_file)

    def suggestions(self, question: Question) -> list[Suggestion]:
        """Return what the service, or the cache, says of a place. Raises ServiceFailed."""
        words = ", ".join(word for word in (question.place_text, question.unit_text) if word)
        key = f"{self.service} {question.country_code} {words}"
        if key not in self.known:
            self.known[key] = [list(one) for one in self._ask(words, question)]
            _write_cache(self.cache_file, self.known)
        return [Suggestion(*one) for one in self.known[key]]

    def _ask(self, words: str, question: Question) -> list[Suggestion]:
        time.sleep(max(0.0, self.last + self.seconds_apart - time.monotonic()))
        self.last = time.monotonic()
        code = countries()[question.country_code].iso2.lower()
        options = {"country_codes": code, "limit": MOST_SUGGESTIONS} if self.service == "nominatim" else {"country": code.upper()}
        asked = f"{words}, {question.country_name}" if self.service == "nominatim" else words
        from geopy.exc import GeopyError

        try:
            found = self.client.geocode(asked, exactly_one=False, timeout=TIMEOUT, **options) or []
        except GeopyError as fault:
            raise ServiceFailed(f"{self.service} did not answer ({type(fault).__name__}: {_short(fault)})") from None
        return [Suggestion(str(one.address), float(one.latitude), float(one.longitude)) for one in found[:MOST_SUGGESTIONS]]


def suggest_places(out: Path, seconds_apart: float = SECONDS_APART) -> str:
    """Write suggestions for the unresolved places of the current build to a new CSV file; return what was done, in a sentence.

    Raises WrongSetting when no service is switched on, ServiceFailed when it stops answering: what it said until then is written.
    """
    chosen = settings()
    _check_switched_on(chosen)
    if out.exists():
        raise ServiceFailed(f"{out} is there already and is not replaced; name another file.")
    questions = list(_questions(chosen_build()))
    geocoder = OnlineGeocoder(chosen, chosen.state_folder / CACHE, seconds_apart)
    asked = 0
    failure = ""
    with out.open("x", encoding="utf-8-sig", newline="") as file:  # Excel needs the mark to read UTF-8
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for question in questions:
            try:
                writer.writerows(_rows(question, geocoder))
            except ServiceFailed as fault:
                failure = str(fault)
                break
            asked += 1
    if failure:
        raise ServiceFailed(f"{failure}. {asked} of {len(questions)} places are in {out}; try again later, those are not asked again.")
    return f"{asked} unresolved places: suggestions in {out}. {CREDIT[geocoder.service]}. Nothing is on the map until a person decides."


def _check_switched_on(chosen: Settings) -> None:
    if not chosen.online_geocoder:
        raise WrongSetting(
            "No online service is switched on, so nothing was sent. Set JMDI_ONLINE_GEOCODER to nominatim or geonames, and "
            "JMDI_ONLINE_GEOCODER_USER to your e-mail address (nominatim) or user name (geonames)."
        )
    if not chosen.online_geocoder_user:
        raise WrongSetting(
            f"{chosen.online_geocoder} wants to know who asks; set JMDI_ONLINE_GEOCODER_USER to your e-mail address (nominatim) or user "
            "name (geonames)."
        )


def _client(chosen: Settings) -> Any:
    try:
        from geopy.geocoders import GeoNames, Nominatim
    except ImportError:
        raise ServiceFailed("Asking online needs the package geopy; install it into .venv: `uv pip install geopy`.") from None
    agent = f"jmdi-mapping/{version('jmdi-mapping')} ({chosen.online_geocoder_user})"
    server = urlsplit(chosen.online_geocoder_url)
    own = {"scheme": server.scheme, "domain": f"{server.netloc}{server.path}".rstrip("/")} if server.netloc else {}
    if chosen.online_geocoder == "nominatim":
        return Nominatim(user_agent=agent, **own)
    return GeoNames(username=chosen.online_geocoder_user, user_agent=agent, **own)


def _questions(build: Build) -> Iterator[Question]:
    """Yield the unresolved places that can be asked for: what may be more than a name is not sent."""
    seen = set()
    for code, country, place, admin2, admin1 in unresolved_places(build):
        question = Question(str(code), str(country), _name(place), _name(admin2) or _name(admin1))
        if question.place_text and question not in seen:
            seen.add(question)
            yield question


def _name(text: object) -> str:
    name = " ".join(str(text or "").split())
    return "" if NO_NAME.search(name) or len(name) > LONGEST_NAME else name


def _rows(question: Question, geocoder: OnlineGeocoder) -> list[tuple[object, ...]]:
    told = tuple(_plain(text) for text in (question.country_code, question.place_text, question.unit_text))
    found = geocoder.suggestions(question)
    if not found:
        return [(*told, "", "", "", "", geocoder.service, "")]
    return [
        (*told, number, _plain(one.name), one.latitude, one.longitude, geocoder.service, "") for number, one in enumerate(found, start=1)
    ]


def _plain(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def _read_cache(path: Path) -> dict[str, list[list[Any]]]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def _write_cache(path: Path, known: dict[str, list[list[Any]]]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    os.replace(beside, path)  # so that a stop in the middle leaves the old answers


def _short(fault: Exception) -> str:
    return (str(fault).splitlines() or [""])[0].rstrip(".")[:100]
