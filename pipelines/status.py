"""The state of the warehouse, for people and monitors."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.builds import NoWarehouse, Warehouse, read_about
from warehouse.figures import country_states
from warehouse.opening import shown_build

if TYPE_CHECKING:
    from warehouse.postgresql.database import Database


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
    """The current build, its age in hours, and the countries in it.

    `files_build` is the build of the folder of files when the database shows another: a refresh was cut off between the two.
    """

    build: str
    made_at: str
    age_hours: float
    is_old: bool
    countries: list[CountryStatus]
    files_build: str | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the build is old, a country is missing, or the files are those of another build."""
        return self.is_old or self.files_build is not None or any(country.is_stale for country in self.countries)

    def as_dict(self) -> dict[str, object]:
        """Return the status for a monitor."""
        return asdict(self) | {"is_stale": self.is_stale}


def read_status(warehouse: Warehouse, max_age_hours: float) -> Status:
    """Return the state of a warehouse. Raises NoWarehouse when it has no build."""
    name, made_at, files_build = _in_database(warehouse, warehouse.database) if warehouse.database else _in_folder(warehouse)
    age = (datetime.now(UTC) - made_at).total_seconds() / 3600
    countries = [
        CountryStatus(str(code), str(name), not reported, latest if latest is None else str(latest), int(str(count)))
        for code, name, reported, latest, count in country_states(shown_build(warehouse))
    ]
    return Status(name, made_at.isoformat(), round(age, 2), age > max_age_hours, countries, files_build)


def _in_folder(warehouse: Warehouse) -> tuple[str, datetime, None]:
    build = warehouse.current
    return build.name, datetime.fromisoformat(str(read_about(build)["made_at"])), None


def _in_database(warehouse: Warehouse, database: "Database") -> tuple[str, datetime, str | None]:
    build = database.current
    try:
        files = warehouse.current.name
    except NoWarehouse:  # the files are on the machine that refreshes
        files = build.build_id
    return build.build_id, build.made_at, files if files != build.build_id else None
