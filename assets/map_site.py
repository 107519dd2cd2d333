"""The map site, one asset: every page made from the public tables of the build."""

import dagster as dg

from publications.site.every_page import map_site
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables


@dg.asset(
    name="map_site",
    group_name="publications",
    kinds={"html"},
    description="A static site for anybody: overview, map, a page for each country and initiative, networks, practices, plans, downloads.",
)
def site_of_the_build(public_tables: PublicTables, build_identity: BuildIdentity) -> dg.MaterializeResult:
    made = map_site(public_tables, build_identity, {})
    return dg.MaterializeResult(value=made, metadata={"pages": len(made), "bytes": sum(map(len, made.values()))})


MAP_SITE = (site_of_the_build,)
