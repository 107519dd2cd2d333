"""The files that say what a complete practice is and how its review moves: what they may hold, and what they must not."""

import shutil
from pathlib import Path

import pytest

from schemas.codification import PROJECT, review_moves, sections
from schemas.errors import BrokenReference
from schemas.reference_files import CHECKOUT


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """Replace a text in a reference file, and read the files anew."""

    def edit(name: str, old: str, new: str) -> None:
        shutil.copytree(CHECKOUT / "reference", tmp_path / "reference", ignore=shutil.ignore_patterns("gazetteer"), dirs_exist_ok=True)
        path: Path = tmp_path / "reference" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path / "reference"))

    caches = (sections, review_moves)
    for one in caches:
        one.cache_clear()
    yield edit
    for one in caches:
        one.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("project,problem,yes,problem_text", "project,problem,yes,problems", "problems is no column of practices or lessons"),
        ("project,problem,yes,problem_text", "project,problem,perhaps,problem_text", "is_needed yes or no"),
        ("project,problem,yes,problem_text", "projects,problem,yes,problem_text", "one of project, policy_plan"),
        ("project,problem,yes,problem_text", "project,problem,yes,", "an empty filled_by"),
        ("Problem addressed,", ",", "lacks a label"),
    ],
)
def test_a_section_that_cannot_be_filled_is_refused(edited, old, new, reason):
    edited("codification/sections.csv", old, new)
    with pytest.raises(BrokenReference, match=rf"sections\.csv, \w+ problem.*{reason}"):
        sections(PROJECT)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("DRAFT,SUBMITTED,author", "DRAFT,SENT,author", "states of review_statuses"),
        ("DRAFT,SUBMITTED,author", "DRAFT,SUBMITTED,mayor", "codes of review_roles"),
        ("DRAFT,SUBMITTED,author,yes", "DRAFT,SUBMITTED,author,maybe", "may_be_unseen is yes or no"),
        ("DRAFT,SUBMITTED,author,yes,", "DRAFT,SUBMITTED,author,yes,title_text", "marks some of validated_by_text, validated_date"),
    ],
)
def test_a_move_that_nobody_could_make_is_refused(edited, old, new, reason):
    edited("codification/review_moves.csv", old, new)
    with pytest.raises(BrokenReference, match=rf"review_moves\.csv, DRAFT S\w+.*{reason}"):
        review_moves()
