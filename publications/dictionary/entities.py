"""The entity diagram: the tables that hold records, by topic, with their keys and what refers to what. Drawn as SVG, laid out here.

A reference within a topic is a line; one to another topic is named beside its column, so that no line crosses the sheet.
"""

from dataclasses import dataclass
from html import escape

from schemas.registry import WAREHOUSE_TABLES
from schemas.registry.topics import OTHER_TOPIC, TOPICS, topic_of
from schemas.tables import Column, Table

COLUMN_COUNT = 4  # of panels; four make a sheet as wide as A3
PANEL, GAP, LANE, PADDING = 400, 24, 9, 12  # pixels: width of a panel, between panels, between lines, within a panel
ROW, HEAD, BETWEEN, TITLE = 16, 20, 12, 26  # heights: of a column, a table's name, between tables, of a topic's title
ABOVE = 56  # for the title of the sheet
EVERYWHERE = ("country_code", "response_id")
NOTE = (
    "Key columns in bold. A dot refers to the arrow on its line, → to a table of another topic. "
    "Not drawn: country_code, which refers to core_countries, and response_id, the row in core_responses that a record comes from."
)
LOOKS = (
    "text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#1d2733}.t{font:bold 15px system-ui,sans-serif;fill:#0b5394}"
    ".h{font:bold 20px system-ui,sans-serif}.n{font:12px system-ui,sans-serif}.k{font-weight:bold}.r{fill:#5b6875}"
    ".w{fill:#fff;font-weight:bold}.p{fill:#f6f8fa;stroke:#d5dbe1}.b{fill:#fff;stroke:#8a97a5}.c{fill:#0b5394}.l{fill:none;stroke:#0b5394}.d{fill:#0b5394}"
)


@dataclass
class Box:
    """A table as it is drawn: its shown columns, and where it stands in its panel (the top of its name)."""

    table: Table
    top: int
    columns: list[Column]

    @property
    def height(self) -> int:
        """The height in pixels."""
        return HEAD + ROW * len(self.columns) + 4

    def middle_of(self, number: int) -> int:
        """Return where the middle of a column's line is, counted from 0; the name's for -1."""
        return self.top + (HEAD // 2 if number < 0 else HEAD + ROW * number + ROW // 2)


@dataclass
class Panel:
    """A topic as it is drawn: its boxes, one below another."""

    topic: str
    boxes: list[Box]
    left: int = 0
    top: int = 0

    @property
    def height(self) -> int:
        """The height in pixels."""
        return self.boxes[-1].top + self.boxes[-1].height + PADDING


def entity_diagram() -> str:
    """Return the diagram of the core tables as SVG."""
    panels = _panels()
    height = _place(panels)
    width = COLUMN_COUNT * (PANEL + GAP) + GAP
    head = f'<text class="h" x="{GAP}" y="28">Tables of the mapping warehouse</text><text class="n" x="{GAP}" y="46">{escape(NOTE)}</text>'
    drawn = "\n".join(_panel(one) for one in panels)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
    title = "<title>Tables of the mapping warehouse and what refers to what</title>"
    return f"{opening}\n{title}<style>{LOOKS}</style>\n{head}\n{drawn}\n</svg>\n"


def _panels() -> list[Panel]:
    """Return the panels in the order of topics, with the boxes of each from its top down."""
    core = {one.name: one for one in WAREHOUSE_TABLES if one.layer == "core"}
    topics = {topic: [core[name] for name in names if name in core] for topic, names in TOPICS.items()}
    topics[OTHER_TOPIC] = [one for one in core.values() if topic_of(one.name) == OTHER_TOPIC]
    return [_stacked(topic, tables) for topic, tables in topics.items() if tables]


def _stacked(topic: str, tables: list[Table]) -> Panel:
    boxes, top = [], TITLE + PADDING
    for one in tables:
        boxes.append(Box(one, top, [each for each in one.columns if _is_shown(one, each)]))
        top += boxes[-1].height + BETWEEN
    return Panel(topic, boxes)


def _is_shown(table: Table, column: Column) -> bool:
    return column.name in table.key or (bool(column.references) and column.name not in EVERYWHERE)


def _place(panels: list[Panel]) -> int:
    """Give every panel its place, each in the column that is shortest so far; return the height of the sheet."""
    ends = [ABOVE] * COLUMN_COUNT
    for panel in panels:
        column = ends.index(min(ends))
        panel.left, panel.top = GAP + column * (PANEL + GAP), ends[column] + GAP // 2
        ends[column] = panel.top + panel.height
    return max(ends) + GAP


def _panel(panel: Panel) -> str:
    known = {box.table.name: box for box in panel.boxes}
    targets = [name for name in known if any(_target(each) == name for box in panel.boxes for each in box.columns)]
    indent = PADDING + LANE * (len(targets) + 1)
    parts = [
        f'<rect class="p" width="{PANEL}" height="{panel.height}" rx="6"/><text class="t" x="{PADDING}" y="24">{escape(panel.topic)}</text>'
    ]
    parts += [_box(box, indent, known) for box in panel.boxes]
    parts += [_lines(known[name], indent, indent - LANE * (number + 1), panel.boxes) for number, name in enumerate(targets)]
    return f'<g transform="translate({panel.left},{panel.top})">' + "".join(parts) + "</g>"


def _target(column: Column) -> str:
    return column.references.partition(".")[0]


def _box(box: Box, left: int, known: dict[str, Box]) -> str:
    width = PANEL - left - PADDING
    parts = [
        f'<rect class="b" x="{left}" y="{box.top}" width="{width}" height="{box.height}"/>'
        f'<rect class="c" x="{left}" y="{box.top}" width="{width}" height="{HEAD}"/>'
        f'<text class="w" x="{left + 6}" y="{box.top + 14}">{escape(box.table.name)}</text>'
    ]
    for number, column in enumerate(box.columns):
        baseline = box.middle_of(number) + 4
        mark = ' class="k"' if column.name in box.table.key else ""
        parts.append(f'<text{mark} x="{left + 8}" y="{baseline}">{escape(column.name)}</text>')
        if column.references and _target(column) not in known:
            parts.append(f'<text class="r" x="{PANEL - PADDING - 6}" y="{baseline}" text-anchor="end">→ {escape(_target(column))}</text>')
    return "".join(parts)


def _lines(target: Box, left: int, lane: int, boxes: list[Box]) -> str:
    """Return the line beside the boxes from every column that refers to a table, with an arrow to its name."""
    referring = [box.middle_of(number) for box in boxes for number, each in enumerate(box.columns) if _target(each) == target.table.name]
    aim = target.middle_of(-1)
    stubs = "".join(f"M{left} {height}H{lane}" for height in referring)
    path = f"{stubs}M{lane} {min(aim, *referring)}V{max(aim, *referring)}M{lane} {aim}H{left}"
    dots = "".join(f'<circle class="d" cx="{left}" cy="{height}" r="2.5"/>' for height in referring)
    return f'<path class="l" d="{path}"/>{dots}<path class="d" d="M{left} {aim}l-6 -4v8z"/>'
