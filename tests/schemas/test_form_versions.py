"""Versions of the form: those that may come back are known, and exactly one, the last, is given out."""

import pytest

from schemas.errors import BrokenReference
from schemas.form_versions import VERSION_FIELDS, form_versions, newest_version


@pytest.fixture
def given(tmp_path, monkeypatch):
    """Puts a file of versions in the place of ours."""

    def put(*lines: str) -> None:
        (tmp_path / "form").mkdir(exist_ok=True)
        (tmp_path / "form" / "versions.csv").write_text("\n".join([",".join(VERSION_FIELDS), *lines, ""]), encoding="utf-8")
        monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
        form_versions.cache_clear()

    yield put
    form_versions.cache_clear()


def test_the_last_version_is_given_out(given):
    given("a,2015,2015,first", "b,2016,2017,second", "c,2018,,third")
    assert newest_version() == "c"
    assert [one.version for one in form_versions()] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "lines", [(), ("a,2015,2015,x",), ("a,2015,,x", "b,2016,,x"), ("a,2015,,x", "b,2016,2016,x")], ids=["none", "closed", "two", "not last"]
)
def test_none_or_several_versions_to_give_out_are_refused(given, lines):
    given(*lines)
    with pytest.raises(BrokenReference, match=r"versions\.csv"):
        newest_version()


def test_the_sample_deliveries_state_a_known_version():
    from scripts.make_sample_deliveries import FORM_VERSION

    assert FORM_VERSION in [one.version for one in form_versions()]
