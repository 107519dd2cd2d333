"""What was told, and so what is to tell now: pure decisions for one recipient, and the memory that they leave.

A trouble is told when it begins, when something new joins it, and again after a while as long as it lasts. That it is over is told once,
and at most once within that while: a trouble that comes and goes must not send a message each time.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pipelines.alerts.country_news import CountryNews
from pipelines.alerts.kinds import SLOW, UNSURE, Trouble, kind_and_country

SLOWER = 7  # times
GRACE = timedelta(minutes=5)


@dataclass(frozen=True)
class Told:
    """What is remembered of a trouble: when it was told last, whether it is still open, and when it was last told to be over."""

    told_at: datetime
    is_open: bool = True
    over_at: datetime | None = None
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ToldNews:
    """What is remembered of a country's digest: when it was sent last, of which files, and with which figures."""

    told_at: datetime
    files: frozenset[str]
    figures: str


@dataclass(frozen=True)
class Memory:
    """All that one recipient was told. `number` counts the messages made for it.

    `suspected_at` is when troubles that may pass by themselves were first seen, until they are told.
    """

    number: int = 0
    troubles: dict[str, Told] = field(default_factory=dict)
    news: dict[str, ToldNews] = field(default_factory=dict)
    suspected_at: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class ToTell:
    """What a message has to say: troubles, keys of those that are over, and news of countries. It is empty when there is nothing."""

    troubles: tuple[Trouble, ...] = ()
    over: tuple[str, ...] = ()
    news: tuple[CountryNews, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.troubles or self.over or self.news)


def decide_troubles(
    memory: Memory, found: Iterable[Trouble], unknown_kinds: frozenset[str], now: datetime, repeat: timedelta
) -> tuple[ToTell, Memory]:
    """Return which troubles, and ends of troubles, are to be told, and what is remembered afterwards."""
    present = {trouble.key: trouble for trouble in found}
    suspected = {key: memory.suspected_at.get(key, now) for key, trouble in present.items() if trouble.kind in UNSURE}
    unsure = {key for key, at in suspected.items() if not _is_past(at, now, GRACE)}
    news = [trouble for key, trouble in present.items() if key not in unsure and _is_news(trouble, memory.troubles.get(key), now, repeat)]
    closed = [key for key, told in memory.troubles.items() if told.is_open and key not in present]
    gone = [key for key in closed if kind_and_country(key)[0] not in unknown_kinds]
    over = [key for key in gone if _is_past(memory.troubles[key].over_at, now, repeat)]
    after = {key: told for key, told in memory.troubles.items() if told.is_open or not _is_past(told.over_at, now, repeat)}
    after |= {trouble.key: _told_now(trouble, memory.troubles.get(trouble.key), now, repeat) for trouble in news}
    after |= {key: replace(memory.troubles[key], is_open=False, over_at=now) for key in over}
    return ToTell(tuple(news), tuple(over)), replace(memory, troubles=after, suspected_at=suspected)


def _is_news(trouble: Trouble, told: Told | None, now: datetime, repeat: timedelta) -> bool:
    if told is None or not told.is_open or trouble.marks - told.marks:
        return True
    return _is_past(told.told_at, now, repeat * SLOWER if trouble.kind in SLOW else repeat)


def _told_now(trouble: Trouble, before: Told | None, now: datetime, repeat: timedelta) -> Told:
    """Return what is remembered of a trouble that is told now. Parts that were told a short while ago stay told, if they come and go."""
    if before is None:
        return Told(now, marks=trouble.marks)
    is_joined = before.is_open and not _is_past(before.told_at, now, repeat)
    return Told(now, over_at=before.over_at, marks=trouble.marks | (before.marks if is_joined else frozenset()))


def _is_past(moment: datetime | None, now: datetime, span: timedelta) -> bool:
    """Whether so long has passed since a moment. One far in the future was noted by a clock that was wrong: it counts as past."""
    return moment is None or abs(now - moment) >= span


def decide_news(memory: Memory, found: Iterable[CountryNews], now: datetime, repeat: timedelta) -> tuple[ToTell, Memory]:
    """Return the countries whose digest is to be sent, and what is remembered afterwards.

    Other files are told of at once; figures that changed without them, as after a decision of the data team, once within the while.
    """
    told = memory.news
    changed = [one for one in found if _has_changed(one, told.get(one.country_code), now, repeat)]
    after = told | {one.country_code: ToldNews(now, one.marks, one.figures) for one in changed}
    news = [replace(one, new_names=_new_names(one, told.get(one.country_code))) for one in changed]
    return ToTell(news=tuple(news)), replace(memory, news=after)


def _has_changed(news: CountryNews, told: ToldNews | None, now: datetime, repeat: timedelta) -> bool:
    if told is None:
        return bool(news.files)
    return news.marks != told.files or (news.figures != told.figures and _is_past(told.told_at, now, repeat))


def _new_names(news: CountryNews, told: ToldNews | None) -> tuple[str, ...]:
    known = told.files if told else frozenset()
    return tuple(file.name for file in news.files if file.mark not in known)


def as_plain(memory: Memory) -> dict[str, Any]:
    """Return a memory as JSON can hold it."""
    return {
        "number": memory.number,
        "troubles": {key: _plain(told) for key, told in memory.troubles.items()},
        "news": {code: _plain(told) for code, told in memory.news.items()},
        "suspected_at": {key: at.isoformat() for key, at in memory.suspected_at.items()},
    }


def _plain(told: Told | ToldNews) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in asdict(told).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def from_plain(written: dict[str, Any]) -> Memory:
    """Return the memory that `as_plain` wrote. Raises KeyError, TypeError, ValueError when it did not."""
    return Memory(
        int(written["number"]),
        {
            key: Told(
                datetime.fromisoformat(told["told_at"]),
                bool(told["is_open"]),
                datetime.fromisoformat(told["over_at"]) if told["over_at"] else None,
                frozenset(told["marks"]),
            )
            for key, told in written["troubles"].items()
        },
        {
            code: ToldNews(datetime.fromisoformat(told["told_at"]), frozenset(told["files"]), str(told["figures"]))
            for code, told in written["news"].items()
        },
        {key: datetime.fromisoformat(at) for key, at in written.get("suspected_at", {}).items()},  # of an earlier version: none
    )
