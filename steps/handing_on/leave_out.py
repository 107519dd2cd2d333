"""Leaves out of a build what may not be handed on, with all that refers to it.

A record goes out whole when it rests on a delivery whose cover does not say that it may be published (a cover that says nothing is no
consent), when it is confidential, or when its sender does not release it. Totals stay. Nothing is guessed: where a row may name what is
left out, the row goes too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.public_tables import PublicTables, Record
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.deliveries import CONTACT
from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.reports import NOT_STATED
from schemas.tables import Column, Table

PUBLIC = "PUB"  # the only consent that lets single records go on
CONFIDENTIAL = "CONFIDENTIAL"
BETWEEN_CODES = "|"
# Why rows are left out.
CONSENT, SECRET, UNRELEASED, EXAMPLE, REFERS, WORK = (
    "consent_is_not_publish", "initiative_is_confidential", "practice_is_not_released", "record_is_an_invented_example",
    "row_refers_to_what_is_left_out", "table_is_for_work_within_the_programme",
)  # fmt: skip
# What the data team and senders work with: its sentences and lists quote deliveries against each other.
WORK_TABLES = (
    "core_findings", "core_place_choices", "report_places_to_review", "core_initiative_pairs", "core_pair_reasons", "core_identity_ledger",
    "core_pair_decisions", "report_pairs_to_review",
)  # fmt: skip
# Records made of others: they go when none of these is left. By table, the table and column that name them.
MADE_OF = {
    "core_work_plans": ("core_workplan_activities", "plan_id"),
    "core_work_plan_objectives": ("core_workplan_activities", "objective_id"),
    "core_target_policies": ("core_workplan_activities", "target_policy_id"),
}
OF_ACTORS = ("core_actor_names", "core_actor_places")  # what an organisation is, not what it does
PILLARS, INDICATORS = "report_knowledge_pillars", "core_indicators"
OF_AN_INDICATOR = ["country_code", "pillar_code", "indicator_name", "unit_name", "period_text", "source_text"]


class _Told(NamedTuple):
    """A row received of which a record tells: a row of core_lineage."""

    record: Record
    response_id: str
    submission_id: str


class _Gone(NamedTuple):
    """Records that were just left out: their ids by the column that explains them, as they are named, and the ids alone."""

    by_column: Mapping[str, set[str]]
    records: set[Record]
    ids: set[str]

    def names_any(self, ids: Iterable[str]) -> bool:
        """Return whether any of the ids is of a record that was left out."""
        return not self.ids.isdisjoint(ids)


class HandedOn(NamedTuple):
    """What may be handed on: tables and map layers, and how many rows of which table were left out for which reason."""

    frames: dict[str, pd.DataFrame]
    left_out: dict[str, dict[str, int]]


def leave_out(frames: Mapping[str, pd.DataFrame], *, with_examples: bool = False) -> HandedOn:
    """Return the tables and layers of a build without what may not be handed on.

    `frames` holds every table of `WAREHOUSE_TABLES` and every layer of `MAP_LAYERS` by name.
    """
    told = _told(frames)
    work = _keeping_secrets(frames, told)
    return _handed_on(work, told, frozenset() if with_examples else _only_examples(told, frames["core_submissions"]))


def public_tables(frames: Mapping[str, pd.DataFrame]) -> PublicTables:
    """Return the tables and layers of a build as anybody may see them, with and without invented examples; `frames` as `leave_out` has."""
    told = _told(frames)
    examples = _only_examples(told, frames["core_submissions"])
    work = _keeping_secrets(frames, told)
    shown = _handed_on(work.copy(), told, frozenset())
    released = _handed_on(work, told, examples) if examples else shown
    return PublicTables(shown.frames, released.frames, examples, shown.left_out)


def _keeping_secrets(frames: Mapping[str, pd.DataFrame], told: Sequence[_Told]) -> "_LeavingOut":
    """Return a build without what is confidential, not released or not agreed to; what refers to the last two is still there."""
    work = _LeavingOut(dict(frames))
    for name in WORK_TABLES:
        work.empty(name)
    work.drop("core_initiatives", "initiative_id", _confidential(frames), SECRET)
    work.follow()
    acted = _acting(frames)
    while work.drop_known_from_secrets(told) or work.drop("core_actors", "actor_id", acted - _acting(work.frames), REFERS):
        work.follow()
    work.drop("core_practices", "practice_id", _unreleased(frames["report_practices"]), UNRELEASED)
    deliveries = frames["core_submissions"]
    unfree = set(deliveries.loc[deliveries["consent_code"].ne(PUBLIC).fillna(True), "submission_id"])
    work.drop_records({one.record for one in told if one.submission_id in unfree}, CONSENT)
    work.drop("core_submissions", "submission_id", unfree, CONSENT)
    return work


def _handed_on(work: "_LeavingOut", told: Sequence[_Told], examples: frozenset[Record]) -> HandedOn:
    work.drop_records(examples, EXAMPLE)
    work.follow()
    work.finish(told)
    return HandedOn(work.frames, {reason: dict(counts) for reason, counts in work.left_out.items()})


def _told(frames: Mapping[str, pd.DataFrame]) -> list[_Told]:
    """Return core_lineage with the delivery of each row received."""
    responses, lineage = frames["core_responses"], frames["core_lineage"]
    deliveries = dict(zip(responses["response_id"].tolist(), responses["submission_id"].tolist(), strict=True))
    pairs = zip(lineage["table_name"].tolist(), lineage["record_id"].tolist(), strict=True)
    return [
        _Told(record, response, deliveries[response])
        for record, response in zip(pairs, lineage["response_id"].tolist(), strict=True)
        if response in deliveries
    ]


def _confidential(frames: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the initiatives that are confidential, or of which one respondent says so."""
    initiatives, said = frames["core_initiatives"], frames["core_initiative_history"]
    is_said = said["column_name"].eq("sensitivity_code") & said["value_text"].eq(CONFIDENTIAL) & said["is_current"]
    kept = initiatives.loc[initiatives["sensitivity_code"].eq(CONFIDENTIAL).fillna(False), "initiative_id"]
    return {*kept, *said.loc[is_said.fillna(False).astype(bool), "initiative_id"]}


