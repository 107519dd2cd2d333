"""The site of the samples as a whole: every link leads somewhere within it, pages are light, and the same build is the same bytes."""

from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest

from tests.publications.small_site import Page

HEAVIEST_PAGE = 1_500_000  # bytes with all that it loads
ELSEWHERE = ("http:", "https:", "mailto:")
IN_SCRIPT = ("map",)  # pages whose places are made by a script: an address within them names a record


@pytest.fixture(scope="module")
def site(sample_folder: Path) -> dict[str, bytes]:
    folder = sample_folder / "warehouse" / "current" / "site"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def pages(site: dict[str, bytes]) -> dict[str, Page]:
    return {name: Page(content) for name, content in site.items() if name.endswith(".html")}


def _target(name: str, address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return normpath(f"{name.rpartition('/')[0]}/{unquote(parts.path)}".lstrip("/")) if parts.path else name, unquote(parts.fragment)


def test_every_link_within_the_site_leads_to_a_file_and_a_place_in_it(site, pages):
    places = {name: set(page.ids) for name, page in pages.items()}
    lost = set()
    for name, page in pages.items():
        for address in page.addresses():
            if not address.startswith(ELSEWHERE):
                target, place = _target(name, address)
                is_there = target in site and (not place or target.startswith(IN_SCRIPT) or place in places[target])
                lost |= set() if is_there else {(name, address)}
    assert lost == set()


def test_no_page_has_two_places_of_one_name_or_a_style_or_script_of_its_own(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        for tag, attributes in page.tags:
            assert tag not in ("style", "iframe", "object", "form action"), name
            assert not any(key == "style" or key.startswith("on") for key in attributes), (name, attributes)


def test_no_page_lets_a_browser_ask_a_server_for_an_icon_that_is_not_there(pages):
    assert [name for name, page in pages.items() if not any(told.get("rel") == "icon" for _, told in page.tags)] == []


def test_every_page_is_light_with_all_that_it_loads(site, pages):
    for name, page in pages.items():
        loaded = {
            _target(name, told[key] or "")[0]
            for tag, told in page.tags
            for key in ("src", "href")
            if tag in ("script", "link") and key in told
        }
        assert len(site[name]) + sum(len(site[one]) for one in loaded if one in site) < HEAVIEST_PAGE, name


def test_every_file_of_the_site_is_loaded_or_led_to(site, pages):
    reached = {
        _target(name, address)[0] for name, page in pages.items() for address in page.addresses() if not address.startswith(ELSEWHERE)
    }
    earlier = {name for name in pages if name.startswith("initiatives/")}
    assert {name for name in site if not name.startswith("assets/")} - reached - earlier == set()
