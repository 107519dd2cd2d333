"""When deliveries ask for a refresh: once they are at rest, once for what lies there, and never so that rows would be lost."""

import json
import os
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from pipelines.arrivals.built import Built, read_built
from pipelines.arrivals.decide import Look, Memory, decide, memory_of
from pipelines.arrivals.look import Contents, digest_of, look, mark, state_of
from pipelines.arrivals.sensor import deliveries_sensor
from pipelines.arrivals.sentences import AT_WORK, NEEDS_A_PERSON, NO_DELIVERIES, NOT_AT_REST, TRIED, what_arrived
from pipelines.settings import settings
from steps.files.limits import MAX_FILE_BYTES
from steps.files.receive import receive
from tests.commands import environment
from warehouse.builds import Warehouse
from warehouse.manifest import write_about

FILES = ("MAR/2015/a.xlsx", "MAR/2015/b.xlsx", "NPL/2015/c.xlsx")
WRITE, REMOVE, NOTHING, ENDS_WELL, ENDS_BADLY, RESTORE = "write", "remove", "nothing", "ends well", "ends badly", "restore"
EVENTS = st.one_of(
    st.tuples(st.sampled_from((WRITE, WRITE, REMOVE)), st.sampled_from(FILES)),
    st.sampled_from(((NOTHING, ""), (NOTHING, ""), (ENDS_WELL, ""), (ENDS_BADLY, ""), (RESTORE, ""))),
)


class Office:
    """A folder of deliveries, the builds made of it, and a sensor, all in memory. A build is the state that it was made of."""

    def __init__(self) -> None:
        self.files: dict[str, int] = {}
        self.builds: list[tuple] = []
        self.current: tuple = ()
        self.run: tuple | None = None
        self.memory = Memory()
        self.writes = 0
        self.asked: list[tuple] = []

    @property
    def state(self):
        return state_of((name, str(version)) for name, version in self.files.items())

    def happens(self, event: str, name: str) -> None:
        if event == WRITE:
            self.writes += 1
            self.files[name] = self.writes
        elif event == REMOVE:
            self.files.pop(name, None)
        elif event == RESTORE and len(self.builds) > 1:
            self.current = self.builds[-2]
        elif event in (ENDS_WELL, ENDS_BADLY) and self.run is not None:
            if event == ENDS_WELL:
                self.builds.append(self.run)
                self.current = self.run
            self.run = None

    def looks(self) -> str:
        """Let the sensor look, and start the run that it asks for, which takes in what is there now."""
        read = {code: tuple(one.file_name for one in self.current if one.country_code == code) for code in ("MAR", "NPL")}
        built = Built("b", self.current, self.builds[-1] if self.builds else (), read)
        seen = json.dumps(self.files, sort_keys=True)
        decision = decide(memory_of(self.memory.cursor()), Look(seen, len(self.files), self.run is not None, built, lambda: self.state))
        self.memory = decision.memory
        if decision.asks_with is not None:
            self.asked.append(decision.asks_with)
            self.run = self.state
        return decision.sentence

    def loses_a_country(self) -> bool:
        return {one.country_code for one in self.current} - {one.country_code for one in self.state} != set()


@given(st.lists(st.lists(EVENTS, max_size=3), max_size=25))
@tries(max_examples=150)
def test_whatever_happens_a_refresh_is_asked_for_at_rest_once_and_without_loss(days):
    office = Office()
    for events in days:
        before, asked, run = office.files.copy(), len(office.asked), office.run
        for event in events:
            office.happens(*event)
        settled = office.memory.settled
        office.looks()
        if len(office.asked) > asked:
            assert office.files == before  # nothing was written to since the look before
            assert office.memory.settled != settled  # what was asked for, or built, before is not asked for again
            assert office.state != office.current
            assert run is None or office.run is not run
            assert office.files
            assert not office.loses_a_country()


@given(st.lists(EVENTS, max_size=25))
@tries(max_examples=150)
def test_what_came_changed_or_went_is_built_two_looks_after_it_rests(events):
    office = Office()
    for event in events:
        office.happens(*event)
        office.looks()
    while office.run is not None:
        office.happens(ENDS_WELL, "")
        office.looks()
    office.happens(WRITE, "SEN/2015/new.xlsx")
    office.looks()
    said = office.looks()
    if office.loses_a_country():
        assert said.startswith(NEEDS_A_PERSON)
    else:
        assert office.run == office.state


