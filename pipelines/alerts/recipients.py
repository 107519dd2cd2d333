"""Who is told what, and through which mail server: the file that JMDI_ALERTS names, read and checked.

Addresses are personal data: no error of this module repeats one, nor anything else of the file but keywords and names of recipients.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from schemas.countries import countries
from schemas.errors import ProductError
from schemas.form import LANGUAGES

OPERATION, FINDINGS = "operation", "findings"
PORTS = {"starttls": 587, "tls": 465, "none": 25}
KEYS = {
    "": ("repeat_hours", "give_up_days", "mail", "recipients"),
    "mail": ("host", "port", "security", "user", "sender"),
    "recipient": ("name", "mail", "webhook", "language", "gets", "countries", "attach_workbooks"),
}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,250}[A-Za-z0-9])?")
TO_OPERATORS = "deploy/alerts.example.toml shows what it may say"


class WrongAlerts(ProductError):
    """The file of recipients cannot be used; one plain sentence for each of its faults."""


@dataclass(frozen=True)
class MailServer:
    """The mail server: `security` is starttls, tls, or none; without `user` there is no login."""

    host: str
    port: int
    security: str
    sender: str = field(repr=False)
    user: str = field(default="", repr=False)


@dataclass(frozen=True)
class Recipient:
    """Who is told: by `mail` or by `webhook`, in a language, of the operation, or of the findings of countries, or of both.

    `name` is what logs call them: it names no person.
    """

    name: str
    language: str
    gets: tuple[str, ...]
    countries: tuple[str, ...] = ()
    mail: str = field(default="", repr=False)
    webhook: str = field(default="", repr=False)
    attach_workbooks: bool = False


@dataclass(frozen=True)
class Alerts:
    """The whole file. A trouble that lasts is told again after `repeat_hours`; a message is given up after `give_up_days`."""

    recipients: tuple[Recipient, ...]
    mail: MailServer | None = None
    repeat_hours: float = 24
    give_up_days: float = 5
    is_open_to_others: bool = False


def read_alerts(path: Path) -> Alerts:
    """Return what the file of recipients says. Raises WrongAlerts."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # as some editors of Windows write it
        is_open = bool(path.stat().st_mode & 0o004)
    except OSError:
        raise WrongAlerts(f"JMDI_ALERTS names {path}, which cannot be read; {TO_OPERATORS}.") from None
    except tomllib.TOMLDecodeError as fault:
        place = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(fault))
        raise WrongAlerts(f"JMDI_ALERTS: {path.name} is not written in TOML{f', {place[1]}' if place else ''}; {TO_OPERATORS}.") from None
    except UnicodeDecodeError:
        raise WrongAlerts(f"JMDI_ALERTS: {path.name} is not written in UTF-8; save it so.") from None
    faults = list(_faults(written))
    if faults:
        raise WrongAlerts(" ".join(f"{path.name}: {fault}" for fault in faults))
    return _alerts(written, is_open)


def _alerts(written: dict[str, Any], is_open: bool) -> Alerts:
    hours = {key: float(written[key]) for key in ("repeat_hours", "give_up_days") if key in written}
    return Alerts(tuple(map(_recipient, written["recipients"])), _mail_server(written), **hours, is_open_to_others=is_open)


def _mail_server(written: dict[str, Any]) -> MailServer | None:
    if "mail" not in written:
        return None
    mail = {"security": "starttls", **written["mail"]}
    return MailServer(**{"port": PORTS[mail["security"]], **mail})


def _recipient(written: dict[str, Any]) -> Recipient:
    named = tuple(dict.fromkeys(written.get("countries", ())))
    language = written.get("language") or (countries()[named[0]].survey_language if named else "en")
    return Recipient(**written | {"language": language, "gets": tuple(written["gets"]), "countries": named})


