"""The figures of this build and of those before it, by country: whether deliveries come, and whether they get better."""

from collections.abc import Mapping

import pandas as pd

from schemas.build_identity import BuildIdentity
from schemas.registry import table
from schemas.tables import shape

MOST_BUILDS = 800  # two years of nights


def builds_so_far(
    before: Mapping[str, pd.DataFrame],
    quality: pd.DataFrame,
    completeness: pd.DataFrame,
    submissions: pd.DataFrame,
    made: BuildIdentity,
) -> pd.DataFrame:
    """Return report_builds, the newest build last: its rows of the build before, and those of this one.

    `before` holds report_builds and core_submissions of the build before by name; it is empty when there was none. `quality` and
    `completeness` are the reports of this build, `submissions` its core_submissions.
    """
    declared = table("report_builds")
    new = _unseen(submissions, before.get("core_submissions")).groupby("country_code").size()
    reached = completeness[["country_code", "mapped_initiative_count", "initiative_count"]]
    figures = quality.merge(reached, on="country_code", validate="one_to_one")
    now = figures.assign(
        build_id=made.build_id,
        build_date=made.day,
        made_at_text=made.at,
        new_file_count=figures["country_code"].map(new).fillna(0),
    )
    return pd.concat([_latest(before.get("report_builds", shape([], declared))), shape(now, declared)], ignore_index=True)


def _unseen(files: pd.DataFrame, earlier: pd.DataFrame | None) -> pd.DataFrame:
    """Return the files of which the build before had none with the same content from the same country."""
    if earlier is None:
        return files
    known = set(zip(earlier["country_code"], earlier["file_hash"], strict=True))
    is_known = [file in known for file in zip(files["country_code"], files["file_hash"], strict=True)]
    return files[~pd.Series(is_known, files.index, dtype="bool")]


def _latest(builds: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last builds, so many that one more may follow, the newest last."""
    in_order = builds.sort_values(["made_at_text", "build_id", "country_code"])
    kept = in_order["build_id"].drop_duplicates().tail(MOST_BUILDS - 1)
    return in_order[in_order["build_id"].isin(kept)]
