"""The page of networks: whom each unites, within and beyond the funded projects, how it grows, and who is connected with whom."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from publications.pictures.network import COLOURS, FORMS, Member, form_of_type, network_map, sign_path
from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.records import NumberedPage, by_country, chosen, helpers, in_pages, indexed
from publications.site.words import Words
from publications.table_rows import Row, grouped

NAME = "networks"
MEANINGS = (
    "Local authorities and their associations", "Civil society, migrants, business, academia", "States and multilateral bodies",
    "Other, or not stated",
)  # fmt: skip
LONGEST_LIST = 250  # networks on one page


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of networks; it goes on on further pages when they are many."""
    words = Words(MAIN_LANGUAGE)
    numbered = _numbered(contents)
    members, named = _members(contents), grouped(chosen(contents, "core_network_members", "network_id", "actor_id"), "network_id")
    growth, totals = grouped(contents.rows("report_network_growth"), "network_id"), _totals(members, named)
    for page in numbered:
        yield render(
            "networks.html", page.name, words.say(NAME), contents.edition, page=page, members=members, named=named, growth=growth,
            totals=totals, all_networks=sum(len(one.rows) for one in numbered),
            roles=_roles(contents), forms=_legend(), form_of_type=form_of_type,
            picture=_picture(contents, page.rows, named, members), is_example=contents.is_example, **helpers(words),
        )  # fmt: skip


def page_of_network(contents: Contents) -> dict[str, str]:
    """Return the name of the page on which each network stands."""
    return {row["network_id"]: page.name for page in _numbered(contents) for row in page.rows}


def _numbered(contents: Contents) -> list[NumberedPage]:
    networks = [row for rows in by_country(contents.rows("report_networks")).values() for row in rows]
    return list(in_pages(NAME, networks, LONGEST_LIST))


def _members(contents: Contents) -> dict[str, Member]:
    """Return every organisation that is a member of a network, with whether it takes part in an initiative that the JMDI supported."""
    named = set(contents.table("core_network_members")["actor_id"])
    connections = chosen(contents, "report_actor_connections", "actor_id", "actor_name", "actor_type_code", "is_in_funded_initiative")
    open_ones = _actors_of_open_initiatives(contents)
    return {
        row["actor_id"]: Member(row["actor_id"], row["actor_name"], row["actor_type_code"], _is_inside(row, open_ones))
        for row in connections
        if row["actor_id"] in named
    }


def _actors_of_open_initiatives(contents: Contents) -> set[str]:
    """Return who takes part in an initiative of which nobody said whether the JMDI supported it."""
    initiatives = contents.table("core_initiatives")
    unsaid = set(initiatives.loc[initiatives["is_jmdi_supported"].isna(), "initiative_id"])
    parts = contents.table("core_initiative_actors")
    return set(parts.loc[parts["initiative_id"].isin(unsaid), "actor_id"])


def _is_inside(connection: Row, open_ones: set[str]) -> bool | None:
    """Return whether an organisation is in a funded project; None when that is open."""
    if connection["is_in_funded_initiative"]:
        return True
    return None if connection["actor_id"] in open_ones else False


def _totals(members: Mapping[str, Member], named: Mapping[str, list[Row]]) -> dict[str, int]:
    """Return numbers of different members of all networks."""
    different = [members[actor] for actor in {row["actor_id"] for rows in named.values() for row in rows} if actor in members]
    return {
        "members": len(different),
        "inside": sum(one.is_inside is True for one in different),
        "beyond": sum(one.is_inside is False for one in different),
        "unknown": sum(one.is_inside is None for one in different),
        "authorities": sum(form_of_type(one.type_code) == "square" for one in different),
    }


def _roles(contents: Contents) -> dict[str, Row]:
    """Return how each organisation is connected, from the graph of all of them."""
    columns = ("actor_id", "degree_count", "is_cut_point", "is_country_bridge")
    return indexed(chosen(contents, "report_actor_connections", *columns), "actor_id")


def _picture(contents: Contents, networks: Any, named: Mapping[str, list[Row]], members: Mapping[str, Member]) -> Markup:
    own = {row["network_id"]: [member["actor_id"] for member in named.get(row["network_id"], [])] for row in networks}
    pairs = chosen(contents, "core_partnerships", "first_actor_id", "second_actor_id")
    partners = {(row["first_actor_id"], row["second_actor_id"]) for row in pairs if row["first_actor_id"] and row["second_actor_id"]}
    title, description = "Networks and their members", "Each disc with a number is a network of the table; signs around it are its members."
    return Markup(network_map(own, partners, members, title=title, description=description))  # noqa: S704  (written by an XML writer)


def _legend() -> list[tuple[str, str, str, str]]:
    """Return the forms with their outline, colour and meaning."""
    return [(form, sign_path(form, 8, 8, 5), COLOURS[form], meaning) for form, meaning in zip(FORMS, MEANINGS, strict=True)]
