"""A process of its own for each try at breaking something: forked from the tests' process, which has its imports, form and gazetteer."""

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from schemas import failpoints
from schemas.failpoints import Order, read_orders

PATIENCE = 900  # seconds after which a process that hangs is ended, and its proof fails
LEFT_OVER = 60  # seconds that what a killed process had started has to see that it is gone


@dataclass(frozen=True)
class Ended:
    """How a process ended: by a signal, or with an exit code; the last point that it passed; what it printed."""

    code: int
    last_point: str
    said: str
    seconds: float

    @property
    def is_killed(self) -> bool:
        return self.code == -signal.SIGKILL


class _Told(dict[str, Order]):
    """Orders for points that also note the point passed last, in a file that outlives the process."""

    def __init__(self, orders: dict[str, Order], file: int) -> None:
        super().__init__(orders)
        self._file = file

    def get(self, name: str, default: Order | None = None) -> Order | None:  # type: ignore[override]
        os.pwrite(self._file, name.encode().ljust(80), 0)
        return super().get(name, default)


def forked(work: Callable[[], object], folder: Path, *, orders: str = "", kill_after: float | None = None) -> Ended:
    """Run work in a process of its own, with orders for failpoints, or killed after some seconds; return how it ended.

    Whatever the work started must end with it.
    """
    gc.freeze()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        _be_child(work, folder, orders)
    gc.unfreeze()
    if kill_after is not None:
        _kill_at(child, began + kill_after)
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - began
    _wait_for_group(child)
    said = (folder / "said").read_text(encoding="utf-8", errors="replace")
    point = (folder / "point").read_bytes().decode().strip()
    return Ended(os.waitstatus_to_exitcode(status), point, said, seconds)


def _be_child(work: Callable[[], object], folder: Path, orders: str) -> None:
    code = 70
    try:
        os.setsid()
        signal.alarm(PATIENCE)
        said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        for stream in (1, 2):
            os.dup2(said, stream)
        sys.stdout, sys.stderr = (os.fdopen(stream, "w", closefd=False) for stream in (1, 2))
        point = os.open(folder / "point", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        failpoints._orders = _Told(read_orders(orders), point)
        result = work()
        code = result if isinstance(result, int) else 0
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _kill_at(child: int, moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
    os.kill(child, signal.SIGKILL)  # one that has ended by itself is not yet waited for, so its number is nobody else's


def _wait_for_group(group: int) -> None:
    """Wait until no process of the group is left. A reader of a workbook sees that nobody reads what it sends."""
    end = time.monotonic() + LEFT_OVER
    while _is_there(group):
        assert time.monotonic() < end, "a process that the killed one had started is still there"
        time.sleep(0.05)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def processes_of_this_one() -> set[str]:
    """Return the numbers of the processes that this one has begun and that are not over, or not waited for."""
    lists = Path("/proc/self/task").glob("*/children")
    return {number for one in lists for number in one.read_text(encoding="utf-8").split()}
