"""The page with the map as people use it: filters, search, addresses, keyboard, paper, and data that mean harm."""

import re
from datetime import UTC, datetime

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import expect

from publications.site.every_page import map_site
from schemas.build_identity import BuildIdentity
from schemas.registry import table
from schemas.registry.map_layers import MAP_LAYERS, WGS_84
from schemas.tables import shape
from steps.handing_on.leave_out import public_tables
from tests.publications.site.conftest import MAP_IS_READY
from tests.steps.handing_on.builds import Initiative, build

IDENTITY = BuildIdentity("20261129T200000Z-aaaa", datetime(2026, 11, 29, 20, tzinfo=UTC), "0.1.0", "1")
TITLES = {
    "MAR-1": "<img src=x onerror=alert(1)>",
    "MAR-2": "</script><script>alert(2)</script>",
    "MAR-3": '=cmd|"/c calc"!A1 \u202egnirts\x00\x07 {count}',
    "MAR-4": "long " * 1000,
    "<b onclick=alert(3)>&'\"/../5": None,
    "MAR-6": "مُبادرة إدماج المهاجرين",
    "MAR-7": "आप्रवासी सङ्घको पहल",
}


@pytest.fixture
def map_page(opened, sample_site):
    def open_map(hash_="", page="map.html", **options):
        shown = opened(sample_site / page, hash_, **options)
        shown.wait_for_selector(MAP_IS_READY)
        return shown

    return open_map


def counts(page):
    """Return how many initiatives the page says that it shows, on the map and not, and how many symbols and entries it does show."""
    told = page.locator("#map-count").inner_text()
    shown, _, mapped, unmapped = (int(word) for word in told.replace(":", "").split() if word.isdigit())
    entries = page.locator("#map-on > li:not(.more), #map-off > li").count()
    return shown, mapped, unmapped, page.locator("#map .cluster span, #map .symbol svg").count(), entries


def test_a_filter_changes_the_count_the_symbols_the_list_and_the_shades(map_page):
    page = map_page()
    everything = counts(page)
    shaded = page.locator("#map .unit:not([data-shade='0'])")
    units_before = shaded.count()
    assert everything[0] == everything[1] + everything[2]
    page.select_option("#map-country", "PHL")
    expect(page.locator("#map-count")).to_contain_text("11 of")
    shown, mapped, unmapped, symbols, entries = counts(page)
    assert (shown, mapped + unmapped, entries) == (11, 11, 11)
    assert unmapped > 0
    assert page.locator("#map-off").locator(".map-reasons, .map-places").count() == unmapped  # each with its reason
    assert symbols > 0
    assert 0 < shaded.count() < units_before
    page.select_option("#map-stage", "not_stated")
    assert 0 < counts(page)[0] < 11
    page.click("#map-clear")
    assert counts(page)[0] == everything[0]


def test_search_finds_words_in_titles_and_places_without_their_accents(map_page):
    page = map_page()
    page.fill("#map-q", "MUNICIPALITE agadir")
    expect(page.locator("#map-count")).to_contain_text(re.compile("^1 of"))
    assert "municipalité d’Agadir" in page.locator("#map-on").inner_text()
    page.fill("#map-q", "qatar")  # named as a place, and on no map
    expect(page.locator("#map-off")).to_contain_text("Qatar: A whole country")


def test_an_address_restores_what_was_shown_and_back_leads_there_in_any_language(map_page):
    page = map_page("#country=MAR&theme=not_stated&view=6/31.5/-6")
    first = counts(page)[:3]
    view = "[initiativeMap.map.getZoom(), Math.round(initiativeMap.map.getCenter().lat * 10)]"
    assert page.evaluate(view) == [6, 315]
    assert page.input_value("#map-country") == "MAR"
    page.select_option("#map-country", "TUN")
    assert counts(page)[:3] != first
    expect(page).to_have_url(re.compile("country=TUN.*view="))
    page.go_back()
    expect(page.locator("#map-country")).to_have_value("MAR")
    assert counts(page)[:3] == first
    assert page.evaluate(view) == [6, 315]
    page.click("nav.languages a[lang=ar]")
    page.wait_for_selector(MAP_IS_READY)
    assert page.input_value("#map-theme") == "not_stated"
    assert page.evaluate("[document.dir, getComputedStyle(document.getElementById('map')).direction]") == ["rtl", "ltr"]
    assert page.input_value("#map-address") == page.url


