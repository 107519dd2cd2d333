"""The report workbooks of a build: the programme's in English, and an edition of each country that has reported, in its languages."""

from collections.abc import Mapping

import geopandas as gpd

from publications.pictures.country import country_map
from publications.pictures.raster import png
from publications.pictures.world import world_map
from publications.report_workbook.book import Book
from publications.report_workbook.charts import CHART_SHEETS, write_chart_sheet
from publications.report_workbook.edition import Edition
from publications.report_workbook.front import Line, Picture, write_contents, write_cover, write_definitions, write_map, write_report
from publications.report_workbook.grid import Grid, grid
from publications.report_workbook.sheets import COUNTRY, GROUPS, MARK
from publications.report_workbook.source import Source
from publications.report_workbook.words import WorkbookWords
from schemas.build_identity import BuildIdentity
from schemas.countries import countries
from schemas.public_tables import PublicTables
from schemas.registry.map_layers import MAP_LAYERS
from schemas.workers import ONE_PROCESS, Workers

MAIN_LANGUAGE = "en"
ALL_COUNTRIES = ""
HATCHED = 'class="disputed"'  # what a picture holds that shows a disputed area
PROGRAMME = "report.xlsx"
WORLD_PIXELS, COUNTRY_PIXELS = 1100, 700  # width of the pictures


def report_workbooks(public: PublicTables, identity: BuildIdentity, workers: Workers = ONE_PROCESS) -> dict[str, bytes]:
    """Return the workbooks by path: `report.xlsx`, and `reports/<ISO3>.<language>.xlsx` for each country that has reported."""
    asked = [{"country_code": code} for code in (ALL_COUNTRIES, *reporting_countries(public))]
    layers = {name: gpd.GeoDataFrame(public.shown[name]) for name in MAP_LAYERS}
    made = workers.map(workbooks_of_country, asked, source=Source(public), layers=layers, identity=identity)
    return {path: content for own in made for path, content in own.items()}


def workbooks_of_country(
    country_code: str, source: Source, layers: Mapping[str, gpd.GeoDataFrame], identity: BuildIdentity
) -> dict[str, bytes]:
    """Return the workbooks of a country, in its languages, or of ALL_COUNTRIES that of the programme."""
    picture = _picture(layers, country_code)
    made = {}
    for language in _languages(country_code):
        edition = Edition(source, identity, WorkbookWords(language), country_code)
        made[f"reports/{country_code}.{language}.xlsx" if country_code else PROGRAMME] = _workbook(edition, picture)
    return made


def reporting_countries(public: PublicTables) -> list[str]:
    """Return the countries that have reported, in the programme's order."""
    told = public.shown["report_completeness"]
    has_reported = dict(zip(told[COUNTRY], told["has_reported"].fillna(False), strict=True))
    return [country_code for country_code in countries() if has_reported.get(country_code)]


def _workbook(edition: Edition, picture: Picture | None) -> bytes:
    book, is_programme = Book(edition), not edition.country_code
    grids = {
        group: {one.code: grid(edition, one) for one in sheets if one.country_column or is_programme} for group, sheets in GROUPS.items()
    }
    has_definitions = edition.words.language == MAIN_LANGUAGE
    write_cover(book)
    write_contents(book, _contents(edition, grids, bool(picture), has_definitions))
    for chart in CHART_SHEETS:
        write_chart_sheet(book, chart, edition.words.say("figures_with_examples") if edition.has_examples else "")
    if picture:
        write_map(book, picture, _picture_text(edition))
    for own in grids.values():
        for code, shown in own.items():
            write_report(book, code, shown, _remark(edition, shown))
    if has_definitions:
        write_definitions(book)
    return book.finished()


def _languages(country_code: str) -> tuple[str, ...]:
    if country_code == ALL_COUNTRIES:
        return (MAIN_LANGUAGE,)
    country = countries()[country_code]
    return country.survey_language, *country.other_languages


def _remark(edition: Edition, shown: Grid) -> str:
    """Return what to say above a report on invented examples in it: they are marked, or are among what is counted."""
    if MARK in shown.names:
        return edition.words.say("rows_with_examples")
    return edition.words.say("figures_with_examples") if edition.has_examples and shown.height else ""


def _contents(edition: Edition, grids: Mapping[str, Mapping[str, Grid]], has_map: bool, has_definitions: bool) -> dict[str, list[Line]]:
    words = edition.words
    overview: list[Line] = [(chart.code, _first_sentence(words.note(chart.code)), None) for chart in CHART_SHEETS]
    lines = {"overview": [*overview, *([("map", words.note("map"), None)] if has_map else [])]}
    for group, own in grids.items():
        lines[group] = [(code, _first_sentence(words.note(code)), shown.height) for code, shown in own.items()]
    return lines | ({"definitions": [("definitions", words.note("definitions"), None)]} if has_definitions else {})


def _first_sentence(text: str) -> str:
    for end in (". ", "। "):
        if end in text:
            return text.partition(end)[0] + end.strip()
    return text


def _picture(layers: Mapping[str, gpd.GeoDataFrame], country_code: str) -> Picture | None:
    """Return the map of the world or of a country; None where there is nothing to draw."""
    svg = country_map(layers, country_code, title=country_code) if country_code else world_map(layers, title=PROGRAMME)
    return Picture(png(svg, COUNTRY_PIXELS if country_code else WORLD_PIXELS), HATCHED in svg) if svg else None


def _picture_text(edition: Edition) -> str:
    words = edition.words
    if not edition.country_code:
        return words.say("map_alt")
    return words.say("country_map_alt", country=words.country(edition.country_code), sheet=words.sheet("territories"))
