"""Writes a collection of features as RFC 7946 asks: WGS 84, longitude before latitude, no more digits than the data have, no NaN."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from publications.citation.words import citation
from schemas.build_identity import BuildIdentity

# How a line of a feature begins, and how its geometry stands in one that lies nowhere: quotes within a text have a mark before them.
BEGIN, NOWHERE = b'\n{"type":"Feature",', b'"geometry":null'
DECIMALS = 6  # of a degree: a tenth of a metre
Geometry = dict[str, Any]
Feature = dict[str, Any]


def feature(feature_id: str, geometry: Geometry | None, properties: dict[str, Any]) -> Feature:
    """Return a feature; one that lies nowhere has the geometry null, as RFC 7946 (3.2) has it."""
    return {"type": "Feature", "id": feature_id, "geometry": geometry, "properties": properties}


def point(longitude: float, latitude: float) -> Geometry:
    """Return a point."""
    return {"type": "Point", "coordinates": position((longitude, latitude))}


def position(pair: Iterable[float]) -> list[float]:
    """Return longitude and latitude with no more digits than they mean."""
    return [round(float(number), DECIMALS) + 0.0 for number in pair]  # adding makes of -0.0 a zero


def collection(name: str, description: str, features: Sequence[Feature], made: BuildIdentity) -> bytes:
    """Return the file: the features as given, and the box that holds all of them, if any lies anywhere.

    Raises ValueError for a number that is none.
    """
    box = _box(features)
    head = {
        "type": "FeatureCollection", "name": name, "description": description, "build": made.build_id, "citation": citation(made),
        **({"bbox": box} if box else {}),
    }  # fmt: skip
    lines = ",\n".join(_json(one) for one in features)  # a line a feature, so that two files can be compared
    return f'{_json(head)[:-1]},"features":[\n{lines}\n]}}\n'.encode("utf-8", "replace")


def feature_counts(content: bytes) -> tuple[int, int]:
    """Return how many features a file of `collection` has, and how many of them lie nowhere."""
    return content.count(BEGIN), content.count(NOWHERE)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _box(features: Sequence[Feature]) -> list[float] | None:
    positions = [pair for one in features if one["geometry"] for pair in _positions(one["geometry"]["coordinates"])]
    if not positions:
        return None
    longitudes, latitudes = zip(*positions, strict=True)
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def _positions(coordinates: Any) -> Iterator[list[float]]:
    if coordinates and not isinstance(coordinates[0], list):
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part)
