"""Work that two processes share: all of it done, in order, whatever becomes of the second one; and none is left behind alone."""

import errno
import os
import signal
import subprocess
import sys
import time
from typing import Any

import pytest

from pipelines import second_process
from pipelines.second_process import TwoProcesses, processors
from schemas.reference_files import CHECKOUT

pytestmark = pytest.mark.skipif(processors() < 2, reason="a second process needs a second processor")
NUMBERED = [{"number": number} for number in range(20)]
BUSY = "import sys, time\nwhile time.process_time() < float(sys.argv[1]): pass"
KILLED_AT_WORK = """
import os, signal, time
from pipelines.second_process import TwoProcesses
first = os.getpid()
def kill_the_first(number):
    if os.getpid() == first:
        time.sleep(0.5)  # until the other is at work
        os.kill(first, signal.SIGKILL)
    time.sleep(600)
TwoProcesses().map(kill_the_first, [{"number": number} for number in range(2)])
"""


class Unreadable:
    """What can be told, and not be made again of what was told."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("no number",)


def whose(number: int) -> tuple[int, int]:
    time.sleep(0.01)  # long enough for the other process to have its part
    return number, os.getpid()


def done_only_by(number: int, process: int, otherwise: str) -> Any:
    time.sleep(0.01)
    if os.getpid() == process:
        return number
    if otherwise == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if otherwise == "stands still":
        time.sleep(600)
    if otherwise == "cannot be handed back":
        return lambda: number
    if otherwise == "cannot be understood":
        return Unreadable()
    raise MemoryError


def waits_for_another(number: int) -> tuple[int, int]:
    subprocess.run([sys.executable, "-c", BUSY, str(0.2 + number)], check=True)
    return number, os.getpid()


def stopped_beside_one_that_ended(number: int, process: int) -> int:
    if os.getpid() != process:
        subprocess.Popen(["true"])
        os.kill(os.getpid(), signal.SIGSTOP)
    time.sleep(0.01)
    return number


def refused_at_three(number: int) -> int:
    if number == 3:
        raise ValueError("the fourth is refused")
    return number


def test_both_do_a_part_and_results_come_in_order():
    done = TwoProcesses().map(whose, NUMBERED)
    assert [number for number, _ in done] == list(range(20))
    assert len({process for _, process in done}) == 2


@pytest.mark.parametrize("otherwise", ["killed", "stands still", "cannot be handed back", "cannot be understood", "raised"])
def test_what_fails_in_the_second_process_is_done_here(otherwise, monkeypatch):
    monkeypatch.setattr(second_process, "PATIENCE_SECONDS", 0)
    asked = [one | {"process": os.getpid(), "otherwise": otherwise} for one in NUMBERED]
    assert TwoProcesses().map(done_only_by, asked) == list(range(20))


def test_one_that_waits_for_a_process_of_its_own_does_not_stand_still(monkeypatch):
    monkeypatch.setattr(second_process, "PATIENCE_SECONDS", 0.2)
    done = TwoProcesses().map(waits_for_another, NUMBERED[:2])
    assert [number for number, _ in done] == [0, 1] and done[1][1] != os.getpid()


def test_one_that_is_stopped_is_not_waited_for_though_a_process_of_its_own_has_ended(monkeypatch):
    monkeypatch.setattr(second_process, "PATIENCE_SECONDS", 0.2)
    assert TwoProcesses().map(stopped_beside_one_that_ended, NUMBERED, process=os.getpid()) == list(range(20))


def test_nobody_need_wait_for_what_has_ended():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert [number for number, _ in TwoProcesses().map(whose, NUMBERED)] == list(range(20))
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_where_there_is_no_room_for_a_second_process_all_is_done_here(monkeypatch):
    def refused() -> int:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    monkeypatch.setattr(os, "fork", refused)
    assert {process for _, process in TwoProcesses().map(whose, NUMBERED)} == {os.getpid()}


def test_what_fails_in_both_is_told():
    with pytest.raises(ValueError, match="the fourth is refused"):
        TwoProcesses().map(refused_at_three, NUMBERED)


def test_what_is_the_same_for_all_is_told_to_both():
    assert TwoProcesses().map(done_only_by, NUMBERED, process=os.getpid(), otherwise="raised") == list(range(20))


def test_the_second_does_not_go_on_alone_when_the_first_is_killed():
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_WORK], cwd=CHECKOUT, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL  # and whoever held its output has ended, or it would still be waited for
