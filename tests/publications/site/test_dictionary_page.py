"""The dictionary within the site: all tables that anybody may see, each with a place of its own, and no link into nothing."""

from publications.site.dictionary_page import pages
from schemas.code_lists import code_list_names
from tests.publications.small_site import Page, small_contents


def page_of(**options):
    return Page(dict(pages(small_contents({}, **options)))["dictionary.html"])


def test_tables_columns_and_code_lists_have_places_that_links_lead_to():
    page = page_of()
    assert {"core_initiatives", "core_initiatives.title_text", "map_corridors", *code_list_names()} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {address[1:] for address in page.addresses() if address.startswith("#")} <= {*page.ids}
    assert "labelled_initiatives" not in page.ids, "a view is no table of the build"


def test_tables_that_are_left_out_as_a_whole_are_not_there():
    page = page_of(left_out={"why": {"core_initiatives": 3}})
    assert "core_initiatives" not in page.ids and "core_actors" in page.ids
    assert {address[1:] for address in page.addresses() if address.startswith("#")} <= {*page.ids}
