"""The code lists: every code can be named in three languages, and no spelling is guessed."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.code_lists import code_list, code_list_names, fold_label
from schemas.errors import BrokenReference
from schemas.reference_files import reference_folder

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
    (folder / "colours.csv").write_text("\n".join([",".join(HEADER), *rows, ""]), encoding="utf-8")


def test_there_are_lists() -> None:
    assert len(code_list_names()) > 50
    assert list(code_list_names()) == sorted(code_list_names())


@pytest.mark.parametrize("name", code_list_names())
def test_every_code_has_three_labels_and_a_definition(name: str) -> None:
    known = code_list(name)
    assert known.codes
    for code in known.codes:
        assert all(known.labels[code][language] for language in ("en", "es", "fr")), code
        assert known.definitions[code], code


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


def test_a_cross_is_no_answer() -> None:
    assert code_list("yes_no").code_of("x") is None


def test_nearest_names_a_label_in_the_language_asked() -> None:
    statuses = code_list("initiative_statuses")
    assert statuses.nearest("Implementatoin") == "Implementation"
    assert statuses.nearest("Implementatoin", "CRI", language="es") == "En ejecución"
    assert statuses.nearest("zzzz") is None


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
