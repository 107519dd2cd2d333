"""An edition of the report workbook: of which build, of which country or all of them, in which language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from publications.report_workbook.sheets import COUNTRY, ReportSheet
from publications.report_workbook.source import Source
from publications.report_workbook.words import WorkbookWords
from schemas.build_identity import BuildIdentity


@dataclass(frozen=True)
class Edition:
    """What a workbook is made of; without a country it is the programme's."""

    source: Source
    identity: BuildIdentity
    words: WorkbookWords
    country_code: str = ""

    def column(self, table_name: str, name: str, country_column: str = COUNTRY) -> list[Any]:
        """Return a column of a table as anybody may see it, of a country's edition only its rows. A value that nobody stated is None."""
        values = self.source.column(table_name, name)
        return [values[place] for place in self.source.positions(table_name, country_column, self.country_code)]

    def columns(self, table_name: str, *names: str) -> list[tuple[Any, ...]]:
        """Return the rows of a table with some of its columns."""
        return list(zip(*(self.column(table_name, name) for name in names), strict=True))

    def marks(self, sheet: ReportSheet) -> Sequence[bool]:
        """Return for each row of a sheet whether it rests on invented examples only."""
        marks = self.source.marks(sheet)
        return [marks[place] for place in self.source.positions(sheet.table_name, sheet.country_column or COUNTRY, self.country_code)]

    @property
    def has_examples(self) -> bool:
        """Whether any delivery of its countries is an invented example."""
        return any(self.column("core_submissions", "is_example"))

    @property
    def title(self) -> str:
        """The title of the workbook."""
        if not self.country_code:
            return self.words.say("report_subtitle")
        return self.words.say("report_of_country", country=self.words.country(self.country_code))
