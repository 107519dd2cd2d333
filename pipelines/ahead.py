"""Makes steps ahead: while this process makes one, a second process makes others whose inputs are there already.

Steps come in the order of Dagster, which takes one after the other. Those that ask for tables, and for what may be read anywhere, may be
made wherever these are: as soon as no second process is at work, one begins with all of them that could be made now, from the last on. When
the turn of such a step has come, its result is there, or waited for, or made here where the second has not got to it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from functools import partial
from inspect import unwrap
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any, NamedTuple

import dagster as dg

from assets.measured import MAKE, Result, Step, make
from pipelines.second_process import SecondProcess

TABLES = "io_manager"  # what every step asks for


@contextmanager
def made_ahead(
    definitions: Iterable[dg.AssetsDefinition], made: Mapping[str, Any], given: Mapping[str, Any] = MappingProxyType({})
) -> Iterator["Ahead"]:
    """Make steps ahead of each other meanwhile.

    `made` is what was made so far, by the name of the asset, `given` are the resources that may be asked for in any process.
    """
    ahead = Ahead(definitions, made, given)
    token = MAKE.set(ahead.make)
    try:
        yield ahead
    finally:
        MAKE.reset(token)
        ahead.end()


class _Left(NamedTuple):
    """Something to be done: the assets that come before it, and how it is done with what was made, by the name of the asset."""

    needed: Set[str]
    do: Callable[[Mapping[str, Any]], Any]


class Ahead:
    """What is to be done, by whatever it is asked for by, and a second process that begins with it."""

    def __init__(self, definitions: Iterable[dg.AssetsDefinition], made: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        self._made = made
        anywhere = {TABLES, *given}
        self._left = {_function(one): _left(one, given) for one in definitions if one.op.required_resource_keys <= anywhere}
        self._second: SecondProcess | None = None
        self._asked: dict[Any, int] = {}  # of the second, by number of the call
        self._ready: dict[Any, Any] = {}

    def make(self, step: Step, inputs: Mapping[str, Any]) -> Iterable[Result]:
        """Return what a step makes, there or here."""
        results: Iterable[Result] = self.done(step, partial(make, step, inputs))
        return results

    def begin_when_made(self, key: Any, needed: Set[str], do: Callable[[Mapping[str, Any]], Any]) -> None:
        """Have something done, too, as soon as what it needs is made: `do` is called with all that was made."""
        self._left[key] = _Left(needed, do)

    def done(self, key: Any, here: Callable[[], Any]) -> Any:
        """Return what came of something that was done there, or else what comes of doing it `here`."""
        self._look()
        self._left.pop(key, None)
        if key in self._ready:
            return self._ready.pop(key)
        if self._second and key in self._asked:
            return self._second.result(self._asked.pop(key))
        self._begin()
        return here()

    def end(self) -> None:
        """End the second process, whatever it does."""
        if self._second:
            self._second.close()
            self._second = None

    def _look(self) -> None:
        """Take over what a second process that has ended has done; what it has not is left to be done."""
        if self._second and not self._second.lives():
            results = self._second.results()
            self._ready |= {key: results[number] for key, number in self._asked.items() if number in results}
            self._asked = {}
            self.end()

    def _begin(self) -> None:
        """Have a second process do all that could be done now, unless one is at work."""
        able = {} if self._second else {key: one for key, one in self._left.items() if key not in self._ready}
        able = {key: one for key, one in able.items() if one.needed <= self._made.keys()}
        if able:
            with suppress(OSError):  # without room for another process, each is done here in its turn
                self._second = SecondProcess([partial(one.do, self._made) for one in able.values()])
                self._asked = {key: number for number, key in enumerate(able)}


def _function(definition: dg.AssetsDefinition) -> Step:
    """Return the function that `measured` wraps."""
    compute: Any = definition.op.compute_fn
    step: Step = unwrap(compute.decorated_fn)
    return step


def _left(definition: dg.AssetsDefinition, given: Mapping[str, Any]) -> _Left:
    assets = {name: key.to_user_string() for name, key in definition.keys_by_input_name.items()}
    # In the order in which Dagster hands them over: what a step makes of all its tables depends on it.
    handed = {name: assets[name] for name, told in definition.op.input_dict.items() if not told.dagster_type.is_nothing}
    asked = {name: given[name] for name in definition.op.required_resource_keys - {TABLES}}
    return _Left(set(assets.values()), partial(_all_made, _function(definition), handed, asked))


def _all_made(step: Step, handed: Mapping[str, str], asked: Mapping[str, Any], made: Mapping[str, Any]) -> list[Result]:
    return list(make(step, {**{name: made[asset] for name, asset in handed.items()}, **asked}))


def _told_by_names(verdict: dg.AssetCheckResult) -> tuple[Any, ...]:
    return _verdict, (verdict._asdict(),)


def _verdict(told: Mapping[str, Any]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(**told)


# Dagster's verdicts want to be told by names, as they are not when one process hands them to another.
ForkingPickler.register(dg.AssetCheckResult, _told_by_names)
