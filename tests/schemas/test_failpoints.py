import errno
import subprocess
import sys

import pytest

from schemas import failpoints
from schemas.failpoints import Broken, WrongFailpoint, failpoint, read_orders


@pytest.fixture
def ordered(monkeypatch):
    return lambda text: monkeypatch.setattr(failpoints, "_orders", read_orders(text))


def test_a_point_breaks_at_the_passing_that_is_meant_and_at_no_other(ordered):
    ordered("build.begin#2=raise, build.files=enospc")
    failpoint("build.begin")
    failpoint("build.check")
    with pytest.raises(Broken):
        failpoint("build.begin")
    failpoint("build.begin")
    with pytest.raises(OSError, match="No space left") as fault:
        failpoint("build.files")
    assert fault.value.errno == errno.ENOSPC


def test_an_order_to_kill_ends_the_process_at_once():
    program = "from schemas.failpoints import failpoint\ntry:\n    failpoint('a.b')\nfinally:\n    print('still here')"
    done = subprocess.run([sys.executable, "-c", program], env={"JMDI_FAILPOINT": "a.b=kill"}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (-9, b"")


@pytest.mark.parametrize("text", ["a.b", "a.b=explode", "a.b#x=kill", "=kill", "a.b=sleep:soon", "a.b=kill:9"])
def test_an_order_that_cannot_be_read_is_refused_in_a_sentence(text):
    with pytest.raises(WrongFailpoint, match="must be name=kill"):
        read_orders(text)
