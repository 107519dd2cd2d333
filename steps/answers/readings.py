"""What a cell says: its values by column, and the problems met in reading it."""

from typing import NamedTuple


class Problem(NamedTuple):
    """A finding code with its facts; None stands for the cell's text (value) and the label of the question (detail)."""

    finding_code: str
    value: str | None = None
    detail: str | None = None
    accepted: str = ""
    suggestion: str = ""


class Reading(NamedTuple):
    """Values by column, none when the cell says nothing or was not understood, and the problems."""

    values: dict[str, object]
    problems: tuple[Problem, ...] = ()


NOTHING = Reading({})
LONGEST_SHOWN = 80


def refused(finding_code: str, *, accepted: str = "", suggestion: str = "", detail: str | None = None) -> Reading:
    """Return the reading of a cell that was not understood."""
    return Reading({}, (Problem(finding_code, None, detail, accepted, suggestion),))


def short(text: str) -> str:
    """Return a text as a finding shows it."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
