"""Whole looks: what is written, sent, tried again, given up and remembered, with real servers and an invented sight."""

import fcntl
import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from pipelines.alerts import look_around as looks
from pipelines.alerts import mail
from pipelines.alerts.country_news import Cause, CountryNews, Counts, FileTold
from pipelines.alerts.look_around import look_around
from pipelines.alerts.outbox import OutboxTold, read_outbox
from pipelines.alerts.report import in_a_line, in_lines
from pipelines.alerts.troubles import Seen
from pipelines.definitions import definitions
from pipelines.operation.doctor import examine
from pipelines.settings import settings
from tests.commands import run_here
from tests.pipelines.alerts.conftest import Mailbox, free_port, listening, mail_server
from tests.pipelines.alerts.test_alert_troubles import FRESH, WELL

START = datetime(2015, 9, 28, 2, tzinfo=UTC)
LOW = Seen(replace(WELL, is_disk_low=True, free_bytes=5 * 2**20), status=FRESH)
FINE = Seen(WELL, status=FRESH)
FILES = (FileTold("MAR/2015/a.xlsx", "h", "read"),)
NEWS = CountryNews("MAR", "b1", Counts(12, 9, 3, 0, 4, 0), FILES, (Cause("must_fix", "code-unknown", 4),), ("MAR/2015-a.xlsx",))


