"""The page with the map, in every language, and the two files of data that all its languages share."""

from collections.abc import Iterator, Mapping
from typing import Any

from publications.pictures.country import DIAMOND, FORMS
from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.map.ground import ground
from publications.site.map.packing import packed
from publications.site.map.records import LISTS, records
from publications.site.words import Words
from schemas.phrases import MAP_PHRASES, SITE_PHRASES, phrases

RECORDS, GROUND = "map/records.js", "map/ground.js"
OWN_PHRASES = "map_"  # how those of the page begin
MAP_WORDS = ("corridors", "disputed_area", "attribution", "none_reported", "from_to", "or_more")  # that the map for QGIS says too
SCRIPTS = ("data", "state", "ground", "places", "list", "controls", "page")  # in assets/map, each resting on those before it


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the map in every language, and its data."""
    told = records(contents)
    yield RECORDS, packed("records", told)
    yield GROUND, packed("ground", ground(contents))
    by_country, by_unit = contents.rows("report_completeness"), _units(contents)
    for language in contents.edition.languages["map"]:
        words = Words(language)
        yield render(
            "map.html", "map", words.say("map"), contents.edition, language=language,
            map_say=phrases(MAP_PHRASES, language), data=_words(words, told["codes"]), scripts=SCRIPTS, records=RECORDS, ground=GROUND,
            by_country=by_country, by_unit=by_unit, has_examples=contents.has_examples,
        )  # fmt: skip


def _units(contents: Contents) -> list[dict[str, Any]]:
    """Return the units that have initiatives, for the table that says what the shades say."""
    layer = contents.layer("map_territories_admin1")
    counted = layer[layer["initiative_count"] > 0]
    counted = counted.sort_values(["country_code", "initiative_count", "place_name"], ascending=[True, False, True])
    return counted[["country_code", "place_name", "initiative_count"]].to_dict("records")


def _words(words: Words, codes: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return what the page's scripts say in its language: phrases, labels of codes in the order of the data's, names of countries."""
    own = {code: text for code, text in phrases(SITE_PHRASES, words.language).items() if code.startswith(OWN_PHRASES)}
    other = {code: text for code, text in phrases(MAP_PHRASES, words.language).items() if code in MAP_WORDS}
    labels = {name: [words.label(listed, code) for code in codes[name]] for name, listed in LISTS.items()}
    labels["countries"] = [words.country(code) for code in codes["countries"]]
    return {
        "language": words.language,
        "say": {**own, **other, "not_stated": words.say("not_stated"), "example": words.say("example"), "country": words.say("country")},
        "labels": labels,
        "forms": [FORMS.get(code, DIAMOND) for code in codes["precisions"]],
    }
