"""Holds people's decisions on pairs against the reports: which can be followed, which have lost a report, which name none."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches

import pandas as pd

from schemas.countries import countries
from schemas.decided_pairs import FILE, SAME, DecidedPair, country_of
from schemas.errors import BrokenReference
from schemas.findings import finding
from schemas.registry import table
from schemas.tables import shape
from steps.decided import reason_of, shown_answer
from steps.spots import last_file_spot

STALE = "pair-decision-stale"


def checked(decisions: Sequence[DecidedPair], known_ids_now: Collection[str], ledger_ids: Collection[str]) -> tuple[DecidedPair, ...]:
    """Return the decisions, each about reports that some delivery has or had. Raises BrokenReference for one that names no report.

    `known_ids_now` are the reports of this build, `ledger_ids` those that earlier builds have seen. A decision about a report that is
    gone stays: what was decided through it, as that two others are the same as it, holds on.
    """
    known = {*known_ids_now, *ledger_ids}
    for decision in decisions:
        for one in decision.reported_ids:
            if one not in known:
                raise BrokenReference(f"reference/{FILE}, {decision.decision_id}: {not_known(one, known)}")
    return tuple(decisions)


def not_known(reported_id: str, known: Iterable[str]) -> str:
    """Return what to say of a report that no delivery ever had: a sentence with the nearest that there is."""
    near = nearest(reported_id, known)
    return f"no delivery ever had the report {reported_id}" + (f"; the nearest is {near}." if near else ".")


def nearest(reported_id: str, known: Iterable[str]) -> str:
    """Return the known report of the same country whose id resembles one most; empty when none does."""
    of_country = sorted(one for one in known if country_of(one) == country_of(reported_id))
    return next(iter(get_close_matches(reported_id, of_country, n=1)), "")


def decisions_held(decisions: Iterable[DecidedPair], identities: pd.DataFrame) -> pd.DataFrame:
    """Return core_pair_decisions. `identities` is clean_initiative_identities: the reports of this build and their initiatives."""
    initiatives = dict(zip(identities["reported_id"], identities["initiative_id"], strict=True))
    rows = []
    for one in decisions:
        first, second = (initiatives.get(reported) for reported in one.reported_ids)
        is_stale = first is None or second is None
        rows.append(
            vars(one)
            | {
                "country_code": one.country_code,
                "decision_code": one.verdict,
                "author_name": shown_answer(one.decided_by),
                "is_first_present": first is not None,
                "is_second_present": second is not None,
                "is_stale": is_stale,
                "is_followed": not is_stale and (first == second) == (one.verdict == SAME),
            }
        )
    told = [row | {"reason_text": reason_of(str(row["reason_text"]))} for row in rows]
    return shape(told, table("core_pair_decisions"))


def stale_findings(held: pd.DataFrame, files: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield a finding for each decision that has lost a report, told of its country's last file.

    `held` is core_pair_decisions; `files` has a row or more per file received, as clean_rows. Where no file of the country is left,
    the table of decisions alone tells it.
    """
    for one in held[held["is_stale"]].to_dict("records"):
        language = countries()[one["country_code"]].survey_language
        spot = last_file_spot(files, one["country_code"], language)
        gone = [one[f"{side}_reported_id"] for side in ("first", "second") if not one[f"is_{side}_present"]]
        if spot:
            yield finding(STALE, spot, value=one["decision_id"], detail=", ".join(gone))
