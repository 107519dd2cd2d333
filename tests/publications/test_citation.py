"""Citation and licence: what holds is said, and no licence is claimed that nobody granted."""

from pathlib import Path

import pytest
import yaml

from publications.citation.files import citation_and_licence
from publications.citation.rights import rights
from schemas.errors import BrokenReference
from tests.publications.public_rows import HOSTILE, MADE, hostile_tables, tables

HEADER = "subject,spdx_code,title,url,holder_name\n"
GRANTED = "answers,CC-BY-4.0,Creative Commons Attribution 4.0,https://creativecommons.org/licenses/by/4.0/,The programme\n"
SOURCES = [
    {
        "source_name": "a",
        "is_shipped": True,
        "is_used": True,
        "attribution_text": "Bureau of Places",
        "licence_text": "CC0",
        "version_text": "2",
    },
    {"source_name": "own.csv", "is_used": True},
    {"source_name": "b", "is_used": False, "attribution_text": "Unused"},
]


def set_rights(monkeypatch: pytest.MonkeyPatch, folder: Path, rows: str) -> None:
    (folder / "rights.csv").write_text(HEADER + rows, encoding="utf-8")
    monkeypatch.setenv("JMDI_REFERENCE", str(folder))


def test_the_citation_names_build_day_and_sources():
    files = citation_and_licence(tables(core_gazetteer_sources=SOURCES), MADE)
    told = yaml.safe_load(files["CITATION.cff"])
    assert (told["cff-version"], told["type"], told["version"], told["date-released"]) == ("1.2.0", "dataset", MADE.build_id, "2026-11-29")
    assert told["authors"] == [
        {"name": "Focal points of the eight countries, who report the answers"}, {"name": "The JMDI mapping pipeline contributors"},
    ]  # fmt: skip
    assert [(one["title"], one.get("version"), one.get("notes")) for one in told["references"]] == [
        ("Bureau of Places", "2", "CC0"), ("own.csv", None, None),
    ]  # fmt: skip
    assert "Bureau of Places (CC0)" in files["LICENCE.txt"].decode()
    assert "Unused" not in files["LICENCE.txt"].decode()


def test_without_a_decision_no_licence_is_claimed():
    files = citation_and_licence(tables(), MADE)
    assert not {"license", "license-url"} & yaml.safe_load(files["CITATION.cff"]).keys()
    assert "The programme has set no licence for them, and none is granted here" in files["LICENCE.txt"].decode()
    assert "no licence is granted here" in rights()


def test_a_licence_that_the_programme_sets_stands_in_all_files(monkeypatch, tmp_path):
    set_rights(monkeypatch, tmp_path, GRANTED)
    files = citation_and_licence(tables(), MADE)
    assert yaml.safe_load(files["CITATION.cff"])["license"] == "CC-BY-4.0"
    granted = "The programme grants the Creative Commons Attribution 4.0"
    assert granted in files["LICENCE.txt"].decode()
    assert granted in rights()
    assert "no licence is granted" not in rights()
    set_rights(monkeypatch, tmp_path, GRANTED.replace("CC-BY-4.0", ""))
    assert (
        yaml.safe_load(citation_and_licence(tables(), MADE)["CITATION.cff"])["license-url"]
        == "https://creativecommons.org/licenses/by/4.0/"
    )


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (GRANTED.replace("answers", "places"), "it may hold one row, on 'answers'"),
        (GRANTED.replace("https", "ftp"), "needs its title, its address"),
        (GRANTED.replace("The programme", ""), "who grants it"),
    ],
)
def test_a_licence_that_says_too_little_is_refused(monkeypatch, tmp_path, rows, fault):
    set_rights(monkeypatch, tmp_path, rows)
    with pytest.raises(BrokenReference, match=fault):
        rights()


def test_no_name_of_a_source_breaks_the_citation():
    told = yaml.safe_load(citation_and_licence(hostile_tables(), MADE)["CITATION.cff"])
    assert len(told["references"]) == len(HOSTILE)
