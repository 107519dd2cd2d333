"""The tables on connections, one asset a table."""

import dagster as dg
import pandas as pd

from assets.tables import handed_on, table_asset
from steps.networks.connections import connections, ties
from steps.networks.corridors import corridors
from steps.networks.growth import network_growth
from steps.networks.membership import networks


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


@table_asset("report_networks")
def networks_described(
    core_networks: pd.DataFrame,
    core_network_members: pd.DataFrame,
    core_actors: pd.DataFrame,
    core_actor_places: pd.DataFrame,
    core_initiative_actors: pd.DataFrame,
    core_initiatives: pd.DataFrame,
) -> dg.MaterializeResult:
    told = networks(core_networks, core_network_members, core_actors, core_actor_places, core_initiative_actors, core_initiatives)
    return handed_on("report_networks", told)


@table_asset("report_network_growth")
def growth_of_networks(
    core_networks: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_references: pd.DataFrame,
    clean_rows: pd.DataFrame,
    core_actor_names: pd.DataFrame,
) -> dg.MaterializeResult:
    told = network_growth(core_networks, clean_records, clean_references, clean_rows, core_actor_names)
    return handed_on("report_network_growth", told)


NETWORKS = (connections_of_actors, corridors_between_localities, networks_described, growth_of_networks)
