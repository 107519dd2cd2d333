"""What changed since the build before: counted by table and country, and told one by one."""

from collections.abc import Sequence

import pandas as pd

from schemas.registry import table
from schemas.tables import shape
from steps.history.changes import changed_values, changes
from tests.deliveries import shown

COUNTS = ("table_name", "change_group_name", "added_count", "changed_count", "removed_count", "unchanged_count")
VALUES = ("record_id", "record_name", "change_name", "column_name", "earlier_text", "later_text")


Pairs = Sequence[tuple[str, str | None]]


def build(initiatives: list[tuple[object, ...]], tags: Pairs = (), redirects: Pairs = ()):
    names = ("initiative_id", "country_code", "title_text", "is_locally_led", "budget_amount", "response_count")
    rows = [dict(zip(names, row, strict=False)) for row in initiatives]
    return {
        "core_initiatives": shape(rows, table("core_initiatives")),
        "core_initiative_tags": shape(
            [{"initiative_id": one, "question_code": "theme_codes", "tag_code": tag} for one, tag in tags], table("core_initiative_tags")
        ),
        "core_initiative_redirects": shape(
            [{"old_id": old, "country_code": "MAR", "initiative_id": new} for old, new in redirects], table("core_initiative_redirects")
        ),
        "core_dictionary": shape([], table("core_dictionary")),
    }


BEFORE = build(
    [
        ("MAR-1", "MAR", "Oasis", True, 900.5, 1),
        ("MAR-2", "MAR", "Retour", None, None, 1),
        ("MAR-3", "MAR", "Fonds", False, None, 1),
        ("SEN-1", "SEN", "Teranga", None, None, 1),
    ],
    [("MAR-1", "LED"), ("SEN-1", "REM")],
)
NOW = build(
    [
        ("SEN-1", "SEN", "Teranga", None, None, 2),  # only where it comes from is another: nothing that is told
        ("MAR-1", "MAR", "Oasis", False, 900.25, 1),
        ("MAR-4", "MAR", "Pépinière", None, None, 1),
    ],
    [("SEN-1", "REM"), ("SEN-1", "LED")],
    [("MAR-2", None), ("MAR-3", "MAR-1")],
)


def test_rows_are_counted_by_table_and_the_country_of_what_they_belong_to():
    assert shown(changes(BEFORE, NOW), *COUNTS) == [
        ("core_initiatives", "MAR", 1, 1, 2, 0),
        ("core_initiative_tags", "MAR", 0, 0, 1, 0),
        ("core_initiative_tags", "SEN", 1, 0, 0, 1),
        ("core_initiative_redirects", "MAR", 2, 0, 0, 0),
    ]


def test_initiatives_are_told_one_by_one_with_what_was_and_what_is():
    assert shown(changed_values(BEFORE, NOW), *VALUES) == [
        ("MAR-1", "Oasis", "changed", "is_locally_led", "yes", "no"),
        ("MAR-1", "Oasis", "changed", "budget_amount", "900.5", "900.25"),
        ("MAR-2", "Retour", "removed", "all", None, None),
        ("MAR-3", "Fonds", "joined", "all", None, "MAR-1"),
        ("MAR-4", "Pépinière", "added", "all", None, None),
    ]


def test_nothing_changed_without_a_build_before_or_between_equal_builds():
    shuffled = {name: frame.sample(frac=1, random_state=1).reset_index(drop=True) for name, frame in BEFORE.items()}
    for before, now in (({}, NOW), (BEFORE, shuffled)):
        assert changes(before, now).empty
        assert changed_values(before, now).empty


def test_a_table_or_a_column_that_the_build_before_had_not_makes_no_row_another_one():
    older = {name: frame.drop(columns="budget_amount", errors="ignore") for name, frame in BEFORE.items()}
    del older["core_initiative_tags"]
    now = BEFORE | {"core_initiatives": BEFORE["core_initiatives"].assign(budget_amount=pd.array([1.0, 2.0, 3.0, 4.0], dtype="Float64"))}
    assert changes(older, now).empty
    assert changed_values(older, now).empty
