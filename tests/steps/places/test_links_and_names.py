"""The gazetteer as it is asked: what hangs together is there, and a country's names are whole for whoever asks."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from schemas.errors import BrokenReference
from steps.places.gazetteer import Gazetteer
from steps.places.gazetteer_files import links, shipped_codes, shipped_names, shipped_places


@pytest.mark.parametrize(("change", "file"), [("successors", "successors.csv"), ("parents_before", "former_parents.csv")])
def test_a_link_to_a_place_that_is_not_there_is_told_by_its_file(change, file):
    broken = replace(links(), **{change: {"MA-01": ("MA-99",)}})
    with pytest.raises(BrokenReference, match=rf"by_hand/{file}: MA-99 is no place of the gazetteer"):
        Gazetteer(shipped_places(), shipped_names(), shipped_codes, broken)


def test_threads_that_ask_at_once_find_the_same_names():
    fresh = Gazetteer(shipped_places(), shipped_names(), shipped_codes, links())
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: len(fresh.names["MAR"].by_key), range(8)))
    assert len(set(found)) == 1 and found[0] > 1_000
