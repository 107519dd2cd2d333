"""The tables of a build as anybody may see them: what every file that leaves the programme is made from."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

Record = tuple[str, str]  # name of a table and id of its row


class PublicTables(NamedTuple):
    """Every table and map layer by name, without what consent, sensitivity or release keep back.

    `shown` still has invented examples, for pages and reports that mark each of them: `examples` names their records. `released` has none,
    for files that go on to registries and other people's tables, where no mark would follow. `left_out` counts the rows that are in
    neither of the two, by reason and table.
    """

    shown: Mapping[str, pd.DataFrame]
    released: Mapping[str, pd.DataFrame]
    examples: frozenset[Record]
    left_out: Mapping[str, Mapping[str, int]]
