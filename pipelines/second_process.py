"""Shares the work of a step with a second process, so that a refresh uses two processors.

The process begins with the refresh, and reads programs and places while the refresh does the same. It is told what to call and with what,
and hands back what that returns. Whatever goes wrong there, the refresh does itself what was asked: nobody but the clock notices that a
process ran out of memory, or was killed.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import active_children, connection, get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from pipelines.memory import spare_collector
from schemas.workers import ONE_PROCESS, Workers

Item = TypeVar("Item")
Inputs = Mapping[str, Any]
PROGRAMS = (
    "assets.country_work",
    "publications.corrections.workbooks",
    "publications.report_workbook.workbook",
    "publications.site.every_page",
)


class TwoProcesses:
    """Has part of the work done by a second process, which begins at once."""

    def __init__(self) -> None:
        self._second = ProcessPoolExecutor(1, get_context("spawn"), _begin)  # a fork would take locks along that threads of this one hold
        self._has_read = self._second.submit(_read_beforehand)
        self._same: Inputs = {}  # what it was told last of what is the same for several

    def map(self, function: Callable[..., Any], inputs: Sequence[Inputs], **same: Any) -> list[Any]:
        """Return what the function returns for each of the inputs: the first are done here, the last there, until they meet."""
        left, done = deque(enumerate(inputs)), dict[int, Any]()
        handing_over = Thread(target=self._hand_over, args=(function, left, done, same), daemon=True)
        handing_over.start()
        try:
            for number, one in _taken(left.popleft):
                done[number] = function(**one, **same)
        finally:
            left.clear()  # of what has failed, nothing more is done there either
        handing_over.join()
        return [done[number] if number in done else function(**one, **same) for number, one in enumerate(inputs)]

    def end(self) -> None:
        """End the second process, whatever it is at."""
        for process in active_children():
            process.terminate()
        self._second.shutdown()

    def _hand_over(self, function: Callable[..., Any], left: "deque[tuple[int, Inputs]]", done: dict[int, Any], same: Inputs) -> None:
        """Have the last of what is left done there, as long as anything is left; what fails there is found not done."""
        if not self._has_read.done():  # to wait for it would take longer than to do all here
            return
        with suppress(Exception):
            if not (same.keys() == self._same.keys() and all(same[name] is self._same[name] for name in same)):
                self._second.submit(_remember, same).result()
                self._same = same
            for number, one in _taken(left.pop):
                done[number] = self._second.submit(_do, function, one).result()


@contextmanager
def workers(*, has_second: bool) -> Iterator[Workers]:
    """Give two processes, where a second is wanted and this one may run on two processors, or else one."""
    if not has_second or processors() < 2:
        yield ONE_PROCESS
        return
    two = TwoProcesses()
    try:
        yield two
    finally:
        two.end()


def processors() -> int:
    """Return on how many processors this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _taken(take: Callable[[], Item]) -> Iterator[Item]:
    """Yield what one end still has, each taken as it is asked for: another thread takes from the other end."""
    with suppress(IndexError):
        while True:
            yield take()


def _begin() -> None:
    """End with the refresh, whatever ends it: an interruption in the terminal, or a kill after which nobody says anything."""
    spare_collector()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


_same: dict[str, Any] = {}  # in the second process: what is the same for all that it is asked now


def _remember(same: Inputs) -> None:
    _same.clear()
    _same.update(same)


def _do(function: Callable[..., Any], one: Inputs) -> Any:
    return function(**one, **_same)


def _read_beforehand() -> None:
    """Read the programs that it will be told to call, and the places that they look up."""
    for program in PROGRAMS:
        import_module(program)
    from steps.places.decide import decisions

    decisions()
