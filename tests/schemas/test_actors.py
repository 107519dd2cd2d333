"""The master list of organisations: what it must not hold, and that what it holds is sound."""

import pytest

from schemas.actors import COLUMNS, FILE, listed_actors
from schemas.errors import BrokenReference
from schemas.reference_files import reference_folder
from steps.actors.listed import Listed
from steps.places.gazetteer import gazetteer

GOOD = "ORG-A,First,,,,,,FST,One|Uno,CSO,SEN,XX-A-1,Dakar."


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Make a master list of the rows given; the other reference files are the real ones."""

    def write(*rows: str) -> Listed:
        for path in reference_folder().iterdir():
            if path.name != FILE and not (tmp_path / path.name).exists():
                (tmp_path / path.name).symlink_to(path)
        (tmp_path / FILE).write_text("\n".join((",".join(COLUMNS), *rows)) + "\n", encoding="utf-8")
        monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
        listed_actors.cache_clear()
        return Listed(listed_actors())

    yield write
    monkeypatch.undo()
    listed_actors.cache_clear()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("ORG-B,Second,,,,,,,,CSO,SEN,,", "ORG-B lacks note_text"),
        ("B,Second,,,,,,,,CSO,SEN,,Thiès.", "an id begins with ORG-"),
        ("ORG-B,Second,,,,,,,,NGO,SEN,,Thiès.", "NGO is no code of actor_types"),
        ("ORG-B,Second,,,,,,,,CSO,Senegal,,Thiès.", "Senegal is no ISO 3166-1 alpha-3 code"),
        ("ORG-B,Second,,,,,,,,CSO,SEN,xx-a-1,Thiès.", "means both ORG-A and ORG-B"),
        ("ORG-B,Second,,,,,,,uno,CSO,SEN,,Thiès.", "'uno' means both ORG-A and ORG-B"),
        ("ORG-B,Second,,,,,,,Uno,INGO,,,Anywhere.", "means both ORG-B and ORG-A in SEN"),
        ("ORG-A,Second,,,,,,,,CSO,SEN,,Thiès.", "stands twice"),
    ],
)
def test_a_faulty_row_is_refused_in_one_sentence(written, row, fault):
    with pytest.raises(BrokenReference, match=fault):
        written(GOOD, row)


def test_a_name_may_stand_for_two_in_two_countries_and_an_acronym_for_nobody_where_it_is_not_clear(written):
    master = written(GOOD, "ORG-B,Second,,,,,,FST,Uno,CSO,MAR,,Rabat.", "ORG-C,Third,,,,,,FST,,INGO,FRA,,Paris.")
    assert (master.named(("uno",), ("SEN",)), master.named(("uno",), ("MAR",)), master.named(("uno",), ("NPL",))) == (
        "ORG-A",
        "ORG-B",
        None,
    )
    assert (master.called("fst", ("SEN",)), master.called("fst", ("NPL",))) == (None, "ORG-C")


def test_the_list_names_countries_that_are_there():
    assert {actor.country_code for actor in listed_actors().values()} - {""} <= gazetteer().by_id.keys()
