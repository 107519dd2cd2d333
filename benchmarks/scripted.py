"""A refresh as one would script it: `python -m benchmarks.scripted RAW DATABASE`.

pandas reads every sheet through openpyxl; codes are looked up among all labels, dates and numbers are read by pandas; each different name
of a place is held against all units of its country by rapidfuzz, and the best one is taken; titles that resemble each other within a
country are duplicates; `to_sql` writes the sheets. It tells nobody what is wrong, keeps nothing apart, remembers no id, and hands on no
file.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.form import Sheet, form
from steps.places.gazetteer import gazetteer

HEADER = 2  # rows above it
ALIKE = 90
SURE = 80
AT_ONCE = 500  # titles held against all others, so that the matrix stays small


def main(raw: Path, database: Path) -> None:
    """Print the seconds that it took."""
    started = time.perf_counter()
    with sqlite3.connect(database) as connection:
        for code in countries():
            sheets = _read(raw / code, code)
            sheets["locations"]["place_match"] = _places(sheets["locations"]["place_text"], code)
            sheets["initiatives"]["copy_of"] = _copies(sheets["initiatives"]["title_text"].fillna("").tolist())
            for name, frame in sheets.items():
                frame.to_sql(name, connection, if_exists="append", index=False)
    print(f"{time.perf_counter() - started:.2f}")


def _read(folder: Path, country_code: str) -> dict[str, pd.DataFrame]:
    language = countries()[country_code].survey_language
    frames: dict[str, list[pd.DataFrame]] = {}
    for path in sorted(folder.glob("*/*.xlsx")):
        read = pd.read_excel(path, sheet_name=None, header=HEADER, dtype=object, engine="openpyxl")
        for sheet in form().values():
            frames.setdefault(sheet.sheet_code, []).append(_typed(read[sheet.labels[language]], sheet, language))
    return {name: pd.concat(parts, ignore_index=True).assign(country_code=country_code) for name, parts in frames.items()}


def _typed(frame: pd.DataFrame, sheet: Sheet, language: str) -> pd.DataFrame:
    named = {question.labels[language]: question for question in sheet.questions}
    frame = frame.rename(columns=lambda header: str(header).removesuffix(" *"))
    columns = {question.question_code: _values(frame[label], question.kind, question.code_list) for label, question in named.items()}
    return pd.DataFrame(columns)


def _values(column: pd.Series, kind: str, list_name: str) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(column, errors="coerce", format="mixed").dt.strftime("%Y-%m-%d")
    if kind in ("number", "count", "amount", "year"):
        return pd.to_numeric(column, errors="coerce")
    if kind == "code":
        known = {label: code for code, labels in code_list(list_name).labels.items() for label in (code, *labels.values())}
        return column.map(known)
    return column.astype("string")


def _places(names: pd.Series, country_code: str) -> pd.Series:
    units = {place.place_id: place.name for place in gazetteer().by_id.values() if place.country_code == country_code}
    found = {name: process.extractOne(name, units, scorer=fuzz.WRatio, score_cutoff=SURE) for name in names.dropna().unique()}
    return names.map({name: match[2] for name, match in found.items() if match})


def _copies(titles: list[str]) -> list[int | None]:
    """Return for each title the number of the first one that resembles it, None where none does."""
    copies: list[int | None] = [None] * len(titles)
    for later, earlier in _alike(titles):
        if copies[later] is None:
            copies[later] = earlier
    return copies


def _alike(titles: list[str]) -> Iterator[tuple[int, int]]:
    for start in range(0, len(titles), AT_ONCE):
        scores = process.cdist(titles[start : start + AT_ONCE], titles, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, workers=-1)
        for row, column in np.argwhere(scores):
            if column < row + start:
                yield int(row + start), int(column)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
