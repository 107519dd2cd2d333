"""What each proof of a fault found, gathered in one file of a run of the tests, whichever worker adds to it.

`faults.csv` beside this lists every fault that is proved and the stage it strikes, with the least number of injections that make a proof.
"""

import csv
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

STAGES = ("ingest", "validate", "geocode", "resolve", "publish", "load", "switch", "prune", "hand over", "operate")
LIST = Path(__file__).with_name("faults.csv")
FILE = "faults.jsonl"
INVARIANTS = ("I1", "I2", "I3", "I4", "I5", "I6")


@dataclass(frozen=True)
class Fault:
    """A fault at a stage, as it must be proved: how it is brought about, what must then hold, and how often it is tried at least."""

    fault: str
    stage: str
    least: int
    injected: str
    expected: str


@dataclass(frozen=True)
class Proof:
    """What came of injecting a fault at a stage.

    `injections` are all tries, `kills` those among them that killed a process; `broken` counts invariants that did not hold, `lost` and
    `doubled` rows of deliveries. `recovery_seconds` has one figure per try: from the fault to the next good build. `told` is a sentence
    with whatever else was measured.
    """

    fault: str
    stage: str
    injections: int
    invariants: tuple[str, ...]
    kills: int = 0
    broken: int = 0
    lost: int = 0
    doubled: int = 0
    recovery_seconds: tuple[float, ...] = field(default=())
    told: str = ""


def every_fault() -> list[Fault]:
    """Return the list of what is to be proved, by fault and stage."""
    with LIST.open(encoding="utf-8", newline="") as file:
        faults = [Fault(**row | {"least": int(row["least"])}) for row in csv.DictReader(file)]  # type: ignore[arg-type]
    return sorted(faults, key=lambda one: (int(one.fault[1:]), STAGES.index(one.stage)))


class Record:
    """The file of a run of the tests, to which each proof adds its rows."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def add(
        self,
        fault: str,
        stage: str,
        injections: int,
        invariants: str,
        *,
        kills: int = 0,
        broken: int = 0,
        lost: int = 0,
        doubled: int = 0,
        recovery_seconds: Iterable[float] = (),
        told: str = "",
    ) -> None:
        """Add what a proof found; several of one fault and stage are added up. `invariants` such as "I1 I2 I5"."""
        checked = tuple(invariants.split())
        assert (fault, stage) in {(one.fault, one.stage) for one in every_fault()}, f"{fault} at {stage} stands in no line of {LIST.name}"
        assert set(checked) <= set(INVARIANTS), checked
        seconds = tuple(round(one, 2) for one in recovery_seconds)
        proof = Proof(fault, stage, injections, checked, kills, broken, lost, doubled, seconds, told)
        with self.path.open("a", encoding="utf-8") as file:  # one short write a line, which workers do not mix
            file.write(f"{json.dumps(asdict(proof), ensure_ascii=False)}\n")

    def proofs(self) -> list[Proof]:
        """Return all that was added, in order of fault and stage."""
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        read = [
            Proof(**{name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(line).items()})
            for line in lines
        ]
        return sorted(read, key=lambda one: (int(one.fault[1:]), STAGES.index(one.stage), one.told))


def folder_of_the_run(base: Path) -> Path:
    """Return the folder that all workers of a run of the tests share; `base` is pytest's own, of a worker or of the whole run."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """Where a proof adds what it found: `proved.add("F8", "switch", 20, "I1", …)`."""
    return Record(folder_of_the_run(tmp_path_factory.getbasetemp()))
