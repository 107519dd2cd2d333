"""A large build for measurements has as much on the map as in its tables, or what is measured is an empty map."""

from benchmarks.multiplied import multiplied
from schemas.registry import table
from schemas.tables import shape


def test_copies_of_an_initiative_name_places_of_their_own_that_lie_where_the_first_does():
    place = {"initiative_place_id": "P-1", "initiative_id": "MAR-1", "place_id": "gazetteer-1"}
    copies = multiplied(table("core_initiative_places"), shape([place], table("core_initiative_places")), 2)
    told = copies[["initiative_place_id", "initiative_id", "place_id"]].to_numpy().tolist()
    assert told == [["P-1", "MAR-1", "gazetteer-1"], ["P-1~1", "MAR-1~1", "gazetteer-1"]]
