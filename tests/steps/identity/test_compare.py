"""Comparing descriptions: levels, weights, blocks; and groups that never contradict themselves."""

import dataclasses

import pandas as pd
import pytest

from schemas.initiative_weights import Level, initiative_weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity import compare as comparing
from steps.identity.block import MOST_SHARING, block_keys
from steps.identity.compare import compare
from steps.identity.reasons import reasons_of, sentences
from steps.identity.resolve import resolve_initiatives

NO_LEDGER = shape([], table("core_identity_ledger"))


def described(*rows: dict[str, object]) -> pd.DataFrame:
    full = [{"country_code": "MAR", "phase_count": 1} | row for row in rows]
    frame = shape(full, table("clean_initiative_descriptions"))
    return frame.assign(block_keys=block_keys(frame))


def initiatives(frame: pd.DataFrame, weights=None) -> dict[str, str]:
    weights = weights or initiative_weights()
    rounds = dict.fromkeys(frame["reported_id"], "2015")
    resolved = resolve_initiatives(frame, compare(frame, weights), rounds, (), NO_LEDGER, weights)
    return dict(resolved.identities.itertuples(index=False, name=None))


OASIS = {"title_names": "tafilalet vert", "title_words": "oasis|agriculture|women", "telling_words": "oasis|agriculture|women"}
SAME_PLACE = {"place_ids": "MAR:oujda", "admin2_ids": "MA-OUJ", "admin1_ids": "MA-02"}
FAR = {"place_ids": "MAR:agadir", "admin2_ids": "MA-AGD", "admin1_ids": "MA-09"}


def test_each_comparison_tells_what_it_found_and_the_sum_is_that_of_its_weights():
    frame = described(
        {"reported_id": "MAR-A"} | OASIS | SAME_PLACE | {"budget_usd": 1000.0, "start_year": 2014},
        {"reported_id": "MAR-B"} | OASIS | FAR | {"budget_usd": 1010.0, "start_year": 2014, "start_month_number": 1370},
    )
    pairs = compare(frame, initiative_weights())
    reasons = reasons_of(pairs, frame, initiative_weights())
    found = {(row.comparison_code, row.level_code): row.weight for row in reasons.itertuples()}
    assert set(found) == {("title", "name_more"), ("place", "none"), ("money", "equal"), ("begin", "year")}
    assert pairs["match_weight"].iloc[0] == pytest.approx(sum(found.values()) + initiative_weights().start)
    assert reasons["level_code"].iloc[0] == "name_more"  # the heaviest first
    assert "no place (-3)" in sentences(reasons)["MAR-A + MAR-B"]
    place = reasons.set_index("comparison_code").loc["place"]
    assert (place["first_text"], place["second_text"]) == ("MAR:oujda", "MAR:agadir")


def test_neither_the_order_of_rows_nor_of_ids_matters():
    rows = [{"reported_id": f"MAR-{name}"} | OASIS | place for name, place in (("C", SAME_PLACE), ("A", FAR), ("B", SAME_PLACE))]
    once, turned = (compare(described(*order), initiative_weights()) for order in (rows, rows[::-1]))
    pd.testing.assert_frame_equal(once, turned)


def test_reports_that_are_compared_part_by_part_make_the_same_pairs(monkeypatch):
    frame = described(*({"reported_id": f"MAR-{number}"} | OASIS | place for number, place in enumerate((SAME_PLACE, FAR) * 4)))
    frame = pd.concat([frame[:5], frame[5:]])  # as one country is put behind the other
    at_once = compare(frame, initiative_weights())
    monkeypatch.setattr(comparing, "REPORTS_AT_ONCE", 3)
    pd.testing.assert_frame_equal(compare(frame, initiative_weights()), at_once)
    assert len(at_once) == 8 * 7 / 2


def test_a_weight_that_somebody_changes_changes_the_verdict():
    frame = described({"reported_id": "MAR-A"} | OASIS | SAME_PLACE, {"reported_id": "MAR-B"} | OASIS | SAME_PLACE)
    assert len(set(initiatives(frame).values())) == 1
    weights = initiative_weights()
    lighter = {**weights.comparisons["title"], "name_more": Level("name_more", "a name", 0.0)}
    changed = dataclasses.replace(weights, comparisons={**weights.comparisons, "title": lighter})
    assert len(set(initiatives(frame, changed).values())) == 2


def test_two_project_numbers_never_come_together_through_a_third_report():
    between = {"reported_id": "MAR-B"} | OASIS | SAME_PLACE
    one = {"reported_id": "MAR-A", "project_codes": "P69", "project_code_marks": "69P"} | OASIS | {"admin1_ids": "MA-02"}
    other = {"reported_id": "MAR-C", "project_codes": "T261", "project_code_marks": "126T"} | OASIS | SAME_PLACE
    frame = described(one, between, other)
    # A and C share no key, as where a block has grown too large: they are never compared.
    frame["block_keys"] = ["left", "left|right", "right"]
    found = initiatives(frame)
    assert found["MAR-A"] != found["MAR-C"]


def test_exchanged_figures_in_a_project_number_are_a_slip_and_no_contradiction():
    codes = ({"project_codes": "T218", "project_code_marks": "128T"}, {"project_codes": "T281", "project_code_marks": "128T"})
    frame = described(*({"reported_id": f"MAR-{n}"} | OASIS | SAME_PLACE | code for n, code in enumerate(codes)))
    assert len(set(initiatives(frame).values())) == 1


def test_what_too_many_share_brings_nobody_together():
    many = [{"reported_id": f"MAR-{n:03d}", "local_actor_ids": "MAR-busy"} for n in range(MOST_SHARING + 1)]
    assert block_keys(shape([{"country_code": "MAR"} | row for row in many], table("clean_initiative_descriptions"))).isna().all()
    few = described(*many[:3])
    assert set(few["block_keys"]) == {"MAR actor MAR-busy"}


def test_reports_of_two_countries_are_not_compared():
    frame = described({"reported_id": "MAR-A"} | OASIS, {"reported_id": "SEN-A", "country_code": "SEN"} | OASIS)
    assert compare(frame, initiative_weights()).empty
