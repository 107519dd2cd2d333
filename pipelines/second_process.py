"""Shares the work of a step with a second process, so that a refresh uses two processors.

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
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from mmap import mmap
from multiprocessing.connection import Connection
from typing import Any

import pyarrow as pa

from schemas.workers import ONE_PROCESS, Workers

# How many seconds the second has after this process has done its part, and how many times what that part took: it is at one thing then, the
# last. That it never came to its end was seen once in some hundred times, and not again when it was looked for.
PATIENCE_SECONDS, PATIENCE = 2, 1
LOOK_SECONDS = 0.002
SIGNAL_AT_END_OF_PARENT = 1  # PR_SET_PDEATHSIG of Linux
Inputs = Mapping[str, Any]


class TwoProcesses:
    """Has part of the work done by a second process."""

    def map(self, function: Callable[..., Any], inputs: Sequence[Inputs], **same: Any) -> list[Any]:
        """Return what the function returns for each of the inputs."""
        if len(inputs) < 2:
            return ONE_PROCESS.map(function, inputs, **same)
        begun, file = mmap(-1, len(inputs)), os.memfd_create("made")
        try:
            second = _fork(lambda: _do_from_the_last(function, inputs, same, begun, file))
        except OSError:  # there is no memory for another, or there are as many as may be
            os.close(file)
            return ONE_PROCESS.map(function, inputs, **same)
        has_ended, done = False, dict[int, Any]()
        try:
            started = time.monotonic()
            for number, one in enumerate(inputs):
                if begun[number]:
                    break
                begun[number] = True
                done[number] = function(**one, **same)
            has_ended = _ends_within(second, PATIENCE_SECONDS + PATIENCE * (time.monotonic() - started))
        finally:
            if not has_ended:
                os.kill(second, signal.SIGKILL)
                os.waitpid(second, 0)
            made = _made(file)
        done |= made
        return [done[number] if number in done else function(**one, **same) for number, one in enumerate(inputs)]


def workers(*, has_second: bool) -> Workers:
    """Return two processes, where a second is wanted, forks are sound, and this one may run on two processors; or else one."""
    if not has_second or processors() < 2:
        return ONE_PROCESS
    pa.set_cpu_count(1)  # the other processor has its work, and a thread that ends during a fork may leave the fork an allocator locked
    return TwoProcesses()


def processors() -> int:
    """Return on how many processors this process and its forks may run; one where a fork of a program with threads is not sound."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _fork(work: Callable[[], None]) -> int:
    """Return the number of a new process, which does the work and nothing else."""
    with warnings.catch_warnings():
        # Python warns of forks beside threads, whose locks nobody opens any more: `PATIENCE` is what is done about that.
        warnings.simplefilter("ignore", DeprecationWarning)
        second = os.fork()
    if second:
        return second
    with suppress(BaseException):  # an interruption, too, is for the first to tell
        gc.disable()  # a look at all that it has from the first would make it copy that
        ctypes.CDLL(None).prctl(SIGNAL_AT_END_OF_PARENT, signal.SIGKILL)  # or it would go on, and hold what the first has locked
        work()
    os._exit(0)


def _do_from_the_last(function: Callable[..., Any], inputs: Sequence[Inputs], same: Inputs, begun: mmap, file: int) -> None:
    """Do in the second process what the first has not begun with, and write each result, with its number, into the file."""
    results = Connection(file, readable=False)
    for number in reversed(range(len(inputs))):
        if begun[number]:
            break
        begun[number] = True
        results.send((number, function(**inputs[number], **same)))


def _ends_within(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(process, os.WNOHANG)[0]:
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _made(file: int) -> dict[int, Any]:
    """Return the results that stand in the file as a whole, by number."""
    os.lseek(file, 0, os.SEEK_SET)
    made = {}
    with Connection(file, writable=False) as results, suppress(EOFError, OSError):
        while True:
            number, result = results.recv()
            made[number] = result
    return made
