"""Organisations: which one each report means, what they are and are called, and which territories are theirs."""

from collections.abc import Iterable

import dagster as dg
import pandas as pd

from assets.tables import all_handed_on, handed_on, table_asset, table_assets
from steps.actors import assemble_actors
from steps.actors.resolve import resolve_actors
from steps.form.contacts import with_contacts


@table_assets("resolve_actors", ["clean_actor_identities", "clean_actor_findings"], deps=["core_places", "core_place_names"])
def actors_resolved(
    clean_actors: pd.DataFrame, clean_reported_records: pd.DataFrame, clean_rows: pd.DataFrame, core_received_columns: pd.DataFrame
) -> Iterable[dg.MaterializeResult]:
    found = resolve_actors(clean_actors, clean_reported_records, clean_rows, core_received_columns)
    yield from all_handed_on({"clean_actor_identities": found.identities, "clean_actor_findings": found.findings})


@table_asset("core_actors")
def actors(
    clean_actors: pd.DataFrame,
    clean_records: pd.DataFrame,
    clean_references: pd.DataFrame,
    clean_actor_identities: pd.DataFrame,
    clean_contacts: pd.DataFrame,
) -> dg.MaterializeResult:
    made = assemble_actors.assemble_actors(clean_actors, clean_records, clean_references, clean_actor_identities)
    return handed_on("core_actors", with_contacts(made, clean_contacts, "actor_id", "actors"))


@table_asset("core_actor_names")
def names(clean_actors: pd.DataFrame, clean_records: pd.DataFrame, core_actors: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_actor_names", assemble_actors.actor_names(clean_actors, clean_records, core_actors))


@table_asset("core_actor_places")
def places(core_actors: pd.DataFrame, core_initiative_places: pd.DataFrame, core_initiative_actors: pd.DataFrame) -> dg.MaterializeResult:
    return handed_on("core_actor_places", assemble_actors.actor_places(core_actors, core_initiative_places, core_initiative_actors))


ACTORS = (actors_resolved, actors, names, places)
