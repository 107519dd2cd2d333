"""Practices written as small tables, for the tests of how they are reviewed, weighed and counted."""

import pandas as pd

from schemas.codification import sections
from schemas.registry import table
from schemas.tables import shape

Row = dict[str, object]
CODES = {"sdg_target_codes": "10.7", "gcm_objective_codes": "19", "evidence_level_code": "E2", "replicability_score": 4}


def complete(sheet_code: str = "project", **answers: object) -> Row:
    """The answers of a practice whose needed sections are all filled, but for its lessons, with `answers` in their place."""
    columns = [column for section in sections(sheet_code) if section.is_needed for column in section.filled_by]
    own = {column: CODES.get(column, "words") for column in columns if "." not in column}
    subject = {"project": "initiative", "policy_plan": "workplan_activity"}[sheet_code]
    return {"subject_type_code": subject, "practice_kind_code": "GP", "review_status_code": "VALIDATED"} | own | answers


def practices(rows: dict[str, Row]) -> pd.DataFrame:
    """core_practices of these practices, by id: the country and a name, as in MAR-GP1."""
    return shape([_practice(one) | answers for one, answers in rows.items()], table("core_practices"))


def _practice(practice_id: str) -> Row:
    return {
        "practice_id": practice_id,
        "country_code": practice_id[:3],
        "subject_ref": "R1",
        "title_text": practice_id,
        "response_id": practice_id,
    }


def lessons(*lines: str) -> pd.DataFrame:
    """core_lessons, from lines `practice type polarity evidence`; a dash is an empty answer."""
    rows = []
    for number, line in enumerate(lines):
        practice, kind, polarity, evidence = (None if word == "-" else word for word in line.split())
        rows.append({"lesson_id": f"L{number}", "practice_id": practice, "country_code": str(practice)[:3], "lesson_text": "a lesson",
                     "lesson_type_code": kind, "polarity_code": polarity, "evidence_text": evidence,
                     "response_id": f"L{number}"})  # fmt: skip
    return shape(rows, table("core_lessons"))


def initiatives(*confidential: str) -> pd.DataFrame:
    """core_initiatives: those that are confidential."""
    return shape([{"initiative_id": one, "sensitivity_code": "CONFIDENTIAL"} for one in confidential], table("core_initiatives"))


def consents(**given: str) -> pd.DataFrame:
    """The consents on the covers of the files that tell practices, by the end of a practice's id."""
    rows = [(f"MAR-{one}", code) for one, code in given.items()]
    return pd.DataFrame(rows, columns=["practice_id", "consent_code"])
