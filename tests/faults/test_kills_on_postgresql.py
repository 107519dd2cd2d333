"""`kill -9` while a build is loaded into a database and shown there: database and files show one build each, and soon the same one."""

from collections import Counter, defaultdict

import pytest

from schemas.registry import WAREHOUSE_TABLES
from tests.faults.forked import forked
from tests.faults.scene import KEPT, OF_THE_HISTORY, STATES, Scene, made_once, new_scene, offices, rounds
from tests.faults.test_kills import stage_of_point
from warehouse.postgresql import schemas

pytestmark = pytest.mark.prove
POINTS = (
    "load.begin", "load.geopackage", "load.database_table", "load.database_table#40", "load.database_tables", "load.database_contacts",
    "load.database_committed", "load.end", "switch.recorded", "switch.renamed", "switch.database_emptied", "switch.database_renamed",
    "switch.database_shown", "switch.link_made", "switch.linked", "prune.removed", "prune.database",
)  # fmt: skip
BOTH_WAYS = 2


class Office:
    """A scene whose builds are in a database too."""

    def __init__(self, scene: Scene, server, name: str, base) -> None:
        self.scene, self.base, self._server = scene, base, server
        self._name = server.new_database(name)
        scene.database = server.url(self._name)
        self._expected: dict[str, str] = {}
        for state in (*STATES, "before"):
            scene.write(made_once(base, state))
            self._expected[self._mark()] = state

    def _mark(self) -> str:
        """Return what tells the tables that analysts see from those of another state."""
        names = [one.name for one in WAREHOUSE_TABLES if one.name not in OF_THE_HISTORY]
        each = [f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM mapping.{name} AS t" for name in names]
        with self._server.connect(self._name, "jmdi_analyst") as connection:
            return str(sorted(connection.execute(" UNION ALL ".join(each)).fetchall()))

    def in_database(self) -> tuple[str, str]:
        """Return the build that analysts see, and the state of the deliveries that its tables hold."""
        return self.scene.warehouse.database.current.build_id, self._expected[self._mark()]

    def check_recovered(self, state: str) -> None:
        """Check that database and files show the same build of a state, and that nothing else is left."""
        self.scene.check_recovered(state)
        assert self.in_database() == (self.scene.warehouse.current.name, state)
        with self._server.connect(self._name, "jmdi_loader") as connection:
            assert schemas.leftovers(connection) == []
            assert len(schemas.found_builds(connection)) <= KEPT


@pytest.fixture
def office(server, tmp_path_factory, tmp_path, request):
    base = offices(tmp_path_factory)
    return Office(new_scene(base, tmp_path / "office"), server, request.node.name[:40], base)


def test_a_kill_at_any_step_leaves_analysts_one_whole_build_and_the_next_refresh_brings_both_together(office, tmp_path, proved):
    scene = office.scene
    kills: Counter[str] = Counter()
    seconds = defaultdict(list)
    for point in POINTS * rounds(BOTH_WAYS):
        before = scene.shown()
        state = STATES[1 - STATES.index(before)]
        made = made_once(office.base, state)
        killed = forked(lambda made=made: scene.write(made), tmp_path, orders=f"{point}=kill")
        assert killed.is_killed, (point, killed.said)
        files, database = scene.shown(), office.in_database()[1]
        assert (files, database) in ((before, before), (state, state), (before, state)), point
        assert files == database or point in ("switch.database_shown", "switch.link_made"), point
        done = forked(lambda made=made: scene.write(made), tmp_path)
        assert done.code == 0, done.said
        office.check_recovered(state)
        stage = stage_of_point(point.partition("#")[0], "load")
        kills[stage] += 1
        seconds[stage].append(done.seconds)
    for stage, count in kills.items():
        told = f"{count} of them while a database is loaded and switched too (PostgreSQL)."
        proved.add("F1", stage, count, "I1 I2 I3 I5", kills=count, recovery_seconds=seconds[stage], told=told)


def test_files_that_cannot_follow_the_database_are_kept_and_follow_at_the_next_chance(office, tmp_path, proved):
    scene = office.scene
    made = made_once(office.base, "after")
    refused = forked(lambda: scene.write(made), tmp_path, orders="switch.link_made=enospc")
    assert (refused.code, "No space left on device" in refused.said) == (1, True)
    shown, state = office.in_database()
    assert (scene.shown(), state) == ("before", "after")
    with scene.warehouse.writing():
        pass
    assert scene.warehouse.current.name == shown
    assert (scene.shown(), office.in_database()) == ("after", (shown, "after"))
    proved.add("F6", "switch", 1, "I1 I4 I5")
