"""The restricted store: the only file of a build that holds personal data, and cells that nobody vouched for."""

import os
import sqlite3
from pathlib import Path

import pandas as pd

COLUMNS = ("submission_id", "country_code", "file_name", "sheet_name", "cell_name", "question_code", "reason_code", "value_text")


def withheld_values(withheld: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of clean_withheld_values that are kept."""
    return withheld[list(COLUMNS)]


def write_contacts(build: Path, withheld: pd.DataFrame) -> Path:
    """Write `restricted/contacts.sqlite` of a build from clean_withheld_values and return its path.

    Folder and file are closed to everyone but their owner from the first moment.
    """
    folder = build / "restricted"
    folder.mkdir(mode=0o700)
    path = folder / "contacts.sqlite"
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    values = withheld_values(withheld).astype(object)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE withheld_values ({', '.join(f'{column} TEXT' for column in COLUMNS)})")
        rows = values.where(values.notna(), None).itertuples(index=False, name=None)
        connection.executemany(f"INSERT INTO withheld_values VALUES ({', '.join('?' * len(COLUMNS))})", rows)
    connection.close()
    return path
