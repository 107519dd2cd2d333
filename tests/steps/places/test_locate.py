"""Locating initiatives: the places of a delivery on the map or left open, with their findings."""

from schemas.countries import countries
from tests.deliveries import COVER, shown, tables_of

HEAD = (
    COVER
    + """
    ## Initiatives
    | Own reference | Title |
    | R1 | Oasis |
    | R2 | School |
    | R3 | Bank |
    | R4 | Museum |
    | R5 | Cooperative |
    | R6 | Office |
    | R7 | Network |
    ## Locations
    """.rstrip(" ")
)
TABLES = ("core_initiative_places", "core_findings", "core_responses")


def located(folder, country, rows, *more):
    """Send one delivery down the path; return its places in the order of its rows, and the tables."""
    text = HEAD.format(country=countries()[country].name_en) + rows.lstrip("\n")
    tables = tables_of(folder, {f"{country}/2015/a.xlsx": text}, *TABLES, *more)
    places = tables["core_initiative_places"]
    order = places["response_id"].str.rsplit("/", n=1).str[-1].astype(int)
    return places.assign(order=order).sort_values(["order", "initiative_place_id"]), tables


def findings_of(tables):
    findings = tables["core_findings"]
    about = findings[(findings["sheet_name"] == "Locations") & findings["finding_code"].str.startswith(("place", "coordinates"))]
    return shown(about, "cell_name", "finding_code", "value_text")


def test_places_named_in_one_cell_are_told_one_by_one(tmp_path):
    places, tables = located(
        tmp_path, "MAR",
        """
        | Initiative | Place | Country | Region, province or department |
        | R1 | Nador / Oriental; Atlantis | | |
        | R2 | Nador, Berkane et Oujda | | |
        | R3 | Agadir | | Oriental |
        | R4 | | Italie | |
        | R5 | | | |
        """,
    )  # fmt: skip
    assert shown(places, "place_text", "status_code", "place_level_code", "admin1_place_id") == [
        ("Nador", "matched", "admin2", "MA-02"),
        ("Oriental", "matched", "admin1", "MA-02"),
        ("Atlantis", "none", None, None),
        ("Nador", "matched", "admin2", "MA-02"),
        ("Berkane", "matched", "admin2", "MA-02"),
        ("Oujda", "matched", "admin2", "MA-02"),
        ("Agadir", "conflict", None, None),
        ("Italie", "national", "country", None),
    ]
    assert places.query("status_code != 'matched'")[["latitude", "longitude"]].isna().all(axis=None)
    assert findings_of(tables) == [
        ("B2", "place-unknown", "Atlantis"),
        ("B4", "place-conflict", "Agadir"),
        ("B6", "place-missing", None),
    ]
    assert shown(tables["core_responses"].query("outcome_code == 'held_back'"), "row_number") == [(6,)]


def test_a_place_carries_its_units_its_point_and_how_good_it_is(tmp_path):
    places, _ = located(
        tmp_path, "MAR",
        """
        | Initiative | Place | Region, province or department |
        | R1 | Jbabra | Fès-Meknès |
        | R2 | Souss-Massa-Drâa | |
        | R3 | Laâyoune | |
        """,
    )  # fmt: skip
    columns = ("place_name", "admin2_place_id", "admin3_place_id", "coordinate_precision_code", "is_centroid", "location_exactness_code",
               "geographic_precision_code", "geocode_method_code", "former_place_id", "is_disputed_area")  # fmt: skip
    jbabra, former, disputed = shown(places, *columns)
    assert jbabra[0] == "Jbabra" and jbabra[2].startswith("MAR:03.531") and jbabra[3:] == ("centroid", True, "2", "3", "EXACT", None, False)
    assert (former[0], former[-3], former[-2]) == ("Souss-Massa-Drâa", "HIST", "MAR:former-souss-massa-draa")
    assert disputed[0] == "Laâyoune" and disputed[-1] is True


def test_a_stated_point_is_checked_by_the_place_and_repaired_where_that_proves_it(tmp_path):
    places, tables = located(
        tmp_path, "SLV",
        """
        | Initiative | First-level unit | Place | Latitude | Longitude |
        | R1 | San Salvador | Aguilares | 13.957 | -89.190 |
        | R2 | San Salvador | Aguilares | 13°57'25"N | 89°11'24"O |
        | R3 | San Salvador | Aguilares | -89.190 | 13.957 |
        | R4 | San Salvador | Aguilares | 13.957 | 89.190 |
        | R5 | San Salvador | Aguilares | 13.48 | -88.18 |
        | R6 | San Salvador | Aguilares | 0 | 0 |
        | R7 | San Salvador | Aguilares; Apopa | 13.957 | -89.190 |
        """,
    )  # fmt: skip
    own = [("exact", 13.96, -89.19)] * 4
    unit = [("seat", 13.96, -89.19)] * 3
    assert [(code, round(lat, 2), round(lon, 2)) for code, lat, lon in shown(places, "coordinate_precision_code", "latitude", "longitude")][
        :7
    ] == [*own, *unit]
    assert [code for _, code, _ in findings_of(tables)] == [
        "coordinates-converted", "coordinates-swapped", "coordinates-sign-lost", "coordinates-contradict-place", "coordinates-zero",
        "coordinates-several-places",
    ]  # fmt: skip


