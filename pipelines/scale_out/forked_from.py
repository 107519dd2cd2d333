"""What the process of every step needs, read once by the process that all fork from. It reads no deliveries and no reference files."""

import logging

from pipelines.definitions import defs

__all__ = ["defs"]

logging.getLogger("dagster").setLevel(logging.INFO)  # or each process that begins would be a line of a refresh's
