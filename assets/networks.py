"""The tables on connections, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.networks.connections import connections, ties
from steps.networks.corridors import corridors


@table_asset("report_actor_connections")
def connections_of_actors(
    core_actors: pd.DataFrame,
    core_network_members: pd.DataFrame,
    core_partnerships: pd.DataFrame,
    core_initiative_actors: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    core_actor_places: pd.DataFrame,
) -> dg.MaterializeResult:
    shared = ties(core_network_members, core_partnerships, core_initiative_actors)
    told = connections(core_actors, shared, core_initiative_actors, core_initiatives, core_actor_places)
    return handed_on("report_actor_connections", told)


@table_asset("core_corridors")
def corridors_between_localities(
    core_partnerships: pd.DataFrame,
    core_actors: pd.DataFrame,
    core_actor_places: pd.DataFrame,
    core_initiatives: pd.DataFrame,
    core_initiative_places: pd.DataFrame,
    core_places: pd.DataFrame,
) -> dg.MaterializeResult:
    told = corridors(core_partnerships, core_actors, core_actor_places, core_initiatives, core_initiative_places, core_places)
    return handed_on("core_corridors", told)


NETWORKS = (connections_of_actors, corridors_between_localities)
