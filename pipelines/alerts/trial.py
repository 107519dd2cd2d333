"""Tries the channels: a test message to every recipient, past the outbox, so that whoever sets them up sees at once what happens."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from pipelines.alerts.channels import NotSent
from pipelines.alerts.messages import Message
from pipelines.alerts.recipients import Alerts, Recipient
from pipelines.alerts.sending import Sender, mail_channel
from pipelines.alerts.wording import trial_wording
from pipelines.settings import Settings, secret


def send_trials(alerts: Alerts, chosen: Settings) -> Iterator[tuple[str, str]]:
    """Yield each recipient's name, and why the test message did not reach its server, empty when it did. Raises WrongSetting."""
    mail = mail_channel(alerts, chosen)
    try:
        sender = Sender(alerts, mail, secret("JMDI_WEBHOOK_SECRET"))
        for recipient in alerts.recipients:
            yield recipient.name, _try(sender, recipient)
    finally:
        if mail:
            mail.close()


def _try(sender: Sender, recipient: Recipient) -> str:
    now, words = datetime.now(UTC), trial_wording(recipient.language)
    mark = hashlib.sha256(f"{recipient.name}\n{now.isoformat()}".encode()).hexdigest()[:32]
    try:
        sender.send(Message(mark, recipient.name, now, recipient.language, words.subject, words.lines), recipient)
    except NotSent as fault:
        return str(fault)
    return ""
