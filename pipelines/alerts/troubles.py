"""What is wrong now, from what a look has seen; no clock, no file, no memory of what was told."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from pipelines.alerts import kinds
from pipelines.alerts.kinds import Trouble
from pipelines.operation.health import Health
from pipelines.operation.status import Status
from schemas.rhythms import Rhythm
from steps.records.disappear import countries_asked_about

MEGABYTE = 2**20


@dataclass(frozen=True)
class Waiting:
    """The files of a country that wait for people: refused ones, and answers that nobody has taken as decisions, by submission_id."""

    country_code: str
    refused: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """All that a look has seen. What could not be read is None, and the sentence that says why stands in its place.

    `status` is None too without a build (`has_no_build`), or when it is so damaged that nothing can be read of it (`damage_text`).
    `heard_at` is, by country, when its last new file came. `undelivered` is how many messages nobody took for a day or longer.
    """

    health: Health | None = None
    health_fault: str = ""
    status: Status | None = None
    status_fault: str = ""
    has_no_build: bool = False
    damage_text: str = ""
    heard_at: tuple[tuple[str, datetime], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    undelivered: int = 0

    @property
    def unknown_kinds(self) -> frozenset[str]:
        """The kinds of trouble of which nothing is known: they neither begin nor end."""
        of_health = kinds.OF_HEALTH if self.health_fault else ()
        of_warehouse = () if self.status or self.has_no_build else kinds.OF_WAREHOUSE
        return frozenset((*of_health, *of_warehouse))


def troubles(seen: Seen, now: datetime, max_age_hours: float, rhythms: Collection[Rhythm]) -> list[Trouble]:
    """Return what is wrong, the gravest first, then by country."""
    found = [*_of_health(seen), *_of_warehouse(seen, max_age_hours), *_of_countries(seen, now, rhythms)]
    if seen.undelivered:
        found.append(Trouble(kinds.UNDELIVERED, facts=(("count", str(seen.undelivered)),)))
    return sorted(found, key=lambda trouble: (kinds.KINDS.index(trouble.kind), trouble.country_code))


def _of_health(seen: Seen) -> Iterator[Trouble]:
    if seen.health_fault:
        yield Trouble(kinds.HEALTH_UNKNOWN, sentences=(seen.health_fault,))
    health = seen.health
    if health is None:
        return
    if health.last_failure:
        yield from _of_failure(health.last_failure.sentences)
    if health.stuck:
        yield Trouble(kinds.RUN_STUCK, facts=(("count", str(len(health.stuck))),), marks=frozenset(run.run_id for run in health.stuck))
    if health.is_half_dead:
        yield Trouble(kinds.DAEMON_SILENT)
    if health.is_disk_low:
        yield Trouble(kinds.DISK_LOW, facts=(("megabytes", str(health.free_bytes // MEGABYTE)),))


def _of_failure(sentences: tuple[str, ...]) -> Iterator[Trouble]:
    """Yield the countries of which many rows are gone, each with its sentence, and the failure itself when it has another reason."""
    others = tuple(sentence for sentence in sentences if not countries_asked_about(sentence))
    for sentence in sentences:
        for code in countries_asked_about(sentence):
            yield Trouble(kinds.ROWS_LOST, code, facts=(("code", code),), sentences=(sentence,))
    if others or not sentences:
        yield Trouble(kinds.REFRESH_FAILED, sentences=others)


def _of_warehouse(seen: Seen, max_age_hours: float) -> Iterator[Trouble]:
    if seen.status_fault:
        yield Trouble(kinds.WAREHOUSE_UNKNOWN, sentences=(seen.status_fault,))
    if seen.has_no_build:
        yield Trouble(kinds.NO_BUILD)
    if seen.damage_text:
        yield Trouble(kinds.BUILD_DAMAGED, sentences=(seen.damage_text,))
    status = seen.status
    if status is None:
        return
    if status.is_old:
        facts = (("hours", f"{status.age_hours:.0f}"), ("limit", f"{max_age_hours:g}"), ("made_at", status.made_at[:16].replace("T", " ")))
        yield Trouble(kinds.BUILD_STALE, facts=facts, sentences=_why_stale(seen.health))
    if status.files_build:
        yield Trouble(kinds.FILES_BEHIND)


def _why_stale(health: Health | None) -> tuple[str, ...]:
    """Return what would keep the next refresh from coming by itself."""
    if health is None:
        return ()
    if not health.is_up:
        return ("Nothing is up that would refresh by itself: `jmdi up` starts it.",)
    if health.is_schedule_on is False:
        return ("The nightly schedule is off: turn it on in Dagster's pages, under Automation.",)
    return ()


def _of_countries(seen: Seen, now: datetime, rhythms: Collection[Rhythm]) -> Iterator[Trouble]:
    heard = dict(seen.heard_at)
    for rhythm in rhythms:
        last = heard.get(rhythm.country_code)
        if last is not None and rhythm.is_over(last, now):
            facts = (("since", last.date().isoformat()), ("months", str(rhythm.months)))
            yield Trouble(kinds.COUNTRY_SILENT, rhythm.country_code, facts)
    for one in seen.waiting:
        for kind, marks in ((kinds.FILES_REFUSED, one.refused), (kinds.ANSWERS_WAIT, one.answers)):
            if marks:
                yield Trouble(kind, one.country_code, (("count", str(len(marks))),), marks=marks)