def test_a_run_that_failed_is_not_repeated_until_something_changes():
    office = Office()
    office.happens(WRITE, FILES[0])
    assert [office.looks() for _ in range(3)] == [NOT_AT_REST, "", AT_WORK]
    office.happens(ENDS_BADLY, "")
    assert [office.looks() for _ in range(3)] == [TRIED] * 3
    office.happens(WRITE, FILES[0])
    assert [office.looks() for _ in range(2)] == [NOT_AT_REST, ""]
    assert len(office.asked) == 2


def test_a_removed_file_asks_for_a_refresh_and_a_country_that_is_gone_asks_a_person():
    office = Office()
    for name in FILES:
        office.happens(WRITE, name)
    office.looks(), office.looks(), office.happens(ENDS_WELL, "")
    office.happens(REMOVE, FILES[0])
    office.looks(), office.looks(), office.happens(ENDS_WELL, "")
    assert office.current == office.state == office.asked[1]
    office.happens(REMOVE, FILES[1])
    office.looks()
    assert "Morocco: MAR/2015/b.xlsx" in office.looks()
    assert office.looks().endswith("run the job accept_loss with MAR.")
    office.files.clear()
    assert office.looks() == NEEDS_A_PERSON + NO_DELIVERIES
    assert len(office.asked) == 2


def test_going_back_to_an_earlier_build_is_not_undone():
    office = Office()
    for _ in range(2):
        office.happens(WRITE, FILES[0])
        office.looks(), office.looks(), office.happens(ENDS_WELL, "")
    office.happens(RESTORE, "")
    office.memory = Memory()  # as after the state of Dagster was lost
    for _ in range(3):
        office.looks()
    assert len(office.asked) == 2


def test_a_cursor_of_another_version_begins_anew():
    assert [memory_of(text) for text in (None, "", "no JSON", '{"other": 1}', "[1]")] == [Memory()] * 5


