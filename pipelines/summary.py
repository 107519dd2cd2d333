"""What a build brought, against the build before it: read from the two, for the closing summary of a refresh."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.builds import GEOPACKAGE, read_about
from warehouse.query import query

COUNTRY_ROWS = """
    SELECT n.name_en, q.received_count, q.form_count, q.accepted_count, q.held_back_count,
           q.must_fix_count, q.please_check_count, c.initiative_count, c.mapped_initiative_count
    FROM report_submission_quality AS q
    JOIN report_completeness AS c ON c.country_code = q.country_code
    JOIN core_countries AS n ON n.country_code = q.country_code
    ORDER BY q.rowid
"""
FILES = "SELECT count(*) FROM core_submissions"
REFUSED = "SELECT file_name, message_text FROM core_findings WHERE sheet_name IS NULL AND finding_code LIKE 'file-%' ORDER BY 1"


@dataclass(frozen=True)
class Summary:
    """A build in figures: one row a country (see COUNTRY_ROWS), refused files with the reason, initiatives gained and lost."""

    build: Path
    file_count: int
    countries: list[tuple[object, ...]]
    refused: list[tuple[object, ...]]
    strays: list[str]
    before: Path | None
    gained: int
    lost: int

    @property
    def geopackage(self) -> Path:
        """The warehouse file."""
        return self.build / GEOPACKAGE


def summarise_build(build: Path, before: Path | None) -> Summary:
    """Return the figures of a build; `before` is the build that was current until then, if any."""
    now = _initiatives(build)
    then = _initiatives(before) if before and (before / GEOPACKAGE).exists() else set()
    file = build / GEOPACKAGE
    return Summary(
        build=build,
        file_count=int(str(query(file, FILES)[0][0])),
        countries=query(file, COUNTRY_ROWS),
        refused=query(file, REFUSED),
        strays=read_about(build)["files_of_no_country"],
        before=before,
        gained=len(now - then),
        lost=len(then - now),
    )


def _initiatives(build: Path) -> set[object]:
    return {row[0] for row in query(build / GEOPACKAGE, "SELECT initiative_id FROM core_initiatives")}
