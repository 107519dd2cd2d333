"""Spellings of one name: what people write differently without meaning another place, and what they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steps.places.spelling import bare, expansions, key, keys, sound, sounds

SAME_KEY = [
    ("San José", "SAN  JOSE"), ("M'Rah", "M’rah"), ("Tanger-Assilah", "Tanger - Assilah"), ("إقليم بني ملال", "اقليم بنى ملال"),
    ("المسعدين", "المسعدین"), ("عين دراهم", "عین دراھم"), ("सङ्खुवासभा", "संखुवासभा"), ("Peñas", "Pen\u0303as"),
]  # fmt: skip
SAME_SOUND = [
    ("Oulad", "Ouled"), ("Beni Mellal", "Béni-Mellal"), ("Er-Reggada", "Reggada"), ("Niakhene", "Niaxene"), ("Paoskoto", "Paoscoto"),
    ("Médina Yoro Foulah", "Medina Yoroufoula"), ("Ouazzane", "Wazzane"), ("Phaktanglung", "Faktanglung"), ("Bhaktapur", "Bhactapur"),
    ("Siddhalek", "Siddhalec"), ("Jilotepeque", "Gilotepeque"), ("Ghorahi", "Gorahi"), ("Kelaat Sraghna", "Kelaa Sraghna"),
]  # fmt: skip
OTHER_SOUND = [
    ("Rabat", "Ribat"),
    ("Cañas", "Canoas"),
    ("Naga", "Nara"),
    ("Sfax", "Safi"),
    ("Morona", "Macará"),
    ("Este", "Oeste"),
    ("Khalid", "Ghalid"),
]
BARE = [
    ("GAD Municipal del Cantón Loja", "ECU", "loja", {"canton"}),
    ("Provincia de los Ríos", "ECU", "los rios", {"province"}),
    ("Departamento de La Unión", "SLV", "la union", {"department"}),
    ("Commune rurale d'Aïn Leuh", "MAR", "ain leuh", {"commune"}),
    ("جماعة تاونات", "MAR", "تاونات", {"commune"}),
    ("कञ्चन गाउँपालिका", "NPL", "कंचन", {"rural_municipality"}),
    ("Dhangadhi Sub-Metropolitan City", "NPL", "dhangadhi", {"sub_metropolitan_city"}),
    ("City of Cebu (Independent City)", "PHL", "cebu", {"city"}),
    ("Lungsod ng Maynila", "PHL", "maynila", {"city"}),
    ("Communauté rurale de Niakhar", "SEN", "niakhar", {"commune"}),
    ("Municipio de Aguilares", "SLV", "aguilares", {"municipality", "district"}),
    ("Province", "PHL", "province", set()),
    ("Districto Central", "CRI", "districto central", set()),
]


@pytest.mark.parametrize(("one", "other"), SAME_KEY)
def test_letters_that_keyboards_confuse_are_one(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), SAME_SOUND)
def test_transliterations_of_one_name_sound_alike(one, other):
    assert sound(key(one)) == sound(key(other))


@pytest.mark.parametrize(("one", "other"), OTHER_SOUND)
def test_names_that_differ_sound_different(one, other):
    assert sound(key(one)) != sound(key(other))


@given(st.lists(st.text("aeiouchklnst 1", max_size=8), min_size=1, max_size=4))
def test_a_name_sounds_as_it_does_alone_whatever_names_are_heard_with_it(names):
    assert sounds(names) == [sound(one) for one in names]


@pytest.mark.parametrize(("text", "country", "name", "kinds"), BARE)
def test_the_word_for_the_unit_is_told_from_the_name(text, country, name, kinds):
    found = bare(key(text), country)
    assert found.key == name
    assert kinds <= found.kinds and bool(found.kinds) == bool(kinds)


def test_an_abbreviation_may_stand_for_several_words():
    assert "santa lucia" in set(expansions(key("Sta. Lucía")))
    assert {"saint louis", "san louis"} <= set(expansions(key("St. Louis")))
    assert list(expansions(key("Lucía"))) == []


@given(st.text(max_size=40))
def test_a_key_is_the_key_of_itself_and_says_nothing_that_is_not_there(text):
    assert key(key(text)) == key(text)
    assert not set(key(text)) & set("-,.()[]'’/")


NAME = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("dl'’`´_ \n\r\u200d\u0301िङ्कأİ№")), max_size=8)


@given(st.lists(NAME, max_size=4))
def test_many_keys_at_once_are_those_of_one_after_the_other(names: list[str]) -> None:
    assert keys(names) == [key(name) for name in names]
