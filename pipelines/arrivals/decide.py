"""Decides whether deliveries ask for a refresh. Nothing here looks at a clock, a disk or Dagster.

Asked for is one refresh for one state of the deliveries, once they are at rest: two looks, one after the other, have found the same. A
state that a build was made of, or that a refresh was asked for already, asks for nothing: a refresh that failed is not tried again until
something changes, or the night comes. While a refresh waits or goes on, nothing is asked for; what came meanwhile is seen afterwards.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from pipelines.arrivals.built import Built, vanished
from pipelines.arrivals.look import State, digest_of_state
from pipelines.arrivals.sentences import (
    AT_WORK,
    NO_DELIVERIES,
    NO_NEWS,
    NOT_AT_REST,
    NOT_READ_YET,
    TRIED,
    all_of_a_country_gone,
    needs_a_person,
)


@dataclass(frozen=True)
class Memory:
    """What is remembered from one look to the next: the mark of the last look, and of the last state that nothing is asked for any more.

    That state was built, or a refresh was asked for with it. Both are empty at the beginning.
    """

    seen: str = ""
    settled: str = ""

    def cursor(self) -> str:
        """Return it as Dagster keeps it, the same few bytes however many files there are."""
        return json.dumps(asdict(self))


def memory_of(cursor: str | None) -> Memory:
    """Return what a cursor remembers; nothing when it is of another version of this program."""
    try:
        return Memory(**json.loads(cursor or "{}"))
    except (TypeError, ValueError):
        return Memory()


class Look(NamedTuple):
    """One look at the deliveries: its mark, how many there are, whether a refresh waits or goes on, what builds were made of.

    `state` reads what the deliveries hold: None when some were written to or could not all be read in time.
    """

    seen: str
    file_count: int
    is_at_work: bool
    built: Built
    state: Callable[[], State | None]


class Decision(NamedTuple):
    """What to remember, and either the state that asks for a refresh, or why nothing does, in a sentence."""

    memory: Memory
    asks_with: State | None
    sentence: str


def decide(memory: Memory, found: Look) -> Decision:
    """Return what follows from a look and what is remembered of those before."""
    now = replace(memory, seen=found.seen)
    if not found.file_count:
        return Decision(now, None, needs_a_person(NO_DELIVERIES))
    if found.seen != memory.seen:
        return Decision(now, None, NOT_AT_REST)
    if found.is_at_work:
        return Decision(now, None, AT_WORK)
    state = found.state()
    if state is None:
        return Decision(now, None, NOT_READ_YET)
    return _judge(now, state, found.built)


def _judge(memory: Memory, state: State, built: Built) -> Decision:
    mark = digest_of_state(state)
    if state in (built.current, built.newest):  # the newest is another after `jmdi restore`, which shall not be undone at once
        return Decision(replace(memory, settled=mark), None, NO_NEWS.format(build=built.name))
    if mark == memory.settled:
        return Decision(memory, None, TRIED)
    if gone := vanished(built, state):
        return Decision(memory, None, needs_a_person(all_of_a_country_gone(gone)))
    return Decision(replace(memory, settled=mark), state, "")