def _acting(frames: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the organisations that act in something: the sheet of actors names each, also who acts in confidential initiatives alone."""
    columns = [
        frames[one.name][column.name]
        for one in WAREHOUSE_TABLES
        for column in one.columns
        if one.layer == "core" and one.name not in OF_ACTORS and column.references == "core_actors.actor_id"
    ]
    return set(pd.concat(columns).dropna())


def _unreleased(practices: pd.DataFrame) -> set[str]:
    return set(practices.loc[practices["barrier_codes"].notna(), "practice_id"])


def _only_examples(told: Sequence[_Told], deliveries: pd.DataFrame) -> frozenset[Record]:
    """Return the records that rest on nothing but invented examples, as the view example_records has them."""
    invented = set(deliveries.loc[deliveries["is_example"].fillna(False).astype(bool), "submission_id"])
    return frozenset(one.record for one in told) - {one.record for one in told if one.submission_id not in invented}


def _declared() -> Iterator[Table]:
    yield from WAREHOUSE_TABLES
    yield from MAP_LAYERS.values()


def _id_columns() -> dict[str, str]:
    """Return where an id is explained, by the name of its column: `initiative_id` in `core_initiatives.initiative_id`."""
    found: dict[str, str] = {}
    for one in WAREHOUSE_TABLES:
        if len(one.key) == 1:
            found.setdefault(one.key[0], f"{one.name}.{one.key[0]}")
    return found


def _target(column: Column, explained: Mapping[str, str]) -> str:
    """Return the column that a column refers to, as declared, or as its name says; empty for one that holds no id."""
    return column.references or (explained.get(column.name, "") if column.name.endswith("_id") else "")


@dataclass
class _LeavingOut:
    """Tables from which rows are taken.

    `dropped_records` are in none any more. Of these `news` are not followed yet: nobody has looked for what refers to them.
    """

    frames: dict[str, pd.DataFrame]
    dropped_records: set[Record] = field(default_factory=set)
    news: set[Record] = field(default_factory=set)
    left_out: dict[str, Counter[str]] = field(default_factory=dict)

    def copy(self) -> "_LeavingOut":
        """Return another one that goes on from here."""
        left_out = {reason: counts.copy() for reason, counts in self.left_out.items()}
        return _LeavingOut(dict(self.frames), set(self.dropped_records), set(self.news), left_out)

    def empty(self, name: str) -> None:
        """Leave out a table as a whole; what refers to it is such a table itself."""
        self._count(WORK, name, len(self.frames[name]))
        self.frames[name] = self.frames[name].head(0)

    def drop(self, name: str, column: str, ids: Iterable[str], reason: str) -> bool:
        """Leave out the rows with one of the ids, and return whether there were any."""
        return self._drop(name, _is_among(self.frames[name][column], set(ids)), reason)

    def drop_records(self, records: Iterable[Record], reason: str) -> bool:
        """Leave out records, each named by table and id, and return whether there were any."""
        by_table: dict[str, set[str]] = {}
        for name, record in records:
            by_table.setdefault(name, set()).add(record)
        return sum(self.drop(name, table(name).key[0], ids, reason) for name, ids in by_table.items()) > 0

    def follow(self) -> None:
        """Leave out all that refers to what is left out, until nothing more does."""
        while self._drop_references() or self._drop_made_of_nothing():
            pass

    def drop_known_from_secrets(self, told: Sequence[_Told]) -> bool:
        """Leave out records of which every row received also tells of something left out so far, such as who is named nowhere else."""
        silent = self._silent(told)
        spoken_for = {one.record for one in told if one.response_id not in silent}
        return self.drop_records({one.record for one in told} - spoken_for - self.dropped_records, REFERS)

    def finish(self, told: Sequence[_Told]) -> None:
        """Leave out what stands for a record without referring to it, what was said about those left out, and their ids in lists."""
        self._drop_lone_rows()
        self._silence(told)
        self._shorten_lists()
        for one in _declared():
            if CONTACT.name in one.column_names:  # leads into the restricted store, which is not handed on
                self.frames[one.name] = self.frames[one.name].assign(**{CONTACT.name: pd.Series(None, dtype=CONTACT.dtype)})

    def _drop(self, name: str, mask: "pd.Series[bool]", reason: str) -> bool:
        mask = mask.fillna(False).astype(bool)
        if not mask.any():
            return False
        self._count(reason, name, int(mask.sum()))
        frame, key = self.frames[name], table(name).key
        if len(key) == 1:
            dropped = {(name, str(one)) for one in frame.loc[mask, key[0]].tolist()}
            self.dropped_records |= dropped
            self.news |= dropped
        self.frames[name] = frame[~mask]
        return True

    def _count(self, reason: str, name: str, count: int) -> None:
        if count:
            self.left_out.setdefault(reason, Counter())[name] += count

    def _drop_references(self) -> bool:
        news, self.news = self.news, set()
        if not news:  # what refers to anything else is left out already
            return False
        filled = [one for one in _declared() if len(self.frames[one.name])]
        gone = _Gone(_by_column(news), news, {record for _, record in news})
        explained = _id_columns()
        return sum(self._drop(one.name, self._refers(one, explained, gone), REFERS) for one in filled) > 0

    def _refers(self, one: Table, explained: Mapping[str, str], gone: "_Gone") -> "pd.Series[bool]":
        """Return which rows of a table refer to what is gone. A report spells out what its lists name, so lists count there."""
        frame = self.frames[one.name]
        refers = pd.Series(False, frame.index)
        for column in one.columns:
            target = _target(column, explained)
            if target and target != f"{one.name}.{column.name}" and gone.by_column.get(target):
                refers |= _is_among(frame[column.name], gone.by_column[target])
            elif one.layer != "core" and column.name.endswith("_ids"):
                refers |= _each(frame[column.name], lambda codes: isinstance(codes, str) and gone.names_any(codes.split(BETWEEN_CODES)))
        if {"table_name", "record_id"} <= set(one.column_names):
            pairs = zip(frame["table_name"].tolist(), frame["record_id"].tolist(), strict=True)
            refers |= pd.Series([pair in gone.records for pair in pairs], frame.index, dtype=bool)
        return refers

    def _silent(self, told: Sequence[_Told]) -> set[str]:
        """Return the rows received that tell of something left out."""
        return {one.response_id for one in told if one.record in self.dropped_records}

    def _drop_made_of_nothing(self) -> bool:
        made = ((name, column, set(self.frames[parts][column])) for name, (parts, column) in MADE_OF.items())
        return sum(self._drop(name, ~_is_among(self.frames[name][column], parts), REFERS) for name, column, parts in made) > 0

    def _drop_lone_rows(self) -> None:
        """Leave out rows that stand for one record without referring to it: reported figures, and old ids that lead nowhere."""
        told = {tuple(row) for row in _as_told(self.frames[INDICATORS]).itertuples(index=False)}
        pillars = self.frames[PILLARS]
        keys = [tuple(row) for row in _as_told(pillars).itertuples(index=False)]
        is_lost = pd.Series([key not in told for key in keys], pillars.index, dtype=bool)
        self._drop(PILLARS, pillars["basis_code"].eq("reported") & is_lost, REFERS)
        self._drop("core_initiative_redirects", self.frames["core_initiative_redirects"]["initiative_id"].isna(), REFERS)

    def _silence(self, told: Sequence[_Told]) -> None:
        """Empty the answers of rows that tell of something left out, or became no record: nobody knows what else is in them."""
        spoken = {one.response_id for one in told} - self._silent(told)
        responses = self.frames["core_responses"]
        self.frames["core_responses"] = responses.assign(
            answers_json=responses["answers_json"].where(_is_among(responses["response_id"], spoken))
        )

    def _shorten_lists(self) -> None:
        """Take the ids of what is left out from the lists of rows that stay."""
        gone = {record for _, record in self.dropped_records}
        for one in _declared():
            for column in one.columns:
                frame = self.frames[one.name]
                if gone and len(frame) and column.name.endswith("_ids"):
                    told = frame[column.name].dropna().unique().tolist()
                    shorter = {codes: _without(codes, gone) for codes in told if not gone.isdisjoint(codes.split(BETWEEN_CODES))}
                    if shorter:
                        self.frames[one.name] = frame.assign(**{column.name: frame[column.name].replace(shorter)})


def _by_column(records: Iterable[Record]) -> dict[str, set[str]]:
    """Return the ids of records by the column that is their key."""
    gone: dict[str, set[str]] = {}
    for name, record in records:
        gone.setdefault(f"{name}.{table(name).key[0]}", set()).add(record)
    return gone


def _is_among(column: "pd.Series[str]", ids: set[str]) -> "pd.Series[bool]":
    """Return which values are one of the ids, as `isin` does, which asks of each id of which kind it is."""
    values, among = (pa.array(told, pa.large_string(), from_pandas=True) for told in (column, list(ids)))
    return pd.Series(np.asarray(pc.is_in(values, value_set=among)), column.index)


def _each(column: "pd.Series[str]", is_so: Callable[[object], bool]) -> "pd.Series[bool]":
    """Return for each value whether something holds, asked once for each that differs."""
    known = {value: is_so(value) for value in column.unique()}
    return pd.Series([known[value] for value in column.tolist()], column.index, dtype=bool)


def _without(codes: str, gone: set[str]) -> str | None:
    return BETWEEN_CODES.join(code for code in codes.split(BETWEEN_CODES) if code not in gone) or None


def _as_told(figures: pd.DataFrame) -> pd.DataFrame:
    """Return what tells a reported figure of a pillar and its indicator to be the same one, with figures in breakdowns as dots.

    Which figures are hidden, and so which of several breakdowns alike bears a number, may differ between the two.
    """
    broken_down = figures["disaggregation_text"].str.replace(r"\d+", "…", regex=True).str.replace(r"( \(…\))+$", "", regex=True)
    told = figures[OF_AN_INDICATOR].assign(disaggregation_text=broken_down).astype(object)
    return told.where(told.notna() & told.ne(NOT_STATED), None)
