"""The code lists: every code can be named in every language of the form, and no spelling is guessed."""

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.code_lists import code_list, code_list_names, fold_label
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import reference_folder
from steps.text import clean_text

HEADER = ["code", "label_en", "label_es", "label_fr", "definition", "aliases"]

ACTOR_TYPES = {
    "local authority (municipality)": "LA_MUN",
    "local authority (city)": "LA_MUN",
    "local authority (municipality, destination)": "LA_RES",
    "local authority (province)": "LA_INT",
    "provincial authority": "LA_INT",
    "local authority": "LA_UNS",
    "regional authority": "LA_REG",
    "association of local authorities": "LA_ASSOC",
    "city network": "LA_ASSOC",
    "national agency": "NATGOV",
    "national agency (regional office)": "NATGOV",
    "state representation": "NATGOV",
    "UN agency": "UN",
    "NGO": "CSO",
    "community association": "CSO",
    "diaspora association": "DIASP",
    "cooperation agency": "DON",
    "donor": "DON",
    "foundation": "FDN",
    "cooperative": "PRIV",
    "private sector": "PRIV",
    "financial network": "FIN",
    "university": "ACAD",
    "professional organisation": "oth",
    "local development agency": "oth",
    "public agency": "oth",
    "training body": "oth",
}
CURRENCIES = [
    *[(word, "MAR", "EUR") for word in ("€", "euros", "Euro", "Euros", "EUR")],
    *[(word, "CRI", "USD") for word in ("US$", "USD", "dólares estadounidenses", "ＵＳＤ")],
    *[(word, "NPL", "CHF") for word in ("Swiss Francs", "Swiss Franc", "CHF")],
    ("francs CFA", "SEN", "XOF"),
    ("FCFA", "SEN", "XOF"),
    ("colones", "CRI", "CRC"),
    ("pesos", "PHL", "PHP"),
    *[(word, country, "USD") for word in ("$", "dólares") for country in ("SLV", "ECU")],
    ("₡", "CRI", "CRC"),
    ("₡", "SLV", "SVC"),
]
UNCERTAIN = [
    *[("$", country) for country in ("PHL", "MAR", "CRI", "NPL", "SEN", "TUN", "")],
    *[(word, "MAR") for word in ("dollars", "pesos", "francs", "FCFA", "colones", "₡", "C$")],
    ("francs", "SEN"),
    ("", "SLV"),
]
LABELS = [(name, code, label) for name in code_list_names() for code, labels in code_list(name).labels.items() for label in labels.values()]


