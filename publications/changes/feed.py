"""changes.atom (RFC 4287): what changed since the build before, for whoever follows the site with a feed reader.

Only initiatives that are public are named, and of a change only which answers changed: an earlier value may have come from somebody who
does not allow its publication. Initiatives that are gone are counted, since nobody can say any more whether they might be named.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

import pandas as pd
from defusedxml import ElementTree
from lxml import etree

from publications.citation.rights import PUBLISHER
from publications.citation.words import TITLE
from publications.site.links import page_path, record_path
from publications.spelled_out import country_name
from publications.table_rows import Row, grouped
from publications.xml_text import xml_text
from schemas.build_identity import BuildIdentity
from schemas.form import form
from schemas.rows import answers_of

FILE = "changes.atom"
HOME = "../"  # the feed lies among the downloads of the site; its links start from the site itself
ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
OWN = uuid5(NAMESPACE_URL, "jmdi-mapping")
MOST_NAMED = 100  # entries of single initiatives: what a feed reader shows in a day
LONGEST_TITLE = 200  # characters
INITIATIVES = "core_initiatives"
ADDED, CHANGED, REMOVED, JOINED = "added", "changed", "removed", "joined"
WORDS = {ADDED: "New", CHANGED: "Changed", JOINED: "Joined with another"}


class Entry(NamedTuple):
    """An entry of the feed: what tells it from others of the build, its title, its text, and a path below the site."""

    key: str
    title: str
    text: str
    path: str


def changes_feed(tables: Mapping[str, pd.DataFrame], values: pd.DataFrame, before: str | None, made: BuildIdentity) -> dict[str, bytes]:
    """Return changes.atom. `tables` are public ones without invented examples, `values` is clean_changed_values, `before` the name of
    the build before.
    """
    public = {row["initiative_id"]: row for row in answers_of(tables[INITIATIVES])}
    if before is None:
        entries = [_first(public)]
    else:
        told = [row for row in answers_of(values) if row["table_name"] == INITIATIVES]
        named = list(_named(told, public, tables["core_initiative_redirects"]))
        entries = [_summary(told, named, before), *(entry for _, entry in named[:MOST_NAMED])]
    return {FILE: _feed(entries, made)}


def titles(feed: bytes) -> list[str]:
    """Return the titles of the entries of a feed."""
    return [str(title.text) for title in ElementTree.fromstring(feed).iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}title")]


def _first(public: Mapping[str, Row]) -> Entry:
    countries = len({row["country_code"] for row in public.values()})
    text = f"{len(public)} public initiatives of {countries} countries. There was no build before it to compare with."
    return Entry("first", "The first build", text, page_path("index"))


def _summary(told: list[Row], named: list[tuple[str, Entry]], before: str) -> Entry:
    counts = {word: sum(kind == change for kind, _ in named) for change, word in WORDS.items()}
    gone = len({row["record_id"] for row in told if row["change_name"] == REMOVED})
    parts = [f"{word}: {count}." for word, count in {**counts, "No longer in the mapping": gone}.items() if count]
    rest = len(named) - MOST_NAMED
    parts += [f"The first {MOST_NAMED} are named here, {rest} more are not."] if rest > 0 else []
    text = " ".join(["Public initiatives.", *parts] if parts else ["No public initiative came, changed or went."])
    return Entry("summary", f"Changes since build {before}", text, page_path("index"))


def _named(told: list[Row], public: Mapping[str, Row], redirects: pd.DataFrame) -> Iterator[tuple[str, Entry]]:
    """Yield what happened to each initiative that may be named, with its entry, in the order of their ids."""
    leads_to = dict(zip(redirects["old_id"], redirects["initiative_id"], strict=True))
    for initiative_id, changes in sorted(grouped(told, "record_id").items()):
        change = changes[0]["change_name"]
        if change == JOINED and leads_to.get(initiative_id) in public:
            own = public[leads_to[initiative_id]]
            yield change, _entry(own, f"{initiative_id} is part of it now", f"{initiative_id} is part of {own['initiative_id']} now.")
        elif change == ADDED and initiative_id in public:
            yield change, _entry(public[initiative_id], WORDS[ADDED], "Reported for the first time.")
        elif change == CHANGED and initiative_id in public:
            answers = ", ".join(dict.fromkeys(_question(row["column_name"]) for row in changes))
            yield change, _entry(public[initiative_id], WORDS[CHANGED], f"Other answers than before: {answers}.")


def _entry(initiative: Row, what: str, text: str) -> Entry:
    title = initiative["title_text"] or initiative["initiative_id"]
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    country = country_name(initiative["country_code"], {})
    key = f"{what}/{initiative['initiative_id']}"
    return Entry(key, f"{what}: {short} ({country})", text, record_path("initiatives", initiative["initiative_id"]))


def _question(column_name: str) -> str:
    """Return the English label of an answer, in words; of what is no answer, the column's name."""
    labels = {one.question_code: one.labels["en"] for one in form()["initiatives"].questions}
    return labels.get(column_name, column_name)


def _feed(entries: list[Entry], made: BuildIdentity) -> bytes:
    feed = etree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": "en", f"{{{XML}}}base": HOME}, nsmap={None: ATOM})
    _add(feed, "id", _urn("changes"))
    _add(feed, "title", f"Changes: {TITLE}")
    _add(feed, "subtitle", f"Build {made.build_id}")
    _add(feed, "updated", made.at)
    _add(_add(feed, "author"), "name", PUBLISHER)
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"downloads/{FILE}")
    _add(feed, "link", rel="alternate", type="text/html", href=page_path("index"))
    for one in entries:
        entry = _add(feed, "entry")
        _add(entry, "id", _urn(f"{made.build_id}/{one.key}"))
        _add(entry, "title", one.title)
        _add(entry, "updated", made.at)
        _add(entry, "link", rel="alternate", type="text/html", href=one.path)
        _add(entry, "summary", one.text)
    return etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = xml_text(text, "\ufffd") if text else None
    return child


def _urn(key: str) -> str:
    """Return an id that is the same whenever the same is meant (RFC 4122, made from the name)."""
    made: UUID = uuid5(OWN, key)
    return made.urn
