"""Puts local-to-local corridors on the map: from partnerships of local authorities, and from the places that initiatives name.

An end is the unit that an authority governs, or a place that was found without doubt. Any other end stays open, and says why.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pandas as pd

from schemas.countries import countries
from schemas.registry import table
from schemas.rows import answers_of
from schemas.tables import shape

End = dict[str, object]
Row = Mapping[str, object]
Point = dict[str, object]

ORIGIN, RESIDENCE = "ORG", "RES"  # territory_roles
GOVERNS = "governs"  # core_actor_places
CROSS_BORDER, ABROAD = "LL", "LA_RES"  # partnership_types; actor_types
POINT = ("place_name", "country_code", "latitude", "longitude", "coordinate_precision_code")


def corridors(
    partnerships: pd.DataFrame, actors: pd.DataFrame, actor_places: pd.DataFrame, initiatives: pd.DataFrame,
    initiative_places: pd.DataFrame, places: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return core_corridors.

    The frames are the core tables of these names; of core_actor_places count actor_id, relation_code, place_id and place_country_code.
    """
    needed = {*actor_places["place_id"].dropna(), *initiative_places["place_id"].dropna()}
    points = {str(row["place_id"]): row for row in _dicts(places[places["place_id"].isin(needed)])}
    told = [
        *_between_authorities(partnerships, actors, actor_places, points),
        *_of_initiatives(initiatives, initiative_places, points),
    ]
    return shape(sorted(told, key=lambda row: str(row["corridor_id"])), table("core_corridors"))


def _dicts(frame: pd.DataFrame) -> list[dict[str, object]]:
    return answers_of(frame)


def _between_authorities(
    partnerships: pd.DataFrame, actors: pd.DataFrame, actor_places: pd.DataFrame, points: dict[str, Point]
) -> Iterator[dict[str, object]]:
    kinds = dict(zip(actors["actor_id"], actors["actor_type_code"].fillna(""), strict=True))
    territories: dict[str, list[dict[str, object]]] = {}
    for row in _dicts(actor_places):
        territories.setdefault(str(row["actor_id"]), []).append(row)
    for row in _dicts(partnerships):
        ids = [str(row[f"{side}_actor_id"]) for side in ("first", "second")]
        if len(set(ids)) < 2 or not all(_governs_a_unit(kinds.get(one, "")) for one in ids):
            continue
        ends = [_end_of_authority(one, territories.get(one, []), points) for one in ids]
        known = [end["country_code"] for end in ends if end["country_code"]]
        may_cross = row["partnership_type_code"] == CROSS_BORDER or ABROAD in [kinds[one] for one in ids]
        if len(set(known)) == 2 or (len(known) < 2 and may_cross):
            # The first end is the one of the country that reports.
            ends.sort(key=lambda end: _distance_from_home(end, row["country_code"]))
            about = {"corridor_id": row["partnership_id"], "partnership_id": row["partnership_id"], "basis_code": "partnership"}
            yield about | _told(row, *ends)


def _governs_a_unit(kind: str) -> bool:
    return kind.startswith("LA_") and kind != "LA_ASSOC"  # an association of them governs none


def _distance_from_home(end: End, home: object) -> int:
    return 0 if end["country_code"] == home else 2 if end["country_code"] else 1


def _end_of_authority(actor_id: str, territories: list[dict[str, object]], points: dict[str, Point]) -> End:
    governed = sorted({str(one["place_id"]) for one in territories if one["relation_code"] == GOVERNS})
    lies_in = {str(one["place_country_code"]) for one in territories}
    end: End = {"actor_id": actor_id, "country_code": lies_in.pop() if len(lies_in) == 1 else None}
    if len(governed) != 1:
        return end | {"gap_code": "several_units" if governed else "unit_unknown"}
    return end | _located(governed[0], points[governed[0]])


def _located(place_id: str, point: Point) -> End:
    """Return an end at a place; without a point it stays open."""
    has_point = point["latitude"] is not None and point["longitude"] is not None
    return {"place_id": place_id, "gap_code": None if has_point else "no_point"} | {name: point[name] for name in POINT}


def _of_initiatives(initiatives: pd.DataFrame, mentions: pd.DataFrame, points: dict[str, Point]) -> Iterator[dict[str, object]]:
    named: dict[str, list[End]] = {}
    for row in _dicts(mentions):
        named.setdefault(str(row["initiative_id"]), []).append(_end_of_mention(row, points))
    for row in _dicts(initiatives):
        for first, second in _pairs(named.get(str(row["initiative_id"]), []), row):
            ids = [str(end.get("place_id") or end.get("initiative_place_id") or "open") for end in (first, second)]
            about = {"corridor_id": "/".join([str(row["initiative_id"]), *ids]), "basis_code": "initiative"}
            yield about | _told(row, first, second)


def _end_of_mention(row: Row, points: dict[str, Point]) -> End:
    point = points.get(str(row["place_id"]), {})
    own = {"initiative_place_id": row["initiative_place_id"], "territory_role_code": row["territory_role_code"]}
    if row["status_code"] == "matched":
        exact = {name: row[name] for name in POINT}  # the mention may have a finer point than its unit
        return own | _located(str(row["place_id"]), exact | {"country_code": point["country_code"]})
    if row["status_code"] == "national":
        return own | {"country_code": point.get("country_code"), "gap_code": "country_only"}
    return own | {"country_code": _country_of(row), "gap_code": "place_open"}


def _country_of(row: Row) -> str | None:
    """Return the country of a place that was not found: as written, where that is one of the programme's; without one, that of the form."""
    text = row["country_text"]
    return str(row["country_code"]) if text is None else next((code for code, one in countries().items() if one.is_called(str(text))), None)


def _pairs(ends: list[End], initiative: Row) -> list[tuple[End, End]]:
    """Return the corridors of an initiative: each origin with each residence of another country.

    One that is said to be local to local without naming both has its places at home on one side and those abroad on the other.
    """
    origins, residences = (_distinct(end for end in ends if end["territory_role_code"] == role) for role in (ORIGIN, RESIDENCE))
    if initiative["is_local_to_local"] is True:
        home = initiative["country_code"]
        others = [end for end in ends if end["territory_role_code"] not in (ORIGIN, RESIDENCE)]
        origins = origins or _distinct(end for end in others if end["country_code"] == home) or [_open()]
        residences = residences or _distinct(end for end in others if end["country_code"] not in (home, None)) or [_open()]
    crossing = [(one, other) for one, other in product(origins, residences) if _may_cross(one, other)]
    if initiative["is_local_to_local"] is True and not crossing:
        return [(one, _open()) for one in origins]
    return crossing


def _distinct(ends: Iterable[End]) -> list[End]:
    """Return the ends, each place once; mentions that were not found are each their own."""
    kept: dict[object, End] = {}
    for end in ends:
        kept.setdefault(end.get("place_id") or end["initiative_place_id"], end)
    return list(kept.values())


def _may_cross(one: End, other: End) -> bool:
    return one["country_code"] is None or other["country_code"] is None or one["country_code"] != other["country_code"]


def _open() -> End:
    return {"country_code": None, "gap_code": "no_place"}


def _told(row: Row, first: End, second: End) -> dict[str, object]:
    both = sorted(str(end["country_code"]) for end in (first, second) if end["country_code"])
    return {
        **{name: row[name] for name in ("country_code", "initiative_id", "response_id")},
        **{f"{side}_{name}": value for side, end in (("first", first), ("second", second)) for name, value in end.items()},
        "country_pair_code": "-".join(both) if len(both) == 2 else None,
        "is_complete": first["gap_code"] is None and second["gap_code"] is None,
    }
