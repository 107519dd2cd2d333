"""Notices that much of a country is gone since the build before: more often a folder that is not there than news."""

import re
from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from schemas.countries import countries

MOST_LOST = 0.2  # the share of a country's rows that may go without a question
NAMED_FILES = 5
ACCEPT = "jmdi refresh --accept-loss"


class Loss(NamedTuple):
    """Rows accepted from a country in the build before and now, and the files of it that are no more."""

    country_code: str
    before: int
    now: int
    lost_files: list[str]


def losses(before: pd.DataFrame, now: pd.DataFrame) -> list[Loss]:
    """Return the countries that lost more than a fifth of their accepted rows, by country.

    Both are core_submissions, one row a file: of the build before, and of the one being made. A file that came back corrected is no loss:
    its rows count where it stands now.
    """
    then, left = (frame.groupby("country_code")["accepted_count"].sum() for frame in (before, now))
    lost = then[left.reindex(then.index, fill_value=0) < then * (1 - MOST_LOST)].index
    return [Loss(str(code), int(then[code]), int(left.get(code, 0)), _lost_files(before, now, str(code))) for code in sorted(lost)]


def _lost_files(before: pd.DataFrame, now: pd.DataFrame, country_code: str) -> list[str]:
    then, left = (set(frame.loc[frame["country_code"] == country_code, "file_name"]) for frame in (before, now))
    return sorted(then - left)


def question(loss: Loss) -> str:
    """Return one sentence: what is gone, what may be the cause, and how to accept it."""
    share = 100 * (loss.before - loss.now) // loss.before
    more = "" if len(loss.lost_files) <= NAMED_FILES else f" and {len(loss.lost_files) - NAMED_FILES} more"
    names = ", ".join(loss.lost_files[:NAMED_FILES]) + more
    cause = (
        f"Missing: {names}; bring them back" if names else "No file is missing: correct_workbooks and findings say which rows are held back"
    )
    return (
        f"{countries()[loss.country_code].names['en']} has {loss.now} accepted rows where the current build has {loss.before} "
        f"({share} % fewer). {cause}, or, if this is meant, accept it: `{ACCEPT} {loss.country_code}`."
    )


def countries_asked_about(text: str) -> list[str]:
    """Return the countries about which a text asks such questions; none when it says something else."""
    return re.findall(rf"`{re.escape(ACCEPT)} ([A-Z]{{3}})`", text)


def unaccepted(found: list[Loss], accepted: Collection[str]) -> list[Loss]:
    """Return the losses of countries that nobody has accepted."""
    return [loss for loss in found if loss.country_code not in accepted]
