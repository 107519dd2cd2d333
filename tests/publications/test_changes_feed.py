"""The feed of changes: what a feed reader shows, and that it names nothing that is not public."""

from typing import Any

import feedparser

from publications.changes.feed import MOST_NAMED, changes_feed
from schemas.registry import table
from schemas.tables import shape
from tests.publications.public_rows import HOSTILE, MADE, hostile_tables, initiative, tables

SERVED = {"content-location": "https://example.org/downloads/changes.atom", "content-type": "application/atom+xml"}


def change(record: str, kind: str, column: str = "all", earlier: str | None = None, later: str | None = None) -> dict[str, Any]:
    about = {"table_name": "core_initiatives", "record_id": record, "country_code": record[:3], "record_name": f"secret of {record}"}
    return about | {"change_name": kind, "column_name": column, "earlier_text": earlier, "later_text": later}


def read(frames: dict[str, Any], values: list[dict[str, Any]], before: str | None = "earlier") -> tuple[Any, str]:
    content = changes_feed(frames, shape(values, table("clean_changed_values")), before, MADE)["changes.atom"]
    told = feedparser.parse(content, response_headers=SERVED)
    assert not told.bozo, told.bozo_exception
    return told, content.decode()


def test_it_names_public_initiatives_and_which_answers_changed():
    frames = tables(
        core_initiatives=[initiative("MAR-1", title_text="Oasis"), initiative("SEN-1", title_text="Teranga"), initiative("SEN-2")],
        core_initiative_redirects=[{"old_id": "SEN-3", "initiative_id": "SEN-2", "reason_code": "merged"}],
    )
    values = [
        change("SEN-1", "added"), change("MAR-1", "changed", "status_code", "a", "b"), change("MAR-1", "changed", "title_text", "c", "d"),
        change("SEN-3", "joined", later="SEN-2"),
    ]  # fmt: skip
    told, _ = read(frames, values)
    assert [(one.title, one.summary) for one in told.entries] == [
        ("Changes since build earlier", "Public initiatives. New: 1. Changed: 1. Joined with another: 1."),
        ("Changed: Oasis (Morocco)", "Other answers than before: Status, Title."),
        ("New: Teranga (Senegal)", "Reported for the first time."),
        ("SEN-3 is part of it now: Title of SEN-2 (Senegal)", "SEN-3 is part of SEN-2 now."),
    ]
    assert [one.link for one in told.entries[1:3]] == [
        "https://example.org/initiatives/MAR-1.html", "https://example.org/initiatives/SEN-1.html",
    ]  # fmt: skip
    assert {one.updated for one in told.entries} == {"2026-11-29T02:00:00+00:00"}


def test_it_names_nothing_that_is_not_public_and_no_earlier_value():
    values = [
        change("MAR-1", "changed", "title_text", "an earlier secret", "a later secret"), change("MAR-2", "added"),
        change("MAR-3", "removed"), change("MAR-4", "joined", later="MAR-2"),
        change("MAR-5", "changed", "title_text", "x secret", "y secret"),
    ]  # fmt: skip
    told, content = read(tables(core_initiatives=[initiative("MAR-1")]), values)
    assert "secret" not in content
    assert not [gone for gone in ("MAR-2", "MAR-3", "MAR-4", "MAR-5") if gone in content]
    assert told.entries[0].summary == "Public initiatives. Changed: 1. No longer in the mapping: 1."


def test_the_first_build_says_so_and_one_without_changes_too():
    frames = tables(core_initiatives=[initiative("MAR-1"), initiative("SEN-1")])
    first, _ = read(frames, [], None)
    assert [(one.title, one.summary) for one in first.entries] == [
        ("The first build", "2 public initiatives of 2 countries. There was no build before it to compare with.")
    ]
    same, _ = read(frames, [])
    assert [one.summary for one in same.entries] == ["No public initiative came, changed or went."]


def test_a_reader_that_follows_the_feed_gets_an_entry_for_each_change_once():
    ids = [f"MAR-{number:03}" for number in range(MOST_NAMED + 20)]
    told, content = read(tables(core_initiatives=[initiative(one) for one in ids]), [change(one, "added") for one in ids])
    assert len({one.id for one in told.entries}) == len(told.entries) == MOST_NAMED + 1
    assert told.entries[0].summary.endswith(f"The first {MOST_NAMED} are named here, 20 more are not.")
    assert content == read(tables(core_initiatives=[initiative(one) for one in ids]), [change(one, "added") for one in ids])[1]


def test_hostile_titles_stay_text():
    ids = [*(f"MAR-{number:02}" for number in range(len(HOSTILE))), "MAR-bare"]
    told, content = read(hostile_tables(), [change(one, "added") for one in ids])
    assert len(told.entries) == len(HOSTILE) + 2
    assert "<script>" not in content
    assert told.entries[-1].title == "New: MAR-bare (Morocco)", "an initiative without a title is named by its id"
