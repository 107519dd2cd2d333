"""The tables on connections, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.networks.connections import connections, ties


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


NETWORKS = (connections_of_actors,)
