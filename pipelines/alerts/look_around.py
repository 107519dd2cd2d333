"""A look: what is wrong, who has not been told of it, a message to each, and what waits is sent.

It may be started from Dagster, a timer and by hand at once: one works, the others leave it to that one. What was told is remembered in
JMDI_STATE, and every message carries what its recipient has been told with it: a look that was cut off between writing a message and
remembering it tells nobody twice.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.alerts.country_news import CountryNews
from pipelines.alerts.kinds import Trouble, kind_and_country
from pipelines.alerts.messages import Message
from pipelines.alerts.outbox import Kept, Outbox, write_whole
from pipelines.alerts.recipients import FINDINGS, OPERATION, Alerts, Recipient, WrongAlerts, read_alerts
from pipelines.alerts.seeing import see
from pipelines.alerts.sending import Sent, send_waiting
from pipelines.alerts.told import Memory, ToTell, as_plain, decide_news, decide_troubles, from_plain
from pipelines.alerts.troubles import Seen, troubles
from pipelines.alerts.wording import wording
from pipelines.operation.home import writing_state
from pipelines.settings import Settings
from schemas.rhythms import rhythms

NEWS = "deliveries_news"


@dataclass(frozen=True)
class Looked:
    """What a look found and did. `is_left` says that another look was under way, and this one did nothing."""

    troubles: tuple[Trouble, ...] = ()
    written: int = 0
    sent: Sent = field(default_factory=Sent)
    is_left: bool = False
    is_open_to_others: bool = False


def chosen_alerts(chosen: Settings) -> Alerts:
    """Return the recipients. Raises WrongAlerts, also when none are named."""
    if chosen.alerts is None:
        raise WrongAlerts("JMDI_ALERTS names no file, so nobody is told; deploy/alerts.example.toml shows one.")
    return read_alerts(chosen.alerts)


def look_around(chosen: Settings, with_all: bool = False, at: datetime | None = None) -> Looked:
    """Look, tell and send; `with_all` sends every message that waits, those given up too. Raises WrongAlerts, StateClosed, WrongSetting."""
    alerts, now = chosen_alerts(chosen), at or datetime.now(UTC)
    with writing_state(), _alone(chosen.state_folder) as is_alone:
        if not is_alone:
            return Looked(is_left=True)
        box = Outbox(chosen.state_folder)
        seen, news = see(chosen, now)
        found = troubles(seen, now, chosen.max_age_hours, rhythms())
        written = _tell(chosen.state_folder, box, alerts, _Found(seen, tuple(found), news), now)
        return Looked(tuple(found), written, send_waiting(box, alerts, chosen, now, with_all), is_open_to_others=alerts.is_open_to_others)


def see_troubles(chosen: Settings) -> list[Trouble]:
    """Return what is wrong now, and tell nobody. Raises WrongAddress."""
    now = datetime.now(UTC)
    return troubles(see(chosen, now)[0], now, chosen.max_age_hours, rhythms())


@contextmanager
def _alone(state_folder: Path) -> Iterator[bool]:
    """Hold the lock of looks, or say that another look holds it."""
    state_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (state_folder / "alerts.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@dataclass(frozen=True)
class _Found:
    seen: Seen
    troubles: tuple[Trouble, ...]
    news: tuple[CountryNews, ...]


def _tell(state_folder: Path, box: Outbox, alerts: Alerts, found: _Found, now: datetime) -> int:
    """Write the messages that are to be sent, then what was told with them; return how many there are."""
    before = _memories(state_folder, box)
    after: dict[str, Memory] = {}
    written = 0
    for recipient in alerts.recipients:
        to_tell, memory = _decide(recipient, before.get(recipient.name, Memory()), found, now, timedelta(hours=alerts.repeat_hours))
        if to_tell:
            memory = replace(memory, number=memory.number + 1)
            box.put(Kept(_message(recipient, to_tell, memory.number, now), as_plain(memory)))
            written += 1
        after[recipient.name] = memory
    _remember(state_folder, after)
    return written


def _remember(state_folder: Path, memories: dict[str, Memory]) -> None:
    place, text = state_folder / "alerts.json", json.dumps({name: as_plain(memory) for name, memory in memories.items()})
    if not place.exists() or place.read_bytes() != text.encode():
        write_whole(place, text)


def _decide(recipient: Recipient, memory: Memory, found: _Found, now: datetime, repeat: timedelta) -> tuple[ToTell, Memory]:
    told = news = ToTell()
    if OPERATION in recipient.gets:
        told, memory = decide_troubles(memory, found.troubles, found.seen.unknown_kinds, now, repeat)
    if FINDINGS in recipient.gets:
        own = [one for one in found.news if one.country_code in recipient.countries]
        news, memory = decide_news(memory, own, now, repeat)
    return ToTell(told.troubles, told.over, news.news), memory


def _message(recipient: Recipient, to_tell: ToTell, number: int, now: datetime) -> Message:
    workbooks = [(news.build_id, path) for news in to_tell.news for path in news.workbooks] if recipient.attach_workbooks else []
    words = wording(to_tell, recipient.language, bool(workbooks))
    mark = hashlib.sha256(f"{recipient.name}\n{number}\n{now.isoformat()}".encode()).hexdigest()[:32]
    return Message(
        mark, recipient.name, now, recipient.language, words.subject, words.lines, tuple(_events(to_tell)), tuple(workbooks)
    )  # fmt: skip


def _events(to_tell: ToTell) -> Iterator[dict[str, str]]:
    for trouble in to_tell.troubles:
        yield {"kind": trouble.kind, "country_code": trouble.country_code, "state": "wrong"}
    for kind, country_code in map(kind_and_country, to_tell.over):
        yield {"kind": kind, "country_code": country_code, "state": "well"}
    for news in to_tell.news:
        yield {"kind": NEWS, "country_code": news.country_code, "build_id": news.build_id}


def _memories(state_folder: Path, box: Outbox) -> dict[str, Memory]:
    """Return what each recipient was told: as remembered, or as its last message says. What cannot be read is told anew."""
    memories: dict[str, Memory] = {}
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        written = json.loads((state_folder / "alerts.json").read_text(encoding="utf-8"))
        memories = {name: from_plain(told) for name, told in written.items()}
    for kept in box.kept():
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            told = from_plain(kept.told)
            if told.number > memories.get(kept.message.recipient, Memory()).number:
                memories[kept.message.recipient] = told
    return memories
