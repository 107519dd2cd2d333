"""What is told when: tables of looks, and what holds however often one looks."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.alerts.country_news import Cause, CountryNews, Counts, FileTold
from pipelines.alerts.kinds import (
    BUILD_STALE,
    COUNTRY_SILENT,
    DAEMON_SILENT,
    DISK_LOW,
    FILES_REFUSED,
    KINDS,
    OF_HEALTH,
    OF_WAREHOUSE,
    SLOW,
    Trouble,
)
from pipelines.alerts.told import Memory, as_plain, decide_news, decide_troubles, from_plain

START = datetime(2015, 9, 28, 2, tzinfo=UTC)
DAY = timedelta(hours=24)
LOW, STALE = Trouble(DISK_LOW), Trouble(BUILD_STALE)
MUTE = Trouble(DAEMON_SILENT)
SILENT = Trouble(COUNTRY_SILENT, "MAR")
NOTHING_UNKNOWN: frozenset[str] = frozenset()


def refused(*marks: str) -> Trouble:
    return Trouble(FILES_REFUSED, "MAR", marks=frozenset(marks))


def looks(*seen: tuple[float, list[Trouble]], unknown: frozenset[str] = NOTHING_UNKNOWN) -> list[str]:
    """Look at the hours given; return what is told then: +kind begun, -kind over. Memories go through their file each time."""
    memory, told = Memory(), []
    for hour, troubles in seen:
        to_tell, memory = decide_troubles(
            memory, troubles, unknown if not troubles else NOTHING_UNKNOWN, START + timedelta(hours=hour), DAY
        )
        memory = from_plain(as_plain(memory))
        told.append(" ".join([*(f"+{one.kind}" for one in to_tell.troubles), *(f"-{key.partition(':')[0]}" for key in to_tell.over)]))
    return told


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([(0, [LOW]), (1, [LOW]), (23, [LOW]), (24, [LOW]), (25, [LOW])], ["+disk_low", "", "", "+disk_low", ""]),
        ([(0, [LOW]), (1, [LOW, STALE]), (2, [STALE]), (3, [])], ["+disk_low", "+build_stale", "-disk_low", "-build_stale"]),
        ([(0, []), (1, [])], ["", ""]),
        ([(0, [LOW]), (1, []), (2, [])], ["+disk_low", "-disk_low", ""]),
        # It comes and goes: told again after "well again" was told; the next "well again" waits.
        (
            [(0, [LOW]), (1, []), (2, [LOW]), (3, []), (4, [LOW]), (5, []), (25, [])],
            ["+disk_low", "-disk_low", "+disk_low", "", "", "", "-disk_low"],
        ),
        # What waits for people elsewhere is repeated once a week.
        ([(0, [SILENT]), (24, [SILENT]), (167, [SILENT]), (168, [SILENT])], ["+country_silent", "", "", "+country_silent"]),
        # One more file is news at once, one fewer is none.
        ([(0, [refused("a")]), (1, [refused("a", "b")]), (2, [refused("b")])], ["+files_refused", "+files_refused", ""]),
        # Nothing beats while Dagster starts: a later look must find it so too.
        ([(0, [MUTE]), (0.05, [MUTE]), (0.1, [MUTE]), (1, [MUTE]), (2, [])], ["", "", "+daemon_silent", "", "-daemon_silent"]),
        ([(0, [MUTE]), (1, []), (2, [MUTE]), (3, [])], ["", "", "", ""]),
        # A clock that was wrong by years does not silence anything.
        ([(90_000, [LOW]), (0, [LOW]), (1, [LOW])], ["+disk_low", "+disk_low", ""]),
        # Set back by an hour, as in autumn.
        ([(1, [LOW]), (0, [LOW])], ["+disk_low", ""]),
    ],
)
def test_what_is_told_when(seen, told):
    assert looks(*seen) == told


def test_what_cannot_be_known_is_not_told_to_be_over():
    assert looks((0, [LOW]), (1, []), unknown=frozenset({DISK_LOW})) == ["+disk_low", ""]


def test_every_kind_has_a_source():
    unsourced = set(KINDS) - set(OF_HEALTH) - set(OF_WAREHOUSE)
    assert unsourced == {"warehouse_unknown", "health_unknown", "undelivered"}
    assert set(SLOW) <= set(KINDS)
    assert len(set(KINDS)) == len(KINDS)


@given(
    st.lists(
        st.tuples(
            st.floats(0.1, 30), st.lists(st.sampled_from([LOW, STALE, SILENT, refused("a"), refused("b")]), unique_by=lambda one: one.key)
        ),
        max_size=30,
    )
)
def test_nothing_stays_untold_and_nothing_is_a_flood(seen):
    memory, now = Memory(), START
    told: dict[str, list[datetime]] = {}
    over: dict[str, list[datetime]] = {}
    for hours, troubles in seen:
        now += timedelta(hours=hours)
        to_tell, memory = decide_troubles(memory, troubles, NOTHING_UNKNOWN, now, DAY)
        for trouble in to_tell.troubles:
            told.setdefault(trouble.key, []).append(now)
        for key in to_tell.over:
            over.setdefault(key, []).append(now)
        # Whoever reads the messages knows of all that is wrong: the last word on each is that it is.
        assert all(told[one.key][-1] > max(over.get(one.key, []), default=START) for one in troubles)
        again, after = decide_troubles(memory, troubles, NOTHING_UNKNOWN, now, DAY)
        assert not again
        assert after == memory
    for moments in over.values():
        assert all(later - earlier >= DAY for earlier, later in pairwise(moments))
    for key, moments in told.items():
        most = 4 if key.startswith(FILES_REFUSED) else 2  # begun, and begun again after it was told to be over; of files, each one too
        assert all(sum(first <= moment < first + DAY for moment in moments) <= most for first in moments)


def news(*files: str, must_fix: int = 0) -> CountryNews:
    causes = (Cause("must_fix", "code-unknown", must_fix),) if must_fix else ()
    return CountryNews("MAR", "b1", Counts(9, 9, 0, 0, must_fix, 0), tuple(FileTold(name, name, "read") for name in files), causes)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([(0, news()), (1, news("a"))], [None, ("a",)]),
        ([(0, news("a")), (1, news("a")), (48, news("a"))], [("a",), None, None]),
        ([(0, news("a")), (1, news("a", "b")), (2, news("b"))], [("a",), ("b",), ()]),
        ([(0, news("a")), (1, news("a", must_fix=3)), (24, news("a", must_fix=3)), (25, news("a"))], [("a",), None, (), None]),
    ],
    ids=["the first file", "nothing new", "files are told of at once", "other figures alone once a day"],
)
def test_a_focal_point_hears_of_what_changed(seen, told):
    memory, heard = Memory(), []
    for hour, one in seen:
        to_tell, memory = decide_news(memory, [one], START + timedelta(hours=hour), DAY)
        memory = from_plain(as_plain(memory))
        heard.append(to_tell.news[0].new_names if to_tell else None)
    assert heard == told