SCRIPTS = {"en": "LATIN", "es": "LATIN", "fr": "LATIN", "ar": "ARABIC", "ne": "DEVANAGARI"}
ANSWERS = [
    *[("yes_no", word, "", "yes") for word in ("Sí", "si", "OUI", "y", "1", "१", "١", "vrai", "✓", "✔️", "نعم", "نَعَم", "हो", "छ", "हो छ।")],
    *[("yes_no", word, "", "no") for word in ("Non", "n", "0", "०", "faux", "لا", "لا.", "होइन", "छैन", "falso")],
    *[("yes_no", "o", country, "yes") for country in ("MAR", "SEN", "TUN")],
    *[("yes_no", "S", country, "yes") for country in ("CRI", "ECU", "SLV")],
    ("yes_no", "Opo", "PHL", "yes"),
    ("yes_no", "hindi", "PHL", "no"),
    *[("initiative_statuses", word, "", "2") for word in ("جارية", "قيد الإنجاز", "चालु", "कार्यान्वयन भइरहेको", "en marcha")],
    *[("initiative_statuses", word, "", "4") for word in ("منتهية", "منتهيه", "सम्पन्न", "संपन्न", "Terminée", "concluida")],
    *[("scaling_stages", word, "", "PIL") for word in ("مشروع نموذجي", "पाइलट", "Projet pilote", "proyecto piloto")],
    *[("actor_types", word, "", "LA_MUN") for word in ("جماعة", "بلدية", "नगरपालिका", "गाउँपालिका", "गाउंपालिका", "Mairie")],
    *[("actor_types", word, "NPL", "LA_REG") for word in ("प्रदेश सरकार", "Provincial government")],
    ("actor_types", "Provincial government", "PHL", "LA_INT"),
    *[("currencies", word, "MAR", "MAD") for word in ("Dh", "DHS", "Dhs.", "درهم", "دراهم", "د.م.", "dirhams")],
    *[("currencies", word, "TUN", "TND") for word in ("DT", "TND", "د.ت", "دينار", "dinars", "الدينار التونسي")],
    *[("currencies", word, "NPL", "NPR") for word in ("Rs.", "NRs", "NRs.", "रु", "रु.", "रू", "रू.", "नेपाली रुपैयाँ", "रूपैयाँ", "N.Rs.")],
    *[("currencies", word, "SEN", "XOF") for word in ("F CFA", "FCFA", "CFA", "F.CFA", "Francs CFA")],
    *[("currencies", word, "CRI", "CRC") for word in ("¢", "₡", "colones", "colón")],
    *[("currencies", word, "PHL", "PHP") for word in ("Php", "PHP", "₱", "P", "piso", "pesos")],
    *[("currencies", word, "NPL", "INR") for word in ("₹", "IC", "भारतीय रुपैयाँ", "Indian rupees")],
    *[("currencies", word, "", "EUR") for word in ("أورو", "يورو", "यूरो", "युरो", "€")],
    *[("languages", word, "", "ar") for word in ("العربية", "عربي", "Árabe", "arabe", "अरबी", "ara")],
    *[("languages", word, "", "ne") for word in ("नेपाली", "नेपाली भाषा", "النيبالية", "Nepalés", "népalais")],
    *[("languages", word, "", "en") for word in ("अंग्रेजी", "अङ्ग्रेजी", "إنجليزية", "الانجليزية", "INGLÉS")],
    *[("calendars", word, "", "bs") for word in ("BS", "B.S.", "वि.सं.", "वि. सं.", "बिक्रम सम्बत", "Bikram Sambat", "VS", "विक्रम संवत्")],
    *[("calendars", word, "", "gregorian") for word in ("AD", "A.D.", "ई.सं.", "ईस्वी संवत्", "ميلادي", "grégorien")],
    ("gcm_objectives", "الهدف ١٠", "", "10"),
    ("gcm_objectives", "उद्देश्य १०", "", "10"),
    ("sdg_targets", "Meta 10.7", "", "10.7"),
    ("target_groups", "Emigrantes / diáspora", "", "EMI"),
    ("partnership_types", "Local—national", "", "LN"),
    *[("yes_no", word, "MAR", "yes") for word in ("Oui / نعم", "Yes/Oui", "نعم (oui)", "1 - Oui", "Sí: yes")],
    *[("currencies", word, "NPL", "NPR") for word in ("NPR (Rs.)", "Nepalese rupee (NPR)", "नेपाली रुपैयाँ/NRs")],
    ("dac_purposes", "15190 – Facilitation of orderly, safe, regular and responsible migration", "", "15190"),
    ("gcm_objectives", "GCM 10: Trafficking", "", "10"),
    ("themes", "M4 - Jobs", "", "M4"),
    ("jmdi_phases", "II", "", "2"),
    ("gender_markers", "Significatif", "", "1"),
]
NO_ANSWERS = [
    *[("yes_no", word, "") for word in ("x", "✗", "s", "o", "oo", "2", "-", "نعم لا", "हो होइन", "maybe", "peut-être", "ربما")],
    *[("yes_no", "o", country) for country in ("CRI", "ECU", "SLV", "NPL", "PHL")],  # Spanish: or
    ("yes_no", "s", "MAR"),
    *[("currencies", word, country) for word, country in [("درهم", "TUN"), ("دينار", "MAR"), ("Rs", "PHL"), ("रु", ""), ("P", "CRI")]],
    *[("currencies", word, country) for word, country in [("¢", "SLV"), ("دولار", "MAR"), ("डलर", "NPL"), ("CFA", "MAR"), ("¥", "")]],
    *[("yes_no", word, "MAR") for word in ("Oui / Non", "Oui / لا", "Oui / peut-être", "1 - 0", "Oui (", "/")],
    *[("currencies", word, "NPL") for word in ("NPR (INR)", "Rs / €", "NPR (about)")],
    ("themes", "M4 - Rights", ""),
    ("currencies", "MDH", "MAR"),  # millions of dirhams
    ("calendars", "नेपाली", ""),
    ("languages", "Tamazight", "MAR"),
    ("initiative_statuses", "متوقفة", "MAR"),  # stopped: for now or for good
    ("actor_types", "प्रदेश", ""),
]


