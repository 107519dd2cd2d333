"""The address of a database as people write it, `postgresql://jmdi_loader@host/mapping`: taken apart, or refused in one sentence.

No part of an address is repeated in a sentence unless it is known not to be the password: a mark in a password that should have been
written with percent signs moves its parts about.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg.pq import Conninfo

from schemas.errors import ProductError

SCHEMES = ("postgresql", "postgres")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.]*:(?=/|postgres)")
EXAMPLE = "postgresql://jmdi_loader@host:5432/mapping"
SPECIAL_MARKS = "a password with / @ : # ? or % is written with percent signs, or better given in PGPASSWORD or ~/.pgpass"
CONNECT_SECONDS = "10"


class WrongAddress(ProductError):
    """What was given is no address of a PostgreSQL database."""


@dataclass(frozen=True)
class Address:
    """Where a database is, in libpq's words, and as it may be shown. `settings` hold the password, when the address has one."""

    shown: str
    user: str
    settings: dict[str, str] = field(repr=False)


def read_address(text: str) -> Address:
    """Return the address that a text is. Raises WrongAddress, without the password."""
    scheme = text.partition(":")[0]
    if scheme.lower() not in SCHEMES:
        known = SCHEME.match(text)  # else it may be anything, a password too
        subject = f"{known[0]} is no scheme that is known here; an" if known else "An"
        raise WrongAddress(f"{subject} address of a database begins with postgresql://, as {EXAMPLE}.")
    if not text.partition(":")[2].startswith("//"):
        raise WrongAddress(f"Two slashes follow {scheme}:, as {EXAMPLE}.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise WrongAddress(f"The port is no number up to 65535, as 5432 in {EXAMPLE}; {SPECIAL_MARKS}.") from None
    database = unquote(parts.path.removeprefix("/"))
    if parts.fragment or "#" in text or "/" in database or "@" in database:
        raise WrongAddress(f"The address of the database cannot be read; write it as {EXAMPLE}; {SPECIAL_MARKS}.")
    given = {"host": unquote(parts.hostname or ""), "port": str(port or ""), "user": unquote(parts.username or ""), "dbname": database}
    settings = {name: value for name, value in given.items() if value} | _options(parts.query)
    if "dbname" not in settings:
        raise WrongAddress(
            f"The address names no database; it stands after the host and a slash, as mapping in {EXAMPLE}; {SPECIAL_MARKS}."
        )
    if parts.password:
        settings["password"] = unquote(parts.password)
    return Address(_shown(settings), settings.get("user", ""), {"connect_timeout": CONNECT_SECONDS} | settings)


def _options(query: str) -> dict[str, str]:
    """Return the options after the question mark, such as sslmode=require. Raises WrongAddress."""
    known = {one.keyword.decode() for one in Conninfo.get_defaults()}
    options = dict(parse_qsl(query, keep_blank_values=True))
    for name in options.keys() - known:
        near = get_close_matches(name, known, n=1)
        like = f"Did you mean {near[0]}?" if near else f"Write it as {EXAMPLE}?sslmode=require; {SPECIAL_MARKS}."
        raise WrongAddress(f"The address has an option that PostgreSQL does not know. {like}")
    return options


def _shown(settings: dict[str, str]) -> str:
    user = f"{settings['user']}@" if "user" in settings else ""
    host = settings.get("host", "")
    port = f":{settings['port']}" if "port" in settings else ""
    return f"postgresql://{user}{host if not host.startswith('/') else ''}{port}/{settings['dbname']}"


def connect(address: Address, application: str) -> psycopg.Connection[Any]:
    """Return a connection to a database. Raises psycopg.Error, whose text is the server's."""
    settings: dict[str, Any] = {"application_name": application, "keepalives_idle": "30"} | address.settings | {"client_encoding": "UTF8"}
    return psycopg.connect(**settings, autocommit=True)
