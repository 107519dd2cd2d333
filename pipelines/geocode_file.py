"""`jmdi geocode`: puts the rows of any table on the map, or says of each why not."""

import csv
import io
from collections import Counter
from pathlib import Path

import pandas as pd

from pipelines.whole_files import write_whole
from schemas.errors import ProductError
from steps.files.encodings import decode
from steps.files.read_text import NO_SEPARATOR, separator_of
from steps.places.decide import decisions
from steps.places.geocode_table import ADDED, ASKED, answer, geocode_table, with_answers

LONG_NAMES = {"latitude": "lat", "longitude": "lon"}
EXPECTED = ", ".join(ASKED)


class CannotGeocode(ProductError):
    """The table cannot be read, has no column that is known, or the answer cannot be written."""


def geocode_file(source: Path, target: Path) -> Counter[str]:
    """Write the table of `source` to `target` with the answer for each row; return how many rows have which status.

    Raises CannotGeocode.
    """
    if source.resolve() == target.resolve():
        raise CannotGeocode(f"{target} is the table itself; give another name for the answer, such as {source.stem}-geocoded.csv.")
    frame = _read(source)
    asked = frame[list(columns.values())].set_axis(list(columns), axis=1) if (columns := _asked_columns(frame, source)) else frame
    found = with_answers(frame, geocode_table(asked, decisions()))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, found.to_csv(index=False, lineterminator="\n").encode())
    except OSError as fault:
        raise CannotGeocode(f"{target} cannot be written: {fault.strerror}.") from None
    return Counter(found["status"])


def geocode_text(text: str, country: str = "") -> dict[str, object]:
    """Return what one place is, as its row of the answer would say."""
    return answer(dict.fromkeys(ASKED, "") | {"place": text, "country": country}, decisions())


def _read(source: Path) -> pd.DataFrame:
    try:
        text = decode(source.read_bytes()).text
        separator = separator_of(text, csv.QUOTE_MINIMAL)
        frame = pd.read_csv(
            io.StringIO(text), sep="," if separator == NO_SEPARATOR else separator, dtype=str, keep_default_na=False, index_col=False
        )
    except OSError as fault:
        raise CannotGeocode(f"{source} cannot be read: {fault.strerror}.") from None
    except (UnicodeError, ValueError) as fault:
        raise CannotGeocode(f"{source} is no table in plain text (CSV): {fault}. Save the sheet as CSV in UTF-8.") from None
    if frame.empty and not len(frame.columns):
        raise CannotGeocode(f"{source} is empty.")
    return frame


def _asked_columns(frame: pd.DataFrame, source: Path) -> dict[str, str]:
    """Return the columns that say where a row is, by the name that is asked for; `lat` goes before `latitude`. Raises CannotGeocode."""
    answered = ADDED if set(ADDED) <= set(frame.columns) else ()  # an earlier answer is no question
    named = [(_asked_name(column), str(column)) for column in frame.columns if column not in answered]
    short = {name for name, column in named if column.strip().casefold() == name}
    known = [(name, column) for name, column in named if name in ASKED and (column.strip().casefold() == name or name not in short)]
    if not known:
        raise CannotGeocode(f"{source} has none of the columns {EXPECTED}; name at least one of its columns so.")
    twice = next((name for name, count in Counter(name for name, _ in known).items() if count > 1), None)
    if twice:
        raise CannotGeocode(f"{source} has more than one column for {twice}; keep one.")
    return dict(known)


def _asked_name(column: str) -> str:
    name = str(column).strip().casefold()
    return LONG_NAMES.get(name, name)
