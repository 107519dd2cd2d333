"""Resolves reports into initiatives: what was compared and what people decided become groups, and groups get the ids that they keep."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from schemas.decided_pairs import BETWEEN_REPORTS, DecidedPair, country_of, pair_id
from schemas.initiative_weights import DIFFERENT, Weights
from schemas.registry import table
from schemas.rows import values_of
from schemas.tables import shape
from steps.identity.cluster import Clusters, cluster
from steps.identity.compare import compare
from steps.identity.decide import checked
from steps.identity.ledger import Ids, assign_ids
from steps.identity.reasons import IDS, conflicts_of, held_back, reasons_of, sentences, with_pair_ids
from steps.rounds import round_order

NOT_COMPARED = "They share nothing that would have them compared."


class Resolved(NamedTuple):
    """The frames clean_initiative_identities, core_initiative_pairs, core_pair_reasons, core_identity_ledger, core_initiative_redirects."""

    identities: pd.DataFrame
    pairs: pd.DataFrame
    reasons: pd.DataFrame
    ledger: pd.DataFrame
    redirects: pd.DataFrame


def earliest_rounds(records: pd.DataFrame, rows: pd.DataFrame) -> dict[str, str]:
    """Return the earliest round that has each report. `records` is clean_reported_records, `rows` clean_rows."""
    names = dict(zip(rows["response_id"].tolist(), rows["round_name"].tolist(), strict=True))
    rounds: dict[str, str] = {}
    of_initiatives = records[records["table_name"] == "core_initiatives"]
    for report, response in zip(of_initiatives["record_id"].tolist(), of_initiatives["response_id"].tolist(), strict=True):
        known, own = rounds.setdefault(report, names[response]), names[response]
        if own != known and round_order(own) < round_order(known):
            rounds[report] = own
    return rounds


def resolve_initiatives(
    descriptions: pd.DataFrame,
    compared: pd.DataFrame,
    rounds: Mapping[str, str],
    decisions: Sequence[DecidedPair],
    ledger: pd.DataFrame,
    weights: Weights,
) -> Resolved:
    """Return which initiative each report describes, and why (see Resolved).

    `descriptions` is clean_initiative_descriptions, `compared` clean_compared_pairs, `rounds` gives every report the earliest round that
    has it, `ledger` is core_identity_ledger of the build before. Raises BrokenReference for a decision on a report that no delivery ever
    had.
    """
    known = checked(decisions, rounds.keys(), set(ledger["reported_id"]))
    told = compared.assign(conflict_text=conflicts_of(compared, descriptions))
    clusters = _without_contradictions(descriptions, told, rounds, {frozenset(one.reported_ids): one.verdict for one in known}, weights)
    ids = assign_ids(clusters.keys, ledger, rounds)
    pairs = _chosen(told, ids, known)
    reasons = reasons_of(pairs, descriptions, weights)
    told_of = pairs.assign(conflict_text=pairs["conflict_text"].fillna(held_back(pairs, weights)))
    told_of = told_of.assign(reason_text=sentences(pairs, weights).fillna(NOT_COMPARED))
    return Resolved(ids.identities, _pairs(told_of, clusters), reasons, ids.ledger, ids.redirects)


def _without_contradictions(
    descriptions: pd.DataFrame, told: pd.DataFrame, rounds: Mapping[str, str], decided: Mapping[frozenset[str], str], weights: Weights
) -> Clusters:
    """Return the groups, none with two members that contradict each other, those included that were never compared.

    Two reports that share nothing may come into one group through a third; whether they contradict each other is looked up then.
    """
    while True:
        clusters = cluster(rounds, told, decided)
        more = _unseen_conflicts(descriptions, told, clusters, decided, weights)
        if more.empty:
            return clusters
        told = pd.concat([told, more], ignore_index=True)


def _unseen_conflicts(
    descriptions: pd.DataFrame, told: pd.DataFrame, clusters: Clusters, decided: Mapping[frozenset[str], str], weights: Weights
) -> pd.DataFrame:
    """Return pairs of one group that were not compared and contradict each other."""
    groups = descriptions["reported_id"].map(clusters.keys)
    marked = descriptions[descriptions["project_codes"].notna() | descriptions["phase_count"].ne(1)]
    doubtful = marked[groups[marked.index].duplicated(keep=False)]
    found = compare(doubtful.assign(block_keys=groups[doubtful.index]), weights, keeps_all=True)
    seen = _pairs_with(found["first_reported_id"], told)
    is_new = [both not in seen and frozenset(both) not in decided for both in found[IDS].itertuples(index=False, name=None)]
    told_of = found.assign(conflict_text=conflicts_of(found, descriptions))
    return told_of[pd.Series(is_new, found.index, dtype=bool) & told_of["conflict_text"].notna()]


def _pairs_with(first_ids: Iterable[str], told: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the compared pairs whose first report is one of `first_ids`: all of them would be millions to hold."""
    asked = told[told["first_reported_id"].isin(set(first_ids))]
    return set(zip(*(values_of(asked[name]) for name in IDS), strict=True))


def _chosen(told: pd.DataFrame, ids: Ids, decisions: Iterable[DecidedPair]) -> pd.DataFrame:
    """Return the pairs of core_initiative_pairs: those that look alike, that were put together, or that somebody decided on."""
    initiatives = dict(zip(ids.identities["reported_id"], ids.identities["initiative_id"], strict=True))
    decided = {one.pair_id: one.decision_id for one in decisions if all(report in initiatives for report in one.reported_ids)}
    sides = [tuple(one.split(BETWEEN_REPORTS)) for one in decided]
    merged = [initiatives[one] == initiatives[other] for one, other in zip(*(values_of(told[name]) for name in IDS), strict=True)]
    is_merged = pd.Series(merged, told.index, dtype=bool)
    may = told[told["verdict_code"].ne(DIFFERENT) | is_merged | told["first_reported_id"].isin([one for one, _ in sides])]
    named = with_pair_ids(pd.concat([may, _never_compared(told, sides)], ignore_index=True))
    for side in ("first", "second"):
        named[f"{side}_initiative_id"] = pd.array([initiatives[one] for one in values_of(named[f"{side}_reported_id"])], dtype="str")
    named["is_merged"] = named["first_initiative_id"] == named["second_initiative_id"]
    named["decision_id"] = named["pair_id"].map(decided)
    return named[named["verdict_code"].ne(DIFFERENT) | named["is_merged"] | named["decision_id"].notna()]


def _never_compared(told: pd.DataFrame, sides: Sequence[tuple[str, ...]]) -> pd.DataFrame:
    compared = _pairs_with([one for one, _ in sides], told)
    return pd.DataFrame([both for both in sides if both not in compared], columns=IDS).assign(verdict_code=DIFFERENT, level_codes=None)


def _pairs(chosen: pd.DataFrame, clusters: Clusters) -> pd.DataFrame:
    """Return core_initiative_pairs, with what keeps pairs apart that were judged the same."""
    unused = {pair_id(*both): text for both, text in clusters.unused.items()}
    pair_ids = values_of(chosen["pair_id"])
    rows = chosen.assign(
        country_code=[country_of(one) for one in values_of(chosen["first_reported_id"])],
        conflict_text=[unused.get(one, conflict) for one, conflict in zip(pair_ids, values_of(chosen["conflict_text"]), strict=True)],
    )
    return shape(rows.sort_values("pair_id"), table("core_initiative_pairs"))
