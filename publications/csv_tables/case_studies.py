"""The index of case studies: one row per codified practice that may be handed on, for a catalogue or a library's list."""

from collections.abc import Collection, Mapping

import pandas as pd

from publications.csv_tables.excel_safe import Value, csv_file
from publications.site.links import record_path
from publications.spelled_out import country_name, label
from publications.table_rows import Row, codes, known_date
from schemas.rows import answers_of

FILE = "case-studies.csv"
HEADER = (
    "practice_id", "title", "kind", "country_code", "country", "initiative_id", "initiative", "theme", "initiative_theme", "sdg_targets",
    "gcm_objectives", "language", "evidence", "completeness_percent", "lessons", "review", "validated_on", "draft", "page",
)  # fmt: skip
BETWEEN = "; "
DRAFTS = "drafts/case-studies"


def case_study_index(tables: Mapping[str, pd.DataFrame], drafts: Collection[str]) -> dict[str, bytes]:
    """Return case-studies.csv. `tables` are public ones by name; `drafts` are paths of drafts in the build, such as
    `drafts/case-studies/MAR-R069-GP.docx`. `page` is the path of its page below the site.
    """
    scores = {row["practice_id"]: row for row in answers_of(tables["report_practices"])}
    initiatives = {row["initiative_id"]: row for row in answers_of(tables["core_initiatives"])}
    told = sorted(answers_of(tables["core_practices"]), key=lambda row: row["practice_id"])
    lines = [_line(row, scores.get(row["practice_id"], {}), initiatives, drafts) for row in told]
    return {FILE: csv_file([HEADER, *lines])}


def _line(practice: Row, score: Row, initiatives: Mapping[str, Row], drafts: Collection[str]) -> list[Value]:
    initiative = initiatives.get(practice["initiative_id"], {})
    draft = f"{DRAFTS}/{practice['practice_id']}.docx"
    return [
        practice["practice_id"], practice["title_text"], label("practice_kinds", practice["practice_kind_code"]),
        practice["country_code"], country_name(practice["country_code"], {}),
        practice["initiative_id"], initiative.get("title_text"),
        label("themes", practice["toolbox_module_code"]), label("themes", initiative.get("primary_theme_code")),
        _numbered("sdg_targets", practice["sdg_target_codes"]), _numbered("gcm_objectives", practice["gcm_objective_codes"]),
        label("languages", practice["language_code"]),
        label("evidence_levels", practice["evidence_level_code"]), score.get("completeness_share"), score.get("lesson_count"),
        label("review_statuses", practice["review_status_code"]), known_date(practice, "validated_date"),
        draft if draft in drafts else None, record_path("practices", practice["practice_id"]),
    ]  # fmt: skip


def _numbered(list_name: str, value: str | None) -> str:
    """Return goals as people know them, by number and label."""
    return BETWEEN.join(f"{code} {label(list_name, code)}" for code in codes(value))