def test_a_point_settles_what_names_leave_open(tmp_path):
    places, tables = located(
        tmp_path, "PHL",
        """
        | Initiative | Place | Latitude | Longitude |
        | R1 | Naga City | 13.62 | 123.18 |
        | R2 | Sitio Maligaya | 13.62 | 123.18 |
        | R3 | | 13.62 | 123.18 |
        | R4 | Naga City | 40.4 | -3.7 |
        | R5 | Naga City | | |
        """,
    )  # fmt: skip
    assert shown(places, "place_text", "status_code", "place_name", "geocode_method_code", "coordinate_precision_code") == [
        ("Naga City", "matched", "City of Naga", "POINT", "exact"),
        ("Sitio Maligaya", "matched", "Camarines Sur", "POINT", "exact"),
        ("13.62", "matched", "Camarines Sur", "POINT", "exact"),
        ("Naga City", "ambiguous", None, "NONE", None),
        ("Naga City", "ambiguous", None, "NONE", None),
    ]
    assert [code for _, code, _ in findings_of(tables)] == [
        "place-by-point", "place-ambiguous", "coordinates-outside-country",
    ]  # fmt: skip


def test_coordinates_in_the_cell_of_the_place_are_its_point_and_no_name(tmp_path):
    places, tables = located(
        tmp_path, "MAR",
        """
        | Initiative | Place | Latitude | Longitude | Country | Region, province or department |
        | R1 | 34.0209; -6.8416 | | | | |
        | R2 | 34.0209, -6.8416 | | | | |
        | R3 | 34.0209, -6.8416 | | | | Oriental |
        | R4 | | 34.0209 | -6.8416 | Morocco | |
        | R5 | | 41.9 | 12.5 | Italy | |
        | R6 | | 5.5 | -60.5 | | |
        | R7 | | 34.0209 | | Morocco | |
        """,
    )  # fmt: skip
    assert shown(places, "place_text", "status_code", "place_name", "geocode_method_code", "coordinate_precision_code") == [
        ("34.0209; -6.8416", "matched", "Rabat", "POINT", "exact"),
        ("34.0209, -6.8416", "matched", "Rabat", "POINT", "exact"),
        ("Oriental", "matched", "L'Oriental", "ALIAS", "seat"),
        ("34.0209", "matched", "Rabat", "POINT", "exact"),
        ("Italy", "national", "Italy", "EXACT", None),
        ("5.5", "none", None, "NONE", None),
        ("Morocco", "national", "Morocco", "EXACT", None),
    ]
    assert [code for _, code, _ in findings_of(tables)] == [
        "coordinates-contradict-place", "place-missing", "coordinates-outside-country", "coordinates-incomplete",
    ]  # fmt: skip


def test_codes_find_places_and_a_code_nobody_knows_is_said(tmp_path):
    places, tables = located(
        tmp_path, "CRI",
        """
        | Initiative | National code | Place |
        | R1 | 11205 | |
        | R2 | 11205 | Acosta |
        | R3 | 11205 | Heredia |
        | R4 | 99999 | Acosta |
        """,
    )  # fmt: skip
    assert shown(places, "place_name", "status_code", "geocode_method_code") == [
        ("Sabanillas", "matched", "CODE"),
        ("Sabanillas", "matched", "CODE"),
        (None, "conflict", "NONE"),
        ("Acosta", "matched", "EXACT"),
    ]
    assert [code for _, code, _ in findings_of(tables)] == ["place-conflict", "place-code-unknown"]


def test_what_people_should_decide_is_listed_once_and_the_most_frequent_first(tmp_path):
    _, tables = located(
        tmp_path, "PHL",
        """
        | Initiative | Province | Place |
        | R1 | | Atlantis |
        | R2 | | Naga City |
        | R3 | | NAGA CITY |
        | R4 | | Manila |
        """,
        "report_places_to_review",
    )  # fmt: skip
    review = tables["report_places_to_review"]
    assert shown(review, "place_text", "status_code", "mention_count") == [("NAGA CITY", "ambiguous", 2), ("Atlantis", "none", 1)]
    assert review["candidates_text"].iloc[0] == "City of Naga (Camarines Sur, Bicol Region)|City of Naga (Cebu, Central Visayas)"
