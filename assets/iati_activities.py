"""The IATI files, one asset: made from the public tables, with what could not be told beside them."""

from typing import Any

import dagster as dg

from publications.iati.files import IatiFiles, iati_files, lack_counts
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables


@dg.asset(
    name="iati_activities",
    group_name="publications",
    kinds={"xml"},
    description="Initiatives as activities of the IATI standard 2.03, one file, and one for each organisation that reports some; with a "
    "list of what is left out, and where to fill it in.",
)
def activities_for_iati(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    made = iati_files(public_tables.released, build_identity)
    count = sum(made.activity_counts.values())
    preview = dg.MetadataValue.md(_preview(made, count))
    metadata: dict[str, Any] = {"activities": count, "initiatives": made.initiative_count, "preview": preview}
    return dg.MaterializeResult(value=made.files, metadata=metadata)


def _preview(made: IatiFiles, count: int) -> str:
    """Return how many initiatives are activities, by whom they are reported, and what is missing most often."""
    reporters = ", ".join(f"{ref}: {number}" for ref, number in made.activity_counts.items())
    rows = [
        f"| {fact} | {why} | {'a fact' if is_published else 'the activity'} | {number} |"
        for (is_published, fact, why), number in lack_counts(made.left_out).most_common(10)
    ]
    head = [f"{count} of {made.initiative_count} initiatives are activities ({reporters or 'no file is written'}).", ""]
    table = ["| What is missing | why | leaves out | initiatives |", "|---|---|---|---|", *rows] if rows else []
    return "\n".join(head + table)


IATI = (activities_for_iati,)
