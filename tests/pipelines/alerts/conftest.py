"""What tests of alerts share: a real mail server and a real webhook on this machine, which answer as a test tells them."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

LOGIN = (b"jmdi", b"Qsecret word")


class Mailbox:
    """A mail server's memory: what it took, and what it answers to the next recipients and messages instead of taking them."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.answers_to_recipient: list[str] = []
        self.answers_to_message: list[str] = []
        self.is_encrypted = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  (the server's own names)
        if self.answers_to_recipient:
            return self.answers_to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answers_to_message:
            return self.answers_to_message.pop(0)
        self.is_encrypted = session.ssl is not None
        self.taken += [(address, envelope.content) for address in envelope.rcpt_tos]
        return "250 OK"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mail_server(mailbox: Mailbox, **options) -> Iterator[int]:
    """Run a mail server and yield its port."""
    server = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


@contextmanager
def listening(*pieces: bytes, pause: float = 0.05) -> Iterator[int]:
    """Run a server that takes every connection and says the same for ever, a piece at a time, or nothing; yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()
        threading.Thread(target=_dribble, args=(server, pieces, pause, ended), daemon=True).start()
        try:
            yield server.getsockname()[1]
        finally:
            ended.set()


def _dribble(server: socket.socket, pieces: tuple[bytes, ...], pause: float, ended: threading.Event) -> None:
    held = []
    while not ended.is_set():
        server.settimeout(0.05)
        try:
            held.append(server.accept()[0])
        except OSError:
            pass
        for connection in held:
            for piece in pieces:
                try:
                    connection.send(piece)
                except OSError:
                    break
                ended.wait(pause)
    for connection in held:
        connection.close()


class Hook:
    """A webhook's memory: requests taken (path, headers, body), and what it answers to the next ones: a status, and where to go."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, str]] = []


@pytest.fixture
def hook() -> Iterator[tuple[Hook, str]]:
    """A webhook, and its address."""
    memory = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            memory.requests.append((self.path, dict(self.headers), body))
            status, place = memory.answers.pop(0) if memory.answers else (204, "")
            self.send_response(status)
            if place:
                self.send_header("Location", place)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield memory, f"http://127.0.0.1:{server.server_port}/hook?token=Qtoken"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that signs itself, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    made = folder / "own.pem", folder / "own.key"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    try:
        subprocess.run(
            [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1", "-out", made[0], "-keyout", made[1]],
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("install openssl, which makes the certificate of the mail server")
    return made
