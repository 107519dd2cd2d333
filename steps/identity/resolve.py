"""Resolves reports into initiatives: what was compared and what people decided become groups, and groups get the ids that they keep."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from schemas.decided_pairs import DecidedPair, pair_id
from schemas.initiative_weights import DIFFERENT
from schemas.registry import table
from schemas.tables import shape
from steps.identity.cluster import Clusters, cluster
from steps.identity.compare import Compared
from steps.identity.decide import checked
from steps.identity.ledger import Ids, assign_ids
from steps.rounds import round_order

IDS = ["first_reported_id", "second_reported_id"]
CONFLICTS = {("phase", "different"): "their phases differ", ("code", "different"): "their project numbers differ"}
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
    names = dict(zip(rows["response_id"], rows["round_name"], strict=True))
    rounds: dict[str, str] = {}
    of_initiatives = records[records["table_name"] == "core_initiatives"]
    for report, response in zip(of_initiatives["record_id"], of_initiatives["response_id"], strict=True):
        rounds[report] = min(rounds.get(report, names[response]), names[response], key=round_order)
    return rounds


def resolve_initiatives(rounds: Mapping[str, str], compared: Compared, decisions: Sequence[DecidedPair], ledger: pd.DataFrame) -> Resolved:
    """Return which initiative each report describes, and why (see Resolved).

    `rounds` gives every report the earliest round that has it, `ledger` is core_identity_ledger of the build before. Raises
    BrokenReference for a decision on a report that no delivery ever had.
    """
    known = checked(decisions, rounds.keys(), set(ledger["reported_id"]))
    conflicts = _conflicts(compared.reasons)
    told = compared.pairs.assign(conflict_text=[conflicts.get(ids) for ids in compared.pairs[IDS].itertuples(index=False, name=None)])
    clusters = cluster(rounds, told, {frozenset(one.reported_ids): one.verdict for one in known})
    ids = assign_ids(clusters.keys, ledger, rounds)
    pairs = _pairs(told, compared.reasons, clusters, ids, known)
    reasons = _with_pair_ids(compared.reasons)
    kept = reasons[reasons["pair_id"].isin(pairs["pair_id"])]
    return Resolved(ids.identities, pairs, shape(kept, table("core_pair_reasons")), ids.ledger, ids.redirects)


def _conflicts(reasons: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return what two reports contradict each other in, so that they cannot be one unless a person says so."""
    found: dict[tuple[str, str], str] = {}
    columns = [*IDS, "comparison_code", "level_code", "first_text", "second_text"]
    for first, second, comparison, level, one, other in reasons[columns].itertuples(index=False, name=None):
        if (comparison, level) in CONFLICTS:
            text = f"{CONFLICTS[comparison, level]}: {one} and {other}"
            found[first, second] = f"{found[first, second]}; {text}" if (first, second) in found else text
    return found


def _pairs(told: pd.DataFrame, reasons: pd.DataFrame, clusters: Clusters, ids: Ids, decisions: Iterable[DecidedPair]) -> pd.DataFrame:
    """Return core_initiative_pairs: pairs that look alike, that were put together, or that somebody decided on."""
    initiatives = dict(zip(ids.identities["reported_id"], ids.identities["initiative_id"], strict=True))
    decided = {one.pair_id: one for one in decisions if all(report in initiatives for report in one.reported_ids)}
    every = pd.concat([told, _never_compared(told, decided.values())], ignore_index=True)
    named = _with_pair_ids(every)
    for side in ("first", "second"):
        named[f"{side}_initiative_id"] = named[f"{side}_reported_id"].map(initiatives)
    named["is_merged"] = named["first_initiative_id"] == named["second_initiative_id"]
    chosen = named[named["verdict_code"].ne(DIFFERENT) | named["is_merged"] | named["pair_id"].isin(decided)]
    sentences = _sentences(reasons, set(chosen["pair_id"]))
    unused = {pair_id(*both): text for both, text in clusters.unused.items()}
    rows = chosen.assign(
        country_code=chosen["pair_id"].str.partition("-")[0],
        decision_id=[decided[one].decision_id if one in decided else None for one in chosen["pair_id"]],
        reason_text=[sentences.get(one, NOT_COMPARED) for one in chosen["pair_id"]],
        conflict_text=[unused.get(one, conflict) for one, conflict in zip(chosen["pair_id"], chosen["conflict_text"], strict=True)],
    )
    return shape(rows.sort_values("pair_id"), table("core_initiative_pairs"))


def _never_compared(told: pd.DataFrame, decided: Iterable[DecidedPair]) -> pd.DataFrame:
    compared = set(told[IDS].itertuples(index=False, name=None))
    sides = [tuple(sorted(one.reported_ids)) for one in decided]
    return pd.DataFrame([both for both in sides if both not in compared], columns=IDS).assign(verdict_code=DIFFERENT)


def _with_pair_ids(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.assign(pair_id=[pair_id(*both) for both in pairs[IDS].itertuples(index=False, name=None)])


def _sentences(reasons: pd.DataFrame, pair_ids: set[str]) -> dict[str, str]:
    """Return why each pair is one or two: what agrees and what does not, the heaviest first, with the weights."""
    chosen = _with_pair_ids(reasons)
    chosen = chosen[chosen["pair_id"].isin(pair_ids) & chosen["weight"].ne(0)]
    return {str(one): "; ".join(_told(group)) + "." for one, group in chosen.groupby("pair_id", sort=False)}


def _told(reasons: pd.DataFrame) -> Iterator[str]:
    for comparison, text, weight in reasons[["comparison_code", "level_text", "weight"]].itertuples(index=False, name=None):
        yield f"{comparison}: {text} ({weight:+g})"
