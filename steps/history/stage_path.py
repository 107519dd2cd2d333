"""The rules on scaling stages that the checks and the tables share: which step comes before which, and when a stage goes back.

Steps whose order their dates leave open stand as stages climb: nobody is said to have gone back unless the dates say so.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from schemas.code_lists import code_list
from steps.answers.settle_rows import PRECISION_LENGTHS

INSTITUTIONALISED, DISCONTINUED = "INS", "DIS"  # scaling_stages; a stage may always end
LAST = "9999"  # after every date
MONTHS = 12

Step = TypeVar("Step")


class Reached(NamedTuple):
    """A stage, and when it was reached: an ISO date and its precision, both empty when unknown.

    `round_number` is the place among the rounds, from 1, of a round without a date that states the stage; else 0.
    """

    stage_code: str
    date: str
    precision_code: str
    round_number: int = 0

    @property
    def height(self) -> int:
        """How high the stage is; the end comes after all others."""
        return code_list("scaling_stages").codes.index(self.stage_code)


def in_order(steps: Iterable[Step], reached: Callable[[Step], Reached]) -> list[Step]:
    """Return the steps in the order of their dates; where these do not tell (`2014` and `2014-05`), in that of the stages."""
    path: list[Step] = []
    for step in sorted(steps, key=lambda one: (reached(one).date or LAST, reached(one).round_number, reached(one).height)):
        place = len(path)
        while place and not is_earlier(reached(path[place - 1]), reached(step)) and reached(path[place - 1]).height > reached(step).height:
            place -= 1
        path.insert(place, step)
    return path


def is_earlier(one: Reached, other: Reached) -> bool:
    """Return whether a step lies before another, as far as both dates are known."""
    if not one.date or not other.date:
        return 0 < one.round_number < other.round_number
    length = min(PRECISION_LENGTHS[step.precision_code] for step in (one, other))
    return one.date[:length] < other.date[:length]


def goes_back(before: Reached, after: Reached) -> bool:
    """Return whether the later of two steps is at a lower stage. Ending is no way back, nor is beginning again."""
    is_ended = DISCONTINUED in (before.stage_code, after.stage_code)
    return not is_ended and after.height < before.height and is_earlier(before, after)


def direction(before: Reached | None, after: Reached) -> str:
    """Return where a step leads from the one before it in the path, a code of stage_directions. An end needs no stage before it."""
    if before is None:
        return "ended" if after.stage_code == DISCONTINUED else "start"
    if before.stage_code == after.stage_code:
        return "same"
    if after.stage_code == DISCONTINUED:
        return "ended"
    if before.stage_code == DISCONTINUED:
        return "resumed"
    return "forward" if before.height < after.height else "back"


def months_between(one: Reached, other: Reached) -> int | None:
    """Return the months from one step to a later one, whole years where only the year of one is known; None without both dates."""
    if not one.date or not other.date:
        return None
    (year, month), (later_year, later_month) = ([int(part) for part in step.date.split("-")[:2]] for step in (one, other))
    is_by_year = "year" in (one.precision_code, other.precision_code)
    return max(0, (later_year - year) * MONTHS + (0 if is_by_year else later_month - month))
