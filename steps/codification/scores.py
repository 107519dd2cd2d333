"""Weighs codified practices: which sections are filled, how strong the evidence is, what they teach, and whether texts may be released.

Each is a column of its own: one figure made of all of them would hide which of them is weak.
"""

from collections.abc import Iterable, Iterator

import pandas as pd

from schemas.codification import LESSONS, Section, sections, sheet_of
from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape

Record = dict[str, object]
APPROVED = ("VALIDATED", "PUBLISHED")  # review_statuses
ALLOWS_TEXTS = ("PUB",)  # consents
CONFIDENTIAL = "CONFIDENTIAL"  # sensitivities


def consents_of_practices(records: pd.DataFrame, rows: pd.DataFrame, cover: pd.DataFrame) -> pd.DataFrame:
    """Return practice_id and consent_code, one row per practice and consent on the cover of what tells it.

    `records` is clean_records, `rows` clean_rows, `cover` clean_cover. An unstated consent has no row.
    """
    filling_of = rows.set_index("response_id")["filling_id"]
    covers = cover.assign(filling_id=cover["response_id"].map(filling_of))[["filling_id", "consent_code"]].dropna()
    own = records.loc[records["table_name"] == "core_practices", ["record_id", "response_id"]]
    told = own.assign(filling_id=own["response_id"].map(filling_of)).merge(covers, on="filling_id")
    return told.rename(columns={"record_id": "practice_id"})[["practice_id", "consent_code"]].drop_duplicates()


def practice_scores(
    practices: pd.DataFrame, lessons: pd.DataFrame, reviews: pd.DataFrame, initiatives: pd.DataFrame, consents: pd.DataFrame
) -> pd.DataFrame:
    """Return report_practices.

    `practices` is core_practices, `lessons` core_lessons, `reviews` core_practice_reviews, `initiatives` core_initiatives, `consents` what
    `consents_of_practices` found. A review that was last moved against the rules has validated nothing.
    """
    taught = _by_practice(lessons)
    last = reviews.sort_values("move_number").drop_duplicates("practice_id", keep="last")
    refused = set(last.loc[~last["is_allowed"], "practice_id"])
    forbidden = set(consents.loc[~consents["consent_code"].isin(ALLOWS_TEXTS), "practice_id"])
    confidential = set(initiatives.loc[initiatives["sensitivity_code"] == CONFIDENTIAL, "initiative_id"])
    scores = [
        record
        | _scored(record, taught.get(str(record["practice_id"]), []))
        | {"is_validated": record["review_status_code"] in APPROVED and record["practice_id"] not in refused}
        | {"barrier_codes": "|".join(_barriers(record, forbidden, confidential)) or None}
        for record in answers_of(practices)
    ]
    return shape(scores, table("report_practices"))


def _by_practice(lessons: pd.DataFrame) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for lesson in answers_of(lessons):
        found.setdefault(str(lesson["practice_id"]), []).append(lesson)
    return found


def _scored(practice: Record, lessons: list[Record]) -> Record:
    sheet = sheet_of(practice["subject_type_code"])
    needed = [section for section in sections(sheet) if section.is_needed]
    missing = missing_sections(practice, lessons)
    filled = len(needed) - len(missing)
    polarities = [lesson["polarity_code"] for lesson in lessons]
    return {
        "sheet_code": sheet, "needed_section_count": len(needed), "filled_section_count": filled,
        "completeness_share": round(100 * filled / len(needed), 1),
        "missing_section_codes": "|".join(one.section_code for one in missing) or None,
        "missing_sections_text": "; ".join(one.labels["en"] for one in missing) or None,
        "has_replicability_conditions": practice["replicability_text"] is not None,
        "lesson_count": len(lessons), "works_lesson_count": polarities.count("works"), "avoid_lesson_count": polarities.count("avoid"),
    }  # fmt: skip


def missing_sections(practice: Record, lessons: Iterable[Record]) -> list[Section]:
    """Return the needed sections that a practice has not filled; a section of lessons is filled by one lesson that is complete."""
    own = [section for section in sections(sheet_of(practice["subject_type_code"])) if section.is_needed]
    return [section for section in own if not _is_filled(section, practice, list(lessons))]


def _is_filled(section: Section, practice: Record, lessons: list[Record]) -> bool:
    of_lessons = [column.removeprefix(f"{LESSONS}.") for column in section.filled_by if column.startswith(f"{LESSONS}.")]
    of_practice = [column for column in section.filled_by if not column.startswith(f"{LESSONS}.")]
    is_taught = not of_lessons or any(all(lesson[column] is not None for column in of_lessons) for lesson in lessons)
    return is_taught and all(practice[column] is not None for column in of_practice)


def _barriers(practice: Record, forbidden: set[str], confidential: set[str]) -> Iterator[str]:
    """Yield what forbids to hand the texts of a practice over, as far as anybody has said so."""
    if practice["is_publishable"] is False:
        yield "not_released"
    if practice["practice_id"] in forbidden:
        yield "consent"
    if practice["initiative_id"] in confidential:
        yield "confidential"
