"""What was reported of each initiative, gathered from the tables in one pass over each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from publications.iati.left_out import Lack
from schemas.build_identity import BuildIdentity
from schemas.rows import answers_of

Row = dict[str, Any]
Rows = list[Row]
UNITS = ("admin1_place_id", "admin2_place_id", "admin3_place_id")


@dataclass
class Reported:
    """An initiative with all rows that tell of it.

    A place has its row of the gazetteer as `place`, and those of the units that it is or lies in as `units`, the largest first; an
    organisation has its own as `actor`.

    `reported_on` is the day of the newest delivery that tells of it, None when no cover says; `known_until` is that day, or the day of the
    build, whichever is earlier: a later date can be but a plan. `lacks` collects what could not be told.
    """

    initiative: Row
    language: str | None
    reported_on: str | None
    known_until: str
    year: int
    actors: Rows
    places: Rows
    budgets: Rows
    contributions: Rows
    results: Rows
    earlier_ids: list[str]
    lacks: list[Lack] = field(default_factory=list)

    def codes(self, *columns: str) -> list[str]:
        """Return the codes of columns of the initiative, each once, in their order."""
        texts = (self.initiative[column] for column in columns)
        return list(dict.fromkeys(code for text in texts if text for code in str(text).split("|")))


def reported(tables: Mapping[str, pd.DataFrame], identity: BuildIdentity) -> Iterator[Reported]:
    """Yield every initiative of the tables in their order."""
    by = {name: _by_initiative(frame) for name, frame in _of_initiatives(tables).items()}
    deliveries = _deliveries(tables)
    languages = _languages(tables)
    for row in answers_of(tables["core_initiatives"]):
        own = {name: groups.get(row["initiative_id"], []) for name, groups in by.items()}
        reported_on = deliveries.get(row["initiative_id"])
        yield Reported(
            initiative=row,
            language=row["language_code"] or languages.get(row["response_id"]),
            reported_on=reported_on,
            known_until=min(reported_on or identity.day, identity.day),
            year=identity.made_at.year,
            actors=own["actors"],
            places=own["places"],
            budgets=[one for one in own["finance"] if one["finance_kind_code"] == "budget"],
            contributions=[one for one in own["finance"] if one["finance_kind_code"] == "contribution"],
            results=own["results"],
            earlier_ids=[one["old_id"] for one in own["redirects"]],
        )


def _of_initiatives(tables: Mapping[str, pd.DataFrame]) -> dict[str, Rows]:
    return {
        "actors": _with_actors(tables["core_initiative_actors"], tables["core_actors"]),
        "places": _with_places(tables["core_initiative_places"], tables["core_places"]),
        "finance": answers_of(tables["core_finance"]),
        "results": answers_of(tables["core_results"]),
        "redirects": answers_of(tables["core_initiative_redirects"]),
    }


def _with_actors(parts: pd.DataFrame, actors: pd.DataFrame) -> Rows:
    known = {row["actor_id"]: row for row in answers_of(actors)}
    return [{**row, "actor": known[row["actor_id"]]} for row in answers_of(parts)]


def _with_places(named: pd.DataFrame, places: pd.DataFrame) -> Rows:
    """Return the places of initiatives with their rows of the gazetteer, of which only those that are named are read."""
    ids = {one for column in ("place_id", *UNITS) for one in named[column].dropna()}
    known = {row["place_id"]: row for row in answers_of(places[places["place_id"].isin(ids)])}
    return [
        {**row, "place": known.get(row["place_id"]), "units": [known[row[unit]] for unit in UNITS if row[unit] in known]}
        for row in answers_of(named)
    ]


def _by_initiative(rows: Rows) -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    for row in rows:
        groups[row["initiative_id"]].append(row)
    return groups


def _deliveries(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the day of the newest delivery that tells of each initiative, where a cover states the day."""
    covers = tables["core_submissions"]
    dated = covers.loc[covers["submission_date_precision_code"].eq("day").fillna(False).astype(bool), ["submission_id", "submission_date"]]
    lineage = tables["core_lineage"]
    told = lineage.loc[lineage["table_name"].eq("core_initiatives"), ["record_id", "response_id"]]
    told = told.merge(tables["core_responses"][["response_id", "submission_id"]], on="response_id").merge(dated, on="submission_id")
    return dict(told.groupby("record_id")["submission_date"].max())


def _languages(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the language of the delivery of each row received, where its cover states one."""
    covers = tables["core_submissions"][["submission_id", "language_code"]].dropna()
    told = tables["core_responses"][["response_id", "submission_id"]].merge(covers, on="submission_id")
    return dict(zip(told["response_id"], told["language_code"], strict=True))
