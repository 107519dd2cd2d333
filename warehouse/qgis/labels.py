"""Names written on the map, in QGIS's XML: what is written, how, and at which scales it is read."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from warehouse.qgis.symbols import MIDDLE, colour_of

FONT = "Noto Sans"  # has the scripts of all languages of the form; where it is not installed QGIS takes another
AROUND, OVER = "0", "1"  # QGIS's numbers
BUFFER = "255,255,255,200"


@dataclass(frozen=True)
class Text:
    """What is written in the middle of an area, or around the middle: a column, the size in points, the colour, how many millimetres away.

    `seen_from` and `seen_until` are scales (1:…), the larger area first; 0 is no limit.
    """

    column: str
    size: float
    colour: str
    seen_from: int = 0
    seen_until: int = 0
    is_bold: bool = False
    away: float = 0
    has_buffer: bool = True


def labels(*texts: Text) -> Element:
    """Return the labels of a layer, each text by a rule of its own."""
    labeling = Element("labeling", type="rule-based")
    rules = SubElement(labeling, "rules", key="labels")
    for number, text in enumerate(texts):
        rule = SubElement(rules, "rule", key=f"label-{number}", description=text.column)
        if text.seen_from:
            rule.set("scalemaxdenom", str(text.seen_from))
        if text.seen_until:
            rule.set("scalemindenom", str(text.seen_until))
        rule.append(_settings(text))
    return labeling


def _settings(text: Text) -> Element:
    settings = Element("settings", calloutType="simple")
    style = SubElement(
        settings, "text-style", {"fieldName": text.column, "isExpression": "0", **written(text.size, text.colour, text.is_bold)}
    )
    SubElement(style, "text-buffer", bufferDraw=str(int(text.has_buffer)), bufferSize="0.8", bufferSizeUnits="MM", bufferColor=BUFFER,
               bufferOpacity="0.85")  # fmt: skip
    SubElement(settings, "text-format", wrapChar="", multilineAlign="1", autoWrapLength="18", useMaxLineLengthForAutoWrap="1")
    SubElement(settings, "placement", placement=AROUND if text.away else OVER, quadOffset="4", dist=f"{text.away:g}", distUnits="MM",
               geometryGenerator=MIDDLE, geometryGeneratorEnabled="1" if text.away or not text.has_buffer else "0",
               geometryGeneratorType="PointGeometry", centroidInside="0", priority="8" if text.is_bold else "4")  # fmt: skip
    SubElement(settings, "rendering", drawLabels="1", scaleVisibility="0", obstacle="0", fontLimitPixelSize="0", displayAll="0")
    return settings


def written(size: float, colour: str, is_bold: bool) -> dict[str, str]:
    """Return how a text is written, as attributes of QGIS's `text-style`."""
    return {
        "fontFamily": FONT, "fontSize": f"{size:g}", "fontSizeUnit": "Point", "fontWeight": "75" if is_bold else "50",
        "namedStyle": "Bold" if is_bold else "Regular", "textColor": colour_of(colour), "textOpacity": "1",
    }  # fmt: skip
