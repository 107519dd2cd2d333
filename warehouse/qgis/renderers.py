"""How each kind of layer is drawn, in QGIS's XML: points by a code list, areas by the number of initiatives, lines, outlines.

Colours are told apart by people who see colours differently: those of kinds are Okabe and Ito's, those that rise are viridis, and
numbers of initiatives are one hue that grows darker, so that the points above them stand out.
"""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from schemas.code_lists import code_list
from warehouse.qgis.symbols import area, fill, hatching, in_the_middle, line, marker, shape, stroke

KINDS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#f0e442")
RISING = ("#fde725", "#90d743", "#35b779", "#21918c", "#31688e", "#443983", "#440154")
FORMS = ("circle", "square", "diamond", "triangle")  # a list that is longer than the colours has them again in another form
UNKNOWN = "#7f7f7f"
WHITE, DARK, HATCHED = "#ffffff", "#4d4d4d", "#6b6b6b"
ENDED = ("DIS",)  # scaling stages at which an initiative is no more
COUNTS = ((0, 0, "#eceae4"), (1, 1, "#cfdbe3"), (2, 3, "#a3bccc"), (4, 7, "#7399b1"), (8, None, "#47728f"))  # from, to, colour
POINT_SIZE, UNKNOWN_SIZE = 2.6, 2.1  # millimetres
# How large a ring is around a point that stands for an area: a town of the unit's name is nearer to what is meant than a middle.
RING_BY = (
    "CASE WHEN \"coordinate_precision_code\" IN ('exact', 'stated', 'town') THEN 0 "
    "WHEN \"coordinate_precision_code\" IN ('seat', 'main_town', 'approximate') THEN 3.8 ELSE 5.4 END"
)
RING_SIZE = 3.8
RING_OPACITY = "40"
CIRCLE = "#2f5673e0"
LARGEST, SMALLEST = 11, 4.5  # millimetres
CIRCLE_BY = f'max({SMALLEST}, {LARGEST} * sqrt("initiative_count" / maximum("initiative_count")))'
SAME_SPOT = 0.3  # millimetres: points nearer than this on the screen would hide each other, and stand in a ring instead


def places(column: str, list_name: str, language: str, not_stated: str) -> Element:
    """Return the renderer of points by a code of theirs; points on one spot stand around it."""
    renderer = Element(
        "renderer-v2", type="pointDisplacement", placement="1", tolerance=str(SAME_SPOT), toleranceUnit="MM", labelAttributeName="",
        circleWidth="0.2", circleColor="77,77,77,90", circleRadiusAddition="0", labelDistanceFactor="0.5", enableorderby="0",
        forceraster="0", symbollevels="0", referencescale="-1",
    )  # fmt: skip
    renderer.append(_categories(column, code_list(list_name).labels, language, not_stated))
    renderer.append(marker("centerSymbol", shape("circle", DARK, 0.6)))
    return renderer


def _categories(column: str, labels: dict[str, dict[str, str]], language: str, not_stated: str) -> Element:
    renderer = Element("renderer-v2", type="categorizedSymbol", attr=column, enableorderby="0", forceraster="0", symbollevels="0")
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    rising = column == "scaling_stage_code"
    told = [(code, label[language], *_look(number, code, rising)) for number, (code, label) in enumerate(labels.items())]
    for number, (code, label, form, colour) in enumerate([*told, ("", not_stated, "circle", UNKNOWN)]):
        SubElement(categories, "category", symbol=str(number), value=code, label=label, render="true", type="string")
        symbols.append(_point(str(number), form, colour))
    return renderer


def _look(number: int, code: str, rising: bool) -> tuple[str, str]:
    if rising:
        return ("cross_fill", UNKNOWN) if code in ENDED else ("circle", RISING[min(number, len(RISING) - 1)])
    return FORMS[number // len(KINDS) % len(FORMS)], KINDS[number % len(KINDS)]


def _point(name: str, form: str, colour: str) -> Element:
    ring = shape("circle", colour + RING_OPACITY, RING_SIZE, size_by=RING_BY)
    return marker(name, ring, shape(form, colour, POINT_SIZE if colour != UNKNOWN else UNKNOWN_SIZE, outline=WHITE))


def counted_areas(width: float, words: dict[str, str]) -> Element:
    """Return the renderer of areas by `initiative_count`, with outlines of a width in millimetres; a disputed area is hatched above."""
    rules = [(_within(low, high), _name(low, high, words), fill("", area(colour, WHITE, width))) for low, high, colour in COUNTS]
    disputed = fill("", hatching(HATCHED, 1.6, 0.12), area("", HATCHED, 0.25, "dash"))
    return _by_rules([*rules, ('"is_disputed_area"', words["disputed_area"], disputed)])


def _within(low: int, high: int | None) -> str:
    return f'"initiative_count" >= {low}' + ("" if high is None else f' AND "initiative_count" <= {high}')


def _name(low: int, high: int | None, words: dict[str, str]) -> str:
    if high == 0:
        return words["none_reported"]
    return str(low) if low == high else words["or_more" if high is None else "from_to"].format(low=low, high=high)


def _by_rules(rules: Iterable[tuple[str, str, Element]]) -> Element:
    """Return a renderer that draws an area by every rule that holds for it, in their order."""
    renderer = Element("renderer-v2", type="RuleRenderer", symbollevels="1", enableorderby="0", forceraster="0")
    whole, symbols = SubElement(renderer, "rules", key="rules"), SubElement(renderer, "symbols")
    for number, (condition, label, symbol) in enumerate(rules):
        rule = SubElement(whole, "rule", key=f"rule-{number}", symbol=str(number), label=label)
        if condition:
            rule.set("filter", condition)
        symbol.set("name", str(number))
        for layer in symbol.findall("layer"):
            layer.set("pass", str(number))  # what is hatched lies above all fills
        symbols.append(symbol)
    return renderer


def corridors() -> Element:
    """Return the renderer of corridors: thin, so that many beside each other can still be told apart."""
    return _alike(line("0", stroke("#6a3d7c99", 0.35)))


def countries(circles_from: int, words: dict[str, str]) -> Element:
    """Return the renderer of countries: an outline, and where they are small, from a scale on, a circle as large as their initiatives."""
    renderer = _by_rules(
        [
            ("", words["countries"], fill("", area("", DARK, 0.2))),
            ('"initiative_count" > 0', words["circles"], fill("", in_the_middle(shape("circle", CIRCLE, SMALLEST, WHITE, CIRCLE_BY)))),
        ]
    )
    renderer.findall("rules/rule")[1].set("scalemindenom", str(circles_from))
    return renderer


def ground() -> Element:
    """Return the renderer of the land."""
    return _alike(fill("0", area("#f7f5f0", "#c9c5ba", 0.1)))


def _alike(symbol: Element) -> Element:
    renderer = Element("renderer-v2", type="singleSymbol", enableorderby="0", forceraster="0", symbollevels="0")
    SubElement(renderer, "symbols").append(symbol)
    return renderer
