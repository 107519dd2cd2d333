"""Points on the map that are asked for by nearness: which lie close to a place, and which closest."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
KM_PER_DEGREE = 111.2
CELL_DEGREES = 0.2
MAX_RINGS = 60  # 12 degrees: farther apart nothing is near


class Nearby(Generic[Thing]):
    """Things with a point (latitude, longitude in degrees), kept by cells of the map so that few need be measured."""

    def __init__(self, points: Iterable[tuple[float, float, Thing]]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float, Thing]]] = defaultdict(list)
        for latitude, longitude, thing in points:
            self._cells[_cell(latitude, longitude)].append((latitude, longitude, thing))

    def within(self, latitude: float, longitude: float, km: float) -> list[tuple[float, Thing]]:
        """Return the things at most so many kilometres away, as (kilometres, thing), nearest first."""
        found = [(distance_km(latitude, longitude, *point), thing) for *point, thing in self._around(latitude, longitude, _rings(km))]
        return sorted((one for one in found if one[0] <= km), key=lambda one: one[0])

    def nearest(self, latitude: float, longitude: float, count: int) -> list[tuple[float, Thing]]:
        """Return the nearest things, as (kilometres, thing), fewer where no more lie within some 500 km."""
        found: list[tuple[float, Thing]] = []
        for rings in range(1, MAX_RINGS, 4):
            found = self.within(latitude, longitude, (rings - 0.5) * CELL_DEGREES * KM_PER_DEGREE / 2)[:count]
            if len(found) == count:
                break
        return found

    def _around(self, latitude: float, longitude: float, rings: int) -> Iterator[tuple[float, float, Thing]]:
        row, column = _cell(latitude, longitude)
        for one_row in range(row - rings, row + rings + 1):
            for one_column in range(column - rings, column + rings + 1):
                yield from self._cells.get((one_row, one_column), ())


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the kilometres between two points that are not far apart (within a country)."""
    north = (other_latitude - latitude) * KM_PER_DEGREE
    east = (other_longitude - longitude) * KM_PER_DEGREE * math.cos(math.radians((latitude + other_latitude) / 2))
    return math.hypot(north, east)


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return math.floor(latitude / CELL_DEGREES), math.floor(longitude / CELL_DEGREES)


def _rings(km: float) -> int:
    """Return how many rings of cells around a point's own hold all within a distance; near the poles, where cells are narrow, not all."""
    return math.ceil(2 * km / (CELL_DEGREES * KM_PER_DEGREE))
