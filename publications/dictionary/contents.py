"""What the dictionary says, in the order in which it is read: topics with their tables, then code lists. From its own three tables."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from schemas.form import LANGUAGES
from schemas.registry.topics import MAP_TOPIC, OTHER_TOPIC, TOPICS, VIEW_TOPIC

TITLE = "Dictionary of the mapping warehouse"
OPENING = (
    "What every table, column, code, map layer and view of the warehouse means. It is made from the declarations that the tables are made "
    "from. Tables that begin with core_ hold records, those with report_ figures on them."
)
RULES = (
    "Empty means that nobody said, or that it is not known: it is never a zero. Columns of several codes join them by a bar (|).",
    "Dates are ISO 8601; the column beside a date that ends in _precision_code says whether its day, month or only year is known.",
    "Shares are in percent. Amounts are in the currency of the currency column beside them, those that end in _usd in US dollars.",
    "not_stated in a report is an answer that nobody gave: unknown is counted, never left out.",
)
ORDER = (*TOPICS, OTHER_TOPIC, MAP_TOPIC, VIEW_TOPIC)


class ColumnEntry(NamedTuple):
    """A column: what it means, its kind, its code list and the column it refers to, where it has them."""

    name: str
    kind: str
    meaning: str
    list_name: str
    reference: str
    is_key: bool
    is_required: bool


class TableEntry(NamedTuple):
    """A table, map layer or view (`kind`); a view has no grain and no columns here."""

    name: str
    kind: str
    topic: str
    grain: str
    meaning: str
    totals: str
    columns: tuple[ColumnEntry, ...]


class CodeEntry(NamedTuple):
    """A code: its labels by language, and what it means where the label does not say enough."""

    code: str
    labels: dict[str, str]
    meaning: str


@dataclass(frozen=True)
class Contents:
    """The dictionary: tables by topic, codes by list, both in reading order."""

    topics: dict[str, tuple[TableEntry, ...]]
    lists: dict[str, tuple[CodeEntry, ...]]


def contents(tables: pd.DataFrame, columns: pd.DataFrame, codes: pd.DataFrame) -> Contents:
    """Return what core_dictionary_tables, core_dictionary and core_codes say."""
    of_table: dict[str, list[ColumnEntry]] = {}
    for row in _rows(columns):
        of_table.setdefault(row["table_name"], []).append(_column(row))
    entries = [_table(row, tuple(of_table.get(row["table_name"], ()))) for row in _rows(tables)]
    topics = {topic: tuple(_in_order(topic, [one for one in entries if one.topic == topic])) for topic in ORDER}
    lists: dict[str, list[CodeEntry]] = {}
    for row in _rows(codes):
        labels = {language: row[f"label_{language}"] for language in LANGUAGES}
        lists.setdefault(row["list_name"], []).append(CodeEntry(row["code"], labels, row["definition_text"]))
    return Contents({topic: own for topic, own in topics.items() if own}, {name: tuple(own) for name, own in lists.items()})


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    values = frame.astype(object)
    return values.where(values.notna(), "").to_dict("records")


def _column(row: dict[str, Any]) -> ColumnEntry:
    return ColumnEntry(
        name=row["column_name"],
        kind=row["kind_name"],
        meaning=row["description_text"],
        list_name=row["list_name"],
        reference=row["reference_text"],
        is_key=row["is_key"],
        is_required=row["is_required"],
    )


def _table(row: dict[str, Any], columns: tuple[ColumnEntry, ...]) -> TableEntry:
    return TableEntry(
        name=row["table_name"],
        kind=row["kind_name"],
        topic=row["topic_name"],
        grain=row["grain_text"],
        meaning=row["description_text"],
        totals=row["totals_text"],
        columns=columns,
    )


def _in_order(topic: str, entries: list[TableEntry]) -> list[TableEntry]:
    """Return the tables of a topic as it lists them; others as they come."""
    listed = TOPICS.get(topic, ())
    return sorted(entries, key=lambda one: listed.index(one.name) if one.name in listed else len(listed))
