"""The printed pages of the project, A4 lying: one of the programme and one a country.

Each has a title, the map, a legend, a scale bar, and what is to be said of lines and sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement

from schemas.form import RIGHT_TO_LEFT
from schemas.phrases import MAP_PHRASES, phrases
from warehouse.qgis.labels import FONT, written

PAGE, MAP, LABEL, LEGEND, SCALE_BAR = "65638", "65639", "65641", "65642", "65646"  # QGIS's numbers of what lies on a page
WIDTH, HEIGHT = 297, 210  # all in millimetres
MAP_BOX = (8.0, 19.0, 281.0, 136.0)  # left, top, width, height
LEGEND_BOX = (8.0, 157.0, 190.0, 38.0)
DARK = "#333333"
ALIGNED = {"left": "1", "right": "2", "middle": "128"}  # Qt's numbers
MAP_ID = f"{{{uuid5(NAMESPACE_URL, 'map')}}}"
FITTED = "2"  # QGIS's number: the feature fills the map
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Page:
    """A page: its name, the layers that its legend explains by id and title, and the layer of which it shows a feature a page, if any."""

    name: str
    explained: Sequence[tuple[str, str]]
    repeated_for: str = ""


def page(one: Page, extent: Bounds, language: str, sea: Colour) -> Element:
    """Return a layout: the project's map on an extent in metres, widened to the page, or on one feature after the other."""
    side = "right" if language in RIGHT_TO_LEFT else "left"
    layout = Element("Layout", name=one.name, units="mm", printResolution="200", worldFileMap="")
    collection = SubElement(layout, "PageCollection")
    collection.append(_item(PAGE, "page", (0, 0, WIDTH, HEIGHT)))
    title = phrases(MAP_PHRASES, language)["map_title"]
    layout.extend([
        _map(_widened(extent), sea, bool(one.repeated_for)),
        _legend(one.explained, side),
        _text("title", f'[% "name_{language}" %]: {title}' if one.repeated_for else title, (8, 6, 281, 12), 20, side, is_bold=True),
        _text("notes", notes(language), (8, 198, 200, 9), 7, side),
        _scale_bar(),
    ])  # fmt: skip
    if one.repeated_for:
        name = f"name_{language}"
        SubElement(layout, "Atlas", enabled="1", coverageLayer=one.repeated_for, pageNameExpression=name, filenamePattern="@atlas_pagename",
                   hideCoverage="0", sortFeatures="1", sortKey=name, sortAscending="1", filterFeatures="0")  # fmt: skip
    return layout


def notes(language: str) -> str:
    """Return what is written under a map: what the rings mean, what lines do not mean, and whose they are."""
    told = phrases(MAP_PHRASES, language)
    return f"{told['stands_for_area']} {told['disclaimer']} {told['attribution']}"


def _widened(extent: Bounds) -> Bounds:
    """Return an extent in the proportions of the map on the page, around the same middle."""
    west, south, east, north = extent
    proportion = MAP_BOX[2] / MAP_BOX[3]
    width, height = max(east - west, (north - south) * proportion), max(north - south, (east - west) / proportion)
    x, y = (west + east) / 2, (south + north) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _item(kind: str, name: str, box: Box, **more: str) -> Element:
    left, top, width, height = (f"{value:g}" for value in box)
    own = f"{{{uuid5(NAMESPACE_URL, name)}}}"  # the same in every build
    item = Element(
        "LayoutItem", type=kind, id=name, uuid=own, templateUuid=own, position=f"{left},{top},mm", positionOnPage=f"{left},{top},mm",
        size=f"{width},{height},mm", referencePoint="0", visibility="1", zValue="1", background="true", frame="false", opacity="1",
        itemRotation="0", excludeFromExports="0", positionLock="false", blendMode="0", outlineWidthM="0.2,mm", frameJoinStyle="miter",
    )  # fmt: skip
    item.attrib.update(more)
    SubElement(item, "FrameColor", red="120", green="120", blue="120", alpha="255")
    SubElement(item, "BackgroundColor", red="255", green="255", blue="255", alpha="255")
    return item


