"""How the processes that run the path treat memory."""

import atexit
import gc

OBJECTS_BETWEEN_LOOKS = 2_000_000
MORE_MEMORY = "End what else is running here, or let this program have more (`ulimit -v`, MemoryMax of its service), then try again."


def spare_collector() -> None:
    """Let Python look for circular garbage seldom: cells are millions of small tuples without circles, and each look walks them all.

    Laying the form over 250,000 cells takes half the time so, reading the gazetteer too. What is no longer referred to is freed at once all
    the same. At the end of the process nothing is looked through: the system takes everything back anyway, a sixth of a refresh earlier.
    """
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 20, 100)
    atexit.register(gc.freeze)  # Python's own last look comes after this
