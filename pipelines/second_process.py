"""Shares work with a second process, so that a refresh uses two processors.

The second is a fork, which has all that this process has read; it lives as long as the work. It begins with the last of the things to be
done, this process with the first, until they meet. Whatever goes wrong there, this process does itself what was asked: nobody but the clock
notices that the other was killed, ran out of memory, or came to a standstill.
"""

import ctypes
import gc
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from mmap import mmap
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.workers import ONE_PROCESS, Workers

# How long neither the second nor a process of its own may use a processor or wait for a disk. That it never came to its end was seen once
# in some hundred times.
PATIENCE_SECONDS = 2
LOOK_SECONDS = 0.002
SIGNAL_AT_END_OF_PARENT = 1  # PR_SET_PDEATHSIG of Linux
AT_WORK = ("R", "D")  # states of a process that runs, or waits for a disk
WAITS, HERE, THERE, HANDED_BACK, FAILED = range(5)  # what has become of a call
Call = Callable[[], Any]


class SecondProcess:
    """A process that does calls, from the last one on, while this one asks for their results from the first one on."""

    def __init__(self, calls: Sequence[Call]) -> None:
        """Begin. Raises OSError where there is no memory for another process, or there are as many as may be."""
        self._calls, self._results, self._count_received = calls, dict[int, Any](), 0
        self._became, written = mmap(-1, len(calls)), os.memfd_create("results")
        try:
            # Opened once more, so that where one writes and the other reads are two places.
            self._handed_back = Connection(os.open(f"/proc/self/fd/{written}", os.O_RDONLY), writable=False)
            self._number = _fork(lambda: self._do_from_the_last(written))
        finally:
            os.close(written)
        self._lives, self._last_at_work = True, time.monotonic()
        self._processor_seconds: tuple[str, ...] = ()

    def result(self, number: int) -> Any:
        """Return what a call returns: there, where the second has begun with it, or else here."""
        if self._became[number] == WAITS:
            self._became[number] = HERE
        while self._became[number] == THERE and self.lives():
            time.sleep(LOOK_SECONDS)
        handed_back = self.results()
        return handed_back.pop(number) if number in handed_back else self._calls[number]()

    def results(self) -> dict[int, Any]:
        """Return what calls have returned there, by number."""
        with suppress(Exception):  # what is told so that nobody understands it is not there
            while self._count_received < self._became[:].count(HANDED_BACK):
                self._count_received += 1
                number, result = self._handed_back.recv()
                self._results[number] = result
        return self._results

    def lives(self) -> bool:
        """Return whether the second is at work; one that stands still is ended."""
        if self._lives and self._has_ended(os.WNOHANG):
            self._lives = False
        if self._lives and self._stands_still():
            self._kill()
        return self._lives

    def close(self) -> None:
        """End the second, whatever it does."""
        if self._lives:
            self._kill()
        self._handed_back.close()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._number, signal.SIGKILL)
        self._has_ended(0)
        self._lives = False

    def _has_ended(self, how_to_wait: int) -> bool:
        try:
            return os.waitpid(self._number, how_to_wait)[0] != 0
        except ChildProcessError:  # whoever started this program said that nobody waits for what has ended
            return True

    def _stands_still(self) -> bool:
        told = [*_told(self._number)]
        processor_seconds = tuple(seconds for _, seconds in told)
        if processor_seconds != self._processor_seconds or any(state in AT_WORK for state, _ in told):
            self._processor_seconds, self._last_at_work = processor_seconds, time.monotonic()
        return time.monotonic() - self._last_at_work > PATIENCE_SECONDS

    def _do_from_the_last(self, written: int) -> None:
        """Do in the second process what the first has not begun with, and hand each result back with its number."""
        results = Connection(written, readable=False)
        for number in reversed(range(len(self._calls))):
            if self._became[number] == WAITS:
                self._became[number] = THERE
                try:
                    results.send((number, self._calls[number]()))
                    self._became[number] = HANDED_BACK
                except OSError:  # of a result that was written in part, no other can be told
                    return
                except Exception:  # what it is, the first finds out when it does the call itself
                    self._became[number] = FAILED


class TwoProcesses:
    """Has part of the work done by a second process."""

    def map(self, function: Callable[..., Any], inputs: Sequence[Mapping[str, Any]], **same: Any) -> list[Any]:
        """Return what the function returns for each of the inputs."""
        if len(inputs) < 2:
            return ONE_PROCESS.map(function, inputs, **same)
        try:
            second = SecondProcess([partial(function, **one, **same) for one in inputs])
        except OSError:
            return ONE_PROCESS.map(function, inputs, **same)
        with closing(second):
            return [second.result(number) for number in range(len(inputs))]


def workers(*, has_second: bool) -> Workers:
    """Return two processes, where a second is wanted, forks are sound, and this one may run on two processors; or else one."""
    if not has_second or processors() < 2:
        return ONE_PROCESS
    pa.set_cpu_count(1)  # the other processor has its work, and a thread that ends during a fork may leave the fork an allocator locked
    return TwoProcesses()


def processors() -> int:
    """Return on how many processors this process and its forks may run; one where a fork of a program with threads is not sound."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _told(process: int) -> Iterator[tuple[str, str]]:
    """Yield the state and the processor seconds of a process, and of those that it has begun, such as what reads a workbook."""
    begun = Path(f"/proc/{process}/task/{process}/children")
    with suppress(OSError):
        for number in (str(process), *begun.read_text(encoding="utf-8").split()):
            told = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            yield told[0], " ".join(told[11:13])


def _fork(work: Callable[[], None]) -> int:
    """Return the number of a new process, which does the work and nothing else."""
    with warnings.catch_warnings():
        # Python warns of forks beside threads, whose locks nobody opens any more: `PATIENCE_SECONDS` is what is done about that.
        warnings.simplefilter("ignore", DeprecationWarning)
        second = os.fork()
    if second:
        return second
    with suppress(BaseException):  # an interruption, too, is for the first to tell
        gc.disable()  # a look at all that it has from the first would make it copy that
        ctypes.CDLL(None).prctl(SIGNAL_AT_END_OF_PARENT, signal.SIGKILL)  # or it would go on, and hold what the first has locked
        work()
    os._exit(0)
