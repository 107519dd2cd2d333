"""Messages on their way, to real servers on this machine: encrypted, signed, refused, unanswered. No address stands in a fault."""

import email.policy
import hashlib
import hmac
import json
import ssl
from contextlib import closing, nullcontext
from datetime import UTC, datetime

import pytest
from aiosmtpd.smtp import AuthResult

from pipelines.alerts import channels, mail, webhook
from pipelines.alerts.channels import NotSent
from pipelines.alerts.mail import MailChannel, email_of
from pipelines.alerts.messages import Message
from pipelines.alerts.recipients import MailServer
from pipelines.alerts.webhook import post
from pipelines.alerts.wording import HEADING, ITEM, SAID, TEXT, Line
from tests.pipelines.alerts.conftest import LOGIN, Mailbox, listening, mail_server

ADDRESS = "qcanary.person@example.org"  # invented
LINES = (Line(HEADING, "فشل التحديث"), Line(ITEM, "<b> & 1"), Line(ITEM, "2"), Line(SAID, "It failed."), Line(TEXT, "नेपाल"))
MESSAGE = Message("0a1b", "data-team", datetime(2015, 9, 28, 2, 10, tzinfo=UTC), "ar", "JMDI: فشل", LINES, ({"kind": "no_build"},))


def send_all(port, tmp_path, times=1, security="none", user="", password="", authority=None):
    server = MailServer("127.0.0.1", port, security, "jmdi@example.org", user)
    with closing(MailChannel(server, password, authority, tmp_path)) as channel:
        for _ in range(times):
            channel.send(MESSAGE, ADDRESS)


def fault_of(told):
    text = str(told.value)
    assert "qcanary" not in text.lower()
    assert "example.org" not in text
    return text


