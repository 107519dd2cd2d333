"""Readers while builds are switched, killed and pruned under them: each sees one build, and keeps the one that it has open."""

import json
import subprocess
import sys
import time

import pytest

from tests.faults.forked import forked
from tests.faults.scene import STATES, made_once, new_scene, offices, rounds

pytestmark = pytest.mark.prove
SWITCHES = 24
ORDERS = ("", "switch.link_made=kill", "switch.linked=kill", "prune.renamed=kill")
# Asks three tables, one after the other, again and again: one reader opens the file anew each time, one keeps it for long.
READER = """
import json, os, sqlite3, sys, time
link, stop, rounds_of_a_file = sys.argv[1], sys.argv[2], int(sys.argv[3])
asked = ("SELECT title_text FROM core_initiatives WHERE title_text LIKE 'Market%'", "SELECT count(*) FROM core_initiatives",
         "SELECT count(*) FROM map_initiative_places", "SELECT count(*) FROM core_responses")
seen, files = set(), 0
while not os.path.exists(stop):
    with sqlite3.connect(f"file:{link}/mapping.gpkg?mode=ro", uri=True) as connection:
        files += 1
        for _ in range(rounds_of_a_file):
            told = []
            for one in asked:
                told.append(connection.execute(one).fetchone()[0])
                time.sleep(0.002)
            seen.add(tuple(told))
    connection.close()
print(json.dumps([files, sorted(seen)]))
"""


def test_readers_see_one_build_or_the_other_and_never_a_mixture(tmp_path_factory, tmp_path, proved):
    base = offices(tmp_path_factory)
    scene = new_scene(base, tmp_path / "office")
    link, stop = scene.folder / "warehouse" / "current", tmp_path / "stop"
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, str(link), str(stop), count], stdout=subprocess.PIPE, text=True)
        for count in ("1", "400")
    ]
    try:
        for number in range(rounds(SWITCHES)):
            state = STATES[1 - STATES.index(scene.shown())]
            orders = ORDERS[number % len(ORDERS)]
            ended = forked(lambda state=state: scene.write(made_once(base, state)), tmp_path, orders=orders)
            assert ended.is_killed == bool(orders), ended.said
        time.sleep(1)
    finally:
        stop.touch()
        outputs = [process.communicate(timeout=120)[0] for process in readers]
    assert [process.returncode for process in readers] == [0, 0]
    told = list(map(json.loads, outputs))
    for _, seen in told:
        assert {row[0] for row in seen} <= {"Market of crafts", "Market of crafts and repairs"}
        assert len(seen) <= len(STATES), seen  # two states, and no third that mixes them
    opened = sum(files for files, _ in told)
    kills = sum(bool(ORDERS[number % len(ORDERS)]) for number in range(rounds(SWITCHES)))
    proved.add("F8", "load", rounds(SWITCHES), "I1", kills=kills, told=f"Two readers opened the file {opened} times meanwhile.")
