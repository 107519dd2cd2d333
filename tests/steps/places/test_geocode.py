"""Places: right, or unresolved with the reason."""

import pytest

from steps.places.gazetteer import gazetteer
from steps.places.geocode import Mention, resolve
from tests.deliveries import COVER, shown, tables_of

MATCHED = [
    ("a first-level unit stands for itself", Mention("Souss Massa", "MAR"), "Souss-Massa"),
    ("in Arabic", Mention("ولاية صفاقس", "TUN"), "Sfax"),
    ("a town inside the unit of its name is in that unit", Mention("Sfax", "TUN"), "Sfax"),
    ("a unit in its column", Mention("Nador", "MAR", ("admin2",), (("admin1_text", "Oriental"),)), "Nador"),
    ("a town in its unit", Mention("Agadir", "MAR", parents=(("admin1_text", "Souss-Massa"),)), "Agadir"),
    ("the unit is named beside it", Mention("Agadir", "MAR", beside=("Souss-Massa",)), "Agadir"),
    ("a homonym is told apart by the unit beside it", Mention("Naga", "PHL", beside=("Bicol Region",)), "Naga"),
]
UNRESOLVED = [
    ("a town alone", Mention("Agadir", "MAR"), "none", "place-without-parent"),
    ("a homonym alone", Mention("Naga", "PHL"), "none", "place-without-parent"),
    ("a name nobody knows", Mention("Atlantis", "MAR"), "none", "place-unknown"),
    ("a misspelling", Mention("Kanchapur", "NPL"), "none", "place-unknown"),
    ("a former unit", Mention("Souss-Massa-Drâa", "MAR"), "none", "place-unknown"),
    ("a town of another country", Mention("Turin", "PHL"), "none", "place-unknown"),
    ("a unit that does not hold it", Mention("Agadir", "MAR", parents=(("admin1_text", "Oriental"),)), "conflict", "place-conflict"),
    ("a unit nobody knows", Mention("Agadir", "MAR", parents=(("admin1_text", "Sous"),)), "none", "place-without-parent"),
    ("a unit that is also a canton elsewhere", Mention("Bolívar", "ECU"), "ambiguous", "place-ambiguous"),
]


@pytest.mark.parametrize(("mention", "name"), [case[1:] for case in MATCHED], ids=[case[0] for case in MATCHED])
def test_a_place_without_doubt_is_found(mention, name):
    found = resolve(mention, gazetteer())
    assert (found.status, found.place and found.place.name) == ("matched", name)


@pytest.mark.parametrize(("mention", "status", "reason"), [case[1:] for case in UNRESOLVED], ids=[case[0] for case in UNRESOLVED])
def test_a_place_in_doubt_is_left_unresolved(mention, status, reason):
    found = resolve(mention, gazetteer())
    assert (found.status, found.finding_code, found.place) == (status, reason, None)


def test_a_country_is_known_as_one_and_has_no_point():
    found = resolve(Mention("Italie", "TUN"), gazetteer())
    assert (found.status, found.place and found.place.place_id) == ("national", "ITA")


def test_a_row_with_coordinates_or_a_bare_mark_keeps_what_it_says(tmp_path):
    text = COVER.format(country="Morocco") + (
        """
        ## Initiatives
        | Own reference | Title |
        | R1 | Oasis |
        ## Locations
        | Initiative | Place | Latitude | Longitude | Commune |
        | R1 | | 34.7 | -1.9 | |
        | R1 | ; | | | |
        | R1 | | | | Nador |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": text}, "core_initiative_places", "core_findings", "core_responses")
    places = tables["core_initiative_places"].sort_values("response_id")
    columns = ("place_text", "status_code", "reason_text", "stated_latitude", "latitude", "admin3_text")
    assert shown(places, *columns) == [
        ("34.7", "none", "place-missing", 34.7, None, None),
        ("Nador", "none", "place-without-parent", None, None, "Nador"),
    ]
    missing = tables["core_findings"].query("finding_code == 'place-missing'")
    assert shown(missing, "cell_name") == [("B2",), ("B3",)]
    assert shown(tables["core_responses"].query("outcome_code == 'held_back'"), "row_number") == [(3,)]


def test_places_named_in_one_cell_are_told_one_by_one(tmp_path):
    text = COVER.format(country="Morocco") + (
        """
        ## Initiatives
        | Own reference | Title |
        | R1 | Oasis |
        ## Locations
        | Initiative | Place | Country | Region, province or department |
        | R1 | Nador / Oriental; Paris | | |
        | R1 | Agadir | | Oriental |
        | R1 | | Italie | |
        | R1 | | | |
        """
    )
    tables = tables_of(tmp_path, {"MAR/2015/a.xlsx": text}, "core_initiative_places", "core_findings", "core_responses")
    places = tables["core_initiative_places"].sort_values(["response_id", "initiative_place_id"])
    assert shown(places, "place_text", "status_code", "place_level_code", "admin1_place_id") == [
        ("Nador", "matched", "admin2", "MA-02"),
        ("Oriental", "matched", "admin1", "MA-02"),
        ("Paris", "none", None, None),
        ("Agadir", "conflict", None, None),
        ("Italie", "national", "country", None),
    ]
    assert places.query("status_code != 'matched'")[["latitude", "longitude"]].isna().all(axis=None)
    reported = tables["core_findings"].query("sheet_name == 'Locations' and finding_code.str.startswith('place')")
    assert shown(reported, "cell_name", "finding_code", "value_text") == [
        ("B2", "place-unknown", "Paris"),
        ("B3", "place-conflict", "Agadir"),
        ("B5", "place-missing", None),
    ]
    assert shown(tables["core_responses"].query("outcome_code == 'held_back'"), "row_number") == [(5,)]
