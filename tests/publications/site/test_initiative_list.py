"""The list of all initiatives: whole without scripts, light at any size, and searched over all countries."""

import random
from base64 import b64decode
from zlib import decompress

import pytest

from publications.site import initiative_list
from publications.site.initiative_list import HEAVIEST_SEARCH, pages, search_data
from publications.site.records import LONGEST_TITLE, ROWS_OF_A_PAGE
from tests.publications.small_site import HARM, Page, initiative, small_contents

HEAVIEST_PAGE = 1_500_000  # bytes with all that it loads
MORE = ROWS_OF_A_PAGE + 1


def made(rows, **tables):
    return dict(pages(small_contents({"core_initiatives": rows} | tables)))


def many(count, country_code="MAR", **answers):
    return [initiative(f"{country_code}-{number:05}", country_code=country_code, **answers) for number in range(count)]


def test_a_small_build_is_one_list_in_the_order_of_countries_and_titles():
    places = [{"initiative_id": "MAR-1", "country_code": "MAR", "place_name": name} for name in ("Fès", "Rabat", "Salé", "Figuig")]
    rows = [
        initiative("MAR-1", title_text="zebra", start_date="2012-01-01", start_date_precision_code="year"),
        initiative("MAR-2", title_text="Alpha"),
        initiative("ECU-1", country_code="ECU", title_text=None, local_title_text=None),
    ]
    site = made(rows, core_initiative_places=places)
    assert list(site) == ["initiatives.html"]
    page = Page(site["initiatives.html"])
    leads = [address for address in page.addresses() if address.startswith("initiatives/")]
    assert leads == ["initiatives/ECU-1.html", "initiatives/MAR-2.html", "initiatives/MAR-1.html"]
    assert "2012 Fès, Rabat, Salé +1" in page.text
    assert "ECU-1 Ecuador" in page.text, "one without a title is called by its id"


def test_none_at_all_is_said():
    assert "This edition holds no initiatives." in Page(made([])["initiatives.html"]).text


def test_a_large_build_has_lists_by_country_and_a_search_over_all():
    site = made([*many(MORE), *many(2, "TUN", title_text="Écho\tof a\nvillage")])
    assert list(site) == ["initiatives.html", "lists/MAR.html", "lists/MAR-2.html", "lists/TUN.html"]
    index = Page(site["initiatives.html"])
    assert f"Morocco {MORE} 1 2" in index.text and "Tunisia 2 1" in index.text
    assert {told["href"] for _, told in Page(site["lists/MAR-2.html"]).tags if told.get("rel") == "prev"} == {"MAR.html"}
    packed = site["initiatives.html"].decode().partition('id="all-initiatives">')[2].partition("<")[0]
    lines = decompress(b64decode(packed)).decode().split("\n")
    assert len(lines) == MORE + 2
    assert lines[-1].split("\t") == ["initiatives/TUN-00001.html", "Tunisia", "Écho of a village", "", ""]


@pytest.mark.parametrize("text", HARM)
def test_titles_that_mean_harm_stay_texts(text):
    site = made([*many(MORE, title_text=text)])
    assert "<img" not in site["lists/MAR.html"].decode() and "<script>alert" not in site["lists/MAR.html"].decode()
    packed = site["initiatives.html"].decode().partition('id="all-initiatives">')[2].partition("<")[0]
    assert {line.count("\t") for line in decompress(b64decode(packed)).decode().split("\n")} == {4}


def test_the_heaviest_list_stays_light():
    letters = [chr(code) for code in range(0x0905, 0x0939)]
    title = "".join(random.Random(7).choices(letters, k=5 * LONGEST_TITLE))
    rows = many(ROWS_OF_A_PAGE, title_text=title, local_title_text=title[::-1], primary_theme_code="M1", status_code="2")
    places = [
        {"initiative_id": row["initiative_id"], "country_code": "MAR", "place_name": title[:60] + str(n)} for row in rows for n in range(3)
    ]
    assert len(made(rows, core_initiative_places=places)["initiatives.html"]) < HEAVIEST_PAGE - 50_000


def test_search_data_shorten_titles_before_they_weigh_too_much(monkeypatch):
    draw = random.Random(7)
    rows = [
        initiative(
            f"MAR-{number}", names="", title_text="".join(draw.choices("abcdefghijklmnop", k=200)), local_title_text=None, acronym_text=None
        )
        for number in range(50)
    ]
    whole = search_data(rows)
    monkeypatch.setattr(initiative_list, "HEAVIEST_SEARCH", len(whole) // 2)
    assert len(whole) < HEAVIEST_SEARCH
    shorter = search_data(rows)
    assert len(shorter) <= len(whole) // 2
    assert decompress(b64decode(shorter)).decode().count("\n") == 49
