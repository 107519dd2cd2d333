"""The IATI files, one asset: made from the public tables, with what could not be told beside them."""

import dagster as dg

from assets.files_handed_on import files_handed_on, publication_asset, table_preview
from publications.iati.files import iati_files, lack_counts
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables

SHOWN = ("what is missing", "why", "leaves out", "initiatives")


@publication_asset(
    "iati_activities",
    kinds={"xml"},
    description="Initiatives as activities of the IATI standard 2.03, one file, and one for each organisation that reports some; with a "
    "list of what is left out, and where to fill it in.",
)
def activities_for_iati(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    made = iati_files(public_tables.released, build_identity)
    most = lack_counts(made.left_out).most_common()
    lacks = ((fact, why, "a fact" if is_published else "the activity", number) for (is_published, fact, why), number in most)
    return files_handed_on(
        made.files,
        table_preview(SHOWN, lacks),
        activities=sum(made.activity_counts.values()),
        initiatives=made.initiative_count,
        reported_by=", ".join(f"{ref}: {number}" for ref, number in made.activity_counts.items()),
    )


IATI = (activities_for_iati,)
