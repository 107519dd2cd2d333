"""What became of a country's deliveries in a build, for its focal point: counts, causes and names of files, never an answer."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from warehouse.builds import CORRECTIONS
from warehouse.figures import Build, Rows
from warehouse.told_figures import files_by_country, findings_by_cause, received_by_country

REFUSED = "refused"


@dataclass(frozen=True)
class FileTold:
    """A file received: its name as it may be told, its hash, and what became of it."""

    name: str
    file_hash: str
    outcome_code: str

    @property
    def mark(self) -> str:
        """What it is remembered by, without its name."""
        return hashlib.sha256(f"{self.name}\n{self.file_hash}".encode()).hexdigest()[:16]


class Cause(NamedTuple):
    """A cause of findings, and in how many cells it was found."""

    severity_code: str
    finding_code: str
    cell_count: int


class Counts(NamedTuple):
    """Rows with answers that were received, and what became of them; findings to fix and to check."""

    answers: int
    accepted: int
    held_back: int
    superseded: int
    must_fix: int
    please_check: int


@dataclass(frozen=True)
class CountryNews:
    """A country in a build. `workbooks` are its correction workbooks, by path below the folder of corrections.

    `new_names` are the files that the recipient was not told of yet.
    """

    country_code: str
    build_id: str
    counts: Counts
    files: tuple[FileTold, ...] = ()
    causes: tuple[Cause, ...] = ()
    workbooks: tuple[str, ...] = ()
    new_names: tuple[str, ...] = ()

    @property
    def marks(self) -> frozenset[str]:
        """The files, as they are remembered."""
        return frozenset(file.mark for file in self.files)

    @property
    def figures(self) -> str:
        """The figures, as they are remembered: other ones give another text."""
        return hashlib.sha256(repr((self.counts, sorted(self.causes))).encode()).hexdigest()[:16]

    @property
    def refused_names(self) -> tuple[str, ...]:
        """The files that could not be read."""
        return tuple(file.name for file in self.files if file.outcome_code == REFUSED)


def read_country_news(build: Build, build_id: str, folder: Path) -> tuple[CountryNews, ...]:
    """Return the news of every country; `folder` is the build's own, with its correction workbooks, where it is on this machine.

    Raises QueryFailed, DatabaseFailed.
    """
    files = _by_country(files_by_country(build))
    causes = _by_country(findings_by_cause(build))
    return tuple(
        CountryNews(
            str(code),
            build_id,
            Counts(*(int(str(count)) for count in counts)),
            tuple(FileTold(*map(str, row)) for row in files[str(code)]),
            tuple(Cause(str(severity), str(cause), int(str(count))) for severity, cause, count in causes[str(code)]),
            _workbooks(folder, str(code)),
        )
        for code, *counts in received_by_country(build)
    )


def _by_country(rows: Rows) -> dict[str, list[Iterable[object]]]:
    grouped: dict[str, list[Iterable[object]]] = defaultdict(list)
    for code, *rest in rows:
        grouped[str(code)].append(rest)
    return grouped


def _workbooks(folder: Path, country_code: str) -> tuple[str, ...]:
    return tuple(f"{country_code}/{path.name}" for path in sorted((folder / CORRECTIONS / country_code).glob("*.xlsx")))
