"""Makes steps ahead: while this process makes one, a second process makes others whose inputs are there already.

Steps come in the order of Dagster, which takes one after the other. Those that ask for nothing but tables may be made wherever these are:
as soon as no second process is at work, one begins with all of them that could be made now, from the last on. When the turn of such a step
has come, its result is there, or waited for, or made here where the second has not got to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from inspect import unwrap
from multiprocessing.reduction import ForkingPickler
from typing import Any, NamedTuple

import dagster as dg

from assets.measured import MAKE, Result, Step, make
from pipelines.second_process import SecondProcess

TABLES = {"io_manager"}  # what a step asks for that asks for nothing but tables
FEWEST = 2  # steps for which another process is worth while


@contextmanager
def made_ahead(definitions: Iterable[dg.AssetsDefinition], made: Mapping[str, Any]) -> Iterator[None]:
    """Make steps ahead of each other meanwhile; `made` is what was made so far, by the name of the asset."""
    ahead = _Ahead(definitions, made)
    token = MAKE.set(ahead.make)
    try:
        yield
    finally:
        MAKE.reset(token)
        ahead.end()


class _Step(NamedTuple):
    """What a step needs: the assets that come before it, and those whose tables it is handed, by the name of the parameter."""

    needed: set[str]
    handed: Mapping[str, str]


class _Ahead:
    def __init__(self, definitions: Iterable[dg.AssetsDefinition], made: Mapping[str, Any]) -> None:
        self._made = made
        # The steps that nobody has begun with and that could be made anywhere.
        self._left = {_function(one): _step(one) for one in definitions if one.op.required_resource_keys <= TABLES}
        self._second: SecondProcess | None = None
        self._asked: dict[Step, int] = {}  # of the second, by number of the call
        self._ready: dict[Step, list[Result]] = {}

    def make(self, step: Step, inputs: Mapping[str, Any]) -> Iterable[Result]:
        """Return what a step makes, there or here."""
        self._look()
        self._left.pop(step, None)
        if step in self._ready:
            return self._ready.pop(step)
        if self._second and step in self._asked:
            return self._second.result(self._asked.pop(step))
        self._begin()
        return make(step, inputs)

    def end(self) -> None:
        """End the second process, whatever it makes."""
        if self._second:
            self._second.close()
            self._second = None

    def _look(self) -> None:
        """Take over what a second process that has ended has made; what it has not is left to be made."""
        if self._second and not self._second.lives():
            results = self._second.results()
            self._ready |= {step: results[number] for step, number in self._asked.items() if number in results}
            self._asked = {}
            self.end()

    def _begin(self) -> None:
        """Have a second process make all that could be made now, unless one is at work."""
        ready = [] if self._second else [step for step, one in self._left.items() if self._can_be_made(step, one)]
        if len(ready) < FEWEST:
            return
        calls = [partial(_all_made, step, {name: self._made[asset] for name, asset in self._left[step].handed.items()}) for step in ready]
        with suppress(OSError):  # without room for another process, each is made here in its turn
            self._second, self._asked = SecondProcess(calls), {step: number for number, step in enumerate(ready)}

    def _can_be_made(self, step: Step, told: _Step) -> bool:
        return step not in self._ready and told.needed <= self._made.keys()


def _function(definition: dg.AssetsDefinition) -> Step:
    """Return the function that `measured` wraps."""
    compute: Any = definition.op.compute_fn
    step: Step = unwrap(compute.decorated_fn)
    return step


def _step(definition: dg.AssetsDefinition) -> _Step:
    assets = {name: key.to_user_string() for name, key in definition.keys_by_input_name.items()}
    handed = {name: asset for name, asset in assets.items() if not definition.op.input_def_named(name).dagster_type.is_nothing}
    return _Step(set(assets.values()), handed)


def _all_made(step: Step, inputs: Mapping[str, Any]) -> list[Result]:
    return list(make(step, inputs))


def _told_by_names(verdict: dg.AssetCheckResult) -> tuple[Any, ...]:
    return _verdict, (verdict._asdict(),)


def _verdict(told: Mapping[str, Any]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(**told)


# Dagster's verdicts want to be told by names, as they are not when one process hands them to another.
ForkingPickler.register(dg.AssetCheckResult, _told_by_names)
