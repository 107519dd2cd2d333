"""The figures of every country from build to build: what came in, how good it was, and how far that moved, as pictures and as tables."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from publications.pictures.trend import trend_line, trend_strokes
from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.records import by_country, figure, helpers
from publications.site.words import Words
from publications.table_rows import Row

NAME = "builds"
TITLE = "Quality from build to build"
MOST_POINTS = 120  # of a country: more cannot be told apart, and would make the page heavy
NEW_FILES = "new_file_count"
SHOWN = {
    "accepted_count": "Answers accepted",
    "held_back_count": "Answers held back",
    "must_fix_count": "To be corrected",
    "mapped_initiative_count": "Initiatives on the map",
    NEW_FILES: "New files",
}


class Trend(NamedTuple):
    """One figure of a country: its name, what it is now, was at least and at most, how far it moved since the point before, its picture."""

    label: str
    now: int
    least: int
    most: int
    moved: int
    drawn: str


class Country(NamedTuple):
    """What a country shows: its figures as pictures, its points as rows, the newest first, and the day when a new file came last."""

    trends: Sequence[Trend]
    points: Sequence[Row]
    last_file_day: str


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of trends; it holds at most `MOST_POINTS` points a country, so that it stays light after years of nights."""
    words = Words(MAIN_LANGUAGE)
    told = sorted(contents.rows("report_builds"), key=lambda row: row["made_at_text"])
    unit, period = _periods(told)
    shown = {code: _country(words.country(code), code, rows, period) for code, rows in by_country(told).items()}
    build_count = len({row["build_id"] for row in told})
    yield render(
        "builds.html", NAME, TITLE, contents.edition, **helpers(words), shown=shown, unit=unit, build_count=build_count,
        first_day=told[0]["build_date"] if told else "",
    )  # fmt: skip


def _periods(told: Sequence[Row]) -> tuple[str, Callable[[Row], str]]:
    """Return what one point stands for, and which point a row belongs to: each build, or the last of a day, week or month."""
    kinds: dict[str, Callable[[Row], str]] = {
        "build": lambda row: str(row["build_id"]),
        "day": lambda row: str(row["build_date"]),
        "week": lambda row: "{}-{:02}".format(*_moment(row).isocalendar()),
        "month": lambda row: str(row["build_date"])[:7],
    }
    fitting = (kind for kind, period in kinds.items() if len({period(row) for row in told}) <= MOST_POINTS)
    kind = next(fitting, "month")
    return kind, kinds[kind]


def _moment(row: Row) -> datetime:
    return datetime.fromisoformat(row["made_at_text"])


def _country(name: str, code: str, rows: Sequence[Row], period: Callable[[Row], str]) -> Country:
    points: dict[str, Row] = {}
    for row in rows:
        before = points.get(period(row), {NEW_FILES: 0})
        points[period(row)] = row | {NEW_FILES: before[NEW_FILES] + row[NEW_FILES]}
    kept = list(points.values())[-MOST_POINTS:]
    days = [row["build_date"] for row in rows if row[NEW_FILES]]
    return Country([_trend(name, code, column, kept) for column in SHOWN], kept[::-1], days[-1] if days else "")


def _trend(country: str, code: str, column: str, points: Sequence[Row]) -> Trend:
    counts = [int(row[column]) for row in points]
    least, most = min(counts), max(counts)
    draw = trend_strokes if column == NEW_FILES else trend_line
    svg = draw(
        f"{code}-{column.replace('_', '-')}",
        [(_moment(row).timestamp(), count) for row, count in zip(points, counts, strict=True)],
        title=f"{country}: {SHOWN[column]}",
        description=f"From {figure(counts[0])} on {points[0]['build_date']} to {figure(counts[-1])} on {points[-1]['build_date']}; "
        f"at least {figure(least)}, at most {figure(most)}.",
    )
    return Trend(SHOWN[column], counts[-1], least, most, counts[-1] - counts[-2] if len(counts) > 1 else 0, svg)
