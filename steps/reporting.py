"""Tells which countries have reported. A report has empty counts for the others, of which nothing is known, and zeros for these."""

import pandas as pd

READ = "read"  # submission_outcomes


def reporting_countries(submissions: pd.DataFrame) -> set[str]:
    """Return the countries that sent a file that could be read, if only with a cover. `submissions` is core_submissions."""
    return set(submissions.loc[submissions["outcome_code"] == READ, "country_code"])
