"""The figures of initiatives as a 3W may hold them, each once, so that nobody who adds up a column counts anything twice.

People: the largest figure that an initiative states, of its results or of its last stages; several may count the same people, so they
are not added up. Money: the whole budget, on the initiative's first row (in the country that reports it, where a place lies there), or
parted over its places when the shares of all of them are stated and make 100 percent.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isclose
from typing import Any

import pandas as pd

from publications.table_rows import Row, grouped
from schemas.people_units import counts_people
from schemas.rows import answers_of

WHOLE, PART, ELSEWHERE = "the whole initiative", "this place, by its share of the budget", "given in another row of the initiative"
ALL_PERCENT, TOLERANCE = 100.0, 0.5  # shares are rounded by those who state them
BUDGET = "budget"


def stated_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, Row]:
    """Return by initiative the fields `targeted`, `reached`, `reached_women` and `value_usd`, without those that nobody stated."""
    results = [row for row in answers_of(tables["core_results"]) if counts_people(row["unit_name"], row["indicator_name"])]
    steps = grouped(answers_of(tables["core_scaling_steps"]), "initiative_id")
    figures: dict[str, Row] = {}
    for initiative, own in grouped(results, "initiative_id").items():
        figures[initiative] = {"targeted": _largest(own, "target_number"), **_reached(own)}
    for initiative, own in steps.items():
        known = figures.setdefault(initiative, {})
        largest = _largest(own, "reached_count")
        if largest is not None and largest > (known.get("reached") or 0):
            known |= {"reached": largest, "reached_women": None}
    for row in answers_of(tables["core_finance"]):
        if row["finance_kind_code"] == BUDGET and row["amount_usd"] is not None:
            figures.setdefault(row["initiative_id"], {})["value_usd"] = row["amount_usd"]
    return figures


def over_places(figures: Row, places: Sequence[Row]) -> list[Row]:
    """Return the figures that the first row of each place of an initiative has, in the order of its places."""
    shares = [place.get("budget_share") for place in places]
    first = {**figures, "figures_of": WHOLE} if any(value is not None for value in figures.values()) else {}
    if figures.get("value_usd") is None or len(places) < 2 or not _are_whole(shares):
        return [first, *({"figures_of": ELSEWHERE} if first else {} for _ in places[1:])]
    parts = _parts(figures["value_usd"], shares)
    people = f"{WHOLE}; the budget is of {PART}"
    told = [{"value_usd": part, "figures_of": PART} for part in parts]
    has_people = any(figures.get(name) is not None for name in ("targeted", "reached", "reached_women"))
    return [{**figures, **told[0], "figures_of": people if has_people else PART}, *told[1:]]


def _reached(results: Sequence[Row]) -> dict[str, Any]:
    """Return the largest figure reached, and how many of these are women and girls."""
    known = [row for row in results if row["result_number"] is not None]
    most = max(known, key=lambda row: row["result_number"], default=None)
    return {"reached": most["result_number"], "reached_women": most["female_count"]} if most else {}


def _largest(of_initiative: Sequence[Row], column: str) -> Any:
    return max((row[column] for row in of_initiative if row[column] is not None), default=None)


def _are_whole(shares: Sequence[float | None]) -> bool:
    known = [share for share in shares if share is not None]
    return len(known) == len(shares) and isclose(sum(known), ALL_PERCENT, abs_tol=TOLERANCE)


def _parts(amount: float, shares: Sequence[Any]) -> list[float]:
    """Return an amount parted by shares, to the cent; the last part takes what rounding leaves, so that the sum is the amount."""
    whole, total = Decimal(str(amount)), sum(Decimal(str(share)) for share in shares)
    parts = [(whole * Decimal(str(share)) / total).quantize(Decimal("0.01")) for share in shares[:-1]]
    return [float(part) for part in (*parts, whole - sum(parts))]
