"""What is wrong, from what a look has seen; a table of sights and their troubles."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from pipelines.alerts.troubles import Seen, Waiting, troubles
from pipelines.operation.health import Health, RunTold
from pipelines.operation.status import Status
from schemas.rhythms import Rhythm
from steps.records.disappear import losses, question

NOW = datetime(2016, 9, 28, 4, tzinfo=UTC)
WELL = Health(
    is_up=True,
    is_beating=True,
    daemon_beat_at=NOW,
    is_schedule_on=True,
    next_refresh_at=None,
    last_success=None,
    last_failure=None,
    running=(),
    queued=(),
    stuck=(),
    free_bytes=10**10,
    is_disk_low=False,
)
FRESH = Status("b1", "2016-09-28T02:00:00+00:00", 2.0, False, [], None, None)
OLD = replace(FRESH, age_hours=30.4, is_old=True)
RUN = RunTold("r1", "nightly_refresh", "FAILURE", NOW, NOW, ())


def submissions(*rows):
    return pd.DataFrame(rows, columns=["country_code", "file_name", "accepted_count"])


LOSSES = losses(submissions(("MAR", "MAR/2015/a.xlsx", 9), ("TUN", "TUN/2015/b.xlsx", 9)), submissions())
LOST = " ".join(map(question, LOSSES))  # as the check of a refresh tells it


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (Seen(WELL, status=FRESH), []),
        (Seen(replace(WELL, last_failure=replace(RUN, sentences=("The disk is full.",))), status=FRESH), ["refresh_failed"]),
        (Seen(replace(WELL, last_failure=RUN), status=FRESH), ["refresh_failed"]),
        (Seen(replace(WELL, last_failure=replace(RUN, sentences=(LOST,))), status=FRESH), ["rows_lost:MAR", "rows_lost:TUN"]),
        (
            Seen(replace(WELL, last_failure=replace(RUN, sentences=(LOST, "A row is in no table."))), status=FRESH),
            ["rows_lost:MAR", "rows_lost:TUN", "refresh_failed"],
        ),
        (Seen(replace(WELL, is_up=False, is_beating=False), status=OLD), ["build_stale"]),
        (Seen(replace(WELL, is_beating=False), status=FRESH), ["daemon_silent"]),
        (Seen(replace(WELL, stuck=(RUN,), is_disk_low=True), status=FRESH), ["run_stuck", "disk_low"]),
        (Seen(health_fault="The state cannot be read.", status=FRESH), ["health_unknown"]),
        (Seen(WELL, has_no_build=True), ["no_build"]),
        (Seen(WELL, status_fault="The server does not answer."), ["warehouse_unknown"]),
        (Seen(WELL, damage_text="mapping.gpkg was changed."), ["build_damaged"]),
        (Seen(WELL, status=replace(FRESH, files_build="b0")), ["files_behind"]),
        (Seen(WELL, status=FRESH, waiting=(Waiting("SLV", frozenset("a"), frozenset("b")),)), ["files_refused:SLV", "answers_wait:SLV"]),
        (Seen(WELL, status=FRESH, undelivered=2), ["undelivered"]),
        (Seen(WELL, status=FRESH, heard_at=(("MAR", datetime(2016, 3, 28, 3, tzinfo=UTC)),)), ["country_silent:MAR"]),
        (Seen(WELL, status=FRESH, heard_at=(("MAR", datetime(2016, 3, 28, 5, tzinfo=UTC)),)), []),
        (Seen(WELL, status=FRESH, heard_at=(("TUN", datetime(2014, 1, 1, tzinfo=UTC)),)), []),  # has no rhythm
    ],
)
def test_what_is_wrong(seen, found):
    assert [trouble.key for trouble in troubles(seen, NOW, 26, [Rhythm("MAR", 6)])] == found


def test_a_stale_build_says_why_no_refresh_will_come_by_itself():
    [told] = troubles(Seen(replace(WELL, is_up=False, is_beating=False), status=OLD), NOW, 26, [])
    assert dict(told.facts) == {"hours": "30", "limit": "26", "made_at": "2016-09-28 02:00"}
    assert told.sentences == ("Nothing is up that would refresh by itself: `jmdi up` starts it.",)
    [told] = troubles(Seen(replace(WELL, is_schedule_on=False), status=OLD), NOW, 26, [])
    assert told.sentences == ("The nightly schedule is off: turn it on in Dagster's pages, under Automation.",)


def test_of_what_cannot_be_read_nothing_is_known():
    assert Seen(WELL, status=FRESH).unknown_kinds == frozenset()
    assert Seen(WELL, has_no_build=True).unknown_kinds == frozenset()
    assert "refresh_failed" in Seen(health_fault="x", status=FRESH).unknown_kinds
    assert {"build_stale", "country_silent"} <= Seen(WELL, status_fault="x").unknown_kinds
    assert {"build_stale", "country_silent"} <= Seen(WELL, damage_text="x").unknown_kinds
