"""Symbols in QGIS's XML: markers, lines and fills, in millimetres and with colours as #rrggbb or #rrggbbaa."""

from xml.etree.ElementTree import Element, SubElement

Values = dict[str, object]
MIDDLE = "centroid($geometry)"  # what is drawn and what is written in the middle of an area must agree on where that is


def marker(name: str, *layers: Element) -> Element:
    """Return a symbol of a point, the lowest of its layers first."""
    return _symbol(name, "marker", layers)


def line(name: str, *layers: Element) -> Element:
    """Return a symbol of a line."""
    return _symbol(name, "line", layers)


def fill(name: str, *layers: Element) -> Element:
    """Return a symbol of an area."""
    return _symbol(name, "fill", layers)


def _symbol(name: str, kind: str, layers: tuple[Element, ...]) -> Element:
    symbol = Element("symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    symbol.extend(layers)
    return symbol


def shape(form: str, colour: str, size: float, outline: str = "", size_by: str = "") -> Element:
    """Return a layer of a marker: a circle, square and so on; `outline` is its colour, `size_by` an expression that sets the size."""
    values: Values = {
        "name": form, "color": colour_of(colour), "size": size, "size_unit": "MM",
        "outline_style": "solid" if outline else "no", "outline_color": colour_of(outline or colour), "outline_width": 0.25,
        "outline_width_unit": "MM",
    }  # fmt: skip
    layer = _layer("SimpleMarker", values)
    if size_by:
        layer.append(_set_by("size", size_by))
    return layer


def stroke(colour: str, width: float, style: str = "solid") -> Element:
    """Return a layer of a line: `style` is solid, dash or dot."""
    values: Values = {
        "line_color": colour_of(colour), "line_width": width, "line_width_unit": "MM", "line_style": style, "capstyle": "round",
        "joinstyle": "round",
    }  # fmt: skip
    return _layer("SimpleLine", values)


def area(colour: str, outline: str = "", width: float = 0.2, style: str = "solid") -> Element:
    """Return a layer of a fill; without a colour it is only an outline, and without an outline only a fill."""
    values: Values = {
        "color": colour_of(colour or "#ffffff"), "style": "solid" if colour else "no", "joinstyle": "round",
        "outline_color": colour_of(outline or "#ffffff"), "outline_style": style if outline else "no",
        "outline_width": width, "outline_width_unit": "MM",
    }  # fmt: skip
    return _layer("SimpleFill", values)


def hatching(colour: str, distance: float, width: float) -> Element:
    """Return a layer of a fill: slanting lines."""
    layer = _layer("LinePatternFill", {"angle": 45, "distance": distance, "distance_unit": "MM", "line_width": width})
    layer.append(line("@hatching@0", stroke(colour, width)))
    return layer


def in_the_middle(*layers: Element) -> Element:
    """Return a layer of a fill: a marker of these layers in the middle of an area, be it of several parts."""
    layer = _layer("GeometryGenerator", {"SymbolType": "Marker", "geometryModifier": MIDDLE, "units": "MapUnit"})
    layer.append(marker("@middle@0", *layers))
    return layer


def _layer(kind: str, values: Values) -> Element:
    layer = Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    layer.append(options(values))
    return layer


def options(values: Values) -> Element:
    """Return a map of values as QGIS has them."""
    element = Element("Option", type="Map")
    for name, value in values.items():
        SubElement(element, "Option", name=name, value=str(value), type="QString")
    return element


def _set_by(name: str, expression: str) -> Element:
    """Return what sets a property of a symbol by an expression."""
    properties = Element("data_defined_properties")
    whole = SubElement(properties, "Option", type="Map")
    SubElement(whole, "Option", name="name", value="", type="QString")
    one = SubElement(SubElement(whole, "Option", name="properties", type="Map"), "Option", name=name, type="Map")
    SubElement(one, "Option", name="active", value="true", type="bool")
    SubElement(one, "Option", name="expression", value=expression, type="QString")
    SubElement(one, "Option", name="type", value="3", type="int")  # an expression
    SubElement(whole, "Option", name="type", value="collection", type="QString")
    return properties


def colour_of(text: str) -> str:
    """Return a colour as QGIS writes it: red, green, blue and opacity, 0 to 255."""
    digits = text.lstrip("#").ljust(8, "f")
    return ",".join(str(int(digits[place : place + 2], 16)) for place in range(0, 8, 2))
