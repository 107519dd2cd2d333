"""The columns of the public tables as plain lists, read once for all editions, with what is looked up beside a table."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from publications.report_workbook.examples import are_examples
from publications.report_workbook.sheets import BESIDE, COUNTRY, COVERAGE, ReportSheet
from publications.report_workbook.words import SEPARATOR
from publications.table_rows import codes
from schemas.public_tables import PublicTables
from schemas.rows import filled_or_none

PLACES = "places_text"


class Source:
    """The public tables of one build. A value that nobody stated is None."""

    def __init__(self, public: PublicTables) -> None:
        self.public = public
        self.column = cache(self._column)
        self.positions = cache(self._positions)
        self.marks = cache(self._marks)
        self._frame = cache(self._table)

    def _table(self, name: str) -> pd.DataFrame:
        return coverage(self.public.shown["report_territories"]) if name == COVERAGE else self.public.shown[name]

    def _column(self, table_name: str, name: str) -> Sequence[Any]:
        """Return a column of a table, or of the table beside it that an id of it leads to; of None where neither has it."""
        frame = self._frame(table_name)
        if name in frame:
            return filled_or_none(frame[name])
        if name == PLACES:
            places = self._places()
            return [places.get(one) for one in self.column(table_name, "initiative_id")]
        if name not in BESIDE:
            return [None] * len(frame)
        way = BESIDE[name]
        there = dict(zip(self.column(way.table_name, way.key), self.column(way.table_name, way.column), strict=True))
        return [there.get(one) for one in self.column(table_name, way.by)]

    def _positions(self, table_name: str, country_column: str, country_code: str) -> Sequence[int]:
        """Return which rows are of a country, all of them without one; `country_column` may hold several codes."""
        own = self.column(table_name, country_column) if country_code else self._frame(table_name).index
        return [place for place, told in enumerate(own) if not country_code or country_code in codes(told)]

    def _marks(self, sheet: ReportSheet) -> Sequence[bool]:
        """Return for each row of the table of a sheet whether it rests on invented examples only."""
        return are_examples(self.public, sheet, self._frame(sheet.table_name))

    def _places(self) -> dict[str, str]:
        """Return the names of the places of each initiative that were found without doubt."""
        names: dict[str, dict[str, None]] = {}
        mentions = "core_initiative_places"
        for initiative, place in zip(self.column(mentions, "initiative_id"), self.column(mentions, "place_name"), strict=True):
            if place is not None:
                names.setdefault(initiative, {})[place] = None
        return {initiative: SEPARATOR.join(own) for initiative, own in names.items()}


def coverage(territories: pd.DataFrame) -> pd.DataFrame:
    """Return how many units of each country and level have an initiative: `territories` is report_territories."""
    by = [COUNTRY, "place_level_code"]
    is_mapped = territories["is_mapped"].fillna(False).astype("Int64")
    counted = territories[by].assign(mapped=is_mapped).groupby(by, sort=True)["mapped"].agg(["size", "sum"]).reset_index()
    units, mapped = counted["size"].astype("Int64"), counted["sum"].astype("Int64")
    return counted[by].assign(
        unit_count=units, mapped_unit_count=mapped, gap_count=units - mapped, mapped_share=(mapped * 100 / units).astype("Float64")
    )
