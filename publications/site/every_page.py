"""The map site as a whole: every page of it, by path, with the files that pages load."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from publications.site import (
    builds_page,
    country_pages,
    dictionary_page,
    download_page,
    initiative_list,
    initiative_pages,
    knowledge_page,
    network_pages,
    overview,
    plan_pages,
    practice_pages,
    quality_page,
)
from publications.site.contents import Contents
from publications.site.layout import Edition
from publications.site.map import page as map_page
from schemas.build_identity import BuildIdentity
from schemas.form import LANGUAGES
from schemas.public_tables import PublicTables
from schemas.workers import ONE_PROCESS, Workers

ASSETS = Path(__file__).parent / "assets"
DOWNLOADS = "downloads"  # the folder
PAGES = {
    "map": (overview.pages, map_page.pages),
    "countries": (country_pages.pages, initiative_list.pages),
    "others": (
        *(network_pages.pages, practice_pages.pages, plan_pages.pages, knowledge_page.pages),
        *(quality_page.pages, builds_page.pages, dictionary_page.pages, download_page.pages),
    ),
    "initiatives": (initiative_pages.pages,),  # take as long as all others, so that whoever begins with the last has half of the work
}


def map_site(
    public: PublicTables, identity: BuildIdentity, downloads: Mapping[str, bytes], workers: Workers = ONE_PROCESS
) -> dict[str, bytes]:
    """Return every file of the site by its path below it; `downloads` are copied into it, so that the folder may be put on any server."""
    made = workers.map(pages_of, [{"group": group} for group in PAGES], public=public, identity=identity, downloads=downloads)
    pages = {path: page for own in made for path, page in own.items()}
    return {**dict(_assets()), **{f"{DOWNLOADS}/{name}": content for name, content in downloads.items()}, **pages}


def pages_of(group: str, public: PublicTables, identity: BuildIdentity, downloads: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the pages of a group of PAGES by path."""
    contents = Contents(public, Edition(identity, languages(public)), downloads)
    return {path: page for pages in PAGES[group] for path, page in pages(contents)}


def languages(public: PublicTables) -> Mapping[str, tuple[str, ...]]:
    """Return in which languages a page is written, by name, when that is more than the main one."""
    return {"index": LANGUAGES, "map": LANGUAGES, **country_pages.page_languages(public)}


def _assets() -> Iterator[tuple[str, bytes]]:
    for path in sorted(ASSETS.rglob("*")):
        if path.is_file():
            yield f"assets/{path.relative_to(ASSETS).as_posix()}", path.read_bytes()
