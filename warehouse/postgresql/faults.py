"""What PostgreSQL and the way to it may answer, each as one plain sentence with the next step."""

import re

import psycopg

from schemas.errors import ProductError
from warehouse.postgresql.address import Address

PREPARE = "psql --dbname {database} --file warehouse/postgresql/prepare.sql"
FIRST_LINE = re.compile(r"(?:FATAL|ERROR|connection failed|connection is bad): *", re.IGNORECASE)

# What stands in the answer to an attempt to connect, and what to say. The server's own words may be in its language: the last sentence of
# all is for those.
NOT_CONNECTED = (
    (r"resolve host|translate host|Name or service", "no machine has the name of its host; look for a slip of the pen in it"),
    (r"Connection refused", "nothing answers at that host and port; look whether the server is up and listens there"),
    (r"No such file or directory", "no server listens on this machine; look whether it is up, or write the host of another"),
    (r"timeout expired|timed out|No route|unreachable", "the host does not answer; look at its name, the port and the firewall between"),
    (r"invalid response|expected authentication|SSL negotiation packet",
     "what answers at that port is no PostgreSQL server; look at the port"),
    (r"password authentication failed|no password supplied|PAM|LDAP",
     "the password is missing or wrong; give it in PGPASSWORD or ~/.pgpass, or set it anew in psql with \\password"),
    (r"role .* does not exist", "the server has no such user; an administrator runs `{prepare}`"),
    (r"database .* does not exist", "the server has no database of that name; create it, then an administrator runs `{prepare}`"),
    (r"no pg_hba.conf entry|no encryption|not permitted to log in",
     "the server lets this user in from here not at all; an administrator adds a line to its pg_hba.conf"),
    (r"permission denied for database|User does not have CONNECT",
     "this user may not enter the database; an administrator runs `{prepare}`"),
    (r"too many (clients|connections)|remaining connection slots", "the server has as many connections as it takes; try again later"),
    (r"starting up|shutting down|recovery mode|not (yet )?accepting connections",
     "the server is starting, ending or recovering; try again later"),
    (r"SSL|certificate", "no secure connection came about; look at sslmode and the certificates"),
)  # fmt: skip
# What a statement may be answered, by its SQLSTATE or the class of it (its first two letters).
NOT_DONE = {
    "53100": "the server's disk is full; make room there, then refresh again",
    "53200": "the server has no memory left; try again when it has less to do",
    "58": "the server cannot read or write its own files; its administrator looks at its log",
    "XX": "the server found its own data damaged; its administrator looks at its log",
    "42501": "the user may not do that; an administrator runs `{prepare}`, and a refresh is given the user jmdi_loader",
    "25006": "it is read-only now, as a standby or by its settings; give the address of the server that is written to",
    "57P": "the server was shut down or ended this connection; refresh again when it is up",
    "08": "the connection was cut off; look at the network and refresh again",
    "57014": "the server ended it, since it took longer than it allows (statement_timeout), or somebody cancelled it",
    "22021": "it cannot hold a character of the texts; it has to be a database in UTF8",
}  # fmt: skip
CUT_OFF = "the connection was cut off; look at the network and refresh again"


class DatabaseFailed(ProductError):
    """The database cannot be reached, or does not do what is asked of it."""


def not_connected(fault: psycopg.Error, address: Address) -> DatabaseFailed:
    """Return what to say of an attempt to connect that failed."""
    text = str(fault)
    told = next((sentence for pattern, sentence in NOT_CONNECTED if re.search(pattern, text)), None)
    return DatabaseFailed(f"{address.shown} cannot be reached: {_filled(told, address) if told else _own_words(text, address)}.")


def not_done(fault: psycopg.Error, address: Address) -> DatabaseFailed:
    """Return what to say of a statement that failed."""
    state = fault.sqlstate or ""
    told = next((NOT_DONE[part] for part in (state, state[:3], state[:2]) if part in NOT_DONE), None)
    if not state and isinstance(fault, psycopg.OperationalError):
        told = CUT_OFF
    return DatabaseFailed(f"{address.shown} does not do it: {_filled(told, address) if told else _own_words(str(fault), address)}.")


def prepare_command(address: Address) -> str:
    """Return what an administrator types to prepare the database."""
    return PREPARE.format(database=address.settings["dbname"])


def _filled(sentence: str, address: Address) -> str:
    return sentence.replace("{prepare}", prepare_command(address))


def _own_words(text: str, address: Address) -> str:
    """Return the server's own words, on one line, without what stands before them and without a password."""
    line = FIRST_LINE.split(text.strip().splitlines()[0] if text.strip() else "it says nothing")[-1].strip().rstrip(".")
    password = address.settings.get("password")
    return line.replace(password, "…") if password else line
