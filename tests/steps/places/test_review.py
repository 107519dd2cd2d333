"""The list of places to review: what people can decide, and nothing else."""

from tests.deliveries import COVER, shown, tables_of


def test_only_what_a_decision_can_reach_is_listed(tmp_path):
    text = COVER.format(country="Costa Rica") + (
        """
        ## Initiatives
        | Own reference | Title |
        | R1 | Oasis |
        ## Locations
        | Initiative | Place | Country | First-level unit | Latitude | Longitude |
        | R1 | San Rafael | | Cartago | | |
        | R1 | SAN  RAFAEL | Costa Rica | Cartago | | |
        | R1 | Atlantis | | | | |
        | R1 | Atlantis | Italy | | | |
        | R1 | | | | 49.5 | 10.5 |
        | R1 | Grecia | | Alajuela | | |
        """
    )
    tables = tables_of(tmp_path, {"CRI/2015/a.xlsx": text}, "report_places_to_review")
    columns = ("place_text", "context_text", "status_code", "mention_count", "candidate_place_ids")
    assert shown(tables["report_places_to_review"], *columns) == [
        ("SAN RAFAEL", "Cartago", "ambiguous", 2, "CRI:30304|CRI:30701"),
        ("Atlantis", None, "none", 1, None),
    ]
