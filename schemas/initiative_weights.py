"""The weights by which two reports are judged to be one initiative, from `reference/identity/initiative_weights.csv`.

A weight is in bits: +1 doubles the odds that the two are one, -1 halves them. The file has one row for each level of each comparison, in
the order in which the levels are tried, from the strongest to the weakest: a level that weighs more than one before it would never count
where both hold. A person may change its weights and words, never its codes. The comparison `start` holds what
is known before anything is compared, `verdict` the sums from which two reports are called `same`, or `doubtful`.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

FILE = "identity/initiative_weights.csv"
COLUMNS = ("comparison_code", "level_code", "level_text", "weight", "reason_text")
START, ANY, VERDICT = "start", "any", "verdict"
SAME, DOUBTFUL, DIFFERENT = "same", "doubtful", "different"  # pair_verdicts
MOST_BITS = 40.0  # a thousand thousand million to one


@dataclass(frozen=True)
class Level:
    """One level of a comparison: what was found, in words, and what it weighs in bits."""

    level_code: str
    level_text: str
    weight: float


@dataclass(frozen=True)
class Weights:
    """The levels of each comparison in the order in which they are tried, that before any comparison, and the two thresholds."""

    comparisons: dict[str, dict[str, Level]]
    before: Level
    same: float
    doubtful: float

    @property
    def start(self) -> float:
        """The weight before anything is compared."""
        return self.before.weight

    def verdict(self, weight: float) -> str:
        """Return what a sum of weights says: a code of pair_verdicts."""
        return SAME if weight >= self.same else DOUBTFUL if weight >= self.doubtful else DIFFERENT


@cache
def initiative_weights() -> Weights:
    """Return the weights. Raises BrokenReference."""
    comparisons: dict[str, dict[str, Level]] = {}
    for row in read_reference(FILE, COLUMNS, ("comparison_code", "level_code")):
        level = Level(row["level_code"], row["level_text"], _bits(row))
        comparisons.setdefault(row["comparison_code"], {})[level.level_code] = level
    try:
        before = comparisons.pop(START)[ANY]
        verdict = comparisons.pop(VERDICT)
        same, doubtful = verdict[SAME].weight, verdict[DOUBTFUL].weight
    except KeyError as missing:
        raise BrokenReference(f"reference/{FILE} lacks the level {missing.args[0]}.") from None
    if same <= doubtful:
        raise BrokenReference(
            f"reference/{FILE}: reports are the same from {same:g} bits on, which must be more than doubtful, {doubtful:g}."
        )
    for comparison, levels in comparisons.items():
        _check_order(comparison, list(levels.values()))
    return Weights(comparisons, before, same, doubtful)


def _check_order(comparison: str, levels: list[Level]) -> None:
    for stronger, weaker in pairwise(levels):
        if weaker.weight > stronger.weight:
            raise BrokenReference(
                f"reference/{FILE}: {comparison} {weaker.level_code} weighs {weaker.weight:g} bits, more than {stronger.level_code} before "
                f"it, {stronger.weight:g}; levels stand from the strongest to the weakest, so lower the one or raise the other."
            )


def _bits(row: dict[str, str]) -> float:
    name = f"reference/{FILE}, {row['comparison_code']} {row['level_code']}"
    try:
        bits = float(row["weight"])
    except ValueError:
        raise BrokenReference(f"{name}: {row['weight']} is no number of bits.") from None
    if not -MOST_BITS <= bits <= MOST_BITS or not row["level_text"] or not row["reason_text"]:
        raise BrokenReference(
            f"{name} needs a weight from {-MOST_BITS:g} to {MOST_BITS:g} bits, the words for what was found, and a reason."
        )
    return bits
