"""The dictionary within the site: the same sections as the dictionary of a build, of the tables that anybody may see, and their codes."""

from collections.abc import Iterator

from markupsafe import Markup

from publications.dictionary.contents import OPENING, RULES, TableEntry
from publications.dictionary.contents import Contents as Dictionary
from publications.dictionary.contents import contents as dictionary_contents
from publications.dictionary.page import dictionary_sections, dictionary_ways
from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.words import Words

NAME = "dictionary"
TABLES = ("core_dictionary_tables", "core_dictionary", "core_codes")


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the dictionary."""
    told = _of_public_tables(dictionary_contents(*(contents.table(name) for name in TABLES)), contents)
    yield render(
        "dictionary.html", NAME, Words(MAIN_LANGUAGE).say("dictionary"), contents.edition, opening=OPENING, rules=RULES,
        count=sum(len(entries) for entries in told.topics.values()) + len(told.lists),
        topics=Markup(dictionary_ways(told)), sections=Markup(dictionary_sections(told)),  # noqa: S704  (escaped there)
    )  # fmt: skip


def _of_public_tables(told: Dictionary, contents: Contents) -> Dictionary:
    """Return the dictionary of the tables of the build, without views, which are no tables of it, and without tables left out as a whole.

    A column that refers to a table that is not there has no link.
    """
    emptied = {name for counts in contents.public.left_out.values() for name in counts if contents.table(name).empty}
    shown = contents.public.shown.keys() - emptied
    topics = {topic: tuple(_entry(one, shown) for one in entries if one.name in shown) for topic, entries in told.topics.items()}
    return Dictionary({topic: entries for topic, entries in topics.items() if entries}, told.lists)


def _entry(entry: TableEntry, shown: set[str]) -> TableEntry:
    columns = (one if one.reference.partition(".")[0] in shown else one._replace(reference="") for one in entry.columns)
    return entry._replace(columns=tuple(columns))
