"""The places that people should decide on: each text and context left open, once, the most frequent first.

All of them for the data team (`review_list`), and those of each delivery for its sender, in the sender's words (`place_questions`).
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape
from steps.form.withhold import MARK
from steps.places.gazetteer import Gazetteer
from steps.places.spelling import key
from steps.text import fold

SETTLED = ("matched", "national")
ASKED_BY = ["country_code", "text_key", "context_key"]
BETWEEN_CANDIDATES = "|"
OPEN_CODES = (
    "place-ambiguous", "place-conflict", "place-without-parent", "place-elsewhere", "place-unknown", "place-code-unknown",
    "place-not-a-place",
)  # fmt: skip
DOUBT_CODES = ("place-similar", "place-next-level", "place-by-point")  # of places that were taken
UNNAMED = "place-missing"
QUESTION_COLUMNS = (
    "submission_id", "review_id", "country_code", "place_text", "context_text", "message_text", "mention_count", "candidate_place_ids",
    "candidates",
)  # fmt: skip
STANDS = ("submission_id", "sheet_name", "row_number")
Place = dict[str, Any]  # a row of core_initiative_places
Doubt = tuple[str, str | None, int | None, str, str]  # submission, sheet and row (none: any), text, finding code


def review_list(places: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Return report_places_to_review from clean_located_places with the ids of initiatives.

    What a person decided to be no place is not asked again.
    """
    open_ones = places[~places["status_code"].isin(SETTLED) & places["decision_id"].isna() & _can_be_decided(places, gazetteer)]
    keyed = open_ones.assign(text_key=open_ones["place_text"].map(key), context_key=open_ones["context_text"].fillna("").map(key))
    rows = [_question(asked, group, gazetteer) for asked, group in keyed.groupby(ASKED_BY, sort=True)]
    frame = shape(rows, table("report_places_to_review"))
    return frame.sort_values(["mention_count", "initiative_count", "review_id"], ascending=[False, False, True], ignore_index=True)


def _can_be_decided(places: pd.DataFrame, gazetteer: Gazetteer) -> pd.Series:
    """Return which places a decision can reach: those that have a name, looked for in the country that reports."""
    named = {text: gazetteer.country_named(text) for text in places["country_text"].dropna().unique()}
    own = {text: country.country_code if country else "" for text, country in named.items()}
    about = zip(places["country_code"], places["country_text"], places["reason_text"], strict=True)
    reached = [reason != UNNAMED and own.get(text, code) == code for code, text, reason in about]
    reached = [one and name != MARK for one, name in zip(reached, places["place_text"], strict=True)]  # restricted places are not asked for
    return pd.Series(reached, index=places.index, dtype=bool)


def review_id(country_code: str, text_key: str, context_key: str) -> str:
    """Return the id of a question: the same as long as text and context mean the same."""
    digest = hashlib.sha256("\x1f".join((text_key, context_key)).encode()).hexdigest()
    return f"{country_code}-{digest[:8]}"


def _question(asked: tuple[str, str, str], group: pd.DataFrame, gazetteer: Gazetteer) -> dict[str, object]:
    first = group.iloc[0]
    candidates = str(first["candidate_place_ids"] or "").split("|") if pd.notna(first["candidate_place_ids"]) else []
    return {
        "review_id": review_id(*asked),
        "country_code": asked[0],
        "place_text": group["place_text"].mode().iloc[0],
        "context_text": first["context_text"],
        "status_code": first["status_code"],
        "reason_text": first["reason_text"],
        "mention_count": len(group),
        "initiative_count": group["initiative_id"].nunique(),
        "candidate_place_ids": "|".join(candidates) or None,
        "candidates_text": BETWEEN_CANDIDATES.join(told_apart(candidates, gazetteer)) or None,
    }