def scripts(text: str) -> set[str]:
    """Return the scripts that a text is written in."""
    return {unicodedata.name(mark).split()[0] for mark in text if mark.isalpha()}


@pytest.fixture
def temporary_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "code_lists"
    folder.mkdir()
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    _forget()
    yield folder
    _forget()


def _forget() -> None:
    code_list.cache_clear()
    code_list_names.cache_clear()


def _write(folder: Path, *rows: str) -> None:
    others = [language for language in LANGUAGES if f"label_{language}" not in HEADER]
    header = [*HEADER, *(f"label_{language}" for language in others)]
    full = [",".join([row, *(f"{row[0]} in {language}" for language in others)]) for row in rows]
    (folder / "colours.csv").write_text("\n".join([",".join(header), *full, ""]), encoding="utf-8")


def test_there_are_lists() -> None:
    assert len(code_list_names()) > 50
    assert list(code_list_names()) == sorted(code_list_names())


@pytest.mark.parametrize("name", code_list_names())
def test_every_code_has_its_labels_and_a_definition(name: str) -> None:
    known = code_list(name)
    assert known.codes
    for code in known.codes:
        assert all(known.labels[code][language] for language in LANGUAGES), code
        assert known.definitions[code], code


@pytest.mark.parametrize("name", sorted(set(code_list_names()) - {"number_formats"}))  # 1.234,56 is written so by all
def test_labels_are_written_in_the_script_of_their_language(name: str) -> None:
    for code, labels in code_list(name).labels.items():
        assert {language: scripts(label) - {"LATIN"} for language, label in labels.items()} == {
            language: {SCRIPTS[language]} - {"LATIN"} for language in LANGUAGES
        }, code


@pytest.mark.parametrize("name", code_list_names())
def test_no_label_has_marks_that_are_not_seen_or_blanks_that_are_not_single(name: str) -> None:
    for labels in code_list(name).labels.values():
        assert [label for label in labels.values() if label != clean_text(label)] == []


@pytest.mark.parametrize("name", code_list_names())
def test_no_label_folds_to_that_of_another_code(name: str) -> None:
    owners: dict[str, set[str]] = {}
    for code, labels in code_list(name).labels.items():
        for label in labels.values():
            owners.setdefault(fold_label(label), set()).add(code)
    assert {label: codes for label, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("name", code_list_names())
def test_files_have_the_header_and_plain_line_ends(name: str) -> None:
    content = (reference_folder() / "code_lists" / f"{name}.csv").read_bytes()
    assert content.decode("utf-8").splitlines()[0].split(",")[:6] == HEADER
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("name", "column"), [("initiative_statuses", "iati_code"), ("currencies", "minor_units")])
def test_codes_of_other_systems_are_filled(name: str, column: str) -> None:
    with (reference_folder() / "code_lists" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert all(row[column] for row in csv.DictReader(file))


@pytest.mark.parametrize(("text", "code"), ACTOR_TYPES.items())
def test_actor_types_as_records_write_them(text: str, code: str) -> None:
    assert code_list("actor_types").code_of(text) == code


@pytest.mark.parametrize(("text", "country_code", "code"), CURRENCIES)
def test_currency_words(text: str, country_code: str, code: str) -> None:
    assert code_list("currencies").code_of(text, country_code) == code


@pytest.mark.parametrize(("text", "country_code"), UNCERTAIN)
def test_uncertain_currency_words_stay_unknown(text: str, country_code: str) -> None:
    assert code_list("currencies").code_of(text, country_code) is None


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("initiative_statuses", "Ongoing", "2"),
        ("initiative_statuses", "Terminé", "4"),
        ("themes", "Migrant Remittances", "M4"),
        ("themes", "migrant rights", "M3"),
        ("themes", "Migrant  communities", "M3"),
        ("themes", "migrant capacities", "M1"),
        ("practice_kinds", "good practice", "GP"),
        ("review_statuses", "not_approved", "RETURNED"),
        ("number_formats", "1\u202f234,56", "1 234,56"),
        ("yes_no", "SI", "yes"),
        ("jmdi_phases", "JMDI II", "2"),
        ("sdg_targets", "SDG 10.C", "10.c"),
    ],
)
def test_other_spellings(name: str, text: str, code: str) -> None:
    assert code_list(name).code_of(text) == code


