"""The full-text search over practices: an index of SQLite (FTS5) over core_practice_texts.

It is no layer and no table of the GeoPackage, so it is registered nowhere: who opens the file in QGIS does not see it. A tool whose SQLite
lacks FTS5 reads all other tables as before. Full text on PostgreSQL comes with that store.
"""

import sqlite3
from contextlib import suppress

SEARCH, TEXTS = "practice_search", "core_practice_texts"
COLUMNS = ("title_text", "sections_text", "lessons_text", "keywords_text", "spellings_text")
# Vowel signs of Devanagari are marks to Unicode: without Mn and Mc they would part a word.
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"


def write_search(connection: sqlite3.Connection) -> None:
    """Index the texts of practices. The index points to their rows, so that these must not move afterwards: no VACUUM."""
    columns = ", ".join(("practice_id UNINDEXED", "country_code UNINDEXED", *COLUMNS))
    connection.execute(f"CREATE VIRTUAL TABLE {SEARCH} USING fts5({columns}, content='{TEXTS}', tokenize='{TOKENIZER}')")
    connection.execute(f"INSERT INTO {SEARCH} ({SEARCH}) VALUES ('rebuild')")  # noqa: S608  (constants)


def open_search(connection: sqlite3.Connection) -> None:
    """Open the index of a file that is only read, before writing is forbidden: SQLite counts the opening itself as a change of schema.

    A file without an index, or a SQLite without FTS5, is left to whoever asks for it.
    """
    with suppress(sqlite3.OperationalError):
        connection.execute(f"SELECT 1 FROM {SEARCH} LIMIT 0")  # noqa: S608  (constants)


def indexed_count(connection: sqlite3.Connection) -> int:
    """Return how many practices the index holds; its own count would be that of the texts."""
    return int(connection.execute(f"SELECT count(*) FROM {SEARCH}_docsize").fetchone()[0])  # noqa: S608  (constants)
