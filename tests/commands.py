"""The jmdi command, run by tests as a user runs it, with its warehouse and state in a folder of the test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner

from pipelines.command_line import main
from schemas.decided_pairs import decided_pairs
from schemas.erasures import erasures, given_up
from schemas.place_choices import place_choices
from schemas.reference_files import CHECKOUT
from steps.places.decide import decisions

READ_ONCE = (
    decided_pairs,
    erasures,
    given_up,
    place_choices,
    decisions,
)  # what people decide between two commands, and a process reads once


def environment(folder: Path, raw: Path | None = None, **more: str) -> dict[str, str]:
    """Return the environment of a command that works in the folder, on the sample deliveries unless told otherwise."""
    own = {
        "JMDI_RAW": str(raw or CHECKOUT / "raw"),
        "JMDI_WAREHOUSE": str(folder / "warehouse"),
        "JMDI_STATE": str(folder / "state"),
        "JMDI_ON_ARRIVAL": "off",  # nothing starts by itself beside what a test looks at
        "JMDI_SECOND_PROCESS": "off",  # workers of the suite have all processors
    }
    return os.environ | own | more


def command(*arguments: str) -> list[str]:
    """Return what starts jmdi with the arguments."""
    return [str(Path(sys.executable).parent / "jmdi"), *arguments]


def run_jmdi(*arguments: str, folder: Path, raw: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run jmdi to its end and return what it printed."""
    return subprocess.run(
        command(*arguments), env=environment(folder, raw, **more), capture_output=True, text=True, timeout=300, check=False
    )


def run_here(*arguments: str, folder: Path, raw: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run jmdi in this process, which has its imports, form and gazetteer already; of other reference files it sees the decisions.

    An error that jmdi does not tell in a sentence is raised.
    """
    own = environment(folder, raw, **more) | {"DAGSTER_HOME": None}  # a refresh sets it, and it is gone afterwards
    _forget_decisions()
    try:
        done = CliRunner().invoke(main, arguments, env=own)
    finally:
        _forget_decisions()  # the next test has none
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


@contextmanager
def decisions_of(reference: Path) -> Iterator[None]:
    """Read the decisions in a folder of reference files, and none afterwards."""
    before = os.environ.get("JMDI_REFERENCE")
    os.environ["JMDI_REFERENCE"] = str(reference)
    _forget_decisions()
    try:
        yield
    finally:
        os.environ.pop("JMDI_REFERENCE") if before is None else os.environ.update(JMDI_REFERENCE=before)
        _forget_decisions()


def _forget_decisions() -> None:
    for kept in READ_ONCE:
        kept.cache_clear()
