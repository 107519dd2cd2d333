"""Coordinates on their way into the table: the two cells of a row are read together, and what cannot be read is told at its cell."""

import pytest

from tests.deliveries import COVER, shown, tables_of

ROWS = [
    # place, latitude cell, longitude cell, country, latitude, longitude, (cell, finding) without the row's number
    ("Rabat", "34.0209", "-6.8416", "", 34.0209, -6.8416, None),
    ("Rabat", "34,0209", "-6,8416°", "", 34.0209, -6.8416, None),
    ("Rabat", "34.0209, -6.8416", "", "", 34.0209, -6.8416, None),
    ("Rabat", "", "34.0209; -6.8416", "", 34.0209, -6.8416, None),
    ("Rabat", "34°01'15\"N", "6°50'30\"W", "", 34.020833333, -6.841666667, ("C", "coordinates-converted")),
    ("Rabat", "29N 699400 3766500", "", "", 34.0202112, -6.8404534, ("C", "coordinates-converted")),
    ("Tan-Tan", "29R 500000 3150000", "", "", 28.4766033, -9.0, ("C", "coordinates-converted")),
    ("Fès", "30S 315000 3767000", "", "", 34.027357, -5.003784, ("C", "coordinates-converted")),  # the band, for Morocco lies north
    ("Fès", "30S 315000 3767000", "", "Namibia", None, None, ("C", "coordinates-ambiguous")),  # a country not known here
    ("34.0209, -6.8416", "", "", "", 34.0209, -6.8416, None),
    ("geo:34.0209,-6.8416", "", "", "", 34.0209, -6.8416, ("B", "coordinates-converted")),
    ("Rabat", "6.8416 W", "34.0209 N", "", 34.0209, -6.8416, ("C", "coordinates-swapped")),
    ("Rabat", "121.05", "14.6488", "", 14.6488, 121.05, ("C", "coordinates-swapped")),  # whether it is Rabat is asked later
    ("Rabat", "-340209", "-68416", "", None, None, ("C", "coordinates-decimal-lost")),
    ("Rabat", "34.0209", "", "", 34.0209, None, ("C", "coordinates-incomplete")),
    ("Rabat", "34.0209", "by the well", "", 34.0209, None, ("C", "coordinates-unreadable")),
    ("Rabat", "34.0209", "190.5", "", 34.0209, None, ("D", "number-out-of-range")),
    ("Rabat", "14 40", "-17 26", "", None, None, ("C", "coordinates-ambiguous")),
    ("Rabat", "n/a", "s/d", "", None, None, None),
    ("Rabat", "", "", "", None, None, None),
]


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """One workbook with a row for each case."""
    rows = "\n".join(f"| R1 | {place} | {north} | {east} | {country} |" for place, north, east, country, *_ in ROWS)
    head = (
        "## Initiatives\n| Own reference | Title |\n| R1 | Oasis |\n## Locations\n| Initiative | Place | Latitude | Longitude | Country |"
    )
    text = COVER.format(country="Morocco") + f"\n{head}\n{rows}"
    return tables_of(tmp_path_factory.mktemp("points"), {"MAR/2015/a.xlsx": text}, "clean_locations", "clean_answer_findings")


def test_coordinates_are_degrees_in_the_table(settled):
    found = shown(settled["clean_locations"], "place_text", "latitude", "longitude")
    assert [name for name, *_ in found] == [case[0] for case in ROWS]
    for (_, *point), case in zip(found, ROWS, strict=True):
        assert point == [None if one is None else pytest.approx(one, abs=1e-6) for one in case[4:6]], case


def test_what_cannot_be_read_or_was_changed_is_told_at_its_cell(settled):
    findings = settled["clean_answer_findings"].query(
        "sheet_name == 'Locations' and question_code in ('latitude', 'longitude', 'place_text')"
    )
    told = {}
    for cell, code, others in shown(findings, "cell_name", "finding_code", "other_cells_text"):
        told |= dict.fromkeys([cell, *(others or "").split()], code)
    expected = {f"{case[6][0]}{number}": case[6][1] for number, case in enumerate(ROWS, start=2) if case[6]}
    assert told == expected


def test_a_finding_says_what_was_read_and_what_may_be_meant(settled):
    texts = {row.finding_code: row for row in settled["clean_answer_findings"].itertuples()}
    assert texts["coordinates-swapped"].message_text.endswith("14.6488, 121.05.")
    ambiguous = settled["clean_answer_findings"].query("finding_code == 'coordinates-ambiguous'")
    assert any("34.027357, -5.003784; -" in text for text in ambiguous["suggestion_text"])
