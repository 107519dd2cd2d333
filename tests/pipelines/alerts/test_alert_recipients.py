"""The file of recipients: what it says when it is well, and one sentence for each of its faults, without any address."""

from pathlib import Path

import pytest

from pipelines.alerts.recipients import Alerts, MailServer, Recipient, WrongAlerts, is_safe_webhook, read_alerts
from schemas.reference_files import CHECKOUT

GOOD = """
[mail]
host = "smtp.example.org"
sender = "jmdi@example.org"

[[recipients]]
name = "data-team"
mail = "qcanary@example.org"
gets = ["operation"]

[[recipients]]
name = "morocco"
mail = "qcanary.focal@example.org"
gets = ["findings"]
countries = ["MAR"]
"""


def read(tmp_path: Path, text: str) -> Alerts:
    file = tmp_path / "alerts.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o640)
    return read_alerts(file)


def test_who_is_told_what_in_the_language_of_the_country(tmp_path):
    assert read(tmp_path, GOOD) == Alerts(
        (
            Recipient("data-team", "en", ("operation",), mail="qcanary@example.org"),
            Recipient("morocco", "fr", ("findings",), ("MAR",), mail="qcanary.focal@example.org"),
        ),
        MailServer("smtp.example.org", 587, "starttls", "jmdi@example.org"),
    )


def test_the_file_that_is_shown_as_an_example_is_well():
    assert {one.name for one in read_alerts(CHECKOUT / "deploy" / "alerts.example.toml").recipients} >= {"data-team", "morocco"}


def test_a_mark_of_windows_editors_at_the_beginning_of_the_file_does_not_matter(tmp_path):
    assert read(tmp_path, f"\ufeff{GOOD}") == read(tmp_path, GOOD)


def test_a_file_that_everybody_can_read_is_told(tmp_path):
    read(tmp_path, GOOD)
    (tmp_path / "alerts.toml").chmod(0o644)
    assert read_alerts(tmp_path / "alerts.toml").is_open_to_others


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('"MAR"', '"MAR", "QCANARY"', "recipient 2 (morocco): it names an unknown country; those of the programme are CRI, "),
        ('mail = "qcanary@example.org"\n', "", "recipient 1 (data-team): it needs mail or webhook"),
        ('"qcanary@example.org"', '"Qcanary"', "recipient 1 (data-team): its mail is no e-mail address"),
        ('"qcanary@example.org"', '"qcanary@example.org, b@example.org"', "one address is meant"),
        ('"qcanary@example.org"', '"qcanary@example.org\\nBcc: b@example.org"', "one address is meant"),
        ('sender = "', 'port = 70000\nsender = "', "[mail] has a wrong port; it is a number from 1 to 65535"),
        ('sender = "', 'port = "587"\nsender = "', "[mail] has a wrong port"),
        ('sender = "', 'security = "ssl"\nsender = "', "[mail] has a wrong security; it is one of starttls, tls, none"),
        ('sender = "', 'security = ["tls"]\nsender = "', "[mail] has a wrong security; it is one of starttls, tls, none"),
        ('["MAR"]', '[["MAR"]]', "recipient 2 (morocco): it names an unknown country"),
        ('sender = "', 'security = "none"\nuser = "qcanary"\nsender = "', "would send a password that others can read"),
        ('host = "smtp.example.org"', "", "[mail] needs host"),
        ('sender = "jmdi@example.org"', "", "[mail] needs sender"),
        ("[mail]", "[post]", "the file has 1 entry that nobody reads; those known are repeat_hours, give_up_days, mail, recipients."),
        ("[mail]", "[post]", "a recipient has an e-mail address, but no mail server is named"),
        ('"data-team"', '"Qcanary Person"', "recipient 1: it needs a name for logs"),
        ('"data-team"', '"morocco"', "recipient 2 (morocco): another recipient has the same name"),
        ('["operation"]', '["operations"]', 'it needs gets, what it is told of, such as ["operation"]'),
        ('countries = ["MAR"]', "", 'countries and "findings" belong together'),
        ('countries = ["MAR"]', 'countries = ["MAR"]\nlanguage = "de"', "its language is none that messages are written in"),
        ('countries = ["MAR"]', 'countries = ["MAR"]\nqcanary = 1', "it has 1 entry that nobody reads"),
        ('countries = ["MAR"]', 'countries = ["MAR"]\nattach_workbooks = "yes"', "attach_workbooks is true or false"),
        ("[mail]", "repeat_hours = 0\n[mail]", "repeat_hours must be a number above 0"),
        ('host = "smtp.example.org"', 'host = "smtp.example.org" qcanary@example.org', "is not written in TOML, line 3, column"),
        ("[[recipients]]", "[recipients]", "is not written in TOML"),
    ],
)
def test_a_fault_is_told_in_a_sentence_without_what_was_written(tmp_path, written, instead, told):
    with pytest.raises(WrongAlerts) as fault:
        read(tmp_path, GOOD.replace(written, instead))
    assert told in str(fault.value)
    assert "qcanary" not in str(fault.value).lower()


def test_every_fault_is_told_at_once(tmp_path):
    with pytest.raises(WrongAlerts) as fault:
        read(tmp_path, 'give_up_days = "x"\nrecipients = [{}, {name = "a", webhook = "http://example.org/Qtoken", gets = ["operation"]}]')
    told = str(fault.value)
    assert [part in told for part in ("give_up_days", "recipient 1: it needs a name", "recipient 1: it needs mail", "recipient 2 (a)")] == [
        True
    ] * 4
    assert "Qtoken" not in told


def test_a_file_that_is_not_there_or_empty_is_told(tmp_path):
    with pytest.raises(WrongAlerts, match=r"JMDI_ALERTS names .*gone.toml, which cannot be read"):
        read_alerts(tmp_path / "gone.toml")
    with pytest.raises(WrongAlerts, match="nobody is named"):
        read(tmp_path, "")


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://hooks.example.org/a?b=c", True),
        ("https://hooks.example.org:8443", True),
        ("http://127.0.0.1:8080/a", True),
        ("http://localhost/a", True),
        ("http://hooks.example.org/a", False),
        ("http://127.0.0.1.example.org/a", False),
        ("https://user:password@hooks.example.org/a", False),
        ("https://hooks.example.org:99999/a", False),
        ("https://hooks.example.org/a b", False),
        ("https://hooks.example.org/a\r\nX: y", False),
        ("https:///a", False),
        ("file:///etc/passwd", False),
        (7, False),
    ],
)
def test_messages_go_only_to_encrypted_webhooks_or_to_this_machine(address, is_safe):
    assert is_safe_webhook(address) == is_safe
