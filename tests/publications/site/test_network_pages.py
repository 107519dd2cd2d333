"""The page of networks: tables and picture say the same, with no name lost and none that harms."""

from xml.etree import ElementTree

from publications.pictures.network import MOST_NODES, Member, network_map
from publications.site import country_pages, network_pages
from tests.publications.small_site import HARM, Page, reported, small_contents

NETWORK = {"network_id": "N1", "country_code": "MAR", "network_name": "Réseau", "level_code": "REG", "member_count": 3, "inside_count": 1,
           "outside_count": 1, "unknown_count": 1, "local_authority_count": 1, "is_contradicted": False}  # fmt: skip
CONNECTIONS = [
    {"actor_id": "a", "actor_name": "Commune", "actor_type_code": "LA_MUN", "is_in_funded_initiative": True, "is_cut_point": True},
    {"actor_id": "b", "actor_name": HARM[0], "actor_type_code": "DIASP", "is_in_funded_initiative": False},
    {"actor_id": "c", "actor_name": "Ministère", "actor_type_code": None, "is_in_funded_initiative": False},
]
GIVEN = {
    "report_networks": [NETWORK],
    "core_network_members": [{"network_id": "N1", "actor_id": actor, "country_code": "MAR"} for actor in "abc"],
    "report_actor_connections": CONNECTIONS,
    "core_initiatives": [{"initiative_id": "MAR-1", "country_code": "MAR", "is_jmdi_supported": None}],
    "core_initiative_actors": [{"initiative_actor_id": "1", "initiative_id": "MAR-1", "actor_id": "c"}],
    "core_partnerships": [{"partnership_id": "p", "country_code": "MAR", "first_actor_id": "a", "second_actor_id": "b"}],
}


def page(examples=(), **given):
    return dict(network_pages.pages(small_contents(given, examples=frozenset(examples))))["networks.html"]


def drawing(text):
    """Return the picture of the page; ElementTree refuses one that is not well formed."""
    words = text.decode()
    start = words.index('<svg xmlns="')
    return ElementTree.fromstring(words[start : words.index("</svg>", start) + 6])


def of_class(root, name):
    return [one for one in root.iter() if name in one.get("class", "").split()]


def test_members_are_told_within_and_beyond_funded_projects():
    members = Page(page(**GIVEN)).tables[1][1:]
    assert [row[1:3] for row in members] == [
        ["Municipality", "in a funded project"], ["Migrant/diaspora association", "beyond"], ["not stated", "not known"],
    ]  # fmt: skip
    assert members[0][4] == "holds parts of it together"


def test_the_picture_shows_the_same_by_form_and_filling():
    root = drawing(page(**GIVEN))
    signs = [one.get("class") for one in root.iter() if one.get("class", "").startswith("sign-")]
    assert sorted(signs) == ["sign-circle sign-beyond", "sign-diamond sign-unknown", "sign-square sign-inside"]
    assert len(of_class(root, "hub")) == 1
    assert (len(of_class(root, "tie-member")), len(of_class(root, "tie-partners"))) == (3, 1)


def test_hostile_names_stay_words():
    text = page(**GIVEN, examples=[("core_networks", "N1")])
    assert b"<script>alert" not in text
    assert b"Invented example" in text


def test_a_network_without_members_and_none_at_all_are_said():
    empty = page(report_networks=[{"network_id": "N1", "country_code": "MAR", "network_name": "Réseau"}])
    assert b"No member is named." in empty
    assert b"none named" in empty
    assert b"<figure" not in empty
    assert b"No network is reported." in page()


def test_many_networks_go_on_on_further_pages(monkeypatch):
    monkeypatch.setattr(network_pages, "LONGEST_LIST", 1)
    made = dict(network_pages.pages(small_contents({"report_networks": [NETWORK, NETWORK | {"network_id": "N2"}]})))
    assert b'href="networks-2.html" rel="next"' in made["networks.html"]
    assert b'href="networks.html" rel="prev"' in made["networks-2.html"]


def test_growth_is_shown_from_the_second_round_on():
    first = {"network_id": "N1", "country_code": "MAR", "round_name": "2015", "round_number": 1, "member_count": 2, "cumulative_count": 2}
    second = first | {"round_name": "2016", "member_count": 3, "joined_count": 2, "left_count": 1, "cumulative_count": 4}
    assert len(Page(page(**GIVEN, report_network_growth=[first])).tables) == 2
    growth = Page(page(**GIVEN, report_network_growth=[first, second])).tables[2]
    assert growth[1:] == [["2015", "2", "–", "–", "2"], ["2016", "3", "2", "1", "4"]]


def test_more_networks_than_a_page_holds_go_on_and_countries_lead_to_the_right_page(monkeypatch):
    monkeypatch.setattr(network_pages, "LONGEST_LIST", 1)
    networks = [NETWORK, NETWORK | {"network_id": "N2", "network_name": "Deuxième"}]
    contents = small_contents(GIVEN | {"report_networks": networks, "report_completeness": [reported("MAR")]})
    made = {name: Page(text) for name, text in network_pages.pages(contents)}
    assert list(made) == ["networks.html", "networks-2.html"]
    assert "networks-2.html" in made["networks.html"].addresses() and "Deuxième" in made["networks-2.html"].text
    country = Page(dict(country_pages.pages(contents))["countries/MAR.html"])
    assert {"../networks.html#N1", "../networks-2.html#N2"} <= set(country.addresses())


def test_the_picture_of_very_many_stays_readable_and_the_same():
    members = {f"a{n}": Member(f"a{n}", f"Name {n}", "CSO", None) for n in range(2_000)}
    networks = {f"n{n}": [f"a{m}" for m in range(n, 2_000, 40)] for n in range(40)}
    first, again = (network_map(networks, {("a1", "a2")}, members, title="t", description="d") for _ in range(2))
    assert first == again
    assert len(first) < 150_000
    assert first.count("sign-circle") == MOST_NODES
