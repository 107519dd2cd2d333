"""Points at which a proof may break the program: named places in the code, and what happens there when the environment asks for it.

`JMDI_FAILPOINT="switch.link=kill"` kills the process where the code says `failpoint("switch.link")`; `name#3=kill` does so when it passes
there for the third time. Several orders stand between commas. Without an order a point costs one look into an empty table.
"""

import errno
import os
import signal
import time
from dataclasses import dataclass

from schemas.errors import ProductError

SETTING = "JMDI_FAILPOINT"
ACCEPTED = "name=kill, name=raise, name=sleep:SECONDS or name= and a fault of the system such as enospc; name#3 means the third passing"


class WrongFailpoint(ProductError):
    """The order for a failpoint cannot be read."""


class Broken(Exception):
    """What `raise` raises: a fault of the program that nobody expects."""


@dataclass
class Order:
    """What happens at a point, when it is passed for the `passing`-th time, counted down from there."""

    action: str
    passing: int = 1

    def passed(self) -> None:
        """Count one passing, and act when it is the one that is meant."""
        self.passing -= 1
        if self.passing == 0:
            act(self.action)


def read_orders(text: str) -> dict[str, Order]:
    """Return the orders of the setting by the name of their point. Raises WrongFailpoint."""
    orders = {}
    for one in filter(None, text.split(",")):
        where, _, action = one.strip().partition("=")
        name, _, passing = where.partition("#")
        if not name or not _is_known(action) or (passing and not passing.isdecimal()):
            raise WrongFailpoint(f"{SETTING} holds '{one}'; it must be {ACCEPTED}.")
        orders[name] = Order(action, int(passing or 1))
    return orders


def _is_known(action: str) -> bool:
    word, _, seconds = action.partition(":")
    if word == "sleep":
        return seconds.replace(".", "", 1).isdecimal()
    return not seconds and (word in ("kill", "raise") or word.upper() in errno.errorcode.values())


def act(action: str) -> None:
    """Do what an order says: end this process at once, as `kill -9` does, wait, or raise a fault."""
    word, _, seconds = action.partition(":")
    if word == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif word == "sleep":
        time.sleep(float(seconds))
    elif word == "raise":
        raise Broken("a failpoint")
    else:
        number = getattr(errno, word.upper())
        raise OSError(number, os.strerror(number))


_orders: dict[str, Order] | None = None if os.environ.get(SETTING) else {}  # read at the first point, where a fault is told in a sentence


def failpoint(name: str) -> None:
    """Mark a point, named `stage.step`. Raises what the order for it says, and WrongFailpoint."""
    global _orders
    if _orders is None:
        _orders = read_orders(os.environ[SETTING])
    order = _orders.get(name)
    if order is not None:
        order.passed()
