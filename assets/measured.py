"""What every step of the path measures of itself, for Dagster's pages, which draw numbers over time: rows handed to it, and seconds."""

from collections.abc import Callable, Iterator
from functools import wraps
from inspect import isgeneratorfunction
from time import perf_counter
from typing import Any

import dagster as dg
import pandas as pd

Step = Callable[..., Any]


def measured(step: Step) -> Step:
    """Return the function of an asset with `rows_in` and `seconds` among the metadata of what it hands on.

    `rows_in` adds up the rows of all tables handed to it; without one it is left out. `seconds` are those until the result was there: of
    several results of one step, each has its own, counted from the beginning of the step.
    """
    if isgeneratorfunction(step):

        @wraps(step)
        def yielding(**inputs: Any) -> Iterator[Any]:
            begun = perf_counter()
            for result in step(**inputs):
                yield _told(result, inputs, begun)

        return yielding

    @wraps(step)
    def returning(**inputs: Any) -> Any:
        begun = perf_counter()
        return _told(step(**inputs), inputs, begun)

    return returning


def _told(result: "dg.MaterializeResult[Any]", inputs: dict[str, Any], begun: float) -> "dg.MaterializeResult[Any]":
    tables = [len(one) for one in inputs.values() if isinstance(one, pd.DataFrame)]
    own = {"seconds": round(perf_counter() - begun, 3)} | ({"rows_in": sum(tables)} if tables else {})
    return result._replace(metadata={**(result.metadata or {}), **own})
