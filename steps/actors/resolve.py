"""Which organisation each report means: one of the master list, a government, the authority of a unit, or one told apart by its name.

Nothing is guessed: names that are nearly the same are told. Names in different countries of report are of one organisation only through
the master list or an IATI identifier.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from schemas.findings import finding, numbered
from schemas.registry import table
from schemas.tables import shape
from steps.actors.listed import EVERYWHERE, GOVERNMENT, Hit, find_by_iati, find_listed, government_of, is_country, listed, scope_of
from steps.actors.local_authorities import Authority, local_authority, type_of
from steps.actors.mentions import organisations_in
from steps.actors.near_names import near_names
from steps.actors.told_apart import IATI, Alike, Report, Unlisted
from steps.actors.words import Words, words_of
from steps.places.gazetteer import Gazetteer, gazetteer
from steps.records.identify import hashed_id
from steps.rounds import round_order
from steps.spots import Spots

IATI_ID = re.compile(r"[A-Z]{2}-[A-Z0-9_]{1,}(?:[-.][A-Z0-9_.-]+)*|X[A-Z]-[A-Z0-9_]+-[A-Z0-9_.-]+")
SCORES = {
    "IATI": 1.0, "LISTED": 1.0, "NAME": 1.0, "NAME_ACRONYM": 0.98, "UNIT": 0.98, "ACRONYM": 0.95, "OFFICE": 0.95, "GOV": 0.95, "SHORT": 0.9,
}  # fmt: skip
GOVERNING_TYPES = ("", "DON", "NATGOV")  # a country named with none of them is no organisation
CANDIDATES_TOLD = 3


class ResolvedActors(NamedTuple):
    """The frames clean_actor_identities and clean_actor_findings."""

    identities: pd.DataFrame
    findings: pd.DataFrame


def resolve_actors(answers: pd.DataFrame, reported: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame) -> ResolvedActors:
    """Return which organisation each report means, and what people should check (see ResolvedActors).

    `answers` is clean_actors, `reported` clean_reported_records, `rows` clean_rows, `columns` core_received_columns. The id of a report
    depends on its first round and those before it only, never on the order of rows.
    """
    rounds = dict(zip(rows["response_id"], rows["round_name"], strict=True))
    work = _Resolution(gazetteer())
    for reports in _by_round(answers, reported, rounds):
        work.take_round(reports)
    told = list(_told(work, Spots(rows, columns)))
    return ResolvedActors(shape(work.identities, table("clean_actor_identities")), numbered(told, table("clean_actor_findings")))


def _by_round(answers: pd.DataFrame, reported: pd.DataFrame, rounds: dict[str, str]) -> Iterator[list[Report]]:
    """Yield the reports of each round that no earlier round has, the first round first."""
    actors = reported[reported["table_name"] == "core_actors"][["record_id", "response_id"]]
    joined = actors.merge(answers, on="response_id", validate="one_to_one")
    filled = joined.astype(object).where(joined.notna(), "")
    by_id: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in filled.to_dict("records"):
        by_id[row["record_id"]].append({str(name): str(value) for name, value in row.items()})
    of_round: dict[str, list[Report]] = defaultdict(list)
    for own in by_id.values():
        first = min((rounds[row["response_id"]] for row in own), key=round_order)
        of_round[first].append(_report([row for row in own if rounds[row["response_id"]] == first]))
    for name in sorted(of_round, key=round_order):
        yield of_round[name]


def _report(rows: Sequence[dict[str, str]]) -> Report:
    row = min(rows, key=lambda one: one["response_id"])
    return Report(
        row["record_id"], row["country_code"], row["response_id"], min(one["actor_name"] for one in rows), _only(rows, "local_name"),
        _only(rows, "acronym_text"), _only(rows, "actor_type_code"), _iati(_only(rows, "iati_org_text")), _only(rows, "country_text"),
        (_only(rows, "admin1_text"), _only(rows, "admin2_text")),
    )  # fmt: skip


def _only(rows: Iterable[dict[str, str]], column: str) -> str:
    """Return what the rows of a round answer, empty when they contradict each other."""
    said = {row[column] for row in rows} - {""}
    return said.pop() if len(said) == 1 else ""


def _iati(text: str) -> str:
    asked = text.strip().upper()
    return asked if IATI_ID.fullmatch(asked) else ""


class _Resolution:
    """What is known so far: the identities, and what has been noted for people to check."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.unlisted = Unlisted()
        self.identities: list[dict[str, object]] = []
        self.named: list[tuple[Report, str]] = []  # the reports that only their names tell apart
        self.contradicting: list[tuple[Report, str]] = []
        self.open: list[tuple[Report, Authority]] = []

    def take_round(self, reports: Iterable[Report]) -> None:
        """Resolve the reports of a round."""
        left = [report for report in sorted(reports) if not self._known_by_itself(report)]
        self.unlisted.take_round(left)
        for report in left:
            actor_id = self.unlisted.ids[report.reported_id]
            method = "SHORT" if report.reported_id in self.unlisted.joined_by_acronym else "NAME"
            self._add(report, actor_id, "IATI" if actor_id.startswith(IATI) and report.iati else method, report.name)
            self.named.append((report, actor_id))

    def _known_by_itself(self, report: Report) -> bool:
        """Resolve a report that needs no other one to be understood."""
        hit = self._listed(report)
        if hit:
            self._add(report, *hit)
            return True
        if government := _government(report):
            self._add(report, government, "GOV", report.name)
            return True
        return self._governs(report)

    def _listed(self, report: Report) -> Hit | None:
        scopes = _scopes(report)
        names = dict.fromkeys(filter(None, (report.name, report.local_name)))
        hits = [hit for name in names if (hit := find_listed(name, report.acronym, scopes))]
        by_iati = find_by_iati(report.iati) if report.iati else None
        hit = hits[0] if hits and len({one.actor_id for one in hits}) == 1 else None
        if hit and by_iati and by_iati != hit.actor_id:
            self.contradicting.append((report, listed().actors[by_iati].actor_name))
        if not hits and by_iati:
            return Hit(by_iati, "IATI", report.iati)
        return hit

    def _governs(self, report: Report) -> bool:
        abroad = is_country(report.seat) if report.seat else None
        country = abroad or report.country_code
        authority = local_authority(report.name, report.type_code, country, report.within, self.gazetteer)
        if authority is None or authority.place is None:
            if authority and authority.candidates:
                self.open.append((report, authority))
            return False
        actor_id = hashed_id(report.country_code, ["authority", authority.tier, authority.place.place_id])
        governed = {"governed_place_id": authority.place.place_id, "authority_type_code": type_of(authority)}
        self._add(report, actor_id, "UNIT", self.gazetteer.told(authority.place), **governed)
        return True

    def _add(self, report: Report, actor_id: str, method: str, matched: str, **governed: str) -> None:
        found = {"actor_id": actor_id, "method_code": method, "match_score": SCORES[method], "matched_text": matched}
        self.identities.append({"reported_actor_id": report.reported_id} | found | governed)