def told_apart(place_ids: Sequence[str], gazetteer: Gazetteer) -> list[str]:
    """Return places as people are told of them, with the place_id behind those that would be told alike."""
    told = [gazetteer.told(gazetteer.by_id[place_id]) for place_id in place_ids]
    alike = {name for name, count in Counter(map(fold, told)).items() if count > 1}
    return [f"{name} [{place_id}]" if fold(name) in alike else name for name, place_id in zip(told, place_ids, strict=True)]


def place_questions(places: pd.DataFrame, rows: pd.DataFrame, findings: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Return the questions of each delivery about its places, those named most often first.

    `places` is clean_located_places, `rows` clean_rows, `findings` core_findings. One row per submission, text and context left
    unresolved or taken with doubt, unless its sender gave a reason to leave it so: submission_id, review_id, country_code, place_text,
    context_text, message_text (why it is asked, in the sender's language), mention_count, candidate_place_ids (parted by bars) and
    candidates (as people know them).
    """
    stands = {response: at for response, *at in zip(*(rows[name] for name in ("response_id", *STANDS)), strict=True)}
    doubts = dict(_doubts(findings))
    groups: dict[tuple[str, str], list[tuple[Place, str]]] = {}
    for place in answers_of(places[_can_be_decided(places, gazetteer)]):
        said = _said(place, stands[place["response_id"]], doubts)
        if said:
            asked = review_id(place["country_code"], key(place["place_text"]), key(place["context_text"] or ""))
            groups.setdefault((stands[place["response_id"]][0], asked), []).append((place, said))
    told = [_told_question(*asked, named, gazetteer) for asked, named in groups.items()]
    # As objects, or what type a column has that one delivery leaves empty would be up to the other deliveries.
    frame = pd.DataFrame(told, columns=list(QUESTION_COLUMNS), dtype=object)
    return frame.sort_values(["submission_id", "mention_count", "review_id"], ascending=[True, False, True], ignore_index=True)


def _said(place: Place, stands: list[Any], doubts: dict[Doubt, str]) -> str:
    """Return what was said about a place in the row it stands in, or elsewhere in the file; empty when nothing is left to ask."""
    is_open = place["status_code"] not in SETTLED and place["decision_id"] is None
    codes = OPEN_CODES if is_open else DOUBT_CODES if place["status_code"] == "matched" else ()
    file, sheet, row = stands
    where = ((file, sheet, int(row)), (file, None, None))  # answers that stand below each other are in another row
    found = (doubts.get((*one, place["place_text"], code)) for one in where for code in codes)
    return next((said for said in found if said is not None), "")


def _doubts(findings: pd.DataFrame) -> Iterator[tuple[Doubt, str]]:
    """Yield what was said about places; empty where the sender gave a reason to leave it so."""
    about = findings[findings["finding_code"].isin((*OPEN_CODES, *DOUBT_CODES)) & findings["cell_name"].notna()]
    for one in answers_of(about):
        said = "" if one["accepted_reason_text"] else one["message_text"]
        for cell in (one["cell_name"], *(one["other_cells_text"] or "").split()):
            row = int("".join(mark for mark in cell if mark.isdigit()))
            yield (one["submission_id"], one["sheet_name"], row, one["value_text"], one["finding_code"]), said
        yield (one["submission_id"], None, None, one["value_text"], one["finding_code"]), said


def _told_question(submission: str, asked: str, named: list[tuple[Place, str]], gazetteer: Gazetteer) -> dict[str, object]:
    place, said = named[0]
    each = [place_id for one, _ in named for place_id in (one["place_id"], *(one["candidate_place_ids"] or "").split("|")) if place_id]
    candidates = list(dict.fromkeys(each))  # the one that was taken first; rows that state points may be taken for several
    return {
        "submission_id": submission,
        "review_id": asked,
        "country_code": place["country_code"],
        "place_text": pd.Series([one["place_text"] for one, _ in named]).mode().iloc[0],
        "context_text": place["context_text"],
        "message_text": said,
        "mention_count": len(named),
        "candidate_place_ids": "|".join(candidates),
        "candidates": told_apart(candidates, gazetteer),
    }
