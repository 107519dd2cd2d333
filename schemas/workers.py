"""How rooms ask for the same work on several things, which more than one process may share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol


class Workers(Protocol):
    """Calls a function for each of several inputs. Which process calls it, and when, is up to who gives the workers."""

    def map(self, function: Callable[..., Any], inputs: Sequence[Mapping[str, Any]], **same: Any) -> list[Any]:
        """Return what `function` returns for each of the inputs, in their order, and with what is the `same` for all.

        The function knows no more than it is told, and what it returns can be handed from one process to another.
        """
        ...


class OneProcess:
    """Does all work here, one after the other."""

    def map(self, function: Callable[..., Any], inputs: Sequence[Mapping[str, Any]], **same: Any) -> list[Any]:
        """Return what the function returns for each of the inputs."""
        return [function(**one, **same) for one in inputs]


ONE_PROCESS = OneProcess()
