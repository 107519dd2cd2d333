"""Limits of answers: each belongs to a question and can be kept."""

import shutil

import pytest

from schemas.errors import BrokenReference
from schemas.form import form
from schemas.form_limits import Limit, limit_of, limits
from schemas.reference_files import CHECKOUT


def test_a_limit_is_found_by_its_question():
    assert limit_of(form()["initiatives"].question("summary_text")) == Limit(50, 2000, "characters")
    assert limit_of(form()["initiatives"].question("notes_text")) is None


@pytest.mark.parametrize(
    "line", ["initiatives,no_such_text,1,5,characters,x", "initiativs,title_text,1,5,characters,x", "initiatives,notes_text,1,5,words,x",
             "initiatives,notes_text,9,5,characters,x", "initiatives,notes_text,one,5,characters,x", "initiatives,notes_text,1,5,value,x"],
)  # fmt: skip
def test_an_impossible_limit_is_refused(tmp_path, monkeypatch, line):
    shutil.copytree(CHECKOUT / "reference" / "form", tmp_path / "form")
    with (tmp_path / "form" / "limits.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    limits.cache_clear()
    try:
        with pytest.raises(BrokenReference, match=r"limits\.csv"):
            limits()
    finally:
        limits.cache_clear()
