"""The QGIS project of a build: a finished map of its layers, in one language, which finds the file beside it wherever the folder lies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import geopandas as gpd
import pandas as pd
from pyproj import CRS, Transformer

from schemas.form import LANGUAGES
from schemas.phrases import MAP_PHRASES, phrases
from schemas.registry.map_layers import LAND, MAP_LAYERS, WGS_84, MapLayer
from warehouse.label_views import LABELLED, view_name
from warehouse.qgis.page import Page, notes, page
from warehouse.qgis.styles import COUNTRIES_UNTIL, DOCTYPE, QGIS_VERSION, Style, styles

MERCATOR = "EPSG:3857"  # keeps the shapes of all eight countries, which lie near the equator; what people know from other maps
SEA = (221, 230, 236)
MARGIN = 0.07  # of the extent's width and height
WHOLE_WORLD = (-170.0, -50.0, 170.0, 70.0)
GEOMETRIES = {"Point": "Point", "MultiPolygon": "Polygon", "Polygon": "Polygon", "MultiLineString": "Line"}
# What is drawn above what; of a group, the layers with the number of their style. Seen from a scale on, since earlier they crowd the map.
GROUPS = (
    ("group_initiatives", (("map_initiative_places", 0), ("map_initiative_places", 1), ("map_corridors", 0))),
    (
        "group_territories",
        (("map_countries", 0), ("map_territories_admin3", 0), ("map_territories_admin2", 0), ("map_territories_admin1", 0)),
    ),
    ("group_ground", (("map_land", 0),)),
)
SEEN_FROM = {"map_initiative_places": COUNTRIES_UNTIL, "map_territories_admin2": 4_000_000, "map_territories_admin3": 1_000_000}
FILLING = ("map_countries", "map_initiative_places")  # the map opens on what these hold
OPEN = ("map_initiative_places", "map_territories_admin1")  # in the list of layers, with what their colours mean
ON_ONE_PAGE = ("map_countries", "map_territories_admin1", "map_corridors")  # layers in the legend: of the programme, of a country
ON_EACH_PAGE = ("map_initiative_places", "map_territories_admin1", "map_corridors")
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shown:
    """A layer of the project: the map layer or its view, with a style. Only the first style of a layer is switched on."""

    layer: MapLayer
    source: str
    style: Style
    number: int

    @property
    def id(self) -> str:
        """Its id within the project."""
        return f"{self.layer.name}_{self.style.name}"


def projects(file_name: str, layers: Mapping[str, gpd.GeoDataFrame]) -> dict[str, bytes]:
    """Return the projects on a file with these map layers, by the name under which each lies beside it: mapping.qgs, mapping_es.qgs …

    They open on the countries and places that there are.
    """
    shown = pd.concat([layers[name].geometry for name in FILLING])
    bounds = WHOLE_WORLD if shown.empty else tuple(shown.total_bounds)
    stem = file_name.rpartition(".")[0]
    names = {language: f"{stem}.qgs" if language == LANGUAGES[0] else f"{stem}_{language}.qgs" for language in LANGUAGES}
    return {names[language]: project(file_name, language, bounds) for language in LANGUAGES}


def project(file_name: str, language: str, bounds: Bounds) -> bytes:
    """Return a project on a file of that name beside it, which opens on `bounds`: west, south, east, north in degrees."""
    told = phrases(MAP_PHRASES, language)
    groups = [(told[group], [_shown(name, number, language) for name, number in layers]) for group, layers in GROUPS]
    shown = [one for _, layers in groups for one in layers]
    extent = in_mercator(bounds)
    root = Element("qgis", version=QGIS_VERSION, projectname=told["map_title"])
    SubElement(root, "homePath", path="")
    SubElement(root, "title").text = told["map_title"]
    _reference_system(SubElement(root, "projectCrs"), MERCATOR)
    root.append(_tree(groups, file_name))
    root.append(_canvas(extent))
    SubElement(root, "projectlayers").extend(_layer(one, file_name, language) for one in shown)
    root.append(_properties(told, language))
    SubElement(root, "Layouts").extend(page(one, extent, language, SEA) for one in _pages(shown, told))
    _metadata(SubElement(root, "projectMetadata"), told, language)
    indent(root, " ")
    return (DOCTYPE + tostring(root, encoding="unicode") + "\n").encode("utf-8")


def _pages(shown: list[Shown], told: dict[str, str]) -> tuple[Page, Page]:
    """Return the page of the programme and that of each country, with the legend of what is seen there."""
    first = {one.layer.name: one for one in shown if one.number == 0}
    legends = [[(first[name].id, first[name].style.title) for name in explained] for explained in (ON_ONE_PAGE, ON_EACH_PAGE)]
    return Page(told["one_page"], legends[0]), Page(told["each_page"], legends[1], repeated_for=first["map_countries"].id)


def _shown(name: str, number: int, language: str) -> Shown:
    layer = MAP_LAYERS[name]
    source = view_name(layer, language) if layer in LABELLED else name
    return Shown(layer, source, styles(name, language)[number], number)


def in_mercator(bounds: Bounds) -> Bounds:
    """Return bounds in degrees in metres of the map, with a margin."""
    west, south, east, north = Transformer.from_crs(WGS_84, MERCATOR, always_xy=True).transform_bounds(*bounds)
    side, top = MARGIN * (east - west), MARGIN * (north - south)
    return west - side, south - top, east + side, north + top


def _source(one: Shown, file_name: str) -> str:
    return f"./{file_name}|layername={one.source}"


def _tree(groups: list[tuple[str, list[Shown]]], file_name: str) -> Element:
    """Return the list of layers beside the map."""
    tree = Element("layer-tree-group")
    for name, layers in groups:
        group = SubElement(tree, "layer-tree-group", name=name, checked="Qt::Checked", expanded="1")
        for one in layers:
            checked = "Qt::Checked" if one.number == 0 else "Qt::Unchecked"
            is_open = "1" if one.number == 0 and one.layer.name in OPEN else "0"
            SubElement(group, "layer-tree-layer", id=one.id, name=one.style.title, source=_source(one, file_name), providerKey="ogr",
                       checked=checked, expanded=is_open, legend_exp="")  # fmt: skip
    return tree


def _layer(one: Shown, file_name: str, language: str) -> Element:
    element = Element(
        "maplayer", type="vector", geometry=GEOMETRIES[one.layer.geometry_type], readOnly="1", simplifyDrawingHints="1",
        simplifyMaxScale="1", simplifyDrawingTol="1", simplifyLocal="1", simplifyAlgorithm="0", styleCategories="AllStyleCategories",
        hasScaleBasedVisibilityFlag=str(int(one.layer.name in SEEN_FROM)), minScale=str(SEEN_FROM.get(one.layer.name, 100_000_000)),
        maxScale="0", labelsEnabled=str(int(one.style.labeling is not None)),
    )  # fmt: skip
    SubElement(element, "id").text = one.id
    SubElement(element, "datasource").text = _source(one, file_name)
    SubElement(element, "layername").text = one.style.title
    _reference_system(SubElement(element, "srs"), WGS_84)
    _about(SubElement(element, "resourceMetadata"), one.layer, language)
    SubElement(element, "provider", encoding="UTF-8").text = "ogr"
    element.append(one.style.renderer)
    if one.style.labeling is not None:
        element.append(one.style.labeling)
    SubElement(element, "layerOpacity").text = "1"
    SubElement(element, "previewExpression").text = _what_it_is_called(one.layer)
    return element


def _what_it_is_called(layer: MapLayer) -> str:
    """Return what a feature is called in a list: by its title, its name or its key."""
    named = next((name for name in ("title_text", "place_name", "name_en") if name in layer.column_names), layer.key[0])
    return f'"{named}"'


def _about(element: Element, layer: MapLayer, language: str) -> None:
    SubElement(element, "identifier").text = layer.name
    SubElement(element, "title").text = layer.grain
    SubElement(element, "abstract").text = layer.description
    SubElement(element, "rights").text = phrases(MAP_PHRASES, language)["attribution" if layer is LAND else "disclaimer"]


def _canvas(extent: Bounds) -> Element:
    canvas = Element("mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    _extent(SubElement(canvas, "extent"), extent)
    SubElement(canvas, "rotation").text = "0"
    _reference_system(SubElement(canvas, "destinationsrs"), MERCATOR)
    return canvas


def _extent(element: Element, extent: Bounds) -> None:
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True):
        SubElement(element, name).text = f"{value:.0f}"


def _reference_system(element: Element, code: str) -> None:
    system = SubElement(element, "spatialrefsys")
    SubElement(system, "wkt").text = CRS.from_user_input(code).to_wkt()  # what every version of QGIS reads
    SubElement(system, "authid").text = code


def _properties(told: dict[str, str], language: str) -> Element:
    """Return what the project sets: colours, relative paths, and what is written over the map in QGIS's window."""
    properties = Element("properties")
    for group, name, kind, value in _settings(told, language):
        parent = properties.find(group)
        one = SubElement(SubElement(properties, group) if parent is None else parent, name, type=kind)
        one.text = value
    return properties


def _settings(told: dict[str, str], language: str) -> Iterator[tuple[str, str, str, str]]:
    for name, part in zip(("Red", "Green", "Blue"), SEA, strict=True):
        yield "Gui", f"CanvasColor{name}Part", "int", str(part)
    yield "Paths", "Absolute", "bool", "false"
    yield "PAL", "ShowingPartialsLabels", "bool", "false"
    yield "PAL", "PlacementEngineVersion", "int", "1"
    yield "SpatialRefSys", "ProjectionsEnabled", "int", "1"
    for decoration, text in (("TitleLabel", told["map_title"]), ("CopyrightLabel", notes(language))):
        yield decoration, "Enabled", "bool", "true"
        yield decoration, "Label", "QString", text
    yield "ScaleBar", "Enabled", "bool", "true"


def _metadata(element: Element, told: dict[str, str], language: str) -> None:
    SubElement(element, "language").text = language
    SubElement(element, "title").text = told["map_title"]
    SubElement(element, "abstract").text = notes(language)
