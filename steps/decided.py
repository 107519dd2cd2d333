"""What becomes of answers that people give to questions on places and pairs: decisions, and a sentence for each that is not taken."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from steps.actors.persons_in_prose import without_persons_in_prose
from steps.personal_texts import without_personal

NO_REASON = "No reason given."
NO_ANSWER = "the row has a reason but no answer; give the answer, or take the reason away."
Decision = TypeVar("Decision")


class NotUnderstood(ValueError):
    """An answer that does not say without doubt what is meant; the text says why."""


@dataclass
class Taken(Generic[Decision]):
    """What became of answers.

    `choices` are all decisions, earlier and new, in the order in which they are kept; `standing` counts answers that say what was
    decided before; `refusals` are sentences, one for each answer that was not taken.
    """

    choices: list[Decision]
    added: int = 0
    replaced: int = 0
    standing: int = 0
    refusals: list[str] = field(default_factory=list)


def free_id(wanted: str, taken: Collection[str]) -> str:
    """Return the id wanted for a decision, numbered when somebody has used it for another one."""
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def reason_of(text: str) -> str:
    """Return a reason as it may be kept: without addresses, telephone numbers and names of persons, and never empty."""
    return shown_answer(text) or NO_REASON


def shown_answer(text: str) -> str:
    """Return what somebody wrote as it may be told: no telephone number, address or person's name of it is in any log or table."""
    return without_persons_in_prose(without_personal(text))
