"""Tells senders what does not agree in the review of a practice: moves that no rule allows, and what is published too early."""

from collections.abc import Iterator

import pandas as pd

from schemas.code_lists import code_list
from schemas.codification import LESSONS, review_moves, sections
from schemas.findings import Spot, finding, numbered
from schemas.form import form
from schemas.registry import table
from schemas.rows import answers_of
from steps.codification.scores import Record
from steps.spots import Spots

Findings = Iterator[dict[str, object]]
STATUS, PUBLISHED = "review_status_code", "PUBLISHED"


def practice_findings(
    scores: pd.DataFrame, reviews: pd.DataFrame, practices: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame
) -> pd.DataFrame:
    """Return clean_practice_findings, each at the cell that states the review.

    `scores` is report_practices, `reviews` core_practice_reviews, `practices` core_practices, `rows` clean_rows, `columns`
    core_received_columns. That nobody validated, or on no day, is a rule of answer_rules.csv.
    """
    spots = Spots(rows, columns)
    validators = dict(zip(practices["practice_id"], practices["validated_by_text"], strict=True))
    found: list[dict[str, object]] = []
    stated_at: dict[str, str] = {}
    for move in answers_of(reviews):
        stated_at[str(move["practice_id"])] = str(move["response_id"])
        found += _of_move(move, validators[move["practice_id"]], spots.spot(str(move["response_id"]), STATUS))
    for score in answers_of(scores[scores[STATUS] == PUBLISHED]):
        found += _of_published(score, spots.spot(stated_at[str(score["practice_id"])], STATUS))
    return numbered(found, table("clean_practice_findings"))


def _of_move(move: Record, validator: object, spot: Spot) -> Findings:
    faults = str(move["fault_codes"] or "").split("|")
    before, after = (_labels("review_statuses", move[name], spot) for name in ("from_status_code", "to_status_code"))
    is_unproved = move["passed_status_codes"] is not None and {"no_validator", "no_date"} & set(faults)
    if move["from_status_code"] is not None and ("no_move" in faults or is_unproved):
        ahead = "|".join(one.to_code for one in review_moves() if one.from_code == move["from_status_code"])
        yield finding("review-move", spot, after, before, accepted=_labels("review_statuses", ahead, spot))
    if "own_author" in faults:
        yield finding("validated-by-author", spot, str(validator))
    if "too_early" in faults:
        yield finding("validation-too-early", spot, str(move["validated_date"]), before)


def _of_published(score: Record, spot: Spot) -> Findings:
    if score["barrier_codes"] is not None:
        yield finding("published-against-consent", spot, detail=_labels("release_barriers", score["barrier_codes"], spot))
    if not score["lesson_count"]:
        yield finding("published-without-lessons", spot, accepted=form()[LESSONS].labels[spot.language])
    missing = str(score["missing_section_codes"] or "").split("|")
    named = [one for one in sections(str(score["sheet_code"])) if one.section_code in missing]
    empty = [one.labels[spot.language] for one in named if not any(column.startswith(f"{LESSONS}.") for column in one.filled_by)]
    if empty:
        yield finding("published-incomplete", spot, detail=", ".join(empty))


def _labels(list_name: str, codes: object, spot: Spot) -> str:
    labels = code_list(list_name).labels
    return ", ".join(labels[code][spot.language] for code in str(codes).split("|") if code in labels)
