"""Sends what waits in the outbox, each message by its recipient's channel, within the time that a look may take."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.alerts.channels import NotSent
from pipelines.alerts.mail import MailChannel
from pipelines.alerts.messages import Message
from pipelines.alerts.outbox import Kept, Outbox, is_due
from pipelines.alerts.recipients import Alerts, Recipient
from pipelines.alerts.webhook import post
from pipelines.settings import Settings, secret
from warehouse.opening import open_warehouse

SENDING_SECONDS = 30.0  # no message is begun later in a look; the next look goes on
MAIL = "mail"


@dataclass
class Sent:
    """What came of sending: how many messages were taken, how many were dropped since nobody is named for them, and why others were not."""

    taken: int = 0
    dropped: int = 0
    failed: int = 0
    faults: tuple[str, ...] = ()

    def add_fault(self, recipient: Recipient, fault: NotSent) -> None:
        """Note why a message was not taken; the same reason stands there once."""
        self.failed += 1
        sentence = f"{recipient.name}: {fault}"
        self.faults = tuple(dict.fromkeys((*self.faults, sentence)))


class Sender:
    """The channels of the recipients, with their secrets. One that failed as a whole is not asked again."""

    def __init__(self, alerts: Alerts, mail: MailChannel | None, webhook_secret: str) -> None:
        self._mail, self._webhook_secret = mail, webhook_secret
        self._recipients = {one.name: one for one in alerts.recipients}
        self._broken: dict[str, NotSent] = {}

    def recipient(self, name: str) -> Recipient | None:
        """Return a recipient by name; None when the file no longer names it."""
        return self._recipients.get(name)

    def send(self, message: Message, recipient: Recipient) -> None:
        """Send a message. Raises NotSent, WrongSetting."""
        channel = MAIL if recipient.mail else recipient.webhook
        if channel in self._broken:
            raise self._broken[channel]
        try:
            if self._mail and recipient.mail:
                self._mail.send(message, recipient.mail)
            else:
                post(message, recipient.webhook, self._webhook_secret)
        except NotSent as fault:
            if fault.is_of_server:
                self._broken[channel] = fault
            raise


def mail_channel(alerts: Alerts, chosen: Settings) -> MailChannel | None:
    """Return the way to the mail server, if one is named. Raises WrongSetting."""
    if alerts.mail is None:
        return None
    return MailChannel(alerts.mail, secret("JMDI_SMTP_PASSWORD"), chosen.smtp_authority, builds_folder(chosen))


def builds_folder(chosen: Settings) -> Path:
    """Return the folder of builds with their files."""
    return open_warehouse(chosen.warehouse, chosen.files_folder).folder / "builds"


def send_waiting(box: Outbox, alerts: Alerts, chosen: Settings, now: datetime, with_all: bool = False) -> Sent:
    """Send the messages that are due, or all of them, those given up too. Raises OSError, WrongSetting."""
    due = [kept for kept in box.kept() if with_all or is_due(kept, now)]
    if not due:
        return Sent()
    sent, end = Sent(), time.monotonic() + SENDING_SECONDS
    mail, webhook_secret = mail_channel(alerts, chosen), secret("JMDI_WEBHOOK_SECRET")
    try:
        sender = Sender(alerts, mail, webhook_secret)
        for kept in due:
            if time.monotonic() < end:
                _send_one(kept, sender, box, sent, now, alerts.give_up_days)
    finally:
        if mail:
            mail.close()
    return sent


def _send_one(kept: Kept, sender: Sender, box: Outbox, sent: Sent, now: datetime, give_up_days: float) -> None:
    recipient = sender.recipient(kept.message.recipient)
    if recipient is None:
        box.remove(kept)
        sent.dropped += 1
        return
    try:
        sender.send(kept.message, recipient)
    except NotSent as fault:
        box.failed(kept, now, give_up_days)
        sent.add_fault(recipient, fault)
    else:
        box.remove(kept)
        sent.taken += 1
