"""Units that count people are known by their words, in every language of the form."""

import pytest

from schemas.people_units import counts_people


@pytest.mark.parametrize(
    ("unit", "indicator", "is_people"),
    [
        ("Personas", "x", True), ("femmes formées", "x", True), ("أشخاص", "x", True), ("सहभागी", "x", True), ("returnees", "x", True),
        ("communes", "femmes élues", False), (None, "Femmes élues", True), (None, "Communes", False),
        ("manuals", "x", False), (None, None, False), ("", "Femmes formées", True), ("nombre", "Migrants de retour", True),
        ("عدد", "النساء المستفيدات", True), ("संख्या", "महिला", True),
        ("number", "Roads", False), ("%", "Women trained", False), ("number of roads", "women", False),
    ],
)  # fmt: skip
def test_a_figure_counts_people_by_its_unit_or_else_by_its_name(unit, indicator, is_people):
    assert counts_people(unit, indicator) is is_people
