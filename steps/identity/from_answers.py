"""The reports of initiatives with everything they are described from, for whoever has answers and no assets."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from steps.actors.resolve import resolve_actors
from steps.places.decide import Decisions
from steps.places.locate import locate
from steps.records.assemble import join_records
from steps.records.identify import report


class Reports(NamedTuple):
    """What reports are described from.

    `sheets` are the typed frames by sheet of the form, `records` and `references` clean_reported_records and clean_reported_references,
    `actors` clean_actor_identities, `places` clean_located_places.
    """

    sheets: Mapping[str, pd.DataFrame]
    records: pd.DataFrame
    references: pd.DataFrame
    actors: pd.DataFrame
    places: pd.DataFrame


def reports_of(sheets: Mapping[str, pd.DataFrame], rows: pd.DataFrame, columns: pd.DataFrame, decisions: Decisions) -> Reports:
    """Return the reports in answers. `rows` is clean_rows, `columns` core_received_columns, `decisions` those on places."""
    records, references = report(dict(sheets), rows, columns)
    locations = join_records("locations", sheets["locations"], records, references)
    located = locate(locations, records, rows, columns, decisions)
    actors = resolve_actors(sheets["actors"], records, rows, columns)
    return Reports(sheets, records, references, actors.identities, located.places)
