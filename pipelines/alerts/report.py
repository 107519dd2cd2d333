"""What a look says of itself, to whoever started it and to Dagster's pages: counts and names of recipients, never an address."""

from collections.abc import Iterator

from pipelines.alerts.look_around import Looked
from pipelines.alerts.outbox import OutboxTold
from pipelines.alerts.wording import title

READABLE = "JMDI_ALERTS can be read by every account of this machine; it holds addresses: chmod o-r."
LEFT = "Another look is under way; it tells what there is to tell."


def in_a_line(looked: Looked) -> str:
    """Return what came of a look in one line."""
    if looked.is_left:
        return LEFT
    sent = looked.sent
    parts = [f"{_counted(len(looked.troubles), 'thing')} wrong", f"{_counted(looked.written, 'new message')}", f"{sent.taken} sent"]
    parts += [f"{sent.failed} not sent"] if sent.failed else []
    parts += [f"{sent.dropped} dropped, since their recipients are no longer named"] if sent.dropped else []
    return ", ".join(parts) + "."


def in_lines(looked: Looked, box: OutboxTold) -> Iterator[str]:
    """Yield what came of a look for a person."""
    if looked.is_left:
        yield LEFT
        return
    yield from (title(trouble, "en") for trouble in looked.troubles)
    yield in_a_line(looked)
    yield from looked.sent.faults
    if box.waiting or box.given_up:
        yield f"In the outbox: {box.waiting} waiting, {box.given_up} given up (`jmdi alert --retry` sends them)."
    if looked.is_open_to_others:
        yield READABLE


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
