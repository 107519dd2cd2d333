"""The first page: what is known, of which countries, how good and how fresh it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from publications.pictures.world import world_map, world_shades
from publications.site.contents import Contents
from publications.site.country_facts import FAIR, GOOD, CountryFacts, corridors, country_facts, totals
from publications.site.layout import render
from publications.site.legends import world_signs
from publications.site.records import helpers
from publications.site.words import Words
from schemas.phrases import MAP_PHRASES, phrases
from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.reports import NOT_STATED

NAME = "index"
LONGEST_LIST = 200  # corridors


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the overview in every language."""
    facts = country_facts(contents)
    layers = {name: contents.layer(name) for name in MAP_LAYERS}
    shared = {
        "facts": list(facts.values()), "totals": totals(contents, facts.values()), "outputs": _outputs(contents),
        "corridors": corridors(contents), "longest": LONGEST_LIST, "has_examples": contents.has_examples, "good": GOOD, "fair": FAIR,
    }  # fmt: skip
    for language in contents.edition.languages[NAME]:
        words = Words(language)
        yield render(
            "overview.html", NAME, words.say("site_title"), contents.edition, language=language, **shared, **helpers(words),
            map_words=phrases(MAP_PHRASES, language), **_picture(layers, facts, words),
        )  # fmt: skip


def _picture(layers: Mapping[str, Any], facts: Mapping[str, CountryFacts], words: Words) -> dict[str, object]:
    """Return the map of the world and what its signs mean."""
    names = {code: words.country(code) for code, one in facts.items() if one.has_reported}
    svg = world_map(layers, title=words.say("world_picture"), description=words.say("world_picture_text"), names=names)
    has_silent = not all(one.has_reported for one in facts.values())
    signs = world_signs(world_shades(layers), words, has_silent=has_silent, has_corridors=len(layers["map_corridors"]) > 0)
    return {"picture": Markup(svg), "signs": signs}  # noqa: S704  (written by an XML writer)


def _outputs(contents: Contents) -> dict[str, int]:
    """Return the figures of the three outputs that no country's row has."""
    stages = contents.table("report_scaling_stages")
    return {
        "staged": int(stages.loc[stages["stage_code"] != NOT_STATED, "initiative_count"].sum()),
        "tipped": int(stages["tipping_point_count"].sum()),
        "members": contents.table("core_network_members")["actor_id"].nunique(),
    }
