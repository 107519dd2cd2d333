"""The state of the warehouse, for people and monitors."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.builds import Warehouse
from warehouse.figures import country_states
from warehouse.manifest import BrokenBuild, check_files, read_about
from warehouse.query import QueryFailed


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
    """The current build, its age in hours, the countries in it, and what is wrong with its files, if anything."""

    build: str
    made_at: str
    age_hours: float
    is_old: bool
    countries: list[CountryStatus]
    damage_text: str | None

    @property
    def is_stale(self) -> bool:
        """Whether the build is old, or a country is missing."""
        return self.is_old or any(country.is_stale for country in self.countries)

    def as_dict(self) -> dict[str, object]:
        """Return the status for a monitor."""
        return asdict(self) | {"is_stale": self.is_stale}


def read_status(warehouse: Warehouse, max_age_hours: float) -> Status:
    """Return the state of a warehouse. Raises NoWarehouse when it has no build, BrokenBuild when none of its figures can be read."""
    build = warehouse.current
    made_at = datetime.fromisoformat(str(read_about(build)["made_at"]))
    age = (datetime.now(UTC) - made_at).total_seconds() / 3600
    damage = _damage(build)
    try:
        states = country_states(build)
    except QueryFailed as fault:
        raise BrokenBuild(damage or str(fault)) from None
    countries = [
        CountryStatus(str(code), str(name), not reported, latest if latest is None else str(latest), int(str(count)))
        for code, name, reported, latest, count in states
    ]
    return Status(build.name, made_at.isoformat(), round(age, 2), age > max_age_hours, countries, damage)


def _damage(build: Path) -> str | None:
    try:
        check_files(build)
    except BrokenBuild as fault:
        return str(fault)
    return None
