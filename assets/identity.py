"""Which reports describe one initiative: the pairs that look alike with their reasons, the ids, and where earlier ids lead."""

from collections.abc import Iterable

import dagster as dg
import pandas as pd

from assets.tables import all_handed_on, table_assets
from schemas.registry import table
from schemas.tables import shape


@table_assets(
    "resolve_initiatives",
    ["clean_initiative_identities", "core_initiative_pairs", "core_pair_reasons", "core_identity_ledger", "core_initiative_redirects"],
)
def initiatives_resolved(clean_reported_records: pd.DataFrame) -> Iterable[dg.MaterializeResult]:
    reported = clean_reported_records[clean_reported_records["table_name"] == "core_initiatives"]["record_id"].drop_duplicates()
    own = pd.DataFrame({"reported_id": reported, "initiative_id": reported})
    empty = {name: shape([], table(name)) for name in ("core_initiative_pairs", "core_pair_reasons", "core_identity_ledger",
                                                       "core_initiative_redirects")}  # fmt: skip
    yield from all_handed_on({"clean_initiative_identities": shape(own, table("clean_initiative_identities"))} | empty)


IDENTITY = (initiatives_resolved,)
