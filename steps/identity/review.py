"""The pairs that people should decide on: all of them for the data team, and those of each delivery for its sender."""

from collections.abc import Iterable, Iterator

import pandas as pd

from schemas.decided_pairs import SAME, UNSURE, pair_id
from schemas.initiative_weights import START
from schemas.registry import table
from schemas.rows import rows_of
from schemas.tables import shape

SIDES = ("first", "second")
LOOKS_ALIKE = ("doubtful", "same")  # codes of pair_verdicts
TOLD_OF_ALL = ("file_name", "sheet_name", "row_number", "title_text", "place_text", "lead_name")
TOLD_OF_OWN = ("period_text", "budget_text")  # a sender is shown no more of others than what tells their report
TOLD_OF_PAIR = ("first_reported_id", "second_reported_id", "match_probability", "match_weight", "is_merged")
QUESTION_COLUMNS = (
    "submission_id", *(f"{side}_{fact}" for side in SIDES for fact in ("reported_id", *TOLD_OF_ALL, *TOLD_OF_OWN)), "match_probability",
    "is_merged", "decision_code", "reasons",
)  # fmt: skip
REASON = ("comparison_code", "level_code", "weight")
Row = dict[str, object]
Reason = tuple[str, str, float]


def review_list(pairs: pd.DataFrame, held: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return report_pairs_to_review: pairs that look alike and are not one, unless a person said that they are two.

    `pairs` is core_initiative_pairs, `held` core_pair_decisions, `reports` clean_pair_reports. A pair on which somebody could
    not decide comes last.
    """
    codes = _codes(pairs, held)
    asked = pairs[codes.eq(UNSURE) | (codes.isna() & ~pairs["is_merged"] & pairs["verdict_code"].isin(LOOKS_ALIKE))]
    said = reports.drop_duplicates("reported_id").set_index("reported_id")
    rows = asked.assign(decision_id=asked["pair_id"].map(_by_pair(held, "decision_id")))
    for side in SIDES:
        for name in ("file_name", "round_name", "title_text", "place_text", "lead_name"):
            rows[f"{side}_{name}"] = rows[f"{side}_reported_id"].map(said[name])
    ordered = rows.assign(is_decided=rows["decision_id"].notna())
    ordered = ordered.sort_values(["is_decided", "match_weight", "pair_id"], ascending=[True, False, True])
    return shape(ordered, table("report_pairs_to_review"))


def pair_questions(pairs: pd.DataFrame, reasons: pd.DataFrame, held: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that the sender of each delivery is asked about: those not put together first, the likest first.

    `reasons` is core_pair_reasons, the others as in `review_list`. One row per submission and pair that a row of it takes part in: the
    pair may be one, or was put together, and no person has said so or otherwise. Columns are QUESTION_COLUMNS; `decision_code` is unsure
    where somebody could not decide, `reasons` has (comparison_code, level_code, weight), the heaviest first. What dates and money the
    other side reports is told to nobody but its own sender.
    """
    asked = _asked(pairs, held)
    stands: dict[str, list[Row]] = {}
    for row in rows_of(reports, ("reported_id", "submission_id", *TOLD_OF_ALL, *TOLD_OF_OWN)):
        stands.setdefault(str(row["reported_id"]), []).append(row)
    whys = _whys(reasons[reasons["pair_id"].isin(asked["pair_id"])])
    found = [
        question | {"reasons": tuple(whys.get(str(pair["pair_id"]), ()))} for pair in rows_of(asked) for question in _told(pair, stands)
    ]
    # As objects, or what type a text has that one delivery lacks would be up to the other deliveries.
    frame = pd.DataFrame(found, columns=[*QUESTION_COLUMNS, "match_weight"], dtype=object)
    order = ["submission_id", "is_merged", "match_weight"]
    return frame.sort_values(order, ascending=[True, True, False], kind="stable", ignore_index=True)[list(QUESTION_COLUMNS)]


def _by_pair(held: pd.DataFrame, column: str) -> dict[str, object]:
    sides = zip(held["first_reported_id"], held["second_reported_id"], held[column], strict=True)
    return {pair_id(first, second): value for first, second, value in sides}


def _codes(pairs: pd.DataFrame, held: pd.DataFrame) -> pd.Series:
    """Return what was decided on each pair."""
    return pairs["pair_id"].map(_by_pair(held, "decision_code")).astype("str")


def _asked(pairs: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    coded = pairs[["pair_id", "verdict_code", *TOLD_OF_PAIR]].assign(decision_code=_codes(pairs, held))
    ordered = coded.sort_values(["match_weight", "pair_id"], ascending=[False, True], kind="stable")
    apart = ordered[~ordered["is_merged"] & ordered["verdict_code"].isin(LOOKS_ALIKE)]
    unsure = ordered["decision_code"].eq(UNSURE)
    chosen = {*apart["pair_id"], *ordered.loc[unsure, "pair_id"], *_enough(ordered[ordered["is_merged"]])}
    return ordered[ordered["pair_id"].isin(chosen) & (ordered["decision_code"].isna() | unsure)]


def _enough(merged: pd.DataFrame) -> Iterator[str]:
    """Yield as many pairs as say which reports were put together: of ten, nine pairs say it as well as forty-five.

    What a person decided needs no telling and counts first, then the likest.
    """
    groups: dict[str, set[str]] = {}
    decided_first = merged.assign(is_open=merged["decision_code"].ne(SAME)).sort_values("is_open", kind="stable")
    for name, first, second in zip(
        *(decided_first[column] for column in ("pair_id", "first_reported_id", "second_reported_id")), strict=True
    ):
        one, other = (groups.setdefault(report, {report}) for report in (first, second))
        if one is not other:
            one |= other
            groups |= dict.fromkeys(other, one)
            yield name


def _whys(reasons: pd.DataFrame) -> dict[str, list[Reason]]:
    """Return what was compared of each pair, the heaviest first."""
    compared = reasons[reasons["comparison_code"].ne(START)]
    heaviest = compared.assign(size=compared["weight"].abs()).sort_values("size", ascending=False, kind="stable").astype({"weight": float})
    whys: dict[str, list[Reason]] = {}
    for name, *reason in zip(*(heaviest[column].tolist() for column in ("pair_id", *REASON)), strict=True):
        whys.setdefault(name, []).append((reason[0], reason[1], reason[2]))
    return whys


def _told(pair: Row, stands: dict[str, list[Row]]) -> Iterable[Row]:
    """Return a pair as it is told to each delivery with a row of either report."""
    sides = {side: stands.get(str(pair[f"{side}_reported_id"]), []) for side in SIDES}
    if not all(sides.values()):
        return
    for file in dict.fromkeys(row["submission_id"] for rows in sides.values() for row in rows):
        told: Row = {name: pair[name] for name in (*TOLD_OF_PAIR, "decision_code")} | {"submission_id": file}
        for side, rows in sides.items():
            own = [row for row in rows if row["submission_id"] == file]
            told |= {f"{side}_{fact}": (own or rows)[0][fact] for fact in TOLD_OF_ALL}
            told |= {f"{side}_{fact}": own[0][fact] if own else None for fact in TOLD_OF_OWN}
        yield told
