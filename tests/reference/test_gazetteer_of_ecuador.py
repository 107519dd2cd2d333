"""What the gazetteer takes from INEC's classifier of Ecuador, on a small classifier."""

import pytest

from scripts.gazetteer import ecuador
from scripts.gazetteer.place import Place

CLASSIFIER = {
    "provincias": [{"codigo": "17", "nombre": "Pichincha"}, {"codigo": "23", "nombre": "Santo Domingo de los Tsáchilas"}],
    "cantones": [
        {"codigo": "1705", "nombre": "Rumiñahui", "provincia_codigo": "17"},
        {"codigo": "2302", "nombre": "La Concordia", "provincia_codigo": "23"},
        {"codigo": "9004", "nombre": "El Piedrero", "provincia_codigo": "90"},
    ],
    "parroquias": [
        {"codigo": "170550", "nombre": "Sangolqui", "canton_codigo": "1705"},
        {"codigo": "170551", "nombre": "Gral. Jose De La Union (Yaruqui) (Cab. En Pifo)", "canton_codigo": "1705"},
    ],
    "parroquias_urbanas": [
        {"codigo": "170502", "nombre": "San Pedro de Taboada", "canton_codigo": "1705", "parroquia_codigo": "170550"},
        {"codigo": "170503", "nombre": "Rumiñahui", "canton_codigo": "1705", "parroquia_codigo": "170550"},
        {"codigo": "170504", "nombre": "La Concordia (Satélite)", "canton_codigo": "1705", "parroquia_codigo": "170550"},
    ],
}


@pytest.fixture
def places(monkeypatch) -> dict[str, Place]:
    monkeypatch.setattr(ecuador, "_rows", lambda name: CLASSIFIER[name])
    known = [
        Place("EC-P", "ECU", "admin1", "Pichincha", "ECU"),
        Place("EC-SD", "ECU", "admin1", "Santo Domingo de los Tsáchilas", "ECU"),
        Place("ECU:90", "ECU", "admin1", "Zona No Delimitada", "ECU", unit_kind="undelimited_zone"),
        Place("gn:1", "ECU", "admin2", "Cantón Rumiñahui", "EC-P", names=["Rumiñahui"]),
        Place("gn:2", "ECU", "admin2", "La Concordia", "EC-SD"),
        Place("ECU:9004", "ECU", "admin2", "El Piedrero", "ECU:90", unit_kind="undelimited_zone"),
    ]
    return {place.place_id: place for place in known}


def test_units_get_the_names_and_codes_of_the_classifier(places):
    ecuador.add_ecuador(places)
    found = [(place.place_id, place.place_name, place.unit_kind, place.national_code, place.pcode) for place in places.values()]
    assert found == [
        ("EC-P", "Pichincha", "province", "17", "EC17"),
        ("EC-SD", "Santo Domingo de los Tsáchilas", "province", "23", "EC23"),
        ("ECU:90", "Zona No Delimitada", "undelimited_zone", "90", "EC90"),
        ("gn:1", "Rumiñahui", "canton", "1705", "EC1705"),
        ("gn:2", "La Concordia", "canton", "2302", ""),  # whose P-code is still of Esmeraldas
        ("ECU:9004", "El Piedrero", "undelimited_zone", "9004", "EC9004"),
        ("ECU:170550", "Sangolquí", "parish", "170550", "EC170550"),
        ("ECU:170551", "General José de la Unión", "parish", "170551", "EC170551"),
        ("ECU:170502", "San Pedro de Taboada", "urban_parish", "170502", ""),
        ("ECU:170503", "Rumiñahui", "urban_parish", "170503", ""),  # not La Concordia, a canton's name elsewhere
    ]
    assert "Cantón Rumiñahui" in places["gn:1"].names
    assert {"Yaruquí", "Pifo"} <= set(places["ECU:170551"].names)
    assert places["ECU:170551"].parent_place_id == "gn:1"
    assert places["ECU:170502"].parent_place_id == "ECU:170550"


def test_a_canton_that_is_not_there_is_refused(places):
    del places["gn:1"]
    with pytest.raises(SystemExit, match="no admin2 named Rumiñahui in EC-P"):
        ecuador.add_ecuador(places)


def test_a_parroquia_that_was_also_written_by_hand_is_refused(places):
    places["ECU:170550"] = Place("ECU:170550", "ECU", "admin3", "Sangolquí", "gn:1")
    with pytest.raises(SystemExit, match="ECU:170550 is there already"):
        ecuador.add_ecuador(places)
