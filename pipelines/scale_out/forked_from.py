"""What the process of every step needs, read once by the process that all of them fork from. It reads no deliveries and no reference files.

Pandera brings most of itself at the first table that it looks at, which is a third of what a small step takes.
"""

import logging

import pandas as pd
import pandera.pandas as pa

from pipelines.definitions import defs

__all__ = ["defs"]

pa.DataFrameSchema({"any": pa.Column("str")}).validate(pd.DataFrame({"any": ["text"]}))
logging.getLogger("dagster").setLevel(logging.INFO)  # or each process that begins would be a line of a refresh's
