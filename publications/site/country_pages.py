"""A page for each country, in English and the languages of its survey: its picture, figures, initiatives, territories, outputs, quality."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from publications.pictures.country import country_map, country_shades, units_of
from publications.pictures.drawing import entitled
from publications.pictures.shades import Shade
from publications.site.contents import Contents
from publications.site.country_facts import Corridor, CountryFacts, corridors, country_facts, funnel
from publications.site.layout import render
from publications.site.legends import country_signs
from publications.site.links import MAIN_LANGUAGE
from publications.site.network_pages import page_of_network
from publications.site.records import NumberedPage, chosen, helpers, in_pages, indexed, shorten
from publications.site.words import Words
from publications.table_rows import Row, grouped
from schemas.countries import countries
from schemas.form import form
from schemas.phrases import MAP_PHRASES, phrases
from schemas.public_tables import PublicTables
from schemas.registry.map_layers import LEVELS, MAP_LAYERS
from schemas.registry.reports import NOT_STATED

FOLDER = "countries"
ACTIVITIES = "core_workplan_activities"
Plan = tuple[str, str]  # its country and id
LONGEST_LIST = 1_000  # initiatives on one page
LONGEST_TABLE = 200  # networks, plans or practices: pages of their own have all
PLACES_SHOWN = 3
COLUMNS = (
    "initiative_id", "country_code", "title_text", "local_title_text", "primary_theme_code", "scaling_stage_code", "status_code",
    "start_date", "start_date_precision_code",
)  # fmt: skip
# Questions whose answers a country page misses by name, when initiatives lack them.
ASKED = ("title_text", "primary_theme_code", "status_code", "scaling_stage_code", "start_date")
QUALITY = (  # phrase and column of report_submission_quality
    ("files_received", "file_count"), ("files_refused", "refused_file_count"), ("rows_received", "received_count"),
    ("rows_of_form", "form_count"), ("rows_accepted", "accepted_count"), ("rows_held_back", "held_back_count"),
    ("rows_superseded", "superseded_count"), ("must_fix", "must_fix_count"), ("please_check", "please_check_count"),
)  # fmt: skip


class _Told(NamedTuple):
    """What the pages of all countries are made from, by country."""

    contents: Contents
    layers: Mapping[str, Any]
    facts: Mapping[str, CountryFacts]
    initiatives: Mapping[str, list[Row]]
    disputed: frozenset[str]  # places
    invented_plans: frozenset[Plan]
    page_of_network: Mapping[str, str]
    others: Mapping[str, Mapping[str, list[Any]]]  # rows of reports and corridors, by what they are about


class _Drawn(NamedTuple):
    """The picture of a country, which is drawn once for all languages."""

    svg: str
    classes: tuple[Shade, ...]
    is_disputed: bool


def languages_of(country_code: str) -> tuple[str, ...]:
    """Return the languages of a country's page: English, that of its survey, and others that the survey may be answered in."""
    known = countries()[country_code]
    return tuple(dict.fromkeys((MAIN_LANGUAGE, known.survey_language, *known.other_languages)))