def test_the_address_of_an_initiative_opens_its_place(map_page):
    page = map_page("#MAR-EX-01")
    assert page.locator(".leaflet-popup-content a.title").first.get_attribute("href") == "initiatives/MAR-EX-01.html"
    assert page.locator(".leaflet-popup-content .badge").first.inner_text() == "Invented example"


def test_a_place_opens_by_keyboard_and_gives_the_focus_back(map_page):
    page = map_page("#country=MAR&view=9/30.4/-9.5")
    symbol = page.locator("#map .symbol").first
    symbol.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup.locator("a.title").first).to_be_focused()
    assert "stands for the unit" in popup.inner_text()  # how exact the place is, in words
    page.keyboard.press("Escape")
    expect(symbol).to_be_focused()


def test_a_map_fits_on_one_sheet(map_page):
    page = map_page("#country=MAR")
    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) == 1


def test_without_javascript_the_tables_stand(opened, sample_site):
    page = opened(sample_site / "map.html", java_script_enabled=False)
    assert page.locator("#map-app").is_hidden()
    assert page.get_by_role("row", name="Morocco 30 28 2").get_by_role("link").get_attribute("href").startswith("countries/MAR")
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.fixture(scope="module")
def small_site(tmp_path_factory):
    """A site without units and outlines, whose initiatives have titles that mean harm, and are not all on the map."""
    frames = build({"free": ("PUB", True)}, {one: Initiative(["free"], actor="A'<i>&") for one in TITLES})
    for name in ("core_initiatives", "map_initiative_places"):
        frames[name] = frames[name].assign(title_text=frames[name]["initiative_id"].map(TITLES).astype("str"))
    frames["map_initiative_places"] = frames["map_initiative_places"].iloc[:-1]
    end = {"place_id": "x", "place_name": "<u>", "country_code": "MAR", "latitude": 34.0, "longitude": -4.0}
    corridor = {"corridor_id": "c", "country_code": "MAR", "initiative_id": "MAR-1", "basis_code": "initiative", "is_complete": True}
    ends = {f"{side}_{column}": value for side in ("first", "second") for column, value in end.items()}
    row = corridor | ends | {"second_longitude": 9.0}
    frames["core_corridors"] = shape([row], table("core_corridors"))
    line = shapely.MultiLineString([[(-4, 34), (9, 34)]])
    frames["map_corridors"] = gpd.GeoDataFrame(shape([row], MAP_LAYERS["map_corridors"]), geometry=[line], crs=WGS_84)
    folder = tmp_path_factory.mktemp("small")
    for name, content in map_site(public_tables(frames), IDENTITY, {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_data_that_mean_harm_are_text_and_every_title_is_found(opened, small_site):
    page = opened(small_site / "map.html")
    page.wait_for_selector(MAP_IS_READY)
    assert counts(page)[:3] == (7, 6, 1)
    shown = page.locator("#map-results a.title").all_text_contents()
    assert {TITLES["MAR-1"], TITLES["MAR-2"], "<b onclick=alert(3)>&'\"/../5"} <= set(shown)
    assert max(map(len, shown)) == 200
    assert page.locator("#map-results .badge").count() == 7  # all are invented, and say so
    assert page.locator("#map path.corridor").count() == 1
    page.locator("#map .cluster, #map .symbol").first.click()
    for words in ("مبادره ادماج", "संघको", "a'<i>& alert(2)"):
        page.fill("#map-q", words)
        expect(page.locator("#map-count")).to_contain_text(re.compile("^1 of 7"))
    link = page.locator("#map-results a.title").get_attribute("href")
    assert (small_site / link).exists()