def _government(report: Report) -> str | None:
    """Return the government that a report means: by the word for it, or by its country alone where that is said to fund or govern."""
    country = is_country(report.name) if report.type_code in GOVERNING_TYPES else None
    return GOVERNMENT + country if country else government_of(report.name)


def _scopes(report: Report) -> tuple[str, ...]:
    """Return the countries whose own organisations a report may mean: where it says that the seat is, else its own."""
    abroad = is_country(report.seat) if report.seat else None
    return (abroad or report.country_code,)


def _told(work: _Resolution, spots: Spots) -> Iterator[dict[str, object]]:
    """Yield what people should check: names that may be of one organisation, contradictions, units that are not certain."""
    for report, other in work.contradicting:
        yield finding("actor-iati-contradicts", spots.spot(report.response_id, "iati_org_text"), report.name, other)
    for report, authority in work.open:
        candidates = "; ".join(work.gazetteer.told(place) for place in authority.candidates[:CANDIDATES_TOLD])
        yield finding("actor-territory-open", spots.spot(report.response_id, "actor_name"), report.name, candidates)
    for report, _ in work.named:
        several = organisations_in(report.name, report.country_code)
        if len(several) > 1 and all(actor_id in listed().actors or actor_id.startswith(GOVERNMENT) for actor_id, _ in several):
            yield finding(
                "actor-several", spots.spot(report.response_id, "actor_name"), report.name, "; ".join(text for _, text in several)
            )
    alike = {(one.report.response_id, one.other_name): one for one in (*work.unlisted.alike, *_near(work.named))}
    for one in sorted(alike.values()):
        yield finding("actor-alike", spots.spot(one.report.response_id, "actor_name"), one.report.name, one.other_name)


def _near(named: Sequence[tuple[Report, str]]) -> Iterator[Alike]:
    """Yield the reports whose name is nearly that of another organisation of the country, or of the master list."""
    by_country: dict[str, list[tuple[Report, str]]] = defaultdict(list)
    for report, actor_id in named:
        by_country[report.country_code].append((report, actor_id))
    for country, reports in by_country.items():
        names: list[tuple[Words, str]] = [(report.read.bare, report.reported_id) for report, _ in reports]
        names += _listed_names(country)
        about = {report.reported_id: (report, actor_id) for report, actor_id in reports}  # in the order of rounds
        order = {reported_id: number for number, reported_id in enumerate(about)}
        for pair in near_names(names):
            own = sorted((one for one in pair if one in about), key=order.__getitem__)
            if own and (len(own) == 1 or about[own[0]][1] != about[own[1]][1]):
                other = pair[0] if pair[1] == own[-1] else pair[1]
                yield Alike(about[own[-1]][0], about[other][0].name if other in about else listed().actors[other].actor_name)


def _listed_names(country: str) -> Iterator[tuple[Words, str]]:
    for actor in listed().actors.values():
        if scope_of(actor) in (EVERYWHERE, country):
            yield from ((words_of(name), actor.actor_id) for name in actor.full_names)
