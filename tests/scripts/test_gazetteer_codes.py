"""The codes of a place, as place_codes.csv lists them."""

import pytest

from scripts.gazetteer.codes import code_rows, writings
from scripts.gazetteer.place import Place, slug


@pytest.mark.parametrize(
    ("code", "expected"),
    [("01.511.05.07", ("01.511.05.07", "015110507")), ("090850", ("090850",)), ("MA-TNG", ("MA-TNG",))],
)
def test_a_code_with_full_stops_is_also_written_in_digits(code, expected):
    assert writings(code) == expected


def test_every_code_of_a_place_is_listed_once_and_says_whether_it_is_in_use():
    place = Place(
        "MAR:01.511.05.07", "MAR", "admin3", "Dar Chaoui", national_code="01.511.05.07", geonames_id="2553000",
        former_codes=[("hcp_2014", "01.511.03.07"), ("hcp_2014", "01.511.05.07")],
    )  # fmt: skip
    assert [row[1:] for row in code_rows(place)] == [
        ("01.511.05.07", "hcp_2024", "yes"),
        ("015110507", "hcp_2024", "yes"),
        ("2553000", "geonames", "yes"),
        ("01.511.03.07", "hcp_2014", "no"),
        ("015110307", "hcp_2014", "no"),
    ]


def test_no_code_of_a_former_unit_is_in_use():
    place = Place("NPL:former-mechi-zone", "NPL", "admin1", "Mechi Zone", national_code="M", valid_until="2015-09-20")
    assert list(code_rows(place)) == [("NPL:former-mechi-zone", "M", "mofaga", "no")]


def test_a_place_without_codes_has_none():
    assert list(code_rows(Place("NPL:town-dhunche-rasuwa", "NPL", "town", "Dhunche"))) == []


@pytest.mark.parametrize(("name", "expected"), [("Taza-Al Hoceïma-Taounate", "taza-al-hoceima-taounate"), ("M’diq", "m-diq")])
def test_an_id_is_in_plain_letters(name, expected):
    assert slug(name) == expected
