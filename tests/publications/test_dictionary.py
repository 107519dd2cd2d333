"""The dictionary: complete, never stale, and readable as a page, a workbook and Markdown without anything from elsewhere."""

import io
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest

from publications.dictionary.contents import contents
from publications.dictionary.entities import entity_diagram
from publications.dictionary.page import dictionary_page
from publications.dictionary.workbook import dictionary_workbook
from schemas.code_lists import code_list, code_list_names
from schemas.reference_files import CHECKOUT
from schemas.registry import WAREHOUSE_TABLES, table
from schemas.registry.map_layers import MAP_LAYERS
from schemas.registry.topics import OTHER_TOPIC, TOPICS, TOTALS
from schemas.tables import shape
from scripts.make_dictionary import committed_files
from warehouse.dictionary import codes, dictionary, dictionary_tables
from warehouse.label_views import label_views
from warehouse.views import VIEWS


@pytest.fixture(scope="module")
def told():
    return contents(dictionary_tables(), dictionary(), codes())


class _Page(HTMLParser):
    """What a page fetches, the places in it, and where its links lead."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.fetched += [named[name] or "" for name in ("src", "srcset", "action", "data") if name in named]
        self.fetched += [tag] if tag in ("link", "iframe", "object") else []
        self.ids += [named["id"]] if named.get("id") else []
        self.links += [named["href"]] if tag == "a" else []

    def handle_data(self, data):
        self.words.append(data)


def test_the_committed_dictionary_is_that_of_the_tables():
    for name, text in committed_files().items():
        assert (CHECKOUT / name).read_text(encoding="utf-8") == text, f"{name} is stale: `make dictionary` rewrites it"


def test_a_changed_meaning_makes_it_stale(monkeypatch):
    changed = dictionary().assign(description_text="Something else.")
    monkeypatch.setattr("scripts.make_dictionary.dictionary", lambda: changed)
    assert committed_files()["docs/dictionary.md"] != (CHECKOUT / "docs" / "dictionary.md").read_text(encoding="utf-8")


def test_every_table_has_a_topic_and_every_report_says_how_its_figures_add_up():
    assert sorted(name for names in TOPICS.values() for name in names) == sorted(one.name for one in WAREHOUSE_TABLES)
    assert set(TOTALS) == {one.name for one in WAREHOUSE_TABLES if one.layer == "report"}


def test_everything_is_explained(told):
    entries = {one.name: one for own in told.topics.values() for one in own}
    declared = {one.name: one for one in (*WAREHOUSE_TABLES, *MAP_LAYERS.values())}
    assert set(entries) == {*declared, *(view.name for view in (*VIEWS, *label_views()))}
    assert {name: [column.name for column in entries[name].columns] for name in declared} == {
        name: one.column_names for name, one in declared.items()
    }
    assert all(one.meaning and all(column.meaning for column in one.columns) for one in entries.values())
    assert {name: tuple(one.code for one in own) for name, own in told.lists.items()} == {
        name: code_list(name).codes for name in code_list_names()
    }


def test_a_table_without_a_topic_is_shown_too():
    row = {"table_name": "core_news", "kind_name": "table", "topic_name": OTHER_TOPIC, "description_text": "What is new."}
    told = contents(shape([row], table("core_dictionary_tables")), pd.DataFrame(), pd.DataFrame())
    assert [one.name for one in told.topics[OTHER_TOPIC]] == ["core_news"]


def test_the_page_fetches_nothing_and_each_of_its_links_leads_somewhere(told):
    page = _Page(dictionary_page(told, entity_diagram()))
    assert page.fetched == []
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert {"core_initiatives", "map_initiative_places", "value_origins", "themes"} <= set(page.ids)


def test_what_a_text_says_is_shown_and_never_run():
    row = {
        "table_name": "core_news",
        "kind_name": "table",
        "topic_name": OTHER_TOPIC,
        "description_text": "<script>alert(1)</script> & =1+1",
    }
    strange = contents(shape([row], table("core_dictionary_tables")), pd.DataFrame(), pd.DataFrame())
    assert "<script>alert(1)</script> & =1+1" in _Page(dictionary_page(strange, "")).words
    sheet = openpyxl.load_workbook(io.BytesIO(dictionary_workbook(strange)))["Tables"]
    assert sheet["E2"].data_type == "s"


def test_the_workbook_has_a_row_for_everything(told):
    book = openpyxl.load_workbook(io.BytesIO(dictionary_workbook(told)), read_only=True)
    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    assert (len(rows["Columns"]) - 1, len(rows["Codes"]) - 1) == (len(dictionary()), len(codes()))
    assert (
        "report_initiatives_by_theme", "initiative_count", "count", "Initiatives.", "one row per country and theme",
        TOTALS["report_initiatives_by_theme"],
    ) in rows["Figures of reports"]  # fmt: skip
    assert dictionary_workbook(told) == dictionary_workbook(told)


def test_the_diagram_names_every_table_of_records_and_every_reference_within_a_topic_is_a_line():
    drawn = ElementTree.fromstring(entity_diagram())
    texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
    core = {one.name for one in WAREHOUSE_TABLES if one.layer == "core"}
    assert core <= set(texts)
    panels = [group for group in drawn if group.tag.endswith("}g")]
    organisations = next(one for one in panels if one[1].text == "Organisations")
    # Of names, places, parts, and both sides of partnerships and corridors to an organisation; of a corridor to its partnership.
    assert len([one for one in organisations if one.tag.endswith("circle")]) == 8
