"""The map site, one asset: every page made from the public tables of the build, with copies of the files that readers may take."""

from pathlib import PurePosixPath

import dagster as dg
import geopandas as gpd

from assets.files_handed_on import files_handed_on, picture_preview, publication_asset
from assets.publications import DOWNLOADS, FILES_OF_A_BUILD
from publications.pictures.world import world_map
from publications.site.every_page import map_site
from schemas.build_identity import BuildIdentity
from schemas.public_tables import PublicTables
from schemas.registry.map_layers import MAP_LAYERS
from schemas.workers import Workers


@publication_asset(
    "map_site",
    kinds={"html"},
    ins={name: dg.AssetIn(name) for name in DOWNLOADS},
    description="A static site for anybody: overview, map, a page for each country and initiative, networks, practices, plans, downloads.",
)
def site_of_the_build(
    public_tables: PublicTables, build_identity: BuildIdentity, workers: dg.ResourceParam[Workers], **files: dict[str, bytes]
) -> dg.MaterializeResult:
    made = map_site(public_tables, build_identity, _downloads(files), workers)
    return files_handed_on(made, _thumbnail(public_tables), pages=sum(name.endswith(".html") for name in made))


def _downloads(files: dict[str, dict[str, bytes]]) -> dict[str, bytes]:
    """Return the files that readers may take, by where they lie in the build."""
    named = (
        (PurePosixPath(FILES_OF_A_BUILD.get(name, ""), path), content) for name, made in files.items() for path, content in made.items()
    )
    return {str(path): content for path, content in named}


def _thumbnail(public: PublicTables) -> dg.MetadataValue:
    layers = {name: gpd.GeoDataFrame(public.shown[name]) for name in MAP_LAYERS}
    return picture_preview(world_map(layers, title="The map of the build"), "The world, with the programme's countries")


MAP_SITE = (site_of_the_build,)
