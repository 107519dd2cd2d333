"""The countries: their names in every language, and the language in which a sender is answered."""

import shutil
from pathlib import Path

import pytest

from schemas import countries as module
from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.form import LANGUAGES
from schemas.reference_files import CHECKOUT


@pytest.mark.parametrize(
    ("country_code", "stated", "headers", "language"),
    [
        ("MAR", None, {}, "fr"),
        ("MAR", None, {"ar": 30}, "ar"),
        ("MAR", None, {"ar": 30, "fr": 30}, "fr"),  # headers in two languages
        ("MAR", None, {"es": 30, "ar": 30}, "ar"),
        ("MAR", None, {"es": 30}, "es"),
        ("MAR", "ar", {"fr": 30}, "ar"),
        ("TUN", "ar", {}, "ar"),
        ("NPL", None, {"ne": 12, "en": 3}, "ne"),
        ("NPL", None, {"ne": 12, "en": 12}, "en"),
        ("PHL", "tl", {}, "en"),
        ("PHL", "tl", {"es": 1}, "es"),
        ("SLV", None, {"es": 9, "en": 4}, "es"),
    ],
)
def test_a_sender_is_answered_in_the_language_of_the_delivery(country_code, stated, headers, language):
    assert countries()[country_code].reply_language(stated, headers) == language


@pytest.mark.parametrize("text", ["Morocco", "Marruecos", " MAROC ", "المغرب", "المَغرِب", "मोरक्को", "mar", "MA"])
def test_a_country_is_known_by_its_names(text):
    assert [code for code, country in countries().items() if country.is_called(text)] == ["MAR"]


@pytest.mark.parametrize("text", ["", "Mor", "Maroc oriental", "الجزائر", "Marocco"])
def test_another_name_is_not_taken_for_it(text):
    assert not any(country.is_called(text) for country in countries().values())


def test_every_country_has_a_name_in_every_language_and_three_levels():
    for country in countries().values():
        assert list(country.names) == list(LANGUAGES)
        assert all((*country.names.values(), country.level1_name, country.level2_name, country.level3_name))
        assert country.survey_language not in country.other_languages


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("المغرب,मोरक्को,ar", "المغرب,मोरक्को,ar tl", "MAR: findings are not written in 'tl'"),
        ("Maroc,fr", "Maroc,pt", "MAR: findings are not written in 'pt'"),
        ("المغرب,मोरक्को", "المغرب,", "MAR lacks its name"),
    ],
)
def test_a_country_that_cannot_be_answered_is_refused(tmp_path, monkeypatch, old, new, sentence):
    file = Path(shutil.copytree(CHECKOUT / "reference", tmp_path / "reference")) / "countries.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("JMDI_REFERENCE", str(file.parent))
    with pytest.raises(BrokenReference, match=sentence):
        module.countries.__wrapped__()
