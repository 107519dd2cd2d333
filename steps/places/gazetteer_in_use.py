"""The gazetteer as it is used: the shipped one, with a country's own files laid over it. Read once a process.

A file that changes during a refresh is the next one's.
"""

from functools import cache
from pathlib import Path

import pandas as pd

from schemas.reference_files import reference_folder
from steps.places.gazetteer_files import shipped_codes, shipped_names, shipped_places
from steps.places.gazetteer_sources import Laid, lay_over, shipped_sources
from steps.places.own_folder import read_own, read_source

OWN_FOLDER = Path("gazetteer", "own")


def places() -> pd.DataFrame:
    """Return core_places. Raises BrokenReference."""
    return laid_gazetteer().places


def place_names() -> pd.DataFrame:
    """Return core_place_names. Raises BrokenReference."""
    return laid_gazetteer().names


def place_codes() -> pd.DataFrame:
    """Return core_place_codes. Raises BrokenReference."""
    laid = laid_gazetteer()
    return laid.codes if len(laid.sources) else shipped_codes()


def gazetteer_sources() -> pd.DataFrame:
    """Return core_gazetteer_sources: what the gazetteer was made from. Raises BrokenReference."""
    return pd.concat([shipped_sources(), laid_gazetteer().sources], ignore_index=True)


def laid_gazetteer() -> Laid:
    """Return all frames of the gazetteer, own shapes among them. Raises BrokenReference."""
    return _laid(reference_folder())


@cache
def _laid(folder: Path) -> Laid:
    sources = read_own(folder / OWN_FOLDER)
    codes = shipped_codes() if sources else pd.DataFrame()  # most runs ask for no code, and reading them takes its time
    return lay_over(shipped_places(), shipped_names(), codes, sources)


def check_source(path: Path) -> pd.DataFrame:
    """Return core_gazetteer_sources of one file, as if it were the only own file. Raises BrokenReference."""
    return lay_over(shipped_places(), shipped_names(), shipped_codes(), [read_source(path, path.name)]).sources