class Office:
    """An office that looks around: what it sees, whom it tells, and what came of it."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.seen, self.news = folder, LOW, ()
        for name in ("state", "warehouse"):
            monkeypatch.setenv(f"JMDI_{name.upper()}", str(folder / name))
        monkeypatch.setenv("JMDI_ALERTS", str(folder / "alerts.toml"))
        monkeypatch.setattr(looks, "see", lambda *_: (replace(self.seen, undelivered=self.outbox().undelivered), self.news))

    def tell(self, *recipients, port=25, more=""):
        head = f'{more}\n[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "jmdi@example.org"\n'
        parts = [f"[[recipients]]\n{one}\n" for one in recipients]
        (self.folder / "alerts.toml").write_text(head + "".join(parts), encoding="utf-8")

    def look(self, hour=0.0, with_all=False):
        self.now = START + timedelta(hours=hour)
        return look_around(settings(), with_all, self.now)

    def outbox(self):
        return read_outbox(self.folder / "state", self.now)


MENDS_OUTBOX = "`jmdi alert --test` says what each server answers, `jmdi alert --retry` sends them."
TEAM = 'name = "data-team"\nmail = "qcanary.team@example.org"\ngets = ["operation"]'
FOCAL = 'name = "morocco"\nmail = "qcanary.focal@example.org"\ngets = ["findings"]\ncountries = ["MAR"]'


def by_webhook(address):
    return f'name = "duty-room"\nwebhook = "{address}"\ngets = ["operation"]'


@pytest.fixture
def office(tmp_path, monkeypatch):
    return Office(tmp_path, monkeypatch)


def test_everyone_is_told_once_of_what_concerns_them(office, hook):
    memory, address = hook
    mailbox = Mailbox()
    office.news = (NEWS,)
    with mail_server(mailbox) as port:
        office.tell(TEAM, FOCAL, by_webhook(address), port=port)
        assert in_a_line(office.look(0)) == "1 thing wrong, 3 new messages, 3 sent."
        assert in_a_line(office.look(1)) == "1 thing wrong, 0 new messages, 0 sent."
        office.seen = FINE
        assert in_a_line(office.look(2)) == "0 things wrong, 2 new messages, 2 sent."
    assert sorted(to for to, _ in mailbox.taken) == ["qcanary.focal@example.org", *["qcanary.team@example.org"] * 2]
    assert [[(one["kind"], one["state"]) for one in json.loads(body)["events"]] for _, _, body in memory.requests] == [
        [("disk_low", "wrong")],
        [("disk_low", "well")],
    ]


def test_a_message_waits_for_a_server_that_is_gone_longer_each_time_and_is_sent_once(office):
    mailbox, port = Mailbox(), free_port()
    office.tell(TEAM, port=port)
    tried = [hour for hour in (0, 0.05, 0.1, 0.2, 0.3, 0.6) if office.look(hour).sent.failed]
    assert tried == [0, 0.1, 0.3]  # after 5 minutes, after 10 more, after 20 more
    assert office.outbox().waiting == 1
    with mail_server(mailbox) as taking:
        office.tell(TEAM, port=taking)
        assert office.look(1).sent.taken == 1
        assert office.look(2).sent.taken == 0
    assert len(mailbox.taken) == 1
    assert (office.outbox().waiting, office.outbox().given_up) == (0, 0)


def test_the_command_says_that_not_everyone_is_told_as_long_as_a_message_waits(office, tmp_path):
    office.tell(TEAM, port=free_port())
    office.now = None
    settled = [run_here("alert", folder=tmp_path, JMDI_ALERTS=str(tmp_path / "alerts.toml")) for _ in range(2)]
    assert [done.returncode for done in settled] == [2, 2]
    assert "0 new messages, 0 sent." in settled[1].stdout


def test_a_message_that_is_refused_for_the_moment_is_taken_later_under_the_same_id(office, hook):
    memory, address = hook
    memory.answers = [(500, ""), (200, "")]
    mailbox = Mailbox()
    mailbox.answers_to_message = ["451 later, qcanary.team@example.org"]
    with mail_server(mailbox) as port:
        office.tell(TEAM, by_webhook(address), port=port)
        looked = office.look(0)
        told = list(in_lines(looked, office.outbox()))
        assert "duty-room: The webhook's server answers with 500." in told
        assert f"data-team: The mail server 127.0.0.1, port {port}, refuses the message (451)." in told
        assert office.look(1).sent.taken == 2
    first, second = (json.loads(body)["message_id"] for _, _, body in memory.requests)
    assert first == second


def test_a_message_is_given_up_after_days_told_through_another_channel_and_sent_when_asked(office, hook):
    memory, address = hook
    office.tell(TEAM, by_webhook(address), port=free_port(), more="give_up_days = 2\nrepeat_hours = 1000")
    office.look(0)
    office.look(47)
    assert office.outbox().given_up == 0
    office.look(54)
    assert office.outbox().given_up == 1
    assert [one.to_do for one in examine(settings()) if "could not be delivered" in one.what] == [MENDS_OUTBOX]
    assert "undelivered" in [one["kind"] for _, _, body in memory.requests for one in json.loads(body)["events"]]
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office.tell(TEAM, by_webhook(address), port=port)
        office.look(60)
        before = len(mailbox.taken)
        office.look(61, with_all=True)
    assert len(mailbox.taken) > before
    assert (office.outbox().waiting, office.outbox().given_up) == (0, 0)


def test_a_mail_server_that_hangs_holds_up_neither_the_look_nor_other_channels(office, hook, monkeypatch):
    monkeypatch.setattr(mail, "ANSWER_SECONDS", 0.2)
    asked = []
    monkeypatch.setattr(mail.MailChannel, "_log_in", lambda *_: asked.append(1))
    memory, address = hook
    office.news = (NEWS,)
    with listening() as port:
        office.tell(TEAM, FOCAL, by_webhook(address), port=port)
        looked = office.look(0)
    assert (looked.sent.taken, looked.sent.failed) == (1, 2)
    assert len(memory.requests) == 1
    assert asked == []


@pytest.mark.parametrize("cut", ["before remembering", "before sending"])
def test_a_look_that_is_cut_off_tells_nobody_twice_and_nothing_is_lost(office, monkeypatch, cut):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office.tell(TEAM, port=port)

        def end(*_, **__):
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(looks, "write_whole" if cut == "before remembering" else "send_waiting", end)
            with pytest.raises(KeyboardInterrupt):
                office.look(0)
        office.look(1)
        office.look(2)
    assert len(mailbox.taken) == 1


def test_a_memory_that_is_harmed_tells_everything_again(office):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office.tell(TEAM, port=port)
        office.look(0)
        (office.folder / "state" / "alerts.json").write_text('{"data-team": [', encoding="utf-8")
        assert office.look(1).sent.taken == 1


def test_while_one_look_works_another_leaves_it_to_that_one(office):
    office.tell(TEAM, port=free_port())
    office.look(0)
    with (office.folder / "state" / "alerts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert in_a_line(office.look(30)) == "Another look is under way; it tells what there is to tell."


def test_an_account_that_may_not_look_into_the_state_is_told_nothing_and_no_fault_of_the_program(tmp_path):
    (tmp_path / "state" / "outbox").mkdir(parents=True)
    (tmp_path / "state" / "outbox" / "a.json").write_text("{}", encoding="utf-8")
    (tmp_path / "state").chmod(0o000)
    account = os.geteuid()
    try:
        os.seteuid(account or 65534)  # root may look into everything
        assert read_outbox(tmp_path / "state") == OutboxTold(0, 0, 0)
    finally:
        os.seteuid(account)
        (tmp_path / "state").chmod(0o700)
    assert read_outbox(tmp_path / "state") == OutboxTold(0, 0, 1)


def test_who_is_no_longer_named_gets_nothing_that_waited(office):
    office.tell(TEAM, port=free_port())
    office.look(0)
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office.tell(TEAM.replace("data-team", "new-team"), port=port)
        assert in_a_line(office.look(1)).endswith("1 new message, 1 sent, 1 dropped, since their recipients are no longer named.")
    assert len(mailbox.taken) == 1


def test_no_address_lies_in_the_state_or_stands_in_what_is_printed(office):
    office.news = (NEWS,)
    office.tell(TEAM, FOCAL, by_webhook(f"http://127.0.0.1:{free_port()}/qcanarytoken"), port=free_port())
    looked = office.look(0)
    assert looked.sent.failed == 3
    kept = [path for path in (office.folder / "state").rglob("*") if path.is_file()]
    assert len(list((office.folder / "state" / "outbox").glob("*.json"))) == 3
    assert [path for path in kept if re.search(rb"qcanary", path.read_bytes(), re.IGNORECASE)] == []
    assert "qcanary" not in "\n".join([in_a_line(looked), *in_lines(looked, office.outbox())]).lower()
    assert {oct(path.stat().st_mode & 0o077) for path in kept if path.suffix == ".json"} == {"0o0"}
    assert (office.folder / "state" / "outbox").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("is_set", "status"), [(True, "RUNNING"), (False, "STOPPED")])
def test_dagster_looks_around_by_itself_where_somebody_is_named_and_shows_no_address(office, monkeypatch, is_set, status):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        office.tell(TEAM, port=port)
        office.now = START
        if not is_set:
            monkeypatch.delenv("JMDI_ALERTS")
        sensor = definitions(settings()).resolve_sensor_def("look_around")
        assert sensor.default_status.name == status
        if is_set:
            told = sensor.evaluate_tick(dg.build_sensor_context())
            assert (told.skip_message, told.run_requests) == ("1 thing wrong, 1 new message, 1 sent.", [])
    assert len(mailbox.taken) == is_set