def test_the_sensor_knows_deliveries_as_a_build_does(tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    folder = raw / "MAR" / "2015"
    folder.mkdir(parents=True)
    for name, content in (("a.xlsx", b"PK no workbook"), ("b.csv", b"x,y\n1,2\n"), ("empty.xlsx", b""), ("copy.csv", b"x,y\n1,2\n")):
        (folder / name).write_bytes(content)
    (folder / "Maria Example +212 600-000000.csv").write_bytes(b"x\n1\n")
    (folder / "link.xlsx").symlink_to("a.xlsx")
    os.truncate(folder / "a.xlsx", 100)
    with (folder / "large.xlsx").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    (raw / "MAR" / "at-the-root.csv").write_bytes(b"x\n2\n")
    (folder / ".DS_Store").write_bytes(b"x")
    rows = receive(raw, "MAR").drop_duplicates("submission_id")
    stamps = look(raw)
    (folder / "~$a.xlsx").write_bytes(b"somebody has it open")
    assert digest_of(look(raw)) == digest_of(stamps)
    built = state_of(
        (name, mark(digest, size)) for name, digest, size in rows[["file_name", "file_hash", "size_count"]].itertuples(index=False)
    )
    assert Contents().state(raw, stamps) == built
    assert len(built) == 8


def test_a_redacted_file_is_the_delivery_that_it_was(tmp_path, monkeypatch):
    (tmp_path / "decisions").mkdir()
    (tmp_path / "raw" / "MAR" / "2015").mkdir(parents=True)
    (tmp_path / "raw" / "MAR" / "2015" / "a.csv").write_bytes(b"x\n")
    file_hash = Contents().state(tmp_path / "raw", look(tmp_path / "raw"))[0].mark
    heads = "erased_hash,received_hash,submission_id,erased_date,erased_by,reason_text"
    (tmp_path / "decisions" / "erasures.csv").write_text(f"{heads}\n{file_hash},{'0' * 64},MAR-2015-1,2026-01-01,team,asked\n")
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    assert Contents().state(tmp_path / "raw", look(tmp_path / "raw"))[0].mark == "0" * 64


def test_files_that_cannot_all_be_read_at_once_are_read_at_the_next_looks(tmp_path):
    folder = tmp_path / "MAR" / "2015"
    folder.mkdir(parents=True)
    for number in range(3):
        (folder / f"{number}.csv").write_text(str(number))
    contents, stamps = Contents(reading_seconds=-1.0), look(tmp_path)
    read = [contents.state(tmp_path, stamps) for _ in range(4)]
    assert read[:3] == [None] * 3
    assert len(read[3]) == 3


def test_what_arrived_is_counted_by_country():
    before = state_of([("MAR/2015/a.xlsx", "1"), ("MAR/2015/b.xlsx", "2"), ("NPL/2015/c.xlsx", "3")])
    now = state_of([("MAR/2015/a.xlsx", "9"), ("NPL/2015/c.xlsx", "3"), ("NPL/2015/d.xlsx", "4"), ("NPL/2015/e.xlsx", "5")])
    assert what_arrived(before, now) == {"MAR": "1 changed, 1 removed", "NPL": "2 new"}


@pytest.fixture
def office(tmp_path, monkeypatch):
    """The settings of a folder of deliveries with one file, whose warehouse has no build yet."""
    (tmp_path / "raw" / "MAR" / "2015").mkdir(parents=True)
    (tmp_path / "raw" / "MAR" / "2015" / "a.csv").write_text("x")
    for name, value in environment(tmp_path, tmp_path / "raw", JMDI_ON_ARRIVAL="on", JMDI_ARRIVAL_SECONDS="30").items():
        monkeypatch.setenv(name, value)
    return settings()


def _build_of(raw: Path, warehouse: Warehouse, name: str) -> None:
    rows = receive(raw, "MAR").drop_duplicates("submission_id")
    inputs = rows[["file_name", "file_hash", "size_count"]].assign(outcome_code="read").to_dict("records")
    with warehouse.writing(), warehouse.new_build(name) as build:
        write_about(build, {"inputs": inputs})


def test_the_sensor_asks_for_one_run_and_says_what_arrived(office):
    sensor, warehouse = deliveries_sensor(office), Warehouse(office.warehouse)
    assert (sensor.default_status, sensor.minimum_interval_seconds) == (dg.DefaultSensorStatus.RUNNING, 30)
    with dg.DagsterInstance.ephemeral() as instance:

        def looks(cursor: str | None) -> dg.SensorResult:
            return sensor(dg.build_sensor_context(instance=instance, cursor=cursor))

        first = looks(None)
        assert (first.run_requests, first.skip_reason.skip_message) == ([], NOT_AT_REST)
        second = looks(first.cursor)
        assert [(run.run_key, run.tags["arrived/MAR"]) for run in second.run_requests] == [(None, "1 new")]
        assert looks(second.cursor).skip_reason.skip_message == TRIED
        instance.add_run(dg.DagsterRun(job_name="nightly_refresh", run_id="1", status=dg.DagsterRunStatus.STARTED))
        assert looks(second.cursor).skip_reason.skip_message == AT_WORK
        instance.delete_run("1")
        _build_of(office.raw_folder, warehouse, "20260101T020000Z-a")
        told = looks(second.cursor)
        assert told.skip_reason.skip_message == "Nothing has arrived: the build 20260101T020000Z-a was made of just these files."
        assert len(told.cursor) < 200
        (warehouse.folder / "current").unlink()
        assert looks(None).skip_reason.skip_message.startswith(f"{NEEDS_A_PERSON}{warehouse.folder / 'current'} leads to no build")


def test_a_build_of_just_these_files_starts_nothing(office):
    _build_of(office.raw_folder, Warehouse(office.warehouse), "20260101T020000Z-a")
    stamps = look(office.raw_folder)
    assert read_built(Warehouse(office.warehouse)).current == Contents().state(office.raw_folder, stamps)


def test_a_setting_turns_the_sensor_off(office, monkeypatch):
    monkeypatch.setenv("JMDI_ON_ARRIVAL", "off")
    assert deliveries_sensor(settings()).default_status == dg.DefaultSensorStatus.STOPPED
