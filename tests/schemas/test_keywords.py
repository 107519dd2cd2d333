"""The words that suggest codes: files that people change, and what is refused in them."""

import pytest

from schemas.errors import BrokenReference
from schemas.keywords import CODES, WORDS, keywords, pointers

WORD_HEADER = "notion_code,words_en,words_es,words_fr,words_ar,words_ne"
JOBS = "jobs,job,empleo,emploi,تشغيل,रोजगार"
CODE_HEADER = "list_name,code,notion_code,weight,reason_text"


@pytest.mark.parametrize(
    ("words", "code", "fault"),
    [
        (JOBS, "themes,M9,jobs,2,why", "the code one of its codes"),
        (JOBS, "languages,en,jobs,2,why", "the list is one of themes, sdg_targets, gcm_objectives"),
        (JOBS, "themes,M4,work,2,why", "keywords.csv has no such notion"),
        (JOBS, "themes,M4,jobs,3,why", "needs a weight, 1 or 2, and a reason"),
        (JOBS, "themes,M4,jobs,2,", "needs a weight, 1 or 2, and a reason"),
        (f"{JOBS}\nwork,work,trabajo,travail,عمل,काम", "themes,M4,jobs,2,why", "the notion work points to no code"),
        ("jobs,job,empleo,,تشغيل,रोजगार", "themes,M4,jobs,2,why", "words_fr is empty"),
        ("jobs,job||work,empleo,emploi,تشغيل,रोजगार", "themes,M4,jobs,2,why", "an empty word between two bars"),
        ("jobs,job*,empleo,emploi,تشغيل,रोजगार", "themes,M4,jobs,2,why", "fewer than 4 letters before its star"),
    ],
)
def test_an_impossible_rule_is_refused(tmp_path, monkeypatch, words, code, fault):
    (tmp_path / "codification").mkdir()
    (tmp_path / WORDS).write_text(f"{WORD_HEADER}\n{words}\n", encoding="utf-8")
    (tmp_path / CODES).write_text(f"{CODE_HEADER}\n{code}\n", encoding="utf-8")
    pointers()  # the code lists of the checkout are read before the folder changes
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    for one in (keywords, pointers):
        one.cache_clear()
    with pytest.raises(BrokenReference, match=fault):
        pointers()
    for one in (keywords, pointers):
        one.cache_clear()