def _faults(written: dict[str, Any]) -> Iterator[str]:
    """Yield every fault of the file as one plain sentence."""
    yield from _unknown_keys(written, "", "the file")
    for key in ("repeat_hours", "give_up_days"):
        if not _is_number(written.get(key, 1)) or not 0 < written.get(key, 1) <= 1000:
            yield f"{key} must be a number above 0, such as 24."
    recipients = written.get("recipients")
    if not isinstance(recipients, list) or not recipients or not all(isinstance(one, dict) for one in recipients):
        yield "nobody is named; give each recipient a part that begins with [[recipients]]."
        recipients = []
    if "mail" in written or any("mail" in one for one in recipients):
        yield from _faults_of_server(written.get("mail"))
    names = [one.get("name") for one in recipients]
    for number, one in enumerate(recipients, 1):
        where = f"recipient {number}" + (f" ({one['name']})" if _fits(NAME, one.get("name")) else "")
        yield from (f"{where}: {fault}" for fault in _faults_of_recipient(one))
        if names.index(one.get("name")) < number - 1:
            yield f"{where}: another recipient has the same name; what was told is remembered by it."


def _unknown_keys(part: dict[str, Any], kind: str, where: str) -> Iterator[str]:
    count = len(part.keys() - set(KEYS[kind]))
    if count:
        yield f"{where} has {count} {'entry' if count == 1 else 'entries'} that nobody reads; those known are {', '.join(KEYS[kind])}."


def _faults_of_server(mail: object) -> Iterator[str]:
    if not isinstance(mail, dict):
        yield "a recipient has an e-mail address, but no mail server is named; add the part [mail] with host and sender."
        return
    yield from _unknown_keys(mail, "mail", "[mail]")
    if not _fits(HOST, mail.get("host")):
        yield "[mail] needs host, the name of the mail server, such as smtp.example.org."
    if not isinstance(mail.get("port", 25), int) or not 0 < mail.get("port", 25) < 65536:
        yield "[mail] has a wrong port; it is a number from 1 to 65535, and usually 587."
    if mail.get("security", "tls") not in tuple(PORTS):  # a list, which the file may hold here, is no key
        yield f"[mail] has a wrong security; it is one of {', '.join(PORTS)}."
    if not _fits(ADDRESS, mail.get("sender")):
        yield "[mail] needs sender, the address that messages come from, such as name@example.org."
    if not isinstance(mail.get("user", ""), str) or not str(mail.get("user", "")).isprintable():
        yield "[mail] has a wrong user; it is the name for the login, in quotation marks."
    if mail.get("security") == "none" and mail.get("user"):
        yield "[mail] would send a password that others can read: with security none there is no login; use starttls or tls."


def _faults_of_recipient(one: dict[str, Any]) -> Iterator[str]:
    yield from _unknown_keys(one, "recipient", "it")
    if not _fits(NAME, one.get("name")):
        yield "it needs a name for logs, of small letters, digits and dashes, that names no person, such as data-team."
    if ("mail" in one) == ("webhook" in one):
        yield "it needs mail or webhook, one of the two."
    if "mail" in one and not _fits(ADDRESS, one["mail"]):
        yield "its mail is no e-mail address; one address is meant, such as name@example.org."
    if "webhook" in one and not is_safe_webhook(one["webhook"]):
        yield "its webhook must be an address that begins with https:// and holds no password."
    if one.get("language", "en") not in LANGUAGES:
        yield f"its language is none that messages are written in; it is one of {', '.join(LANGUAGES)}."
    if not isinstance(one.get("attach_workbooks", False), bool):
        yield "attach_workbooks is true or false."
    yield from _faults_of_topics(one)


def _faults_of_topics(one: dict[str, Any]) -> Iterator[str]:
    gets, named = one.get("gets"), one.get("countries", [])
    if not isinstance(gets, list) or not gets or not all(topic in (OPERATION, FINDINGS) for topic in gets):
        yield f'it needs gets, what it is told of, such as ["{OPERATION}"] or ["{FINDINGS}"] or both.'
        gets = []
    if not isinstance(named, list) or not all(code in tuple(countries()) for code in named):
        yield f"it names an unknown country; those of the programme are {', '.join(countries())}."
    elif bool(named) != (FINDINGS in gets) and gets:
        yield f'countries and "{FINDINGS}" belong together: it gets the findings of the countries that it names.'


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_safe_webhook(address: object) -> bool:
    """Return whether an address is one that messages may be sent to: HTTPS, or on this machine plain HTTP; no password in it."""
    if not isinstance(address, str) or not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    if not parts.hostname or not _fits(HOST, parts.hostname) or parts.username is not None or not has_port:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