def test_an_email_is_plain_text_and_html_with_a_lasting_id_and_no_header_of_anybody_else(tmp_path):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        send_all(port, tmp_path, times=2)
    (address, content), _ = mailbox.taken
    taken = email.message_from_bytes(content, policy=email.policy.default)
    assert address == ADDRESS
    assert {name: taken[name] for name in ("From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "Content-Language")} == {
        "From": "jmdi@example.org",
        "To": ADDRESS,
        "Subject": "JMDI: فشل",
        "Message-ID": "<0a1b@example.org>",
        "Date": "Mon, 28 Sep 2015 02:10:00 +0000",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "ar",
    }
    assert taken.get_body(("plain",)).get_content().replace("\r\n", "\n") == "فشل التحديث\n- <b> & 1\n- 2\n  It failed.\n\nनेपाल\n"
    page = taken.get_body(("html",)).get_content()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<ul><li>&lt;b&gt; &amp; 1</li><li>2</li></ul>" in page
    assert '<p lang="en" dir="ltr">It failed.</p>' in page
    assert content.isascii()  # every server takes it


@pytest.mark.parametrize("subject", ["JMDI: x\r\nBcc: other@example.org", "JMDI: x\n\nbody", "a" * 500])
def test_a_subject_is_one_short_line_whatever_stands_in_it(tmp_path, subject):
    made = email_of(
        Message("0", "x", MESSAGE.made_at, "en", subject, LINES), ADDRESS, MailServer("h", 25, "none", "a@example.org"), tmp_path
    )
    assert made["Bcc"] is None
    assert "\n" not in str(made["Subject"])
    assert len(made["Subject"]) <= 120


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # what is asked of over TLS from the first byte
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_password_travels_encrypted_to_a_server_whose_certificate_is_trusted(tmp_path, certificate, security):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    mailbox = Mailbox()

    def authenticate(server, session, envelope, mechanism, login):
        return AuthResult(success=(login.login, login.password) == LOGIN, handled=False)

    by_tls = (
        {"ssl_context": context, "auth_require_tls": False} if security == "tls" else {"tls_context": context, "require_starttls": True}
    )
    with mail_server(mailbox, authenticator=authenticate, auth_required=True, **by_tls) as port:
        login = {"security": security, "user": "jmdi", "password": "Qsecret word"}
        send_all(port, tmp_path, authority=certificate[0], **login)
        assert len(mailbox.taken) == 1
        with pytest.raises(NotSent, match="certificate that is not trusted; JMDI_SMTP_CA may name") as told:
            send_all(port, tmp_path, **login)
        fault_of(told)
        with pytest.raises(NotSent, match=r"refuses the login \(535\); see user .* JMDI_SMTP_PASSWORD") as told:
            send_all(port, tmp_path, authority=certificate[0], **login | {"password": "Qwrong"})
        assert "Qwrong" not in fault_of(told)
    assert len(mailbox.taken) == 1


def test_a_server_without_starttls_gets_neither_password_nor_message(tmp_path):
    mailbox = Mailbox()
    with mail_server(mailbox) as port, pytest.raises(NotSent, match="does not offer STARTTLS") as told:
        send_all(port, tmp_path, security="starttls", user="jmdi", password="Qsecret word")
    fault_of(told)
    assert mailbox.taken == []


def test_what_a_server_refuses_is_told_by_its_number_alone_and_the_next_message_goes_on(tmp_path):
    mailbox = Mailbox()
    mailbox.answers_to_recipient = [f"550 <{ADDRESS}> is unknown here"]
    mailbox.answers_to_message = [f"451 greylisted, {ADDRESS}"]
    with (
        mail_server(mailbox) as port,
        closing(MailChannel(MailServer("127.0.0.1", port, "none", "a@example.org"), "", None, tmp_path)) as channel,
    ):
        for refused in (r"refuses the address of this recipient \(550\)", r"refuses the message \(451\)"):
            with pytest.raises(NotSent, match=refused) as told:
                channel.send(MESSAGE, ADDRESS)
            fault_of(told)
            assert not told.value.is_of_server
        channel.send(MESSAGE, ADDRESS)
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize(
    ("pieces", "security", "told_as"),
    [
        ((), "none", "broke off, or took too long"),  # it greets nobody
        ((b"220-wait\r\n",), "none", "broke off, or took too long"),  # it greets for ever
        ((b"554 go away\r\n",), "none", "answers with 554"),
        ((b"220 hello\r\n",), "tls", "does not speak TLS as asked"),
        ((), "tls", "does not answer"),
    ],
)
def test_a_server_that_hangs_or_babbles_holds_nobody_up(tmp_path, monkeypatch, pieces, security, told_as):
    monkeypatch.setattr(mail, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(channels, "MESSAGE_SECONDS", 0.6)
    with listening(*pieces) as port, pytest.raises(NotSent, match=told_as) as told:
        send_all(port, tmp_path, security=security)
    fault_of(told)
    assert told.value.is_of_server


def test_workbooks_are_attached_while_there_is_room(tmp_path, monkeypatch):
    monkeypatch.setattr(mail, "MOST_ATTACHED", 10)
    folder = tmp_path / "b1" / "corrections" / "MAR"
    folder.mkdir(parents=True)
    for name, size in (("a", 4), ("large", 7), ("b", 6)):
        (folder / f"{name}.xlsx").write_bytes(b"x" * size)
    named = tuple(("b1", f"MAR/{name}.xlsx") for name in ("a", "large", "gone", "b"))
    message = Message("0", "x", MESSAGE.made_at, "en", "s", LINES, workbooks=named)
    made = email_of(message, ADDRESS, MailServer("h", 25, "none", "a@example.org"), tmp_path)
    assert [part.get_filename() for part in made.iter_attachments()] == ["a.xlsx", "b.xlsx"]


def test_a_webhook_gets_json_that_it_can_verify(hook):
    memory, address = hook
    post(MESSAGE, address, "Qsecret")
    [(path, headers, body)] = memory.requests
    assert path == "/hook?token=Qtoken"
    assert headers["X-JMDI-Signature"] == "sha256=" + hmac.new(b"Qsecret", body, hashlib.sha256).hexdigest()
    assert headers["X-JMDI-Message"] == "0a1b"
    told = json.loads(body)
    assert (told["message_id"], told["subject"], told["events"]) == ("0a1b", "JMDI: فشل", [{"kind": "no_build"}])
    assert "It failed." in told["text"]
    assert b"Qsecret" not in body


def test_a_webhook_without_a_secret_is_not_signed(hook):
    memory, address = hook
    post(MESSAGE, address, "")
    assert "X-JMDI-Signature" not in memory.requests[0][1]


def test_a_webhook_that_points_elsewhere_is_not_followed(hook):
    memory, address = hook
    memory.answers = [(307, address.replace("hook", "elsewhere"))]
    with pytest.raises(NotSent, match="answers with 307; it points elsewhere") as told:
        post(MESSAGE, address, "Qsecret")
    assert "Qtoken" not in str(told.value)
    assert [path for path, _, _ in memory.requests] == ["/hook?token=Qtoken"]


@pytest.mark.parametrize(
    ("pieces", "told_as"),
    [((), "does not answer"), ((b"x",), "cannot be reached, or broke off"), (None, "cannot be reached")],
    ids=["hangs", "babbles", "gone"],
)
def test_a_webhook_that_hangs_or_is_gone_holds_nobody_up(monkeypatch, pieces, told_as):
    monkeypatch.setattr(webhook, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(channels, "MESSAGE_SECONDS", 0.6)
    with listening(*pieces) if pieces is not None else nullcontext(1) as port, pytest.raises(NotSent, match=told_as) as told:
        post(MESSAGE, f"http://127.0.0.1:{port}/Qtoken", "")
    assert "Qtoken" not in str(told.value)
