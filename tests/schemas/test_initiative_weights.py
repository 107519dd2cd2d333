"""The weights of comparisons: a file that people change, and what is refused in it."""

import shutil

import pytest

from schemas.errors import BrokenReference
from schemas.initiative_weights import FILE, initiative_weights
from schemas.reference_files import reference_folder
from steps.identity.compare import comparisons, settings


@pytest.fixture
def weights_of(tmp_path, monkeypatch):
    """Return the weights after a change of the file's text."""

    def read(old: str, new: str):
        shutil.copytree(reference_folder() / "identity", tmp_path / "identity")
        path = tmp_path / FILE
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")
        monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
        initiative_weights.cache_clear()
        return initiative_weights()

    yield read
    initiative_weights.cache_clear()


def test_every_level_of_every_comparison_has_a_weight_with_its_reason():
    known = {code: list(one.levels) for code, one in comparisons().items()}
    assert {code: list(levels) for code, levels in initiative_weights().comparisons.items()} == known
    assert initiative_weights().verdict(initiative_weights().same) == "same"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title,whole,", "title,whole_of_it,", "the comparison title has the levels whole, equal"),
        ("phase,same,", "phase,zzz,", "the comparison phase"),
        ("verdict,same,called one from here,4,", "verdict,same,called one from here,-2,", "must be more than doubtful"),
        ("verdict,same,called one from here,4,", "verdict,same,called one from here,much,", "much is no number of bits"),
        ("verdict,same,called one from here,4,", "verdict,same,called one from here,400,", "from -40 to 40 bits"),
        (
            "a name that few others have,11,",
            "a name that few others have,12.5,",
            "title name weighs 12.5 bits, more than name_more before it, 12;",
        ),
        ("places within 30 km,1.5,", "places within 30 km,0.5,", "place region weighs 1 bits, more than near before it, 0.5;"),
        ("start,any,", "start,none,", "lacks the level any"),
    ],
)
def test_a_fault_of_the_file_is_one_sentence(weights_of, old, new, told):
    with pytest.raises(BrokenReference, match="initiative_weights") as fault:
        settings(weights_of(old, new))
    assert told in str(fault.value)
