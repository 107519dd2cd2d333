"""The page of changes: what a person reads there, and nothing that a respondent wrote becomes part of the page itself."""

import re

from publications.changes.page import changes_page
from schemas.registry import table
from schemas.tables import shape

NAMES = {"MAR": "Morocco", "SEN": "Senegal"}


def page(counts: list[dict[str, object]], values: list[dict[str, object]], before: str | None = "b") -> str:
    return changes_page(shape(counts, table("report_changes")), shape(values, table("clean_changed_values")), NAMES, before).decode()


def count(name: str, country: str, added: int, changed: int, removed: int) -> dict[str, object]:
    figures = {"added_count": added, "changed_count": changed, "removed_count": removed, "unchanged_count": 0}
    return {"table_name": name, "change_group_name": country, "country_code": country} | figures


def change(record: str, name: str, kind: str, column: str = "all", earlier: str | None = None, later: str | None = None):
    about = {"table_name": "core_initiatives", "record_id": record, "country_code": record[:3], "record_name": name}
    return about | {"change_name": kind, "column_name": column, "earlier_text": earlier, "later_text": later}


def read(html: str) -> str:
    body = re.sub(r"<style>.*</style>", "", html, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_it_tells_countries_initiatives_and_values():
    told = read(page(
        [count("core_initiatives", "MAR", 1, 1, 0), count("core_initiatives", "SEN", 0, 0, 1)],
        [
            change("MAR-1", "Oasis", "changed", "status_code", None, "ONGOING"),
            change("MAR-2", "Retour", "added"),
            change("SEN-1", "Teranga", "joined", later="SEN-2"),
        ],
    ))  # fmt: skip
    for sentence in (
        "Against the build b.",
        "Morocco – +1 ~1 –",
        "Initiatives: Morocco MAR-1 · Oasis Column Before Now status_code empty ONGOING",
        "MAR-2 · Retour New.",
        "SEN-1 · Teranga Is part of SEN-2 now.",
        "core_initiatives 1 1 1",
    ):
        assert sentence in told


def test_what_respondents_wrote_stays_text():
    html = page(
        [count("core_initiatives", "MAR", 0, 1, 0)],
        [change("MAR-1", "<script>alert(1)</script>", "changed", "title_text", '"><img src=x onerror=1>', "x" * 5_000)],
    )
    assert "<script" not in html
    assert "<img" not in html
    assert "x" * 301 not in html


def test_it_says_so_when_nothing_changed_or_there_is_nothing_to_compare_with():
    assert "Nothing changed since the build b." in read(page([], []))
    assert "This is the first build" in read(page([], [], before=None))
