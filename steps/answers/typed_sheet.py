"""A sheet of answers while it is read: the rows of all files on it, column by column, and the frame that they become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from schemas.form import form
from schemas.registry import table
from schemas.tables import shape
from steps.answers.readings import Reading
from steps.files.read_workbook import Cell


@dataclass(frozen=True)
class TypedSheet:
    """The rows of one sheet of the form. `files` holds the places of the rows of each file; `values` the answers read so far."""

    sheet_code: str
    responses: list[str]
    countries: list[str]
    row_numbers: list[int]
    answers: list[dict[str, Cell]]
    files: dict[str, Sequence[int]]
    values: dict[str, list[object]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet_code: str, rows: pd.DataFrame) -> "TypedSheet":
        """Return the sheet of some rows of clean_rows."""
        files = {str(file): places.tolist() for file, places in rows.groupby("submission_id", sort=False).indices.items()}
        return cls(
            sheet_code,
            rows["response_id"].tolist(),
            rows["country_code"].tolist(),
            rows["row_number"].tolist(),
            [dict(answers) for answers in rows["answers"]],
            files,
        )

    def cells(self, places: Sequence[int], question_code: str) -> list[Cell | None]:
        """Return the cells of some rows that answer a question."""
        answers = self.answers
        return [answers[place].get(question_code) for place in places]

    def fill(self, places: Sequence[int], question_code: str, cells: Sequence[Cell | None], readings: Mapping[Cell, Reading]) -> None:
        """Take over what the cells of some rows say."""
        names = dict.fromkeys(name for reading in readings.values() for name in reading.values)
        for name in names:
            by_cell: dict[Cell | None, object] = {cell: reading.values.get(name) for cell, reading in readings.items()}
            by_cell[None] = None
            column = self.values.setdefault(name, [None] * len(self.responses))
            for place, cell in zip(places, cells, strict=True):
                column[place] = by_cell[cell]

    def frame(self) -> pd.DataFrame:
        """Return the typed frame, without the rows that lack a key answer."""
        own = table(f"clean_{self.sheet_code}")
        keys = [one.question_code for one in form()[self.sheet_code].questions if one.need == "key" and not one.is_personal]
        nothing: list[object] = [None] * len(self.responses)
        frame = pd.DataFrame(
            {
                "response_id": self.responses,
                "country_code": self.countries,
                "submission_id": self._submissions(),
                **{name: pd.Series(values, dtype="object") for name, values in self.values.items()},
            },
            index=range(len(self.responses)),
        )
        is_whole = pd.Series(True, frame.index)
        for key in keys:
            is_whole &= pd.Series(self.values.get(key, nothing), frame.index, dtype="object").notna()
        return shape(frame[is_whole], own)

    def _submissions(self) -> list[str]:
        names = [""] * len(self.responses)
        for file, places in self.files.items():
            for place in places:
                names[place] = file
        return names
