"""initiatives.geojson: a feature for each place of an initiative, since each has a point, a precision and a doubt of its own.

What lies nowhere is a feature too, without geometry: an initiative without a place, a place that was not found, or no more than a country.
`place_number` 1 is the first place of an initiative: who counts features with it counts initiatives.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from publications.geojson.feature_collection import Feature, Geometry, collection, feature, point
from publications.site.links import record_path
from publications.spelled_out import country_name, label, labels
from publications.table_rows import Row, codes, grouped, known_date
from publications.units import LEVELS, units_of_places
from schemas.build_identity import BuildIdentity
from schemas.rows import answers_of

NAME, FILE = "initiatives", "initiatives.geojson"
DESCRIPTION = (
    "Places of locally led initiatives on migration and development. A point is as good as its precision says; is_centroid says that it "
    "only stands for the area of a unit. Features without geometry have no place that is known without doubt. Points, lines and names "
    "imply no opinion on the legal status of any territory."
)


def initiatives_geojson(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> bytes:
    """Return initiatives.geojson, sorted by initiative and place. `tables` are public ones by name, without invented examples."""
    return collection(NAME, DESCRIPTION, list(_features(tables)), made)


def _features(tables: Mapping[str, pd.DataFrame]) -> Iterator[Feature]:
    places = grouped(answers_of(tables["core_initiative_places"]), "initiative_id")
    units = units_of_places(tables)
    for initiative in sorted(answers_of(tables["core_initiatives"]), key=lambda row: row["initiative_id"]):
        about = _about(initiative)
        own = sorted(places.get(initiative["initiative_id"], []), key=lambda row: row["initiative_place_id"])
        if not own:
            yield feature(initiative["initiative_id"], None, about | {"place_number": 1, "place_count": 0})
        for number, place in enumerate(own, start=1):
            told = about | {"place_number": number, "place_count": len(own)} | _place(place, units)
            yield feature(place["initiative_place_id"], _point(place), told)


def _about(row: Row) -> dict[str, Any]:
    return {
        "initiative_id": row["initiative_id"], "title": row["title_text"],
        "country_code": row["country_code"], "country": country_name(row["country_code"], {}),
        "theme_code": row["primary_theme_code"], "theme": label("themes", row["primary_theme_code"]),
        "theme_codes": codes(row["theme_codes"]), "themes": labels("themes", row["theme_codes"]),
        "status_code": row["status_code"], "status": label("initiative_statuses", row["status_code"]),
        "stage_code": row["scaling_stage_code"], "stage": label("scaling_stages", row["scaling_stage_code"]),
        "start_date": known_date(row, "start_date"), "end_date": known_date(row, "end_date"), "website_url": row["website_url"],
        "page": record_path("initiatives", row["initiative_id"]),
    }  # fmt: skip


def _place(row: Row, units: Mapping[str, Row]) -> dict[str, Any]:
    found = units.get(row["place_id"] or "")
    chain = {level: units.get(row[f"{level}_place_id"] or "", {}) for level in LEVELS}
    return {
        "initiative_place_id": row["initiative_place_id"], "place_text": row["place_text"], "place_id": row["place_id"],
        "place_name": row["place_name"], "place_country_code": found["country_code"] if found else None,
        "level_code": row["place_level_code"], "level": label("place_levels", row["place_level_code"]),
        **{name: unit.get("place_name") for name, unit in chain.items()},
        **{f"{name}_pcode": unit.get("pcode_text") for name, unit in chain.items()},
        "role_code": row["territory_role_code"], "role": label("territory_roles", row["territory_role_code"]),
        "precision_code": row["coordinate_precision_code"], "precision": label("coordinate_precisions", row["coordinate_precision_code"]),
        "is_centroid": row["is_centroid"], "exactness_code": row["location_exactness_code"],
        "found_code": row["status_code"], "found": label("geocode_statuses", row["status_code"]),
        "method_code": row["geocode_method_code"], "method": label("geocode_methods", row["geocode_method_code"]),
        "score": row["geocode_score"], "is_disputed_area": row["is_disputed_area"],
    }  # fmt: skip


def _point(row: Row) -> Geometry | None:
    is_known = row["longitude"] is not None and row["latitude"] is not None
    return point(row["longitude"], row["latitude"]) if is_known else None
