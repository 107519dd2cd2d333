"""F15: clocks that jump, and zones of time: one run a day, times kept in UTC, the order of builds, ids that know no clock."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dagster._utils.schedules import schedule_execution_time_iterator

from pipelines.jobs import nightly
from pipelines.operation.status import read_status
from pipelines.settings import settings
from tests.commands import command, environment
from tests.faults.conftest import deliver
from tests.faults.invariants import assert_nothing_left, assert_whole, rows
from warehouse.builds import Warehouse
from warehouse.manifest import read_about, write_about
from warehouse.restore import restore

pytestmark = pytest.mark.prove
# Years with the clocks' changes of Europe and of Morocco (which changes for Ramadan), leap days, and zones off by a part of an hour.
ZONES = ("UTC", "Europe/Madrid", "Africa/Casablanca", "Asia/Kathmandu", "America/El_Salvador", "America/Santiago", "Asia/Manila")
SCHEDULES = ("0 2 * * *", "30 2 * * *", "30 0 * * *")
YEARS = (2026, 2027, 2028)
KEPT = 3


@pytest.mark.parametrize("zone", ZONES)
def test_every_night_has_one_run(zone, monkeypatch, proved):
    for schedule in SCHEDULES:
        monkeypatch.setenv("JMDI_TIME_ZONE", zone)
        monkeypatch.setenv("JMDI_SCHEDULE", schedule)
        asked = nightly(settings())
        begin = datetime(YEARS[0], 1, 1, tzinfo=ZoneInfo(zone))
        ticks = schedule_execution_time_iterator(begin.timestamp(), asked.cron_schedule, asked.execution_timezone, ascending=True)
        days = [next(ticks).astimezone(ZoneInfo(zone)).date() for _ in range(3 * 365)]
        assert [later - earlier for earlier, later in pairwise(days)] == [timedelta(days=1)] * (len(days) - 1), schedule
    proved.add("F15", "operate", len(SCHEDULES), "I2", told="Three years of nights for each zone and time of night.")


def test_builds_stay_in_the_order_in_which_they_were_made_whatever_the_clock_says(tmp_path, proved):
    warehouse = Warehouse(tmp_path)
    day = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    clock = [
        day, day + timedelta(hours=1), day,  # put back by an hour
        day + timedelta(days=3650), day + timedelta(days=1), day + timedelta(days=2),  # wrong by ten years for a night
        datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC),
    ]  # fmt: skip
    made: list[str] = []
    for number, now in enumerate(clock):
        with warehouse.writing():
            name = warehouse.next_id(now, f"{9 - number:08x}")  # marks that would sort the other way
            with warehouse.new_build(name) as build:
                write_about(build, {"made_at": now.isoformat()})
            warehouse.keep_last(KEPT)
        made.append(name)
        assert warehouse.current.name == name
        assert [build.name for build in warehouse.builds()] == made[-KEPT:]
    assert read_about(warehouse.current)["made_at"] == clock[-1].isoformat()  # what was the clock's is not improved
    proved.add("F15", "prune", len(clock), "I1 I5", told="The clock back by an hour, ahead by ten years, at 1970.")


def test_restore_goes_back_to_the_build_made_before_also_when_the_clock_was_put_back(tmp_path, publisher, monkeypatch, proved):
    warehouse = Warehouse(tmp_path)
    clock = iter([datetime(2037, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)])
    naming = warehouse.next_id
    monkeypatch.setattr(warehouse, "next_id", lambda _, mark: naming(next(clock), mark))
    first, second = publisher.publish(warehouse), publisher.publish(warehouse)
    assert warehouse.current == second
    assert restore(warehouse) == first
    write_about(first, read_about(first) | {"made_at": datetime(2037, 1, 1, tzinfo=UTC).isoformat()})
    assert read_status(warehouse, 26).is_old, "a build from the future must not look fresh for ten years"
    assert_whole(tmp_path)
    proved.add("F15", "hand over", 1, "I1")


FAKED = (
    ("2027-03-28 00:59:57", "Europe/Madrid"),  # clocks jump from 2 to 3 while it runs
    ("2026-10-25 00:59:57", "Europe/Madrid"),  # seven months back, and an hour twice
    ("2028-02-29 18:14:57", "Asia/Kathmandu"),  # midnight there, and none in UTC
    ("2027-12-31 23:59:57", "UTC"),
)


def test_rows_and_ids_are_the_same_whatever_the_clock_says(tmp_path, proved):
    if not shutil.which("faketime"):
        pytest.skip("needs Debian's package faketime")
    raw = deliver(tmp_path)
    warehouse = tmp_path / "warehouse"
    seen: list[tuple[str, dict[str, str]]] = []
    for moment, zone in FAKED:
        utc = environment(tmp_path, raw, TZ=zone, JMDI_TIME_ZONE="America/El_Salvador")
        faked = ["faketime", "-f", f"@{_local(moment, zone)}", *command("refresh", "--again")]
        done = subprocess.run(faked, env=utc, capture_output=True, text=True, check=False, timeout=1200)
        assert done.returncode == 0, done.stdout + done.stderr
        build = Warehouse(warehouse).current
        assert read_about(build)["made_at"][:10] in (moment[:10], _next_day(moment)), "UTC"
        seen.append((build.name, rows(warehouse)))
    assert [name for name, _ in seen] == sorted(name for name, _ in seen)
    assert all(found == seen[0][1] for _, found in seen)
    assert_whole(warehouse)
    assert_nothing_left(warehouse)
    proved.add("F15", "publish", len(FAKED), "I1 I2 I5", told="Both changes of the clocks, leap day in Kathmandu, year's end.")


def _local(moment: str, zone: str) -> str:
    """Return a moment of UTC as faketime wants it: in the zone of the program."""
    return f"{datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def _next_day(moment: str) -> str:
    return f"{datetime.fromisoformat(moment) + timedelta(days=1):%Y-%m-%d}"
