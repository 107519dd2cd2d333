"""Drafts rows for the repositories of others: the UN Network on Migration's of practices, and the GFMD's Platform for Partnerships.

Columns are those that were seen on their public pages for submitting a practice (2026); neither publishes a file format. A person fills
in what the warehouse does not know, such as the focal point, before anything is sent.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from publications.csv_tables.excel_safe import safe_text
from publications.drafts.words import language_of
from schemas.code_lists import code_list
from schemas.countries import countries

Record = Mapping[str, object]
UN_COLUMNS = (
    "record_id", "title", "language", "countries", "gcm_objectives", "guiding_principles", "sdg_targets", "main_implementer", "partners",
    "start_date", "end_date", "is_completed", "summary", "impact", "lessons", "replication_advice", "is_innovative", "links", "focal_point",
    "is_example",
)  # fmt: skip
GFMD_COLUMNS = (
    "record_id", "title", "summary", "implementing_countries", "partners", "themes", "gcm_objectives", "sdg_targets", "gfmd_source",
    "contact", "is_example",
)  # fmt: skip
CLOSED = "4"  # initiative_statuses


def un_repository(practices: Iterable[tuple[Record, Sequence[Record], Record]]) -> str:
    """Return the CSV for the UN Network's repository, one row per practice; empty cells are for a person to fill.

    `practices` holds, for each, its row of core_practices, its lessons and what `practices_to_draft` says of its subject.
    """
    return _csv(UN_COLUMNS, (_un_row(*one) for one in practices))


def gfmd_platform(practices: Iterable[tuple[Record, Sequence[Record], Record]]) -> str:
    """Return the CSV for the GFMD's platform; as `un_repository`."""
    return _csv(GFMD_COLUMNS, (_gfmd_row(practice, about) for practice, _, about in practices))


def _un_row(practice: Record, lessons: Sequence[Record], about: Record) -> dict[str, object]:
    language = language_of(practice["language_code"], str(practice["country_code"]))
    return _common(practice, about) | {
        "language": language,
        "main_implementer": about["lead_names"] or practice["author_organisation_name"],
        "start_date": about["start_date"],
        "end_date": about["end_date"],
        "is_completed": "" if about["status_code"] is None else "yes" if about["status_code"] == CLOSED else "no",
        "summary": _joined(practice["introduction_text"], practice["problem_text"], practice["steps_text"]),
        "impact": practice["results_evidence_text"],
        "lessons": _joined(*(lesson["lesson_text"] for lesson in lessons)),
        "replication_advice": _joined(practice["replicability_text"], practice["recommendations_text"]),
        "is_innovative": practice["innovation_text"],
        "links": practice["links_text"],
    }


def _gfmd_row(practice: Record, about: Record) -> dict[str, object]:
    return _common(practice, about) | {
        "summary": _joined(practice["introduction_text"], practice["steps_text"], practice["results_evidence_text"]),
        "implementing_countries": countries()[str(practice["country_code"])].names["en"],
        "themes": _labels("themes", practice["toolbox_module_code"]),
    }


def _common(practice: Record, about: Record) -> dict[str, object]:
    return {
        "record_id": practice["practice_id"],
        "title": practice["title_text"],
        "countries": countries()[str(practice["country_code"])].names["en"],
        "gcm_objectives": _labels("gcm_objectives", practice["gcm_objective_codes"]),
        "sdg_targets": practice["sdg_target_codes"] and str(practice["sdg_target_codes"]).replace("|", "; "),
        "partners": about["partner_names"],
        "is_example": "yes" if about["is_example"] else "no",
    }


def _labels(list_name: str, codes: object) -> str:
    known = code_list(list_name).labels
    return "; ".join(f"{code} {known[code]['en']}" for code in str(codes).split("|")) if codes else ""


def _joined(*texts: object) -> str:
    return "\n".join(str(text) for text in texts if text)


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    written = StringIO()
    writer = csv.DictWriter(written, columns, restval="", lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    cells = ({column: row.get(column) for column in columns} for row in rows)
    writer.writerows({column: "" if value is None else safe_text(str(value)) for column, value in row.items()} for row in cells)
    return written.getvalue()