def page_languages(public: PublicTables) -> dict[str, tuple[str, ...]]:
    """Return the languages of every country's page and of those on which its list goes on, by name of the page."""
    listed = public.shown["core_initiatives"][["country_code"]].to_dict("records")
    own = {code: in_pages(f"{FOLDER}/{code}", [row for row in listed if row["country_code"] == code], LONGEST_LIST) for code in countries()}
    return {page.name: languages_of(code) for code, numbered in own.items() for page in numbered}


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of every country in each of its languages; its initiatives go on on further pages when they are many."""
    told = _told(contents)
    for code in countries():
        numbered = list(in_pages(f"{FOLDER}/{code}", told.initiatives.get(code, ()), LONGEST_LIST))
        drawn = _drawn(told.layers, code)
        missing = _missing(told.initiatives.get(code, ()))
        for language in languages_of(code):
            yield _page(told, drawn, code, language, numbered[0], missing)
            yield from (_further_page(told, code, language, page) for page in numbered[1:])


def _told(contents: Contents) -> _Told:
    reports = ("report_networks", "report_work_plan_progress", "report_practices", "report_territories")
    others = {name: grouped(contents.rows(name), "country_code") for name in reports}
    layers = {name: contents.layer(name) for name in MAP_LAYERS}
    return _Told(
        contents,
        layers,
        country_facts(contents),
        _initiatives(contents),
        _disputed(contents),
        _invented_plans(contents),
        page_of_network(contents),
        {**others, "funnel": funnel(contents), "corridors": _corridors(contents)},
    )


def _corridors(contents: Contents) -> dict[str, list[Corridor]]:
    by_country: dict[str, list[Corridor]] = {}
    for one in corridors(contents):
        by_country.setdefault(one.country_code, []).append(one)
    return by_country


def _disputed(contents: Contents) -> frozenset[str]:
    places = contents.table("core_places")
    return frozenset(places.loc[places["is_disputed_area"].fillna(False).astype(bool), "place_id"])


def _initiatives(contents: Contents) -> dict[str, list[Row]]:
    """Return what the tables show of each initiative, by country, ordered by title."""
    named = chosen(contents, "core_initiative_places", "initiative_id", "place_name", "latitude")
    places = grouped(named, "initiative_id")
    rows = [
        {
            **row,
            "heading": shorten(row["title_text"] or row["local_title_text"]) or row["initiative_id"],
            "places": _names(places.get(row["initiative_id"], [])),
            "is_mapped": any(place["latitude"] is not None for place in places.get(row["initiative_id"], [])),
            "is_example": contents.is_example("core_initiatives", row["initiative_id"]),
        }
        for row in chosen(contents, "core_initiatives", *COLUMNS)
    ]
    rows.sort(key=lambda row: (row["heading"].casefold(), row["initiative_id"]))
    return grouped(rows, "country_code")


def _names(places: list[Row]) -> str:
    names = list(dict.fromkeys(place["place_name"] for place in places if place["place_name"]))
    return shorten(", ".join(names[:PLACES_SHOWN])) + (f" +{len(names) - PLACES_SHOWN}" if len(names) > PLACES_SHOWN else "")


def _missing(initiatives: list[Row] | tuple[()]) -> dict[str, int]:
    """Return how many initiatives lack an answer that matters, by question, the most often missing first; `place` is one on the map."""
    lacking = {question: sum(row[question] is None for row in initiatives) for question in ASKED}
    lacking["place"] = sum(not row["is_mapped"] for row in initiatives)
    return {question: count for question, count in sorted(lacking.items(), key=lambda one: -one[1]) if count}


def _page(told: _Told, drawn: _Drawn, code: str, language: str, page: NumberedPage, missing: Mapping[str, int]) -> tuple[str, bytes]:
    words, facts = Words(language), told.facts[code]
    of = {name: rows.get(code, []) for name, rows in told.others.items()}
    return render(
        "country.html", page.name, words.country(code), told.contents.edition, language=language, country_code=code, facts=facts,
        page=page, columns=_headers(language), missing=missing, levels=_levels(of["report_territories"], words), of=of,
        plans=_plans(of["report_work_plan_progress"], told.invented_plans),
        quality=[(phrase, facts.quality.get(column)) for phrase, column in QUALITY],
        practices=_practices(told.contents, of["report_practices"]), stages=_stages(of["funnel"]),
        workbooks=_workbooks(told.contents, code), corridors=of["corridors"], not_stated=NOT_STATED,
        form=form(), disputed=told.disputed, longest=LONGEST_TABLE,
        map_words=phrases(MAP_PHRASES, language),
        is_example=told.contents.is_example, page_of_network=told.page_of_network, **_picture(told, drawn, code, words), **helpers(words),
    )  # fmt: skip


def _further_page(told: _Told, code: str, language: str, page: NumberedPage) -> tuple[str, bytes]:
    words = Words(language)
    return render(
        "country_list.html", page.name, f"{words.country(code)}: {words.say('initiatives')}", told.contents.edition, language=language,
        country_code=code, page=page, columns=_headers(language), first=f"{FOLDER}/{code}", **helpers(words),
    )  # fmt: skip


def _headers(language: str) -> dict[str, str]:
    """Return the headers of questions, by code."""
    asked = form()["initiatives"]
    return {code: asked.question(code).labels[language] for code in ASKED}


def _picture(told: _Told, drawn: _Drawn, code: str, words: Words) -> dict[str, object]:
    """Return the picture of a country, told in a language, and what its signs mean."""
    name, has_reported = words.country(code), told.facts[code].has_reported
    title, description = f"{name}: {words.say('country_picture')}", words.say("country_picture_text", country=name)
    signs = country_signs(drawn.classes, words, has_reported=has_reported, is_disputed=drawn.is_disputed)
    svg = entitled(drawn.svg, title, description) if drawn.svg else ""
    return {"picture": Markup(svg), "signs": signs}  # noqa: S704  (written by an XML writer)


def _drawn(layers: Mapping[str, Any], code: str) -> _Drawn:
    units = units_of(layers, code)
    is_disputed = bool(units["is_disputed_area"].fillna(False).any())
    return _Drawn(country_map(layers, code, title=code), country_shades(layers, code), is_disputed)


def _levels(territories: list[Row], words: Words) -> list[dict[str, Any]]:
    """Return each level of units: its name in the country's own word, how many units it has and how many with initiatives."""
    found = []
    for number, level in enumerate(LEVELS, 1):
        units = [row for row in territories if row["place_level_code"] == level]
        if units:
            own = getattr(countries()[units[0]["country_code"]], f"level{number}_name")
            mapped = [unit for unit in units if unit["is_mapped"]]
            label = words.label("place_levels", level)
            found.append({"code": level, "label": label, "own": own, "units": units, "mapped": mapped, "count": len(units)})
    return found


