"""The versions of the survey form, from `reference/form/versions.csv`: those that may come back, and the one that is given out."""

from dataclasses import dataclass
from functools import cache

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

VERSION_FIELDS = ("version", "from_round", "until_round", "what_changed")


@dataclass(frozen=True)
class FormVersion:
    """One version of the form, the first and last survey round it was given out in, and what a sender notices in it."""

    version: str
    from_round: str
    until_round: str
    what_changed: str


@cache
def form_versions() -> tuple[FormVersion, ...]:
    """Return the versions, the newest one last. Raises BrokenReference unless that one alone is still given out (has no last round)."""
    rows = read_reference("form/versions.csv", VERSION_FIELDS, ("version",))
    versions = tuple(FormVersion(**{field: row[field] for field in VERSION_FIELDS}) for row in rows)
    given_out = [one.version for one in versions if not one.until_round]
    if not versions or given_out != [versions[-1].version]:
        raise BrokenReference("reference/form/versions.csv: every version but the last one, which is given out now, has its until_round.")
    return versions


def newest_version() -> str:
    """Return the version that is given out. Raises BrokenReference."""
    return form_versions()[-1].version
