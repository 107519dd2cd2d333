"""The styles of every map layer: name, what it shows, how it is drawn and labelled; as elements of a project and as QML of a style."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from schemas.phrases import MAP_PHRASES, phrases
from warehouse.qgis import renderers
from warehouse.qgis.labels import Text, labels

QGIS_VERSION = "3.22.0"  # the oldest that is tried; a newer one reads it too
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
DARK, MIDDLE, LIGHT = "#333333", "#555555", "#ffffff"
# Scales (1:…). Seen as a whole, the programme is a circle a country; nearer, its places; names of a level are added as there is room.
COUNTRIES_UNTIL, ADMIN1_FROM, ADMIN2_FROM, ADMIN3_FROM = 20_000_000, 12_000_000, 3_000_000, 600_000
BESIDE_CIRCLE = 5.0  # millimetres from its middle
OUTLINES = {"admin1": 0.3, "admin2": 0.2, "admin3": 0.12}


@dataclass(frozen=True)
class Style:
    """One style of a layer; `title` says in plain words what it shows. `labeling` is None where nothing is written on the map."""

    name: str
    title: str
    renderer: Element
    labeling: Element | None = None

    @property
    def qml(self) -> str:
        """The style as QGIS reads it from a file or from the table layer_styles."""
        root = Element(
            "qgis", version=QGIS_VERSION, styleCategories="Symbology|Labeling", labelsEnabled=str(int(self.labeling is not None))
        )
        root.extend([self.renderer, *([] if self.labeling is None else [self.labeling])])
        SubElement(root, "layerOpacity").text = "1"
        indent(root, " ")
        return DOCTYPE + tostring(root, encoding="unicode") + "\n"


def styles(layer_name: str, language: str) -> tuple[Style, ...]:
    """Return the styles of a map layer in a language, the one that it opens with first. Raises KeyError for a layer without one."""
    told = phrases(MAP_PHRASES, language)
    if layer_name == "map_initiative_places":
        kinds = {"theme": ("primary_theme_code", "themes"), "stage": ("scaling_stage_code", "scaling_stages")}
        drawn = {kind: renderers.places(*by, language, told["not_stated"]) for kind, by in kinds.items()}
        return tuple(Style(f"by_{kind}", told[f"places_by_{kind}"], renderer) for kind, renderer in drawn.items())
    return (_single(layer_name, language, told),)


def _single(layer_name: str, language: str, told: dict[str, str]) -> Style:
    if layer_name == "map_corridors":
        return Style("corridors", told["corridors"], renderers.corridors())
    if layer_name == "map_land":
        return Style("land", told["land"], renderers.ground())
    if layer_name == "map_countries":
        return Style("countries", told["countries"], renderers.countries(COUNTRIES_UNTIL, told), _names_of_countries(language))
    level = layer_name.removeprefix("map_territories_")
    return Style("by_count", told[level], renderers.counted_areas(OUTLINES[level], told), _names_of_units(level))


def _names_of_countries(language: str) -> Element:
    return labels(
        Text("initiative_count", 10, LIGHT, seen_until=COUNTRIES_UNTIL, is_bold=True, has_buffer=False),
        Text(f"name_{language}", 9, DARK, seen_until=COUNTRIES_UNTIL, is_bold=True, away=BESIDE_CIRCLE),
    )


def _names_of_units(level: str) -> Element:
    if level == "admin1":
        return labels(Text("place_name", 8, MIDDLE, ADMIN1_FROM, is_bold=True))
    if level == "admin2":
        return labels(Text("place_name", 8, MIDDLE, ADMIN2_FROM))
    return labels(Text("place_name", 7, MIDDLE, ADMIN3_FROM))