def _invented_plans(contents: Contents) -> frozenset[Plan]:
    """Return the work plans of which every activity is an invented example."""
    found: dict[Plan, bool] = {}
    for row in chosen(contents, ACTIVITIES, "activity_id", "country_code", "plan_id"):
        plan = (row["country_code"], row["plan_id"] or NOT_STATED)
        found[plan] = found.get(plan, True) and contents.is_example(ACTIVITIES, row["activity_id"])
    return frozenset(plan for plan, is_invented in found.items() if is_invented)


def _plans(progress: list[Row], invented: frozenset[Plan]) -> list[dict[str, Any]]:
    """Return the work plans of a country with the activities of all levels of policy together, and whether one is invented."""
    plans = grouped((row for row in progress if row["plan_id"] != NOT_STATED or row["activity_count"]), "plan_id")
    summed = ("activity_count", "completed_count", "overdue_count")
    return [
        rows[0]
        | {name: sum(row[name] or 0 for row in rows) for name in summed}
        | {"is_example": (rows[0]["country_code"], plan) in invented}
        for plan, rows in plans.items()
    ]


def _practices(contents: Contents, reports: list[Row]) -> list[Row]:
    """Return the codified practices of a country by title, with their kind and stand of review."""
    known = indexed(
        chosen(contents, "core_practices", "practice_id", "title_text", "practice_kind_code", "review_status_code"), "practice_id"
    )
    rows = [known[row["practice_id"]] for row in reports if row["practice_id"] in known]
    return sorted(rows, key=lambda row: ((row["title_text"] or row["practice_id"]).casefold(), row["practice_id"]))


def _stages(rows: list[Row]) -> list[Row]:
    """Return the stages of the funnel, in their order; none when nobody states one."""
    stated = [row for row in rows if row["stage_code"] != NOT_STATED]
    return rows if any(row["declared_count"] or row["reached_count"] or row["ended_count"] for row in stated) else []


def _workbooks(contents: Contents, code: str) -> list[tuple[str, str]]:
    """Return the language and path of the country's report workbooks that the build has, and how large each is."""
    named = ((language, f"reports/{code}.{language}.xlsx") for language in languages_of(code))
    return [(language, f"downloads/{name}") for language, name in named if name in contents.downloads]
