"""Corridors: both ends where they are known without doubt, and an open end with its reason where they are not."""

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.networks.corridors import corridors
from tests.deliveries import shown

OUJDA, LILLE, NADOR = (
    {"place_id": code, "place_name": name, "country_code": country, "latitude": latitude, "longitude": longitude,
     "place_level_code": "admin2", "coordinate_precision_code": "town"}
    for code, name, country, latitude, longitude in [
        ("MA-OUJ", "Oujda", "MAR", 34.7, -1.9), ("FR-LIL", "Lille", "FRA", 50.6, 3.1), ("MA-NAD", "Nador", "MAR", None, None),
    ]
)  # fmt: skip
FRANCE = {"place_id": "FRA", "place_name": "France", "country_code": "FRA", "place_level_code": "country"}
TYPES = {"oujda": "LA_MUN", "nador": "LA_MUN", "lille": "LA_RES", "roubaix": "LA_RES", "ong": "CSO", "assoc": "LA_ASSOC"}
GOVERNED = {"oujda": OUJDA, "nador": NADOR, "lille": LILLE}
ENDS = ("first_place_id", "first_gap_code", "second_place_id", "second_gap_code", "country_pair_code", "is_complete")


def found(
    partners: list[tuple[str, str, str]] = (), named: list[tuple[str, dict[str, object]]] = (), is_local: bool | None = None
) -> pd.DataFrame:
    """The corridors of partnerships (first, second, type), and of one initiative that names places in roles."""
    pairs = [{"partnership_id": f"p-{one}-{other}", "country_code": "MAR", "first_actor_id": one, "second_actor_id": other,
              "partnership_type_code": kind, "response_id": "r"} for one, other, kind in partners]  # fmt: skip
    mentions = [{"initiative_place_id": f"m{number}", "initiative_id": "I1", "country_code": "MAR", "territory_role_code": role,
                 "response_id": "r", **place} for number, (role, place) in enumerate(named)]  # fmt: skip
    governed = [{"actor_id": actor, "relation_code": "governs", "place_id": place["place_id"], "place_country_code": place["country_code"]}
                for actor, place in GOVERNED.items()]  # fmt: skip
    frames = {
        "core_initiatives": [{"initiative_id": "I1", "country_code": "MAR", "is_local_to_local": is_local, "response_id": "r"}],
        "core_initiative_places": mentions,
        "core_places": [OUJDA, LILLE, NADOR, FRANCE],
    }
    about = [shape(rows, table(name)) for name, rows in frames.items()]
    actors = shape([{"actor_id": actor, "actor_type_code": kind} for actor, kind in TYPES.items()], table("core_actors"))
    return corridors(shape(pairs, table("core_partnerships")), actors, pd.DataFrame(governed), *about)


def place(one: dict[str, object], status: str = "matched", **more: object) -> dict[str, object]:
    return {name: one.get(name) for name in ("place_id", "place_name", "latitude", "longitude", "coordinate_precision_code")} | {
        "status_code": status, "country_text": None, **more}  # fmt: skip


def test_a_partnership_of_authorities_of_two_countries_is_a_corridor_between_the_units_they_govern():
    told = found([
        ("lille", "oujda", "DC"),  # the reporting country's end comes first
        ("oujda", "nador", "LL"),  # one country
        ("oujda", "roubaix", "LL"),  # nobody knows what it governs
        ("nador", "lille", "TWN"),  # a unit without a point
        ("oujda", "ong", "LL"), ("assoc", "lille", "LL"), ("oujda", "oujda", "LL"),  # no two authorities
    ])  # fmt: skip
    assert shown(told, "partnership_id", *ENDS) == [
        ("p-lille-oujda", "MA-OUJ", None, "FR-LIL", None, "FRA-MAR", True),
        ("p-nador-lille", "MA-NAD", "no_point", "FR-LIL", None, "FRA-MAR", False),
        ("p-oujda-roubaix", "MA-OUJ", None, None, "unit_unknown", None, False),
    ]
    assert shown(told[:1], "first_latitude", "second_place_name", "second_longitude") == [(34.7, "Lille", 3.1)]


def test_an_initiative_joins_each_place_of_origin_with_each_of_residence_in_another_country():
    named = [("ORG", place(OUJDA)), ("ORG", place(OUJDA)), ("RES", place(LILLE)), ("RES", place(NADOR)), ("IMPL", place(NADOR))]
    assert shown(found(named=named), "corridor_id", *ENDS) == [
        ("I1/MA-OUJ/FR-LIL", "MA-OUJ", None, "FR-LIL", None, "FRA-MAR", True)
    ]  # fmt: skip
    unsettled = {"initiative_place_id": "m9", "place_text": "Saint-Denis"}
    named = [("ORG", place(OUJDA)), ("RES", place(FRANCE, "national")), ("RES", place({}, "ambiguous", country_text="France", **unsettled))]
    assert shown(found(named=named), *ENDS) == [
        ("MA-OUJ", None, None, "country_only", "FRA-MAR", False),
        ("MA-OUJ", None, None, "place_open", None, False),
    ]


def test_an_initiative_that_is_said_to_be_local_to_local_keeps_the_end_that_nobody_named():
    assert shown(found(named=[("IMPL", place(OUJDA)), (None, place(LILLE))], is_local=True), *ENDS[:4]) == [
        ("MA-OUJ", None, "FR-LIL", None)
    ]
    assert shown(found(named=[("IMPL", place(OUJDA))], is_local=True), *ENDS) == [("MA-OUJ", None, None, "no_place", None, False)]
    at_home = [("ORG", place(OUJDA)), ("RES", place(NADOR))]
    assert shown(found(named=at_home, is_local=True), *ENDS[:4]) == [("MA-OUJ", None, None, "no_place")]
    assert shown(found(is_local=True), *ENDS[:4]) == [(None, "no_place", None, "no_place")]
    assert found(named=[("IMPL", place(OUJDA)), ("IMPL", place(LILLE))]).empty
