"""Which process is which: a number alone may be a stranger's by now, so a process is known by its number and the moment it began.

Linux tells that under /proc. Elsewhere a process is known by its number alone, and none is searched for.
"""

import ctypes
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

OURS = "JMDI_UP"  # in the environment of every process that `jmdi up` starts: the home that it serves
PROC = Path("/proc")
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
POLL_SECONDS = 0.1
DAEMONS = (b"dagster-daemon run", b"dagster._daemon run", b"dagster daemon run", b"dagster dev", b"-m dagster dev", b"dg dev")


@dataclass(frozen=True)
class Process:
    """A process: its number, and when it began in the system's ticks (0 where that is not told)."""

    pid: int
    began: int

    @property
    def is_alive(self) -> bool:
        """Whether it runs still: neither ended, nor ended without its parent having noticed, nor replaced by another of its number."""
        if not PROC.joinpath("self").exists():
            return _exists(self.pid)
        state, began = _stat(self.pid)
        return state not in ("", "Z", "X") and began == self.began

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process and no other; nothing when it has ended."""
        with suppress(OSError):  # gone, or not ours to end
            if not hasattr(os, "pidfd_open"):
                if self.is_alive:
                    os.kill(self.pid, number)
                return
            held = os.pidfd_open(self.pid)  # from here on the number cannot come to mean another process
            try:
                if self.is_alive:
                    signal.pidfd_send_signal(held, number)
            finally:
                os.close(held)


def process(pid: int) -> Process:
    """Return the process that has this number now."""
    return Process(pid, _stat(pid)[1])


def end(processes: list[Process], patience_seconds: float) -> None:
    """Ask processes to end, and kill what is left when patience is over."""
    for one in processes:
        one.send(signal.SIGTERM)
    until = time.monotonic() + patience_seconds
    while any(one.is_alive for one in processes) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
    for one in processes:
        one.send(signal.SIGKILL)
    while any(one.is_alive for one in processes) and time.monotonic() < until + patience_seconds:
        time.sleep(POLL_SECONDS)


def started_for(home: Path) -> list[Process]:
    """Return the processes that a `jmdi up` of this home started and that live, whoever their parent is now."""
    mark = f"{OURS}={home}".encode()
    return [one for one in _own_processes() if one.pid != os.getpid() and mark in _environment(one.pid) and one.is_alive]


def serving_by_hand(home: Path) -> list[Process]:
    """Return daemons of Dagster that somebody started for this home without `jmdi up`: two would start every run twice."""
    return [
        one
        for one in _own_processes()
        if f"DAGSTER_HOME={home}".encode() in (told := _environment(one.pid))
        and f"{OURS}={home}".encode() not in told
        and any(word in _command(one.pid) for word in DAEMONS)
    ]


def session_of(pid: int) -> int:
    """Return the session that a process belongs to, 0 when there is no such process."""
    words = _words(pid)
    return int(words[3]) if words else 0


def resident_bytes(pid: int) -> int:
    """Return how much memory a process holds; 0 when that is not told."""
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def die_with_parent(parent: int) -> None:
    """Let this process be killed when its parent ends, however that ends. Linux only; elsewhere nothing.

    It follows the thread that started it: start from one that lasts as long as its process.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we could ask
            os.kill(os.getpid(), signal.SIGKILL)


def end_with_code_server() -> None:
    """Let a run that `jmdi up` started be killed when the code server that started it ends: nobody could end or watch it any more."""
    parent = multiprocessing.parent_process()
    if OURS in os.environ and parent and parent.pid:
        die_with_parent(parent.pid)


def here() -> str:
    """Return a text by which `is_over` knows this process later, also after a restart of the machine."""
    return " ".join((*_place(), str(os.getpid()), str(_stat(os.getpid())[1])))


def is_over(told: str) -> bool:
    """Whether the process that `here` told of has ended for sure. Of another machine or container nothing is known: then it is not."""
    try:
        host, boot, space, pid, began = told.split()
        gone = Process(int(pid), int(began))
    except ValueError:
        return False
    own_host, own_boot, own_space = _place()
    if host != own_host:
        return False
    return boot != own_boot or (space == own_space and not gone.is_alive)


def _place() -> tuple[str, str, str]:
    """Return the machine, its last start, and the space that numbers of processes belong to; - where that is not told."""
    host = socket.gethostname().replace(" ", "-") or "-"
    boot, space = "-", "-"
    with suppress(OSError):
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
    with suppress(OSError):
        space = str((PROC / "self/ns/pid").readlink()).replace(" ", "")
    return host, boot, space


def _own_processes() -> Iterator[Process]:
    """Yield the processes of this account."""
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError):
            if folder.stat().st_uid == os.getuid():
                yield process(int(folder.name))


def _environment(pid: int) -> list[bytes]:
    try:
        return (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _words(pid: int) -> list[str]:
    """Return what the system tells of a process after its name, which may hold anything."""
    try:
        return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _stat(pid: int) -> tuple[str, int]:
    """Return the state of a process, '' when there is none, and when it began."""
    words = _words(pid)
    return (words[0], int(words[19])) if words else ("", 0)


def _command(pid: int) -> bytes:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return b""


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":  # PARENT COMMAND…: become the command, and end with the parent
    die_with_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  (the command is our own)