@pytest.mark.parametrize(("name", "text", "country_code", "code"), ANSWERS)
def test_answers_in_five_languages(name: str, text: str, country_code: str, code: str) -> None:
    assert code_list(name).code_of(text, country_code) == code


@pytest.mark.parametrize(("name", "text", "country_code"), NO_ANSWERS)
def test_what_would_need_a_guess_is_no_answer(name: str, text: str, country_code: str) -> None:
    assert code_list(name).code_of(text, country_code) is None


def test_nearest_names_a_label_in_the_language_asked() -> None:
    statuses = code_list("initiative_statuses")
    assert statuses.nearest("Implementatoin") == "Implementation"
    assert statuses.nearest("Implementatoin", "CRI", language="es") == "En ejecución"
    assert statuses.nearest("قيد التنفيد", "MAR", language="ar") == "قيد التنفيذ"
    assert statuses.nearest("कार्यन्वयनमा", "NPL", language="ne") == "कार्यान्वयनमा"
    assert statuses.nearest("zzzz") is None
    assert code_list("themes").nearest("Migration") is None


@pytest.mark.parametrize(
    "rows",
    [
        ("R,Red,Rojo,Rouge,,", "S,Scarlet,Rójo,Écarlate,,"),
        ("R,Red,Rojo,Rouge,,crimson", "S,Scarlet,Escarlata,Écarlate,,Crimson."),
        ("R,Red,Rojo,Rouge,,PHL:crimson", "S,Scarlet,Escarlata,Écarlate,,PHL:crimson"),
        ("R,Red,,Rouge,,",),
    ],
)
def test_a_clash_or_an_empty_label_is_refused(temporary_lists: Path, rows: tuple[str, ...]) -> None:
    _write(temporary_lists, *rows)
    with pytest.raises(BrokenReference, match=r"colours\.csv"):
        code_list("colours")


def test_an_alias_may_mean_different_codes_in_different_countries(temporary_lists: Path) -> None:
    _write(temporary_lists, "R,Red,Rojo,Rouge,,PHL:crimson", "S,Scarlet,Escarlata,Écarlate,,SLV:crimson")
    colours = code_list("colours")
    assert [colours.code_of("crimson", country) for country in ("PHL", "SLV", "MAR", "")] == ["R", "S", None, None]


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(BrokenReference, match="no_such_list"):
        code_list("no_such_list")


@given(st.sampled_from(LABELS), st.lists(st.booleans(), min_size=1), st.sampled_from(["", " ", "\u00a0 ", "\t"]))
def test_case_and_blanks_do_not_matter(entry: tuple[str, str, str], ups: list[bool], blanks: str) -> None:
    name, code, label = entry
    shouted = "".join(mark.upper() if ups[at % len(ups)] else mark.lower() for at, mark in enumerate(label))
    assert code_list(name).code_of(blanks + shouted.replace(" ", f" {blanks}") + blanks) == code


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_label(fold_label(text)) == fold_label(text)
