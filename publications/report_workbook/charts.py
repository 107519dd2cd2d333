"""Sheets with a native chart: a table of figures by country and code, and below it the chart that is drawn from its cells."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from publications.report_workbook.book import HEADER_ROW, Book
from publications.report_workbook.edition import Edition
from publications.report_workbook.grid import Grid
from publications.report_workbook.sheets import COUNTRY, PLAN_COUNTS
from publications.report_workbook.words import WorkbookWords
from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.registry.reports import NOT_STATED, SEVERAL

# Four shades that differ on grey paper too, dark and light in turn; who comes after them is told apart by a pattern.
COLOURS = ("#1F3864", "#9DC3E6", "#2E75B6", "#DEEBF7")
PATTERNS = (
    ("wide_upward_diagonal", "#833C0B"), ("large_grid", "#385723"), ("dark_vertical", "#595959"), ("wide_downward_diagonal", "#7030A0"),
    ("dark_horizontal", "#BF6A0F"), ("large_check", "#1F7A7A"),
)  # fmt: skip
NOT_STATED_LOOK = {"fill": {"color": "#F2F2F2"}, "border": {"color": "#7F7F7F", "width": 0.75}}  # an empty frame: nobody said
TARGET, HALF = 100, 50  # percent of the way
PILLAR_CLASSES = ("target_reached_count", "over_half_count", "under_half_count", "unmeasured_count")
WIDE, BAR = 980, 46  # pixels
Figures = Sequence[tuple[str, str, float | None]]  # row, series, value; of several alike the sum counts


class Labels(NamedTuple):
    """What rows and series of a table are called, by code and in their order."""

    corner: str
    rows: Mapping[str, str]
    series: Mapping[str, str]


class ChartSheet(NamedTuple):
    """A sheet with a chart: its code, what its axis counts, the kind of its figures, and what makes them and their labels."""

    code: str
    axis: str
    kind: str
    figures: Callable[[Edition], tuple[Figures, Labels]]
    is_stacked: bool = True


def write_chart_sheet(book: Book, sheet_of: ChartSheet, remark: str) -> None:
    """Write the sheet: its table, and the chart unless there is nothing to draw."""
    figures, labels = sheet_of.figures(book.edition)
    shown = _grid(figures, labels, sheet_of, book.words)
    sheet = book.sheet(sheet_of.code, pages_high=1)
    widths = book.widths(sheet, shown)
    book.opening(sheet, sheet_of.code, widths, remark)
    book.table(sheet, sheet_of.code, HEADER_ROW, shown, widths)
    drawn = _drawn(shown, sheet_of, _not_stated(book.words))
    if drawn:
        _draw(book, sheet, sheet_of, shown, drawn)


def _grid(figures: Figures, labels: Labels, sheet_of: ChartSheet, words: WorkbookWords) -> Grid:
    """Return figures as a table: a row for each label that has any, a column for each series, and their sum where that means something."""
    sums: dict[tuple[str, str], float] = {}
    for row, name, value in figures:
        if value is not None:
            sums[row, name] = sums.get((row, name), 0) + value
    series = [name for name in labels.series if any(value for (_, own), value in sums.items() if own == name)]
    rows = [row for row in labels.rows if series and any((row, name) in sums for name in labels.series)]
    columns: list[list[Any]] = [[sums.get((row, name)) for row in rows] for name in series]
    headings = [labels.series[name] for name in series]
    if sheet_of.is_stacked and len(series) > 1:
        headings.append(words.heading("total_number"))
        columns.append([sum(column[place] or 0 for column in columns) for place in range(len(rows))])
    names = (labels.corner, *headings)
    return Grid(names, names, ("text", *[sheet_of.kind] * len(columns)), ([labels.rows[row] for row in rows], *columns))


def _series_count(shown: Grid, sheet_of: ChartSheet) -> int:
    return len(shown.headings) - 1 - (1 if sheet_of.is_stacked and len(shown.headings) > 2 else 0)


def _drawn(shown: Grid, sheet_of: ChartSheet, not_stated: str) -> int:
    """Return how many rows are drawn: what has no stage stands in the table, and is no part of the funnel."""
    if sheet_of.is_stacked or not shown.height or shown.columns[0][-1] != not_stated:
        return shown.height
    reached = [value for column in shown.columns[1:] for value in column[:-1] if value]
    return shown.height - 1 if reached else 0


def _draw(book: Book, sheet: Any, sheet_of: ChartSheet, shown: Grid, drawn: int) -> None:
    words, series_count = book.words, _series_count(shown, sheet_of)
    chart = book.file.add_chart({"type": "bar", "subtype": "stacked" if sheet_of.is_stacked else "clustered"})
    first, below, name = HEADER_ROW + 1, HEADER_ROW + shown.height + 2, words.sheet(sheet_of.code)
    last = first + drawn - 1
    rows_not_stated = [NOT_STATED_LOOK if row == _not_stated(words) else None for row in shown.columns[0][:drawn]]
    for place in range(1, series_count + 1):
        chart.add_series({
            "name": [name, HEADER_ROW, place], "categories": [name, first, 0, last, 0], "values": [name, first, place, last, place],
            **(NOT_STATED_LOOK if shown.headings[place] == _not_stated(words) else _look(place - 1)), "points": rows_not_stated, "gap": 60,
        })  # fmt: skip
    chart.set_title({"name": words.sheet(sheet_of.code), "name_font": {"size": 13, "color": "#1F3864"}, "overlay": False})
    mirrored = words.direction == "rtl"
    fonts = {"name_font": {"size": 10, "bold": False}, "num_font": {"size": 10}}
    chart.set_x_axis({"name": words.say(sheet_of.axis), "num_format": "#,##0", "reverse": mirrored, "min": 0,
                      "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, **fonts})  # fmt: skip
    chart.set_y_axis({"name": shown.headings[0], "reverse": True, "crossing": "max", **fonts})
    chart.set_legend({"position": "bottom", "font": {"size": 10}} if series_count > 1 else {"none": True})
    bars = drawn * (1 if sheet_of.is_stacked else series_count)
    chart.set_size({"width": WIDE, "height": max(320, 170 + BAR * bars * (1 if sheet_of.is_stacked else 0.6))})
    alt = words.say("chart_alt", title=words.sheet(sheet_of.code), note=words.note(sheet_of.code))
    sheet.insert_chart(below, 0, chart, {"description": alt, "object_position": 3})


def _look(place: int) -> dict[str, Any]:
    """Return how a series is drawn, by its place among them."""
    border = {"border": {"color": "#FFFFFF", "width": 0.75}}
    if place < len(COLOURS):
        return {"fill": {"color": COLOURS[place]}, **border}
    pattern, colour = PATTERNS[(place - len(COLOURS)) % len(PATTERNS)]
    return {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}, **border}


def _by_country(edition: Edition, figures: Figures, value: str, labels: Mapping[str, str], corner: str) -> tuple[Figures, Labels]:
    """Return figures by country and code as they are; in the edition of a country by code alone, under the heading of `value`."""
    words = edition.words
    if edition.country_code:
        return [(code, value, figure) for _, code, figure in figures], Labels(words.heading(corner), labels, {value: words.heading(value)})
    return figures, Labels(words.heading(COUNTRY), {code: words.country(code) for code in countries()}, labels)


def _labels(words: WorkbookWords, list_name: str, *more: str) -> dict[str, str]:
    return {code: _capital(words.code(list_name, code)) for code in (*code_list(list_name).codes, *more, NOT_STATED)}


def _not_stated(words: WorkbookWords) -> str:
    return _capital(words.say(NOT_STATED))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _themes(edition: Edition) -> tuple[Figures, Labels]:
    figures = edition.columns("report_initiatives_by_theme", COUNTRY, "theme_code", "initiative_share_number")
    return _by_country(edition, figures, "initiative_share_number", _labels(edition.words, "themes"), "theme_code")


def _statuses(edition: Edition) -> tuple[Figures, Labels]:
    figures = edition.columns("report_initiatives_by_status", COUNTRY, "status_code", "initiative_count")
    return _by_country(edition, figures, "initiative_count", _labels(edition.words, "initiative_statuses"), "status_code")


def _funding(edition: Edition) -> tuple[Figures, Labels]:
    figures = edition.columns("report_funding", COUNTRY, "funding_source_code", "budget_usd")
    return _by_country(edition, figures, "budget_usd", _labels(edition.words, "funding_sources", SEVERAL), "funding_source_code")


def _plans(edition: Edition) -> tuple[Figures, Labels]:
    rows = [(name, *row) for name in PLAN_COUNTS for row in edition.columns("report_work_plan_progress", COUNTRY, name)]
    figures = [(country, name, count) for name, country, count in rows if count]
    labels = {name: edition.words.heading(name) for name in PLAN_COUNTS}
    return _by_country(edition, figures, "activity_count", labels, "status_code")


def _funnel(edition: Edition) -> tuple[Figures, Labels]:
    words, counts = edition.words, ("reached_count", "highest_count")
    rows = edition.columns("report_scaling_funnel_by_country", "stage_code", *counts)
    figures = [(stage, name, count) for stage, *own in rows for name, count in zip(counts, own, strict=True)]
    return figures, Labels(words.heading("stage_code"), _labels(words, "scaling_stages"), {name: words.heading(name) for name in counts})


def _pillars(edition: Edition) -> tuple[Figures, Labels]:
    words = edition.words
    rows = edition.columns("report_knowledge_pillars", "pillar_code", "basis_code", "is_latest", "progress_number")
    figures = [(pillar, _class(progress), 1) for pillar, basis, is_latest, progress in rows if basis == "reported" and is_latest]
    pillars = {code: words.code("pillars", code) for code in code_list("pillars").codes}
    return figures, Labels(words.heading("pillar_code"), pillars, {name: words.heading(name) for name in PILLAR_CLASSES})


def _class(progress: float | None) -> str:
    if progress is None:
        return PILLAR_CLASSES[-1]
    return PILLAR_CLASSES[0 if progress >= TARGET else 1 if progress >= HALF else 2]


CHART_SHEETS: Sequence[ChartSheet] = (
    ChartSheet("themes_chart", "axis_initiatives", "number", _themes),
    ChartSheet("status_chart", "axis_initiatives", "count", _statuses),
    ChartSheet("funnel_chart", "axis_initiatives", "count", _funnel, is_stacked=False),
    ChartSheet("funding_chart", "axis_usd", "amount", _funding),
    ChartSheet("plans_chart", "axis_activities", "count", _plans),
    ChartSheet("pillars_chart", "axis_indicators", "count", _pillars),
)
