"""Makes the drafts of a build, as bytes by their path below the folder of drafts."""

from datetime import datetime

import pandas as pd

from publications.drafts.case_study import case_study
from publications.drafts.policy_plan import policy_plan
from publications.drafts.repository_rows import gfmd_platform, un_repository

UN_REPOSITORY, GFMD_PLATFORM = "un-repository-of-practices.csv", "gfmd-platform-for-partnerships.csv"
Record = dict[str, object]


def drafts(
    practices: pd.DataFrame, lessons: pd.DataFrame, about: pd.DataFrame, activities: pd.DataFrame, made_at: datetime
) -> dict[str, bytes]:
    """Return the drafts: `case-studies/<practice_id>.docx`, `policy-plans/<ISO3>.docx` and a CSV for each repository.

    `practices` is core_practices, `lessons` core_lessons, `about` what `practices_to_draft` returns: it chooses the practices.
    `activities` is what `activities_to_draft` returns.
    """
    chosen = practices.set_index("practice_id", drop=False).loc[list(about["practice_id"])]
    told = [
        (practice, _records(lessons[lessons["practice_id"] == practice["practice_id"]].sort_values("lesson_number")), subject)
        for practice, subject in zip(_records(chosen), _records(about), strict=True)
    ]
    made = {f"case-studies/{practice['practice_id']}.docx": case_study(practice, own, subject, made_at) for practice, own, subject in told}
    for country, rows in activities.groupby("country_code"):
        made[f"policy-plans/{country}.docx"] = policy_plan(str(country), _records(rows), made_at)
    for name, text in ((UN_REPOSITORY, un_repository(told)), (GFMD_PLATFORM, gfmd_platform(told))):
        made[name] = text.encode("utf-8-sig")  # Excel takes a CSV without the mark for another encoding
    return made


def _records(frame: pd.DataFrame) -> list[Record]:
    return [{str(name): value for name, value in row.items()} for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]