def _map(extent: Bounds, sea: Colour, is_repeated: bool) -> Element:
    item = _item(MAP, "map", MAP_BOX, followPreset="false", keepLayerSet="false", drawCanvasItems="false", mapRotation="0", mapFlags="0",
                 labelMargin="0,mm")  # fmt: skip
    item.set("frame", "true")
    ground = item.find("BackgroundColor")
    for name, value in zip(("red", "green", "blue"), sea, strict=True):
        ground.set(name, str(value))  # type: ignore[union-attr]
    SubElement(item, "AtlasMap", atlasDriven=str(int(is_repeated)), scalingMode=FITTED, margin="0.08")
    names = ("xmin", "ymin", "xmax", "ymax")
    SubElement(item, "Extent", {name: f"{value:.0f}" for name, value in zip(names, extent, strict=True)})
    return item


def _text(name: str, text: str, box: Box, size: float, side: str, is_bold: bool = False) -> Element:
    item = _item(LABEL, name, box, labelText=text, htmlState="0", halign=ALIGNED[side], valign=ALIGNED["middle"], marginX="0", marginY="0")
    _font(item, size, is_bold)
    return item


def _font(item: Element, size: float, is_bold: bool = False) -> None:
    """Say how an item is written, for QGIS before 3.24 and after."""
    weight = "75" if is_bold else "50"
    SubElement(item, "LabelFont", description=f"{FONT},{size:g},-1,5,{weight},0,0,0,0,0", style="Bold" if is_bold else "Regular")
    SubElement(item, "FontColor", red="51", green="51", blue="51", alpha="255")
    SubElement(item, "text-style", written(size, DARK, is_bold))


def _legend(layers: Sequence[tuple[str, str]], side: str) -> Element:
    """Return the legend of some layers, by id and title, each in columns of its own."""
    item = _item(
        LEGEND, "legend", LEGEND_BOX, title="", columnCount="3", splitLayer="0", equalColumnWidth="0", columnSpace="6", boxSpace="0",
        symbolWidth="6", symbolHeight="3.5", resizeToContents="1", legendFilterByAtlas="0", map_uuid=MAP_ID, wrapChar="",
        symbolAlignment=ALIGNED[side],
    )  # fmt: skip
    styles = SubElement(item, "styles")
    for name, size, above in (("title", 10, 0), ("group", 9, 1), ("subgroup", 9, 1.5), ("symbol", 4, 1), ("symbolLabel", 8, 1)):
        style = SubElement(
            styles, "style", name=name, marginTop=f"{above:g}", marginLeft="2" if name == "symbolLabel" else "0", alignment="1"
        )
        SubElement(style, "styleFont", description=f"{FONT},{size:g},-1,5,{'75' if name == 'subgroup' else '50'},0,0,0,0,0", style="")
        SubElement(style, "text-style", written(size, DARK, name == "subgroup"))
    tree = SubElement(item, "layer-tree-group")
    for layer_id, title in layers:
        SubElement(tree, "layer-tree-layer", id=layer_id, name=title, checked="Qt::Checked", expanded="1")
    return item


def _scale_bar() -> Element:
    item = _item(
        SCALE_BAR, "scale bar", (225, 197, 60, 11), mapUuid=MAP_ID, style="Line Ticks Up", unitType="km", unitLabel="km",
        numMapUnitsPerScaleBarUnit="1", numSegments="2", numSegmentsLeft="0", segmentSizeMode="1", minBarWidth="30", maxBarWidth="55",
        numUnitsPerSegment="1000", height="2", labelBarSpace="1", boxContentSpace="1", alignment="0",
    )  # fmt: skip
    _font(item, 8)
    return item
