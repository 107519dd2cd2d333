"""Deliveries whose personal data were erased, from `reference/decisions/erasures.csv`: never the data, only which file took whose place.

A file in `raw/` that was redacted goes on as the delivery that it was: under its submission_id and the hash it was received with.
"""

from dataclasses import dataclass
from functools import cache

from schemas.reference_files import read_reference

FILE = "decisions/erasures.csv"
COLUMNS = ("erased_hash", "received_hash", "submission_id", "erased_date", "erased_by", "reason_text")


@dataclass(frozen=True)
class Erasure:
    """A redacted file (`erased_hash`) in place of the one that was received (`received_hash`), both SHA-256."""

    erased_hash: str
    received_hash: str
    submission_id: str
    erased_date: str
    erased_by: str
    reason_text: str


@cache
def erasures() -> dict[str, Erasure]:
    """Return the erasures by the hash of the redacted file, read once. Raises BrokenReference."""
    return read_erasures()


def read_erasures() -> dict[str, Erasure]:
    """Return them as they stand now, for a process that outlives an erasure. Raises BrokenReference."""
    return {row["erased_hash"]: Erasure(*(row[name] for name in COLUMNS)) for row in read_reference(FILE, COLUMNS, ("erased_hash",))}


@cache
def given_up() -> frozenset[str]:
    """Return the hashes of files in whose place a redacted one stands: what lies in `raw/` under one of them came back from somewhere."""
    last = {one.submission_id: one.erased_hash for one in erasures().values()}
    hashes = {mark for one in erasures().values() for mark in (one.received_hash, one.erased_hash)}
    return frozenset(hashes - set(last.values()))
