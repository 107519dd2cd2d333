"""The nightly refresh runs once a day by the clock on the wall."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from dagster._utils.schedules import schedule_execution_time_iterator  # what Dagster's daemon asks; it has no public name

FIRST, LAST = datetime(2027, 12, 30, tzinfo=UTC), datetime(2029, 1, 3, tzinfo=UTC)  # the ends of two years, a leap day between them


def _moments(cron: str, zone: str) -> list[datetime]:
    """Return when the schedule runs between the two days, by the clock on the wall."""
    moments = schedule_execution_time_iterator(FIRST.timestamp(), cron, zone, ascending=True)
    return [moment.astimezone(ZoneInfo(zone)) for moment in takewhile(lambda moment: moment < LAST, moments)]


@pytest.mark.parametrize("cron", ["0 2 * * *", "30 2 * * *", "0 1 * * *", "30 0 * * *"])  # clocks change between 0 and 3 at night
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "Africa/Casablanca", "Europe/Madrid", "America/New_York", "Asia/Beirut"])
def test_it_runs_once_a_day_whatever_the_clocks_do(cron, zone):
    moments = _moments(cron, zone)
    days = Counter(moment.date() for moment in moments)
    first = moments[0].date()
    expected = [first + timedelta(days=number) for number in range((moments[-1].date() - first).days + 1)]
    assert list(days) == expected
    assert set(days.values()) == {1}
    assert datetime(2028, 2, 29).date() in days
    usual = {(moment.hour, moment.minute) for moment in moments}
    assert len(usual) <= 2  # a moment that does not exist in one night of the year becomes another


def test_kathmandu_is_five_hours_and_three_quarters_ahead():
    assert {(moment.astimezone(UTC).hour, moment.astimezone(UTC).minute) for moment in _moments("0 2 * * *", "Asia/Kathmandu")} == {
        (20, 15)
    }
