"""Does the work of a step country by country, so that a country of which nothing has changed need not be done again.

A country's deliveries are laid over the form, located, described and sent back for correction without a look at any other country.
Whether a result is made, in which process, or was kept by an earlier refresh, is up to the resource `results`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pandas as pd

Made = dict[str, Any]  # by name: tables, or the contents of files
Tables = Mapping[str, pd.DataFrame]
Inputs = Mapping[str, pd.DataFrame | str]
LETTERS_OF_A_COUNTRY = 3  # with which ids begin
NUMBER = "finding_number"


class Results(Protocol):
    """Gives what a step makes of its inputs: made now, or kept from an earlier run in which the step, and the inputs, were the same."""

    def taken_or_made(self, step: Callable[..., Made], inputs: Mapping[str, Inputs]) -> list[Made]:
        """Return what `step` returns, or has returned, for the inputs of each country, which are told by its code; in their order."""
        ...


def by_country(results: Results, step: Callable[..., Made], tables: Tables, **told: str) -> Made:
    """Return what a step makes of the tables, put together in the order in which countries come in the first of them.

    `step` is called with the rows of one country of each table, and with what is `told` to all; it may not know more. Countries that the
    first table lacks are left out. A table without the column `country_code` has ids in its first column that begin with it. Findings are
    numbered through all countries.
    """
    parts = {name: _parts(frame) for name, frame in tables.items()}
    first = next(iter(parts.values()))
    inputs = {country: {**{name: part.get(country, tables[name].head(0)) for name, part in parts.items()}, **told} for country in first}
    made = results.taken_or_made(step, inputs)
    return _together(made) if made else step(**tables, **told)


def _parts(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the rows of each country."""
    countries = frame["country_code"] if "country_code" in frame else frame.iloc[:, 0].str[:LETTERS_OF_A_COUNTRY]
    return {str(code): rows.reset_index(drop=True) for code, rows in frame.groupby(countries.to_numpy(dtype=object), sort=False)}


def _together(made: list[Made]) -> Made:
    names = dict.fromkeys(name for one in made for name in one)
    found: dict[str, list[Any]] = {name: [one[name] for one in made if name in one] for name in names}
    return {name: _joined(own) if isinstance(own[0], pd.DataFrame) else own[0] for name, own in found.items()}


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    joined = pd.concat(frames, ignore_index=True)
    return joined.assign(**{NUMBER: pd.Series(range(len(joined)), dtype="Int64")}) if NUMBER in joined else joined
