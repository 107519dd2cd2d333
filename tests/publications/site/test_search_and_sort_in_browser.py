"""Lists as people use them: found by words however these are written, sorted by a head, whole without scripts."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from publications.site import initiative_list, practice_pages
from publications.site.every_page import ASSETS
from publications.site.links import record_path
from publications.site.records import ROWS_OF_A_PAGE
from tests.publications.small_site import initiative, small_contents

ROWS = "#initiative-rows > tr:not([hidden])"
FIND = "form[data-filters='initiative-rows'] [data-words]"
INITIATIVES = [
    initiative("MAR-1", title_text="Écoles de Fès", primary_theme_code="M1", start_date="2012-01-01"),
    initiative("MAR-2", title_text="مُبادرة إدماج المهاجرين", primary_theme_code="M2", start_date="1998-01-01"),
    initiative("MAR-3", title_text="<b>bold</b> ٢٠١٥"),
    initiative("NPL-1", country_code="NPL", title_text="आप्रवासी सङ्घको पहल", start_date="2010-01-01"),
    initiative("PHL-1", country_code="PHL", title_text="ecole 10", primary_theme_code="M1"),
]


def written(folder, rows):
    """Write the pages of lists into a folder, with what they load."""
    contents = small_contents({"core_initiatives": rows})
    shutil.copytree(ASSETS, folder / "assets")
    for pages in (initiative_list.pages, practice_pages.pages):
        for name, content in pages(contents):
            path = Path(folder / name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return written(tmp_path_factory.mktemp("lists") / "small", INITIATIVES)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    many = [initiative(f"MAR-{number}", title_text=f"Cooperative of the village {number}") for number in range(ROWS_OF_A_PAGE)]
    return written(tmp_path_factory.mktemp("lists") / "large", [*many, initiative("TUN-1", country_code="TUN", title_text="Écho <i>عمل")])


def test_words_are_found_however_they_are_written(opened, small):
    page = opened(small / "initiatives.html")
    shown, total = page.locator(ROWS), len(INITIATIVES)
    for words, count in (
        ("ECOLE", 2), ("fes école", 1), ("مبادره المهاجرين", 1), ("आप्रवासी", 1), ("2015", 1), ("<b>", 1), ("Morocco", 3), ("zzz", 0),
    ):  # fmt: skip
        page.fill(FIND, words)
        expect(page.locator("form output")).to_have_text(f"Initiatives: {count} of {total}")
        assert shown.count() == count
    page.click("form [type=reset]")
    expect(shown).to_have_count(total)


def test_choices_and_words_hold_together(opened, small):
    page = opened(small / "initiatives.html")
    page.select_option("[data-field=theme]", "M1")
    expect(page.locator(ROWS)).to_have_count(2)
    page.select_option("[data-field=country]", "PHL")
    expect(page.locator("form output")).to_have_text("Initiatives: 1 of 5")
    assert page.locator(ROWS).inner_text().startswith("ecole 10")


def test_a_head_sorts_by_keyboard_either_way_and_leaves_what_is_empty_last(opened, small):
    page = opened(small / "initiatives.html")
    began = page.locator("th[data-sort=number]")
    for way, years in (("ascending", ["1998", "2010", "2012", "–", "–"]), ("descending", ["2012", "2010", "1998", "–", "–"])):
        began.locator("button").press("Enter")
        assert began.get_attribute("aria-sort") == way
        assert page.locator("#initiative-rows td.number").all_inner_texts() == years
    page.locator("th[data-sort=text] button").first.click()
    assert page.locator("th[aria-sort]").count() == 1
    assert page.locator("#initiative-rows th a").first.inner_text() == "<b>bold</b> ٢٠١٥"


def test_a_search_over_all_countries_leads_to_the_page(opened, large):
    page = opened(large / "initiatives.html")
    field, said = page.locator("[data-search-all] [data-words]"), page.locator("[data-search-all] output")
    field.fill("village")
    expect(said).to_have_text("500 found, 100 listed here")
    field.fill("echo")
    expect(said).to_have_text("1 found, 1 listed here")
    assert page.locator(".found li").inner_text() == "Écho <i>عمل Tunisia"
    assert page.locator(".found a").get_attribute("href") == "initiatives/TUN-1.html"
    field.fill("zzz")
    expect(said).to_have_text("Nothing was found.")


def test_without_scripts_all_rows_stand_and_no_dead_field_is_shown(opened, small, large):
    page = opened(small / "initiatives.html", java_script_enabled=False)
    assert page.locator(ROWS).count() == len(INITIATIVES)
    assert not page.locator("form").first.is_visible()
    index = opened(large / "initiatives.html", java_script_enabled=False)
    assert index.locator("tbody a[href^='lists/']").count() > 0 and not index.locator("form").first.is_visible()


def test_a_title_without_blanks_leaves_room_for_the_columns_beside_it(opened, tmp_path):
    page = opened(written(tmp_path / "long", [initiative(title_text="x" * 5000)]) / "initiatives.html")
    assert page.locator(".wide").evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def test_long_ids_and_badges_stay_within_a_phone(opened, tmp_path):
    practice = {"practice_id": "x" * 300, "country_code": "MAR", "title_text": "t", "subject_ref": "s", "response_id": "r"}
    move = {"practice_id": "x" * 300, "move_number": 1, "to_status_code": "PUBLISHED", "is_allowed": False, "fault_codes": "skipped"}
    shutil.copytree(ASSETS, tmp_path / "assets")
    path = tmp_path / record_path("practices", "x" * 300)
    path.parent.mkdir()
    made = dict(practice_pages.pages(small_contents({"core_practices": [practice], "core_practice_reviews": [move]})))
    path.write_bytes(made[f"practices/{path.name}"])
    page = opened(path, viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
