"""Networks grow: who joined, who left, and how many there have been, by what each round names."""

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.networks.growth import network_growth
from tests.deliveries import shown


def growth(text: str):
    """The growth of networks in Nepal. Lines are `network round members`, a row received each; a member written `?` is not recognised.

    Networks and organisations bear their ids as names.
    """
    records, rows, references = [], [], []
    for number, line in enumerate(line.split() for line in text.strip().splitlines()):
        network, name, members = line[0], line[1], line[2:]
        records.append({"response_id": f"r{number}", "table_name": "core_networks", "record_id": network, "rank_count": number})
        rows.append({"response_id": f"r{number}", "round_name": name})
        references += [{"response_id": f"r{number}", "question_code": "member_actor_refs", "reference_number": place,
                        "record_id": None if member == "?" else member} for place, member in enumerate(members)]  # fmt: skip
    known = sorted({row["record_id"] for row in records})
    networks = [{"network_id": one, "country_code": "NPL", "network_name": one.lower()} for one in known]
    names = [{"actor_id": one["record_id"], "name_text": one["record_id"]} for one in references if one["record_id"]]
    frames = {"core_networks": networks, "clean_records": records, "clean_references": references, "clean_rows": rows,
              "core_actor_names": names}  # fmt: skip
    told = network_growth(*(shape(frame, table(name)) for name, frame in frames.items()))
    check_contract(told, "report_network_growth")
    return told


COUNTS = ("round_name", "round_number", "member_count", "joined_count", "left_count", "cumulative_count")


def test_each_round_says_who_joined_and_who_left():
    told = growth("""
        N1 2016 b c d
        N1 2015 a b
        N1 2016 b e ?
        N1 2018 a b c d e""")
    assert shown(told, *COUNTS) == [
        ("2015", 1, 2, None, None, 2),
        ("2016", 2, 4, 3, 1, 5),
        ("2018", 3, 5, 1, 0, 5),  # a came back
    ]
    assert shown(told, "joined_actor_ids", "left_actor_ids", "unrecognised_count") == [(None, None, 0), ("c|d|e", "a", 1), ("a", None, 0)]


def test_a_round_that_names_no_member_is_not_a_round_in_which_all_left():
    told = growth("N1 2015 a b\nN1 2016\nN1 2017 a c\nN2 2016 a")
    assert shown(told, "network_id", *COUNTS) == [
        ("N1", "2015", 1, 2, None, None, 2),
        ("N1", "2016", 2, None, None, None, 2),
        ("N1", "2017", 3, 2, 1, 1, 3),
        ("N2", "2016", 1, 1, None, None, 1),
    ]


def test_a_network_that_names_itself_is_no_member_of_itself():
    told = growth("N1 2015 a n1\nN1 2016 n1 a b\nN2 2015 n2\nN2 2016 n1")
    assert shown(told, "network_id", *COUNTS) == [
        ("N1", "2015", 1, 1, None, None, 1),
        ("N1", "2016", 2, 2, 1, 0, 2),
        ("N2", "2015", 1, None, None, None, 0),
        ("N2", "2016", 2, 1, None, None, 1),  # another network may be a member
    ]


def test_no_network_has_no_growth():
    assert growth("").empty
