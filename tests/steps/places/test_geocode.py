"""Places: right, or unresolved with the reason. Each case is a row as somebody may write it, and what it is."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.countries import countries
from steps.places.gazetteer import gazetteer
from steps.places.geocode import Resolution, resolve
from steps.places.mentions import PLACE_COLUMNS, Question, is_name


def ask(country: str, *cells: str) -> Resolution:
    """Resolve a row: the cells stand in the columns of the levels and the place, the place last; an empty one is left out."""
    columns = PLACE_COLUMNS[-1:] if len(cells) == 1 else (*PLACE_COLUMNS[: len(cells) - 1], PLACE_COLUMNS[-1])
    given_cells = tuple((column, cell) for column, cell in zip(columns, cells, strict=True) if cell)
    return resolve(Question(country, given_cells), gazetteer())


def told(found: Resolution) -> str:
    """Return a match as people are told of it, or the status."""
    return gazetteer().told(found.place) if found.status == "matched" and found.place else found.status


# country | cells, the place last | the place as people are told of it | method
MATCHED = """
a first-level unit alone | MAR | Souss Massa | Souss-Massa | EXACT
a name in Arabic | TUN | ولاية صفاقس | Sfax | ALIAS
a name in Devanagari | NPL | बागलुङ जिल्ला | Baglung (Gandaki) | ALIAS
two scripts in one cell | MAR | Sefrou / صفرو | Sefrou (Fès-Meknès) | EXACT
units of three levels | CRI | Alajuela; Palmares; Santiago | Santiago (Palmares, Alajuela) | EXACT
levels exchanged | CRI | Palmares; Alajuela; Santiago | Santiago (Palmares, Alajuela) | EXACT
the unit in the place's column | ECU | Mira; Carchi | Mira (Carchi) | EXACT
all in one cell | PHL | Tuba, Benguet, Philippines | Tuba (Benguet, Cordillera Administrative Region) | EXACT
all in one cell, reversed | MAR | Oriental - Berkane - Ain Erreggada | Ain Erreggada (Berkane, L'Oriental) | EXACT
the unit in brackets | ECU | Santa Ana (Manabí) | Santa Ana (Manabí) | EXACT
an acronym in brackets | PHL | Cordillera Administrative Region (CAR); Benguet | Benguet (Cordillera Administrative Region) | EXACT
capitals without accents | CRI | SAN JOSE; PEREZ ZELEDON | Pérez Zeledón (San José) | EXACT
letters decoded wrongly | MAR | FÃ¨s-MeknÃ¨s; Sefrou | Sefrou (Fès-Meknès) | EXACT
unseen marks and blanks | TUN | \u200fBeja \u200e;  Téboursouk | Teboursouk (Béja) | EXACT
words for the unit, in Spanish | ECU | GAD Municipal del Cantón Loja | Loja (Loja) | EXACT
words for the unit, in English | PHL | Prov. of Nueva Ecija | Nueva Ecija (Central Luzon) | EXACT
words for the unit, in French | MAR | Taounate; Commune rurale de Jbabra | Jbabra (Taounate, Fès-Meknès) | EXACT
words for the unit, in Nepali | NPL | Rupandehi; Kanchan Gaunpalika | Kanchan (Rupandehi, Lumbini) | EXACT
abbreviated | ECU | Guayas; Sta. Lucía | Santa Lucía (Guayas) | ALIAS
a word shortened to its letter | CRI | Heredia; S. Isidro | San Isidro (Heredia) | EXACT
one letter lost | CRI | Guanacaste; Libera | Liberia (Guanacaste) | FUZZY
two letters exchanged | NPL | Dhadign; Siddhalek | Siddhalek (Dhading, Bagmati) | EXACT
Oulad and Ouled | MAR | Settat; Ouled M'Rah | Oulad M'rah (Settat, Casablanca-Settat) | VARIANT
Ph and F | NPL | Taplejung; Faktanglung | Phaktanlung (Taplejung, Koshi) | VARIANT
B and V | NPL | Parsa; Paterbasugauli | Paterwa Sugauli (Parsa, Madhesh) | VARIANT
a national code | CRI | 11205 | Sabanillas (Acosta, San José) | CODE
a code that lost its zero | PHL | 405800000 | Rizal (CALABARZON) | CODE
a code of an earlier numbering | PHL | 045800000 | Rizal (CALABARZON) | CODE
a P-code | ECU | EC1101 | Loja (Loja) | CODE
the municipio of before 2024 | SLV | Municipio de Aguilares | Aguilares (San Salvador Norte, San Salvador) | EXACT
a canton by its former name | CRI | Puntarenas; Aguirre | Quepos (Puntarenas) | HIST
a province by its former name | NPL | Province No. 2 | Madhesh | ALIAS
a town in a region of before | MAR | Souss-Massa-Drâa; Zagora | Zagora (Drâa-Tafilalet) | EXACT
the region of before its own | PHL | Western Visayas; Negros Occidental | Negros Occidental (Negros Island Region) | EXACT
a group of regions around it | PHL | Visayas; Guimaras | Guimaras (Western Visayas) | EXACT
a local level of its province's name | NPL | ; Sunsari; Koshi | Koshi (Sunsari, Koshi) | EXACT
a unit misspelled in one of its name | NPL | Koshi; Sunsrai | Sunsari (Koshi) | FUZZY
a unit in the unit of its name | NPL | Jhapa, Jhapa | Jhapa (Jhapa, Koshi) | EXACT
a unit as its town is spelled | SEN | Thies; Tivaoune; Niakhene | Niakhène (Tivaouane, Thiès) | EXACT
a slip that is a hamlet elsewhere | PHL | Northern Mindanao; Lanao del Norte; Baro | Baroy (Lanao del Norte, Northern Mindanao) | FUZZY
a slip between hyphens | MAR | Tanger-Tétouan-Al Hoceima; Tanger -Asilah | Tanger-Assilah (Tanger-Tétouan-Al Hoceïma) | FUZZY
two letters for one | CRI | San José; San José; Hatiyo | Hatillo (San José, San José) | VARIANT
a town beside its commune | TUN | Bizerte; Bizerte | Bizerte (Bizerte Nord, Bizerte) | EXACT
the unit of the name of the one above | NPL | Bagmati; Makwanpur; Bagmati | Bagmati (Makwanpur, Bagmati) | EXACT
a ward of a local level | NPL | Damak-5, Jhapa | Damak (Jhapa, Koshi) | EXACT
the next level below those named | CRI | Heredia; San Pablo | San Pablo (Heredia) | EXACT
"""
# country | cells | status | finding | a candidate, if any
UNRESOLVED = """
a homonym alone | PHL | Naga City | ambiguous | place-ambiguous | City of Naga
a district of six cantons | CRI | San Rafael | ambiguous | place-ambiguous | San Rafael
a name nobody knows | MAR | Atlantis | none | place-unknown |
a place of another country | PHL | Turin | none | place-unknown |
what is said twice is meant | CRI | San José; Naranjo; Naranjo | conflict | place-conflict | Naranjo
a unit that does not hold it | MAR | Oriental; Agadir | conflict | place-conflict | Agadir-Ida-Ou-Tanane
two units that exclude each other | MAR | Drâa-Tafilalet; Nador; Dar Chaoui | conflict | place-conflict | Dar Chaoui
another country in the cell | CRI | Managua, Nicaragua | conflict | place-conflict | Nicaragua
a unit nobody knows | MAR | Sousxx; Agadir | none | place-without-parent | Agadir-Ida-Ou-Tanane
as near to two names | SLV | Cabañas; Cabañas Oste | ambiguous | place-ambiguous | Cabañas Este
a misspelling far from its unit | CRI | Limón; Liberai | none | place-unknown |
no place at all | SEN | en ligne | none | place-not-a-place |
several places without names | ECU | varios cantones | none | place-not-a-place |
a number that is no slip of the pen | TUN | Sfax 1 | none | place-unknown |
a code of another city | PHL | 0731300000; Cebu City | conflict | place-conflict | City of Cebu
a hamlet with the name of an island group | PHL | Luzon | ambiguous | place-ambiguous | Ilocos Region
a group of regions alone | PHL | Visayas | ambiguous | place-ambiguous | Western Visayas
a code nobody knows | MAR | 99.999 | none | place-unknown |
sounds alike, written otherwise | ECU | Louga | none | place-unknown |
the country or its capital | TUN | تونس | ambiguous | place-ambiguous | Tunisia
"""
NATIONAL = [("TUN", "Italie", "ITA"), ("MAR", "Royaume du Maroc", "MAR"), ("NPL", "नेपाल", "NPL"), ("SLV", "a nivel nacional", "SLV")]


def cases(table: str) -> list[list[str]]:
    """Return the rows of a table in text, cells stripped; cells of a row to be resolved are parted by semicolons."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def cells_of(text: str) -> list[str]:
    return [cell.strip().encode().decode("unicode_escape") if "\\u" in cell else cell.strip() for cell in text.split(";")]


@pytest.mark.parametrize(("country", "cells", "place", "method"), [case[1:] for case in cases(MATCHED)], ids=[c[0] for c in cases(MATCHED)])
def test_a_place_without_doubt_is_found(country, cells, place, method):
    found = ask(country, *cells_of(cells))
    assert (told(found), found.method) == (place, method)


@pytest.mark.parametrize(
    ("country", "cells", "status", "finding", "candidate"), [case[1:] for case in cases(UNRESOLVED)], ids=[c[0] for c in cases(UNRESOLVED)]
)
def test_a_place_in_doubt_is_left_unresolved_with_the_reason(country, cells, status, finding, candidate):
    found = ask(country, *cells_of(cells))
    assert (found.status, found.finding_code, found.place) == (status, finding, None)
    assert candidate in [place.name for place in found.candidates] if candidate else not found.candidates


@pytest.mark.parametrize(("country", "text", "place_id"), NATIONAL)
def test_a_country_is_known_as_one_and_has_no_point(country, text, place_id):
    found = ask(country, text)
    assert (found.status, found.place and found.place.place_id) == ("national", place_id)


def test_a_former_unit_lands_on_the_one_of_today_and_says_so():
    found = ask("NPL", "Lekhnath Municipality")
    assert (told(found), found.method, found.former and found.former.name) == ("Pokhara (Kaski, Gandaki)", "HIST", "Lekhnath")


def test_a_former_unit_that_was_split_stays_what_it_was_and_names_its_heirs():
    found = ask("MAR", "Souss-Massa-Drâa")
    assert (found.status, found.method, found.place) == ("matched", "HIST", found.former)
    assert [place.name for place in found.candidates] == ["Souss-Massa", "Drâa-Tafilalet", "Guelmim-Oued Noun"]


def test_what_was_taken_with_doubt_is_said():
    assert ask("CRI", "Heredia", "San Pablo").notes == ("place-next-level",)
    assert ask("CRI", "Palmares", "Alajuela", "Santiago").notes == ("place-levels-swapped",)
    assert ask("ECU", "Bolívar").notes == ("place-next-level",)


def test_a_code_nobody_knows_beside_names_in_doubt_leaves_the_names_to_decide():
    cells = (("national_code_text", "see the office"), ("admin3_text", "Santa Ana"))
    found = resolve(Question("ECU", cells, beside=("Manabí",)), gazetteer())
    assert told(found) == "Santa Ana (Santa Ana de Vuelta Larga, Santa Ana, Manabí)"
    assert "place-code-unknown" in found.notes


def test_the_surer_the_way_the_higher_the_score():
    scores = [ask("CRI", "Guanacaste", name).score for name in ("Liberia", "Libera", "Lberai")]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 3


# ── whatever is written ──

SOME_UNITS = sorted(
    place.place_id
    for place in gazetteer().by_id.values()
    if place.country_code in countries() and place.level in ("admin1", "admin2", "admin3") and not place.is_former
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def noisy(name: str, seed: int) -> str:
    """Return the name with one slip of the pen: a letter lost, doubled, changed or exchanged with the next."""
    chance = random.Random(seed)
    at = chance.randrange(len(name))
    slips = (name[:at] + name[at + 1 :], name[:at] + name[at] * 2 + name[at + 1 :], name[:at] + chance.choice(LETTERS) + name[at + 1 :],
             name[:at] + name[at : at + 2][::-1] + name[at + 2 :])  # fmt: skip
    return chance.choice(slips)


@given(st.sampled_from(SOME_UNITS), st.integers(0, 2**16))
def test_a_unit_named_in_full_is_that_unit_or_in_doubt_and_never_another(place_id, seed):
    place = gazetteer().by_id[place_id]
    cells = [gazetteer().by_id[unit].name for unit in reversed(place.ancestors[:-1])]
    found = ask(place.country_code, *cells[:3], place.name)
    near = {place_id, *place.ancestors}
    if found.status == "matched" and found.place:
        assert place_id in (found.place.place_id, *found.place.around) or found.place.place_id in near


@given(st.sampled_from(SOME_UNITS), st.integers(0, 2**16))
def test_noise_never_makes_a_doubt_a_surer_place(place_id, seed):
    place = gazetteer().by_id[place_id]
    written = noisy(place.name, seed)
    assume(not is_name(written, place.country_code, gazetteer().names[place.country_code]))  # Morong without its M is Orong, another place
    plain, slipped = ask(place.country_code, place.name), ask(place.country_code, written)
    if plain.status != "matched" and slipped.status == "matched" and slipped.place:
        meant = {candidate.place_id for candidate in plain.candidates}
        assert slipped.place.place_id in meant or slipped.score < 1.0


@given(st.text(max_size=60), st.sampled_from(sorted(countries())))
def test_no_text_breaks_the_geocoder(text, country):
    found = ask(country, text) if text.strip() else resolve(Question(country, (("place_text", "x"),)), gazetteer())
    assert found.status in ("matched", "ambiguous", "conflict", "national", "none")
    assert (found.place is not None) == (found.status in ("matched", "national"))


@given(st.permutations(["San José", "Heredia; San Isidro", "Atlantis", "Limón; Liberia", "Naga"]))
def test_the_order_of_questions_does_not_matter(order):
    answers = {text: ask("CRI", *cells_of(text)).status for text in order}
    assert answers == {
        "San José": "matched",
        "Heredia; San Isidro": "matched",
        "Atlantis": "none",
        "Limón; Liberia": "conflict",
        "Naga": "none",
    }
