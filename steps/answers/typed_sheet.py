"""A sheet of answers while it is read: the rows of all files on it, column by column, and the frame that they become."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.form import form
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.answers.habits import Habits
from steps.answers.readings import Reading
from steps.files.read_workbook import Cell

Places = npt.NDArray[np.intp]
NO_PLACES: Places = np.empty(0, np.intp)


class Part(NamedTuple):
    """Rows of one table of a file that were filled in with the same habits, by their places among the rows of all files."""

    submission_id: str
    sheet_name: str
    habits: Habits
    places: Places


@dataclass(frozen=True)
class ReceivedColumn:
    """The answers of one table to one question: the different cells, None for an empty one, and which of them stands in each row.

    `places` are the rows on the sheet; `kinds` tells, for each of them, the number of its cell among the different ones.
    """

    places: Places
    different: list[Cell | None]
    kinds: Places

    @classmethod
    def of(cls, places: Places, cells: Sequence[Cell | None]) -> "ReceivedColumn":
        """Return the column of some cells, each different one once, in the order in which they are met."""
        different = list(dict.fromkeys(cells))
        numbers = {cell: number for number, cell in enumerate(different)}
        return cls(places, different, np.fromiter(map(numbers.__getitem__, cells), np.intp, len(cells)))

    def places_of(self, numbers: Sequence[int]) -> list[int]:
        """Return the rows on the sheet of some of the different cells, in the order of the rows."""
        return self.places[np.isin(self.kinds, numbers)].tolist()


@dataclass(frozen=True)
class TypedSheet:
    """The rows of one sheet of the form. `parts` are those that are read alike; `values` the answers read so far."""

    sheet_code: str
    rows: pd.DataFrame
    responses: list[str]
    answers: list[dict[str, Cell]]
    parts: tuple[Part, ...]
    values: dict[str, npt.NDArray[np.object_]] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet_code: str, rows: pd.DataFrame, habits: Mapping[str, Habits]) -> "TypedSheet":
        """Return the sheet of some rows of clean_rows; `habits` are those of each filling of the form."""
        different = {own: number for number, own in enumerate(dict.fromkeys(habits.values()))}
        of_fillings = {filling: different[own] for filling, own in habits.items()}
        numbers = rows["filling_id"].map(of_fillings).to_numpy(np.intp)
        tables = rows.groupby(["submission_id", "sheet_name", "table_number", numbers], sort=False, dropna=False).indices
        parts = tuple(
            Part(str(file), str(sheet), habits[rows["filling_id"].iloc[places[0]]], np.sort(places))
            for (file, sheet, *_), places in tables.items()
        )
        return cls(sheet_code, rows, values_of(rows["response_id"]), [dict(answers) for answers in rows["answers"]], parts)

    def answered(self, part: Part) -> set[str]:
        """Return the questions that a row of the part answers, also those without a column: constants of a column map, made references."""
        return set().union(*(self.answers[place] for place in part.places.tolist()))

    def cells(self, places: Places, question_code: str) -> list[Cell | None]:
        """Return the cells of some rows that answer a question."""
        answers = self.answers if len(places) == len(self.answers) else [self.answers[place] for place in places.tolist()]
        return list(map(dict.get, answers, repeat(question_code)))

    def fill(self, column: ReceivedColumn, readings: Sequence[Reading]) -> None:
        """Take over what the different cells of a column say, `readings` in their order."""
        for name in dict.fromkeys(name for reading in readings for name in reading.values):
            said = np.fromiter((reading.values.get(name) for reading in readings), object, len(readings))
            self.column(name)[column.places] = said[column.kinds]

    def column(self, name: str) -> npt.NDArray[np.object_]:
        """Return the answers of all rows in a column of the frame, None where there is none yet."""
        return self.values.setdefault(name, np.full(len(self.responses), None, object))

    def frame(self) -> pd.DataFrame:
        """Return the typed frame, without the rows that lack a key answer."""
        questions = form()[self.sheet_code].questions
        keys = [one.question_code for one in questions if one.need == "key" and not one.is_personal]
        is_whole = np.full(len(self.responses), True)
        for key in keys:
            is_whole &= pd.notna(self.column(key))
        about = {name: self.rows[name].to_numpy(object) for name in ("response_id", "submission_id", "country_code")}
        frame = pd.DataFrame({name: pd.Series(values[is_whole], dtype="object") for name, values in (about | self.values).items()})
        return shape(frame, table(f"clean_{self.sheet_code}"))
