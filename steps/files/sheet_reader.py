"""Reads one file in a process of its own: `python -m steps.files.sheet_reader KIND NAME < FILE` prints its sheets (see `transfer`).

It sets its own limits of memory and time, so that whatever a file does to a reader ends here. It must start fast: no pandas.
Its exit code tells a file that cannot be read, or asks for too much, from a program that did not even start.
"""

import gc
import io
import resource
import sys
from collections.abc import Iterator
from importlib import import_module

from steps.files.limits import Note, RefusedError
from steps.files.sheet_cells import ReadSheet
from steps.files.transfer import EXIT_DAMAGED, EXIT_TOO_MUCH, MEMORY_BYTES, send, send_refusal

CPU_SECONDS = 60
GRACE_SECONDS = 5  # at the first limit the system says that it is one, at the second it kills, as it does without memory


def main(kind: str, name: str) -> None:
    """Print the sheets of the file that is given on standard input; `name` is that of a sheet whose file names none."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS, CPU_SECONDS + GRACE_SECONDS)
    gc.disable()  # one file, and no circular garbage to speak of
    content = sys.stdin.buffer.read()
    notes: list[Note] = []
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", write_through=False)
    try:
        send(_sheets(kind, content, name, notes), notes, out)
    except RefusedError as refused:
        send_refusal(refused.refusal, out)
    out.flush()


def _limit(what: int, soft: int, hard: int) -> None:
    """Lower a limit; one that is lower already stays, since nobody may raise it."""
    now = [bound for bound in resource.getrlimit(what) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(what, (min(soft, *now), min(hard, *now[-1:])) if now else (soft, hard))


def _sheets(kind: str, content: bytes, name: str, notes: list[Note]) -> Iterator[ReadSheet]:
    """Return the sheets by the reader of that kind; only it is loaded, since every delivery waits for it."""
    return import_module(f"steps.files.read_{kind}").sheets(content, name, notes)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2])
    except MemoryError:
        sys.exit(EXIT_TOO_MUCH)
    except BaseException as fault:  # calamine's own panics are no Exception
        sys.stderr.write(type(fault).__name__)  # not its text, which may quote the file
        sys.exit(EXIT_DAMAGED)
