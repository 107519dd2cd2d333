"""What a build brought, against the build before it: the figures of the closing summary of a refresh."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.builds import GEOPACKAGE
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


@dataclass(frozen=True)
class Summary:
    """A build in figures: one row a country (see `country_figures`), initiatives gained, put together with others, and lost.

    `parted` are those whose reports were part of others until now. `strays` are files that nobody read, `waiting` are answers that nobody
    has taken (see `waiting_answers`), `gazetteer_problems` says which files of own units took no part. `before` is the folder of the build
    before, `compared_with` its name, which a database knows where the folder was lost.
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
    before: Path | None
    compared_with: str | None
    gained: int
    parted: int
    joined: int
    lost: int

    @property
    def geopackage(self) -> Path:
        """The warehouse file."""
        return self.build / GEOPACKAGE


def summarise_build(build: Path, before: Path | None, shown_at: str) -> Summary:
    """Return the figures of a build; `before` is the build that was current until then, if any.

    `shown_at` is where it can be asked, without a password.
    """
    now = initiative_ids(build)
    joined = joined_ids(build)
    is_known = before is not None and (before / GEOPACKAGE).exists()
    then = initiative_ids(before) if before and is_known else set()
    parted = _parted(build, before) if before and is_known else set()
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
        compared_with=read_about(build)["compared_with"],
        gained=len(now - then - parted),
        parted=len(parted & now - then),
        joined=len((then - now) & joined),
        lost=len(then - now - joined),
    )


def _parted(build: Path, before: Path) -> set[object]:
    """Return the initiatives with a report that the build before had in another one."""
    then = reports_present(before)
    return {now for report, now in reports_present(build).items() if then.get(report, now) != now}
