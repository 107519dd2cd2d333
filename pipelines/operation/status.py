"""The state of the warehouse, for people and monitors."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.builds import NoWarehouse, Warehouse
from warehouse.figures import Build, country_states
from warehouse.manifest import BrokenBuild, check_files, read_about
from warehouse.query import QueryFailed

CLOCKS_DIFFER_HOURS = 1.0  # a build dated further ahead was made by a wrong clock: it would look fresh for as long


@dataclass(frozen=True)
class CountryStatus:
    """What one country has in the current build. It is stale when no delivery of it could be read."""

    country_code: str
    country_name: str
    is_stale: bool
    latest_round: str | None
    initiative_count: int


@dataclass(frozen=True)
class Status:
    """The current build, its age in hours, the countries in it, and what is wrong with its files, if anything.

    `files_build` is the build of the folder of files when the database shows another: a refresh was cut off between the two.
    """

    build: str
    made_at: str
    age_hours: float
    is_old: bool
    countries: list[CountryStatus]
    damage_text: str | None
    files_build: str | None

    @property
    def is_stale(self) -> bool:
        """Whether the build is old, a country is missing, or the files are those of another build."""
        return self.is_old or self.files_build is not None or any(country.is_stale for country in self.countries)

    def as_dict(self) -> dict[str, object]:
        """Return the status for a monitor."""
        return asdict(self) | {"is_stale": self.is_stale}


def read_status(warehouse: Warehouse, max_age_hours: float, checks_files: bool = True) -> Status:
    """Return the state of a warehouse. Raises NoWarehouse when it has no build, BrokenBuild when none of its figures can be read.

    Every file of the build is read, to find damage, unless `checks_files` says otherwise.
    A database is asked where there is one. The files may be on another machine then: what is wrong with them is told where they are.
    """
    files = _files(warehouse)
    build: Build = warehouse.database or warehouse.current
    name, made_at = _name_and_time(warehouse)
    age = (datetime.now(UTC) - made_at).total_seconds() / 3600
    damage = _damage(files) if files and checks_files else None
    try:
        states = country_states(build)
    except QueryFailed as fault:
        raise BrokenBuild(damage or str(fault)) from None
    countries = [
        CountryStatus(str(code), str(country), not reported, latest if latest is None else str(latest), int(str(count)))
        for code, country, reported, latest, count in states
    ]
    files_build = files.name if files and files.name != name else None
    return Status(
        name, made_at.isoformat(), round(age, 2), not -CLOCKS_DIFFER_HOURS <= age <= max_age_hours, countries, damage, files_build
    )


def _name_and_time(warehouse: Warehouse) -> tuple[str, datetime]:
    if warehouse.database:
        shown = warehouse.database.current
        return shown.build_id, shown.made_at
    build = warehouse.current
    return build.name, datetime.fromisoformat(str(read_about(build)["made_at"]))


def _files(warehouse: Warehouse) -> Path | None:
    try:
        return warehouse.current
    except NoWarehouse:
        return None


def _damage(build: Path) -> str | None:
    try:
        check_files(build)
    except BrokenBuild as fault:
        return str(fault)
    return None
