"""The map layers, one asset a layer."""

from collections.abc import Iterable

import dagster as dg
import pandas as pd

from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from steps.map_layers.corridors import corridors_on_the_map
from steps.map_layers.countries import countries_as_areas
from steps.map_layers.initiative_places import initiative_places
from steps.map_layers.land import land
from steps.map_layers.territories import LAYERS, territories_on_the_map
from steps.places.territories import shapes_in_use


@table_asset("map_initiative_places")
def places_on_the_map(core_initiative_places: pd.DataFrame, core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("map_initiative_places", initiative_places(core_initiative_places, core_initiatives))


@table_asset("map_countries")
def countries_on_the_map(
    core_countries: pd.DataFrame, core_places: pd.DataFrame, report_completeness: pd.DataFrame
) -> dg.MaterializeResult:
    return handed_on("map_countries", countries_as_areas(shapes_in_use(), core_places, core_countries, report_completeness))


@table_assets("territories_by_level", LAYERS)
def territories_by_level(core_places: pd.DataFrame, core_initiative_places: pd.DataFrame) -> Iterable[dg.MaterializeResult]:
    yield from all_handed_on(dict(territories_on_the_map(shapes_in_use(), core_places, core_initiative_places)))


@table_asset("map_corridors")
def corridors_as_lines(core_corridors: pd.DataFrame, core_initiatives: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("map_corridors", corridors_on_the_map(core_corridors, core_initiatives))


@table_asset("map_land")
def land_of_the_world() -> dg.MaterializeResult:
    return handed_on("map_land", land())


MAP = (places_on_the_map, countries_on_the_map, territories_by_level, corridors_as_lines, land_of_the_world)
