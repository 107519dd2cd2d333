"""Reports of organisations written as a table in a test, and what becomes of them."""

from types import SimpleNamespace

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.actors.resolve import ResolvedActors, resolve_actors
from steps.records.identify import hashed_id

COLUMNS = {"acronym": "acronym_text", "type": "actor_type_code", "seat": "country_text", "admin1": "admin1_text", "iati": "iati_org_text"}


def reports(text: str) -> list[dict[str, str]]:
    """Return the rows of a table: `country | round | name`, then whatever else is told as `word=value`."""
    rows = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        country, name_of_round, name, *more = (part.strip() for part in line.split("|"))
        told = {COLUMNS[word]: value for word, _, value in (part.partition("=") for part in more)}
        rows.append({"country_code": country, "round_name": name_of_round, "actor_name": name} | told)
    return rows


def resolved(rows: list[dict[str, str]]) -> ResolvedActors:
    """Return what becomes of reports, in the order in which they stand."""
    return resolve_actors(*frames(rows))


def frames(rows: list[dict[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return clean_actors, clean_reported_records, clean_rows and core_received_columns of reports, a file a country and round."""
    about = [
        SimpleNamespace(file=f"{row['country_code']}-{row['round_name']}", number=number, row=row)
        for number, row in enumerate(rows, start=2)
    ]
    ids = [{"response_id": f"{one.file}/1/{one.row['actor_name']}", "submission_id": one.file} for one in about]
    answers = [one.row | own for one, own in zip(about, ids, strict=True)]
    records = [
        own | {"table_name": "core_actors", "record_id": hashed_id(one.row["country_code"], [one.row["actor_name"]]), "rank_count": 0}
        for one, own in zip(about, ids, strict=True)
    ]
    received = [
        own
        | {
            "country_code": one.row["country_code"],
            "round_name": one.row["round_name"],
            "file_name": f"{one.file}.xlsx",
            "language_code": "en",
            "sheet_name": "Actors",
            "sheet_code": "actors",
            "table_number": 1,
            "row_number": one.number,
        }
        for one, own in zip(about, ids, strict=True)
    ]
    return (
        shape(answers, table("clean_actors")),
        shape(records, table("clean_reported_records")),
        shape(received, table("clean_rows")),
        shape([], table("core_received_columns")),
    )


def ids(found: ResolvedActors, rows: list[dict[str, str]]) -> dict[tuple[str, str], str]:
    """Return the organisation of each report by its country and name."""
    of_report = dict(found.identities[["reported_actor_id", "actor_id"]].itertuples(index=False, name=None))
    return {(row["country_code"], row["actor_name"]): of_report[hashed_id(row["country_code"], [row["actor_name"]])] for row in rows}
