"""How the function of every step is called, and what it measures of itself, for Dagster's pages, which draw numbers over time.

Measured are rows handed to it, and seconds.
"""

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from functools import wraps
from inspect import isgeneratorfunction
from time import perf_counter
from typing import Any

import dagster as dg
import pandas as pd

Step = Callable[..., Any]
Result = dg.MaterializeResult[Any]
Make = Callable[[Step, Mapping[str, Any]], Iterable[Result]]


def measured(step: Step) -> Step:
    """Return the function of an asset with `rows_in` and `seconds` among the metadata of what it hands on.

    `rows_in` adds up the rows of all tables handed to it; without one it is left out. `seconds` are those until the result was there: of
    several results of one step, each has its own, counted from the beginning of the step.
    """
    if isgeneratorfunction(step):

        @wraps(step)
        def yielding(**inputs: Any) -> Iterable[Result]:
            yield from MAKE.get()(step, inputs)

        return yielding

    @wraps(step)
    def returning(**inputs: Any) -> Result:
        (result,) = MAKE.get()(step, inputs)
        return result

    return returning


def make(step: Step, inputs: Mapping[str, Any]) -> Iterable[Result]:
    """Yield what a step makes of its inputs, with what it measured."""
    begun = perf_counter()
    made = step(**inputs)
    for result in made if isgeneratorfunction(step) else [made]:
        yield _told(result, inputs, begun)


def _told(result: Result, inputs: Mapping[str, Any], begun: float) -> Result:
    tables = [len(one) for one in inputs.values() if isinstance(one, pd.DataFrame)]
    own = {"seconds": round(perf_counter() - begun, 3)} | ({"rows_in": sum(tables)} if tables else {})
    return result._replace(metadata={**(result.metadata or {}), **own})


# How the steps of a run are made: one after the other, unless the run says otherwise.
MAKE: ContextVar[Make] = ContextVar("make", default=make)
