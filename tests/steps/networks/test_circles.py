"""Networks that contain themselves, by themselves or in a circle, are found once each; chains and trees are none."""

import pytest

from steps.networks.circles import circles


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"a": ["a"]}, [["a"]]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, [["a", "b", "c"]]),
        ({"a": ["b", "c"], "b": ["a"], "c": ["b"]}, [["a", "b"]]),
        ({"b": ["b"], "c": ["d"], "d": ["c"]}, [["b"], ["c", "d"]]),
        ({"a": ["b"], "b": ["c"]}, []),
        ({}, []),
    ],
)
def test_each_knot_has_one_circle(members, expected):
    assert circles(members) == expected
