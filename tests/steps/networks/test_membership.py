"""Networks: whom they unite, within and beyond the funded projects, and whether that is what they say of themselves."""

import pytest

from schemas.code_lists import code_list
from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.networks.connections import LOCAL_AUTHORITY
from steps.networks.membership import NON_STATE, STATE, networks
from tests.deliveries import shown

TYPES = {"city": "LA_MUN", "region": "LA_REG", "ngo": "CSO", "bank": "FIN", "ministry": "NATGOV", "club": None}
PLACES = [("city", "MAR"), ("region", "MAR"), ("ngo", "ESP"), ("ngo", "MAR")]
PARTS = [("city", "I-funded"), ("ngo", "I-funded"), ("ngo", "I-open"), ("region", "I-open"), ("bank", "I-other")]
SUPPORTED = {"I-funded": True, "I-other": False, "I-open": None}


def described(members: str, says: bool | None = None, **about: object):
    """The row of one network in Morocco with these members."""
    rows = {
        "core_networks": [{"network_id": "N", "country_code": "MAR", "network_name": "Réseau", "network_ref": "N", "response_id": "r",
                           "has_non_jmdi_members": says} | about],
        "core_network_members": [{"network_id": "N", "actor_id": actor, "country_code": "MAR"} for actor in members.split()],
        "core_actors": [{"actor_id": actor, "actor_type_code": kind} for actor, kind in TYPES.items()],
        "core_actor_places": [{"actor_id": actor, "place_country_code": land} for actor, land in PLACES],
        "core_initiative_actors": [{"actor_id": actor, "initiative_id": initiative} for actor, initiative in PARTS],
        "core_initiatives": [{"initiative_id": one, "is_jmdi_supported": flag} for one, flag in SUPPORTED.items()],
    }  # fmt: skip
    told = networks(*(shape(frame, table(name)) for name, frame in rows.items()))
    check_contract(told, "report_networks")
    return told


def test_members_are_counted_once_by_project_kind_and_country():
    told = described("city region ngo bank ministry club", meeting_count=0, group_url="https://example.org/g")
    projects = ("member_count", "inside_count", "outside_count", "unknown_count")
    assert shown(told, *projects) == [(6, 2, 3, 1)]  # nobody said whether the region's initiative was funded
    assert shown(told, "local_authority_count", "non_state_count", "state_count", "other_count") == [(2, 2, 1, 1)]
    assert shown(told, "country_codes", "country_count", "country_unknown_count") == [("ESP|MAR", 2, 3)]
    assert shown(told, "meeting_count", "is_formalised", "has_group_page") == [(0, None, True)]


def test_a_network_without_named_members_is_not_one_of_nobody():
    columns = ("member_count", "inside_count", "non_state_count", "country_count", "is_contradicted", "has_group_page")
    assert shown(described("", says=True), *columns) == [(None, None, None, None, None, False)]


CLAIMS = [
    ("city bank", False, True),  # the bank is outside
    ("city bank", True, False),
    ("city ngo", True, True),  # all are inside
    ("city ngo", False, False),
    ("city region", True, None),  # it depends on the region
    ("city region", False, None),
    ("city bank", None, None),
]


@pytest.mark.parametrize(("members", "says", "is_contradicted"), CLAIMS)
def test_what_a_network_says_of_outsiders_is_held_against_its_members(members, says, is_contradicted):
    assert shown(described(members, says), "is_contradicted") == [(is_contradicted,)]


def test_every_type_of_organisation_has_its_kind_and_no_network_is_no_fault():
    others = [code for code in code_list("actor_types").codes if not code.startswith(LOCAL_AUTHORITY)]
    assert sorted(others) == sorted([*NON_STATE, *STATE, "oth"])
    frames = ("core_networks", "core_network_members", "core_actors", "core_actor_places", "core_initiative_actors", "core_initiatives")
    assert networks(*(shape([], table(name)) for name in frames)).empty
