"""The version of the schema: no change of a declaration goes without one."""

import pytest

from schemas.schema_version import declared_shape, next_version, recorded_shape, schema_version, step

BEFORE = {("core_a", "a_id"): "text key", ("core_a", "b_code"): "code themes", ("codes of themes", "LED"): "code"}


def test_the_schema_has_the_version_that_its_shape_was_given():
    change = step(recorded_shape(), declared_shape())
    assert change is None, f"a {change.kind} change without a version; `make schema` gives it one: {change.what_changed}"
    assert next_version(schema_version(), "minor") != schema_version()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BEFORE, None),
        (BEFORE | {("core_a", "c_text"): "text"}, ("minor", "added core_a (c_text)")),
        (BEFORE | {("core_a", "b_code"): "text"}, ("major", "changed core_a (b_code)")),
        ({("core_a", "a_id"): "text key", ("core_a", "b_code"): "code themes"}, ("major", "removed codes of themes (LED)")),
        ({("core_b", "a_id"): "text key"}, ("major", "removed codes of themes (LED), core_a (a_id b_code); added core_b (a_id)")),
    ],
)
def test_what_may_break_a_query_is_a_major_change(now, expected):
    assert step(BEFORE, now) == expected


def test_versions_follow_each_other():
    assert [next_version("1.4.0", kind) for kind in ("minor", "major")] == ["1.5.0", "2.0.0"]
