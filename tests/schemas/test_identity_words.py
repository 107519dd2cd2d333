"""The words of identity: each form stands for one concept, in whatever language."""

import pytest

from schemas.errors import BrokenReference
from schemas.identity_words import FILE, KINDS, WORD_COLUMNS, identity_words
from schemas.reference_files import CHECKOUT
from steps.identity.words import concepts

HEADER = ",".join(("concept_code", "kind", *WORD_COLUMNS))
WATER = "water,topic,water,agua,eau,acqua,ماء,पानी,tubig"


def test_the_words_are_many_of_every_kind_and_each_form_is_read_as_its_concept():
    words = identity_words()
    assert {concept.kind for concept in words.values()} == set(KINDS)
    wrong = {
        form: concepts(form)
        for code, concept in words.items()
        for form in concept.forms
        if concepts(form) != (() if concept.kind == "boilerplate" else (code,))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("sea,topic,sea|Água,mar,mer,mare,بحر,समुद्र,dagat", "'Água' stands for both water and sea"),
        ("sea,topics,sea,mar,mer,mare,,,", "the kind 'topics' is none of boilerplate, field, topic"),
        ("sea,topic,,,,,,,", "has no form"),
        ("sea,topic,sea||seas,mar,,,,,", "an empty one between two bars"),
        ("water,topic,rain,,,,,,", "stands twice"),
    ],
)
def test_an_impossible_word_is_refused(tmp_path, monkeypatch, line, fault):
    (tmp_path / "identity").mkdir()
    (tmp_path / FILE).write_text(f"{HEADER}\n{WATER}\n{line}\n", encoding="utf-8")
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    identity_words.cache_clear()
    try:
        with pytest.raises(BrokenReference, match=fault):
            identity_words()
    finally:
        identity_words.cache_clear()


def test_the_file_has_its_own_columns():
    assert (CHECKOUT / "reference" / FILE).read_text(encoding="utf-8").splitlines()[0] == HEADER
