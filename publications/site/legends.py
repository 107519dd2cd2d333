"""What the signs of a picture mean, as a list beside it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from publications.pictures.country import FORM_NAMES
from publications.pictures.shades import Shade
from publications.site.words import Words
from schemas.phrases import MAP_PHRASES, phrases


class Sign(NamedTuple):
    """One sign: its kind, as the template draws it, the class of its shade where it has one, its colour, and what it means."""

    kind: str
    look: str
    colour: str
    meaning: str


def shade_signs(classes: Iterable[Shade], words: Words) -> Iterator[Sign]:
    """Yield the shades of numbers of initiatives."""
    said = phrases(MAP_PHRASES, words.language)
    for shade in classes:
        if shade.number == 0:
            meaning = said["none_reported"]
        elif shade.high is None:
            meaning = said["or_more"].format(low=shade.low)
        else:
            meaning = str(shade.low) if shade.low == shade.high else said["from_to"].format(low=shade.low, high=shade.high)
        yield Sign("area", f"shade-{shade.number}", shade.colour, meaning)


def world_signs(classes: Iterable[Shade], words: Words, *, has_silent: bool, has_corridors: bool) -> list[Sign]:
    """Return what is on the map of the world."""
    said = phrases(MAP_PHRASES, words.language)
    signs = [one for one in shade_signs(classes, words) if one.look != "shade-0"]
    silent = [Sign("silent", "no-report", "none", words.say("no_report"))] if has_silent else []
    lines = [Sign("line", "corridors", "", said["corridors"])] if has_corridors else []
    return [*signs, *silent, Sign("circle", "circles", "", said["circles"]), *lines, Sign("hatched", "disputed", "", said["disputed_area"])]


def country_signs(classes: Iterable[Shade], words: Words, *, has_reported: bool, is_disputed: bool) -> list[Sign]:
    """Return what is on the map of a country."""
    said = phrases(MAP_PHRASES, words.language)
    shaded = list(shade_signs(classes, words)) if has_reported else []
    places = [Sign(form, f"place-{form}", "", words.say(f"mark_{form}")) for form in FORM_NAMES] if has_reported else []
    return [*shaded, *places, *([Sign("hatched", "disputed", "", said["disputed_area"])] if is_disputed else [])]
