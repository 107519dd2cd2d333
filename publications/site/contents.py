"""What the pages are made from: the public tables of a build, and how a page marks an invented example."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from publications.site.layout import Edition
from publications.table_rows import Row
from schemas.public_tables import PublicTables
from schemas.rows import answers_of


@dataclass(frozen=True)
class Contents:
    """The tables that pages show, with invented examples, the edition that they belong to, and files that a reader may take, by path."""

    public: PublicTables
    edition: Edition
    downloads: Mapping[str, bytes]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the build as anybody may see it, typed as the registry says."""
        return self.public.shown[name]

    def rows(self, name: str) -> list[Row]:
        """Return the rows of a table."""
        return answers_of(self.table(name))

    def layer(self, name: str) -> gpd.GeoDataFrame:
        """Return a map layer of the build."""
        return gpd.GeoDataFrame(self.public.shown[name])

    def is_example(self, table_name: str, record_id: str) -> bool:
        """Return whether a record rests on nothing but invented examples: every page that shows one says so beside it."""
        return (table_name, record_id) in self.public.examples

    @cached_property
    def has_examples(self) -> bool:
        """Whether any record of the build is an invented example."""
        return bool(self.public.examples)
