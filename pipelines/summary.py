"""What a build brought, against the build before it: the figures of the closing summary of a refresh."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.builds import GEOPACKAGE, read_about
from warehouse.figures import (
    Rows,
    country_figures,
    example_count,
    file_count,
    gazetteer_files_left_out,
    initiative_ids,
    joined_ids,
    refused_files,
)


@dataclass(frozen=True)
class Summary:
    """A build in figures: one row a country (see `country_figures`), initiatives gained, put together with others, and lost.

    `strays` are files that nobody read, `gazetteer_problems` says which files of own units took no part.
    """

    build: Path
    file_count: int
    example_count: int
    countries: Rows
    refused: Rows
    strays: list[str]
    gazetteer_problems: list[str]
    before: Path | None
    gained: int
    joined: int
    lost: int

    @property
    def geopackage(self) -> Path:
        """The warehouse file."""
        return self.build / GEOPACKAGE


def summarise_build(build: Path, before: Path | None) -> Summary:
    """Return the figures of a build; `before` is the build that was current until then, if any."""
    now = initiative_ids(build)
    joined = joined_ids(build)
    then = initiative_ids(before) if before and (before / GEOPACKAGE).exists() else set()
    return Summary(
        build=build,
        file_count=file_count(build),
        example_count=example_count(build),
        countries=country_figures(build),
        refused=refused_files(build),
        strays=read_about(build)["files_of_no_country"],
        gazetteer_problems=[str(problem) for (problem,) in gazetteer_files_left_out(build)],
        before=before,
        gained=len(now - then),
        joined=len((then - now) & joined),
        lost=len(then - now - joined),
    )
