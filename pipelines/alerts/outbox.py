"""The outbox: messages that wait to be sent, one file each in JMDI_STATE/outbox, closed to all but its owner; no address stands in any.

A message is written before it is sent and deleted once a server has taken it. A crash between the two sends it a second time, under the
same id. One that nobody took for days is moved to `given-up`, where it stays until `jmdi alert --retry` sends it or somebody deletes it.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.alerts.messages import Message
from pipelines.alerts.wording import Line
from warehouse.disk import sync

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
GIVEN_UP = "given-up"
LATE = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """A message in the outbox: how often it was tried, when next, and what its recipient has been told with it (see `told.as_plain`)."""

    message: Message
    told: dict[str, Any]
    tries: int = 0
    next_try_at: datetime | None = None
    is_given_up: bool = False


@dataclass(frozen=True)
class OutboxTold:
    """How many messages wait, how many of them for a day or longer, and how many were given up; a file that cannot be read is one."""

    waiting: int
    late: int
    given_up: int

    @property
    def undelivered(self) -> int:
        """Messages that somebody should look after."""
        return self.late + self.given_up


def read_outbox(state_folder: Path, now: datetime | None = None) -> OutboxTold:
    """Return what is in the outbox. It can be asked at any time, and changes nothing.

    Of one that this account may not look into nothing is told: whoever asks for its state is told why.
    """
    at = now or datetime.now(UTC)
    box = Outbox(state_folder)
    try:
        waiting = [kept for kept in box.kept() if not kept.is_given_up]
        given_up = len(list(box.folder.glob("*.json"))) - len(waiting) + len(list((box.folder / GIVEN_UP).glob("*.json")))
    except PermissionError:
        return OutboxTold(0, 0, 0)
    return OutboxTold(len(waiting), sum(at - kept.message.made_at >= LATE for kept in waiting), given_up)


class Outbox:
    """The folder of messages."""

    def __init__(self, state_folder: Path) -> None:
        self.folder = state_folder / "outbox"

    def put(self, kept: Kept) -> None:
        """Write a message, whole or not at all, and wait until it is on the disk. Raises OSError."""
        place = self._place(kept)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(place, json.dumps(_plain(kept), ensure_ascii=False))

    def kept(self) -> list[Kept]:
        """Return the messages that can be read, those given up too, the oldest first."""
        found = [*self._read(self.folder, False), *self._read(self.folder / GIVEN_UP, True)]
        return sorted(found, key=lambda kept: (kept.message.made_at, kept.message.message_id))

    def remove(self, kept: Kept) -> None:
        """Delete a message that was sent, or has no recipient any more."""
        self._place(kept).unlink(missing_ok=True)

    def failed(self, kept: Kept, now: datetime, give_up_days: float) -> None:
        """Note that a message was tried in vain: it is tried again later and later, and given up after days. Raises OSError."""
        wait = min(FIRST_WAIT * 2 ** min(kept.tries, 20), LONGEST_WAIT)
        after = replace(kept, tries=kept.tries + 1, next_try_at=now + wait)
        self.put(after)
        if not kept.is_given_up and now - kept.message.made_at >= timedelta(days=give_up_days):
            given_up = self._place(replace(after, is_given_up=True))
            given_up.parent.mkdir(mode=0o700, exist_ok=True)
            os.replace(self._place(after), given_up)

    def _place(self, kept: Kept) -> Path:
        folder = self.folder / GIVEN_UP if kept.is_given_up else self.folder
        return folder / f"{kept.message.message_id}.json"

    def _read(self, folder: Path, is_given_up: bool) -> Iterator[Kept]:
        for path in folder.glob("*.json"):
            # Sent by another look in between, or harmed on the disk: then it is counted as given up.
            with suppress(OSError, ValueError, KeyError, TypeError):
                yield replace(_kept(json.loads(path.read_text(encoding="utf-8"))), is_given_up=is_given_up)


def is_due(kept: Kept, now: datetime) -> bool:
    """Return whether a message is to be tried now; a next try that a wrong clock set far ahead does not count."""
    return not kept.is_given_up and (kept.next_try_at is None or kept.next_try_at <= now or kept.next_try_at - now > LONGEST_WAIT)


def write_whole(place: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step, and wait until it is on the disk. Raises OSError."""
    unfinished = place.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, place)
    sync(place.parent)


def _plain(kept: Kept) -> dict[str, Any]:
    message = asdict(kept.message) | {"made_at": kept.message.made_at.isoformat(), "lines": [list(line) for line in kept.message.lines]}
    next_try_at = kept.next_try_at.isoformat() if kept.next_try_at else None
    return {"message": message, "told": kept.told, "tries": kept.tries, "next_try_at": next_try_at}


def _kept(written: dict[str, Any]) -> Kept:
    about = written["message"]
    message = Message(
        **about
        | {
            "made_at": datetime.fromisoformat(about["made_at"]),
            "lines": tuple(Line(*line) for line in about["lines"]),
            "events": tuple(about["events"]),
            "workbooks": tuple((build, path) for build, path in about["workbooks"]),
        }
    )
    next_try_at = datetime.fromisoformat(written["next_try_at"]) if written["next_try_at"] else None
    return Kept(message, dict(written["told"]), int(written["tries"]), next_try_at)
