"""What a build brought, against the build before it: the figures of the closing summary of a refresh."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from warehouse.builds import GEOPACKAGE, Warehouse
from warehouse.earlier_tables import earlier_build
from warehouse.figures import (
    Rows,
    country_figures,
    example_count,
    file_count,
    gazetteer_files_left_out,
    initiative_ids,
    joined_ids,
    refused_files,
    reports_present,
    waiting_answers,
)
from warehouse.manifest import read_about


class Before(NamedTuple):
    """What the build before is remembered by, since it may be deleted when the next one is shown: its initiatives, and those of reports."""

    name: str
    initiatives: set[object]
    reports: dict[str, str]


def read_before(warehouse: Warehouse) -> Before | None:
    """Return what there is to remember of the build that readers have now; None when there is none. Raises QueryFailed, DatabaseFailed."""
    earlier = earlier_build(warehouse)
    return Before(earlier.name, initiative_ids(earlier.build), reports_present(earlier.build)) if earlier else None


@dataclass(frozen=True)
class Summary:
    """A build in figures: one row a country (see `country_figures`), initiatives gained, put together with others, and lost.

    `parted` are those whose reports were part of others until now. `strays` are files that nobody read, `waiting` are answers that nobody
    has taken (see `waiting_answers`), `gazetteer_problems` says which files of own units took no part.
    """

    build: Path
    shown_at: str
    file_count: int
    example_count: int
    countries: Rows
    refused: Rows
    strays: list[str]
    waiting: Rows
    gazetteer_problems: list[str]
    before: Before | None
    gained: int
    parted: int
    joined: int
    lost: int

    @property
    def geopackage(self) -> Path:
        """The warehouse file."""
        return self.build / GEOPACKAGE


def summarise_build(build: Path, before: Before | None, shown_at: str) -> Summary:
    """Return the figures of a build; `before` is what is remembered of the build that was current until then, if any.

    `shown_at` is where it can be asked, without a password.
    """
    now = initiative_ids(build)
    joined = joined_ids(build)
    then = before.initiatives if before else set()
    parted = _parted(build, before) if before else set()
    return Summary(
        build=build,
        shown_at=shown_at,
        file_count=file_count(build),
        example_count=example_count(build),
        countries=country_figures(build),
        refused=refused_files(build),
        strays=read_about(build)["files_of_no_country"],
        waiting=waiting_answers(build),
        gazetteer_problems=[str(problem) for (problem,) in gazetteer_files_left_out(build)],
        before=before,
        gained=len(now - then - parted),
        parted=len(parted & now - then),
        joined=len((then - now) & joined),
        lost=len(then - now - joined),
    )


def _parted(build: Path, before: Before) -> set[object]:
    """Return the initiatives with a report that the build before had in another one."""
    return {now for report, now in reports_present(build).items() if before.reports.get(report, now) != now}
