"""How a step asks for the same work on several things, which more than one process may share."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol


class Workers(Protocol):
    """Calls a function for each of several inputs. Which process calls it, and when, is up to the resource `workers`."""

    def map(self, function: Callable[..., Any], inputs: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return what `function` returns for each of the inputs, in their order.

        The function stands in a module, and knows no more than the inputs tell it; it and they can be handed to another process.
        """
        ...
