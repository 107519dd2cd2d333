"""Whether `jmdi up` works for a home: its supervisor holds a lock as long as it lives, which the system frees however it ends."""

import fcntl
import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from pipelines.operation.processes import Process, process

LOCK = "up.lock"
ABOUT = "up.json"
TRIES = 20  # whoever only looks holds the lock for a moment
PAUSE_SECONDS = 0.1


def take(home: Path) -> IO[bytes] | None:
    """Take the lock and return the file that holds it until it is closed; None when another supervisor has it."""
    file = (home / LOCK).open("ab")
    for _ in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE_SECONDS)
        else:
            return file
    file.close()
    return None


def is_held(home: Path) -> bool:
    """Whether a supervisor lives."""
    try:
        with (home / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def write_about(home: Path, services: dict[str, int], **more: object) -> None:
    """Note which process supervises and which are its services, for `jmdi down` and for people."""
    own = process(os.getpid())
    told = {"pid": own.pid, "began": own.began, **more, "services": services}
    unfinished = home / f".{ABOUT}"
    unfinished.write_text(json.dumps(told, indent=2), encoding="utf-8")
    os.replace(unfinished, home / ABOUT)


def read_about(home: Path) -> dict[str, Any]:
    """Return what the last supervisor noted; nothing when there is no note, or none that can be read."""
    with suppress(OSError, ValueError):
        return dict(json.loads((home / ABOUT).read_text(encoding="utf-8")))
    return {}


def supervisor(home: Path) -> Process | None:
    """Return the process that supervises this home, None when nobody does."""
    about = read_about(home)
    if not is_held(home) or not isinstance(about.get("pid"), int):
        return None
    return Process(about["pid"], int(about.get("began", 0)))


def socket_of_code(home: Path) -> Path:
    """Return the socket of the code server. Its path has to be short and plain, which the one of a home need not be.

    Whoever reaches it may run code as this account, so that it lies in a folder that is closed to others.
    """
    owner = home.stat().st_uid if home.exists() else os.getuid()
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"jmdi-{owner}-{mark}" / "code.socket"
