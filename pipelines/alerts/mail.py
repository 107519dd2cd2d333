"""E-mail: how a message is laid out as one, and the mail server that takes it, encrypted unless it is told that it need not be."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from pipelines.alerts.channels import ANSWER_SECONDS, NotSent, cut_off
from pipelines.alerts.messages import Message, as_html, as_text
from pipelines.alerts.recipients import MailServer
from pipelines.settings import WrongSetting
from warehouse.builds import CORRECTIONS

MOST_ATTACHED = 10 * 2**20  # bytes: many offices take no larger messages
READY = 220
SEVEN_BITS = SMTP.clone(cte_type="7bit")  # every server takes these
WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
OF_ONE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
# The first kind that a fault is of tells it.
TOLD: dict[type[Exception], str] = {
    smtplib.SMTPRecipientsRefused: "refuses the address of this recipient ({code})",
    smtplib.SMTPDataError: "refuses the message ({code})",
    smtplib.SMTPSenderRefused: "refuses the sender ({code})",
    smtplib.SMTPAuthenticationError: "refuses the login ({code}); see user in the file of recipients, and JMDI_SMTP_PASSWORD",
    smtplib.SMTPNotSupportedError: "does not offer STARTTLS, or no login; see security in the file of recipients",
    smtplib.SMTPServerDisconnected: "broke off, or took too long",
    smtplib.SMTPResponseException: "answers with {code}",
    ssl.SSLCertVerificationError: "has a certificate that is not trusted; JMDI_SMTP_CA may name the authority that signed it",
    ssl.SSLError: "does not speak TLS as asked; see security and port in the file of recipients",
    TimeoutError: "does not answer",
    UnicodeError: "takes no login with letters outside of ASCII",
    Exception: "cannot be reached",
}
CONTEXT_FAULT = "JMDI_SMTP_CA names {path}, which cannot be read; it must be a file of certificates in PEM."


def email_of(message: Message, address: str, server: MailServer, builds: Path) -> EmailMessage:
    """Return a message as an e-mail; `builds` is the folder of builds, where correction workbooks to attach are."""
    email = EmailMessage(policy=SEVEN_BITS)
    email["From"], email["To"], email["Subject"] = server.sender, address, message.short_subject
    email["Date"] = message.made_at
    email["Message-ID"] = f"<{message.message_id}@{server.sender.rpartition('@')[2]}>"
    email["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it
    email.set_content(as_text(message))
    email.add_alternative(as_html(message), subtype="html")
    for name, content in _attached(message, builds):
        email.add_attachment(content, *WORKBOOK, filename=name)
    email["Content-Language"] = message.language
    return email


def _attached(message: Message, builds: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the correction workbooks, as far as they are still there and not too large together."""
    room = MOST_ATTACHED
    for build, path in message.workbooks:
        file = builds / build / CORRECTIONS / path
        with suppress(OSError):
            size = file.stat().st_size
            if size <= room:
                room -= size
                yield file.name, file.read_bytes()


class MailChannel:
    """A connection to the mail server, opened with the first message. `authority` is a file of certificates to trust.

    `builds` is the folder of builds, from which correction workbooks are attached.
    """

    def __init__(self, server: MailServer, password: str, authority: Path | None, builds: Path) -> None:
        self._server, self._password, self._authority, self._builds = server, password, authority, builds
        self._connection: smtplib.SMTP | None = None

    def send(self, message: Message, address: str) -> None:
        """Send a message to an address. Raises NotSent, WrongSetting."""
        email = email_of(message, address, self._server, self._builds)
        with self._told(), cut_off(self._socket):
            if self._connection is None:
                self._connection = self._opened()
                self._log_in(self._connection)
            self._connection.send_message(email, self._server.sender, [address])

    def _opened(self) -> smtplib.SMTP:
        server, context = self._server, self._context()
        with_name = socket.gethostname() if "." in socket.gethostname() else "[127.0.0.1]"  # smtplib would ask the network for it
        connection = (
            smtplib.SMTP_SSL(local_hostname=with_name, timeout=ANSWER_SECONDS, context=context)
            if server.security == "tls"
            else smtplib.SMTP(local_hostname=with_name, timeout=ANSWER_SECONDS)
        )
        self._connection = connection  # so that it can be cut off while the server greets
        connection._host = server.host  # type: ignore[attr-defined]  # the name that its certificate must bear
        code, _ = connection.connect(server.host, server.port)
        if code != READY:
            raise smtplib.SMTPConnectError(code, "")
        if server.security == "starttls":
            connection.starttls(context=context)
        return connection

    def _log_in(self, connection: smtplib.SMTP) -> None:
        if self._server.user:
            connection.login(self._server.user, self._password)

    def _context(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=str(self._authority) if self._authority else None)
        except (OSError, ssl.SSLError):
            raise WrongSetting(CONTEXT_FAULT.format(path=self._authority)) from None

    def close(self) -> None:
        """Take leave of the server, if it was asked anything."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError), cut_off(self._socket):
                self._connection.quit()
        self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _socket(self) -> socket.socket | None:
        return self._connection.sock if self._connection else None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the server answers into NotSent. Its own words are left out: they may repeat an address."""
        try:
            yield
        except (smtplib.SMTPException, OSError, ValueError) as fault:
            sentence, is_of_server = _sentence(fault)
            if not is_of_server and self._connection is not None:
                with suppress(smtplib.SMTPException, OSError):
                    self._connection.rset()
            else:
                self._drop()
            name = f"The mail server {self._server.host}, port {self._server.port},"
            raise NotSent(f"{name} {sentence}.", is_of_server) from None


def _sentence(fault: Exception) -> tuple[str, bool]:
    """Return what went wrong, and whether it would happen to the next message too."""
    code = str(getattr(fault, "smtp_code", ""))
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code = ", ".join(sorted({str(refused) for refused, _ in fault.recipients.values()}))
    told = next(told for kind, told in TOLD.items() if isinstance(fault, kind))
    return told.format(code=code), not isinstance(fault, OF_ONE_MESSAGE)
