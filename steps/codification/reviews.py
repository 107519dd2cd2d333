"""Tells how the review of a practice moved from state to state over the rounds, and whether the rules allow it (`review_moves.csv`)."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby

import pandas as pd

from schemas.codification import MARKS, START, ReviewMove, review_moves
from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape
from steps.actors.listed import find_listed
from steps.actors.words import words_of
from steps.answers.settle_rows import PRECISION_LENGTHS
from steps.history.reports import said_by_round

Said = dict[str, object]
DATE, PRECISION = "validated_date", "validated_date_precision_code"
KNOWN = ("author_organisation_name", "validated_by_text", DATE, PRECISION)  # holds until somebody says otherwise
FAULT_OF_MARK = dict(zip(MARKS, ("no_validator", "no_date"), strict=True))  # review_move_faults


def practice_reviews(answers: pd.DataFrame, records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """Return core_practice_reviews.

    `answers` is clean_practices, `records` clean_records, `rows` clean_rows, `cover` clean_cover.
    """
    said = said_by_round(answers, records, rows, cover, "core_practices")
    moves = [move for _, of_one in groupby(answers_of(said), key=lambda row: row["record_id"]) for move in _moves(list(of_one))]
    return shape(moves, table("core_practice_reviews"))


def _moves(said: list[Said]) -> Iterator[Said]:
    """Yield the moves of one practice, from what its rows say in the order of rounds and ranks."""
    before: Said | None = None
    number = 0
    for now in _states(said):
        if before is None or now["review_status_code"] != before["review_status_code"]:
            number += 1
            yield {"move_number": number, **_move(before, now)}
        before = now


def _states(said: list[Said]) -> Iterator[Said]:
    """Yield what is known after each round that states a review: of respondents who differ, what the first says."""
    known: Said = dict.fromkeys(KNOWN)
    for _, in_round in groupby(said, key=lambda row: row["round"]):
        rows = list(in_round)
        for name in (*KNOWN[:2], DATE):
            first = next((row for row in rows if row[name] is not None), None)
            names = (DATE, PRECISION) if name == DATE else (name,)
            known = known | ({} if first is None else {one: first[one] for one in names})
        stating = [row for row in rows if row["review_status_code"] is not None]
        if stating:
            status = stating[0]["review_status_code"]
            others = {str(row["review_status_code"]): None for row in stating if row["review_status_code"] != status}
            agreed = "|".join(str(row["response_id"]) for row in stating if row["review_status_code"] == status)
            yield {**stating[0], **known, "other_status_codes": "|".join(others) or None, "response_ids": agreed}


def _move(before: Said | None, now: Said) -> Said:
    start = START if before is None else str(before["review_status_code"])
    way = _way(start, str(now["review_status_code"]))
    faults = ["no_move"] if not way else [*_missing_marks(way, now), *_contradictions(way, before, now)]
    is_validation = any(move.marks for move in way)
    return {
        "practice_id": now["record_id"], "from_status_code": None if before is None else start,
        "to_status_code": now["review_status_code"], "passed_status_codes": "|".join(move.to_code for move in way[:-1]) or None,
        "mover_codes": "|".join(way[-1].who_codes) if way else None, "by_text": _by(way, now),
        **{name: now[name] if is_validation else None for name in (DATE, PRECISION)},
        "is_allowed": not faults, "fault_codes": "|".join(faults) or None,
        **{name: now[name] for name in ("country_code", "round_name", "other_status_codes", "response_ids", "response_id")},
    }  # fmt: skip


@cache
def _way(start: str, end: str) -> tuple[ReviewMove, ...]:
    """Return the moves that lead from state to state: one that is allowed, or the fewest that may pass unseen; none when none do."""
    direct = next((move for move in review_moves() if (move.from_code, move.to_code) == (start, end)), None)
    if direct:
        return (direct,)
    ways: list[tuple[ReviewMove, ...]] = [(move,) for move in review_moves() if move.from_code == start and move.may_be_unseen]
    reached = {start}
    for way in ways:  # grows while it is walked through: the shortest first
        last = way[-1].to_code
        if last == end:
            return way
        if last not in reached:
            reached.add(last)
            ways += [(*way, move) for move in review_moves() if move.from_code == last and move.may_be_unseen]
    return ()


def _missing_marks(way: tuple[ReviewMove, ...], now: Said) -> list[str]:
    marks = dict.fromkeys(mark for move in way for mark in move.marks)
    return [FAULT_OF_MARK[mark] for mark in marks if now[mark] is None]


def _contradictions(way: tuple[ReviewMove, ...], before: Said | None, now: Said) -> list[str]:
    if not any(move.marks for move in way):
        return []
    is_own = is_same_organisation(now["validated_by_text"], now["author_organisation_name"], str(now["country_code"]))
    is_early = before is not None and now[DATE] is not None and _is_before(f"{now[DATE]} {now[PRECISION]}", str(before["when"]))
    return [fault for fault, holds in (("own_author", is_own), ("too_early", is_early)) if holds]


def _is_before(one: str, other: str) -> bool:
    """Whether a date, written with its precision behind it, lies before another, as far as both are known."""
    dates = [
        (date, PRECISION_LENGTHS[precision])
        for date, _, precision in (text.partition(" ") for text in (one, other))
        if precision in PRECISION_LENGTHS
    ]
    length = min((known for _, known in dates), default=0)
    return len(dates) == len((one, other)) and dates[0][0][:length] < dates[1][0][:length]


def _by(way: tuple[ReviewMove, ...], now: Said) -> object:
    """Return who is stated to have made a move; nobody is asked who published or sent back."""
    if way and way[-1].marks:
        return now["validated_by_text"]
    return now["author_organisation_name"] if way and way[-1].who_codes == ("author",) else None


def is_same_organisation(one: object, other: object, country_code: str) -> bool:
    """Whether two texts stand for one organisation: equal words, or one of the master list. Unknown ones that differ are two."""
    if one is None or other is None:
        return False
    found = [find_listed(str(text), "", (country_code,)) for text in (one, other)]
    ids = {hit.actor_id for hit in found if hit}
    return words_of(str(one)) == words_of(str(other)) or (all(found) and len(ids) == 1)
