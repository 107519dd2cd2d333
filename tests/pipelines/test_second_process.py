"""Work that two processes share: all of it done, in order, also when the second one fails or is killed; and none is left behind alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.second_process import TwoProcesses, processors, workers
from schemas.reference_files import CHECKOUT
from tests.serving import wait_for

pytestmark = pytest.mark.skipif(processors() < 2, reason="a second process needs a second processor")
HERE = os.getpid()
NUMBERED = [{"number": number} for number in range(20)]
LEFT_ALONE = """
import os, signal
from pipelines.second_process import TwoProcesses
if __name__ == "__main__":
    two = TwoProcesses()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def whose(number: int) -> tuple[int, int]:
    time.sleep(0.01)  # long enough for the other process to have its part
    return number, os.getpid()


def done_only_by(number: int, process: int, otherwise: str) -> Any:
    time.sleep(0.01)
    if os.getpid() == process:
        return number
    if otherwise == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if otherwise == "cannot be handed back":
        return lambda: number
    raise MemoryError


def refused_at_three(number: int) -> int:
    if number == 3:
        raise ValueError("the fourth is refused")
    return number


@pytest.fixture
def two() -> Iterator[TwoProcesses]:
    with workers(has_second=True) as sharing:
        yield sharing


def test_both_do_a_part_and_results_come_in_order(two):
    def shared() -> bool:
        done = two.map(whose, NUMBERED)
        assert [number for number, _ in done] == list(range(20))
        return len({process for _, process in done}) == 2

    wait_for(shared)


@pytest.mark.parametrize("otherwise", ["killed", "cannot be handed back", "raised"])
def test_what_fails_in_the_second_process_is_done_here(otherwise, two):
    asked = [one | {"process": HERE, "otherwise": otherwise} for one in NUMBERED]
    for _ in range(2):
        assert two.map(done_only_by, asked) == list(range(20))


def test_what_fails_in_both_is_told(two):
    with pytest.raises(ValueError, match="the fourth is refused"):
        two.map(refused_at_three, NUMBERED)


def test_none_is_left_behind_when_a_refresh_is_killed():
    killed = subprocess.run([sys.executable, "-c", LEFT_ALONE], cwd=CHECKOUT, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL  # and whoever held its output has ended, or it would still be waited for
