"""How often countries send something: when they are silent, and what the file refuses."""

from datetime import UTC, datetime

import pytest

from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.rhythms import Rhythm, rhythms


def test_every_country_has_a_rhythm():
    assert {one.country_code for one in rhythms()} == set(countries())


@pytest.mark.parametrize(
    ("last", "now", "is_over"),
    [
        ((2015, 1, 31), (2015, 2, 28), False),
        ((2015, 1, 31), (2015, 3, 1), True),
        ((2015, 12, 15), (2016, 1, 15), False),
        ((2015, 12, 15), (2016, 1, 16), True),
        ((2016, 2, 29), (2016, 3, 29), False),
        ((2016, 5, 1), (2016, 4, 1), False),  # a clock that was set back
    ],
)
def test_a_country_is_silent_after_its_months(last, now, is_over):
    assert Rhythm("MAR", 1).is_over(datetime(*last, tzinfo=UTC), datetime(*now, tzinfo=UTC)) == is_over


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("XXX,6,why", "XXX is no country of the programme; it is one of CRI"),
        ("MAR,half a year,why", "MAR: months is 'half a year'; it must be a number of months from 1 to 120"),
        ("MAR,0,why", "must be a number of months from 1 to 120"),
        ("MAR,6,", "MAR: the reason is empty"),
    ],
)
def test_a_wrong_rhythm_is_told_in_a_sentence(tmp_path, monkeypatch, row, told):
    (tmp_path / "rhythms.csv").write_text(f"country_code,months,reason\n{row}\n", encoding="utf-8")
    countries()  # of the real reference files
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    rhythms.cache_clear()
    try:
        with pytest.raises(BrokenReference, match=told.replace("(", r"\(")):
            rhythms()
    finally:
        rhythms.cache_clear()
