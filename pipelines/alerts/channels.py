"""What all ways to send a message share: how long one may take, and how it is told that it could not be sent."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from schemas.errors import ProductError

ANSWER_SECONDS = 10.0  # for one answer of a server
MESSAGE_SECONDS = 20.0  # for a whole message: a server that dribbles its answers would hold a look for ever


class NotSent(ProductError):
    """A message was not sent; the text names the server and says why, without any address and without the server's own words.

    `is_of_server` says that the next message to this server would fare no better.
    """

    def __init__(self, text: str, is_of_server: bool = True) -> None:
        super().__init__(text)
        self.is_of_server = is_of_server


@contextmanager
def cut_off(opened: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Close the connection that `opened` returns when what is done on it takes too long."""

    def cut() -> None:
        connection = opened()
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(MESSAGE_SECONDS, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
