"""Comparing descriptions: levels, weights, blocks; and groups that never contradict themselves."""

import dataclasses

import pandas as pd
import pytest

from schemas.initiative_weights import Level, initiative_weights
from schemas.registry import table
from schemas.tables import shape
from steps.identity import compare as comparing
from steps.identity.block import MOST_ALIKE, MOST_SHARING, blocked, left_out
from steps.identity.compare import compare
from steps.identity.not_compared import not_compared_findings
from steps.identity.reasons import reasons_of, sentences
from steps.identity.resolve import resolve_initiatives
from steps.identity.words import code_slips

NO_LEDGER = shape([], table("core_identity_ledger"))


def described(*rows: dict[str, object]) -> pd.DataFrame:
    full = [{"country_code": "MAR", "phase_count": 1} | row for row in rows]
    return blocked(shape(full, table("clean_initiative_descriptions")))


def initiatives(frame: pd.DataFrame, weights=None) -> dict[str, str]:
    weights = weights or initiative_weights()
    rounds = dict.fromkeys(frame["reported_id"], "2015")
    resolved = resolve_initiatives(frame, compare(frame, weights), rounds, (), NO_LEDGER, weights)
    return dict(resolved.identities.itertuples(index=False, name=None))


OASIS = {"title_names": "tafilalet vert", "title_words": "oasis|agriculture|women", "telling_words": "oasis|agriculture|women"}
SAME_PLACE = {"place_ids": "MAR:oujda", "admin2_ids": "MA-OUJ", "admin1_ids": "MA-02"}
FIELD = {"title_words": "integration|migration"}
FAR = {"place_ids": "MAR:agadir", "admin2_ids": "MA-AGD", "admin1_ids": "MA-09"}


def test_each_comparison_tells_what_it_found_and_the_sum_is_that_of_its_weights():
    frame = described(
        {"reported_id": "MAR-A"} | OASIS | SAME_PLACE | {"budget_usd": 1000.0, "start_year": 2014},
        {"reported_id": "MAR-B"} | OASIS | FAR | {"budget_usd": 1010.0, "start_year": 2014, "start_month_number": 1370},
    )
    pairs = compare(frame, initiative_weights())
    reasons = reasons_of(pairs, frame, initiative_weights())
    found = {(row.comparison_code, row.level_code): row.weight for row in reasons.itertuples()}
    assert set(found) == {("start", "any"), ("title", "name_more"), ("place", "none"), ("money", "equal"), ("begin", "year")}
    assert pairs["match_weight"].iloc[0] == pytest.approx(sum(found.values()))
    assert reasons["level_code"].iloc[0] == "name_more"  # the heaviest first
    sentence = sentences(pairs, initiative_weights()).iloc[0]
    assert "no place (-3)" in sentence and "start" not in sentence
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
    one = {"reported_id": "MAR-A", "project_codes": "P69", "project_code_marks": "P(69)"} | OASIS | {"admin1_ids": "MA-02"}
    other = {"reported_id": "MAR-C", "project_codes": "T261", "project_code_marks": "T(26)1|T2(16)"} | OASIS | SAME_PLACE
    frame = described(one, between, other)
    # A and C share no key, as where a block has grown too large: they are never compared.
    frame["block_keys"] = ["left", "left|right", "right"]
    found = initiatives(frame)
    assert found["MAR-A"] != found["MAR-C"]


def test_a_title_that_very_many_have_counts_less_than_a_telling_one_and_brings_nobody_together_alone():
    titles = {
        "whole": {"title_whole_text": "an office for women who keep bees", "telling_words": "women|beekeeping"},
        "whole_field": {"title_whole_text": "strengthening municipalities in managing migration"},
        "equal_field": {"field_key": "integration migration municipality"},
        "common": {"common_title_text": "development migration"},
    }
    verdicts = {}
    for code, title in titles.items():
        frame = described(*({"reported_id": f"MAR-{n}", "title_words": "migration"} | title for n in "AB"))
        pairs = compare(frame.assign(block_keys="asked"), initiative_weights(), keeps_all=True)
        assert pairs["level_codes"].tolist() == [f"title.{code}"]
        verdicts[code] = pairs["verdict_code"].iloc[0]
    assert verdicts == {"whole": "same", "whole_field": "doubtful", "equal_field": "doubtful", "common": "different"}


def test_reports_in_which_nothing_agrees_of_what_they_are_about_are_doubtful_however_alike_who_where_and_when_are():
    alike = SAME_PLACE | {"lead_actor_ids": "MAR-office", "local_actor_ids": "MAR-office", "start_year": 2014, "end_year": 2016}
    about = {
        "generic": ({}, {}, "doubtful"),  # "Project" and "Support"
        "common": ({"common_title_text": "development local", "title_words": "development|local"},) * 2 + ("doubtful",),
        "near budget": ({"budget_usd": 1000.0}, {"budget_usd": 1100.0}, "doubtful"),
        "few words": ({"content_words": "bees|honey|oasis"}, {"content_words": "bees|women|road"}, "doubtful"),
        "field, else": (FIELD | {"content_words": "bees"}, FIELD | {"content_words": "road"}, "doubtful"),
        "field": (FIELD, FIELD | {"content_words": "road"}, "same"),  # integration of migrants, in other words
        "one word": ({"title_words": "oasis", "telling_words": "oasis"},) * 2 + ("same",),
        "words": ({"content_words": "bees|honey|oasis"},) * 2 + ("same",),
        "budget": ({"budget_usd": 1000.0},) * 2 + ("same",),
        "number": ({"project_codes": "P69"},) * 2 + ("same",),
        "page": ({"web_page_text": "example.org/bees"},) * 2 + ("same",),
    }
    for case, (one, other, verdict) in about.items():
        frame = described({"reported_id": "MAR-A"} | alike | one, {"reported_id": "MAR-B"} | alike | other)
        weights = initiative_weights()
        resolved = resolve_initiatives(frame, compare(frame, weights), dict.fromkeys(frame["reported_id"], "2015"), (), NO_LEDGER, weights)
        pair = resolved.pairs.iloc[0]
        assert (pair["verdict_code"], pair["is_merged"]) == (verdict, verdict == "same"), case
        assert ("nothing agrees of what they are about" in str(pair["conflict_text"])) == (verdict == "doubtful"), case
        assert pair["match_weight"] >= weights.same


@pytest.mark.parametrize(("one", "other", "initiatives_count"), [("T218", "T281", 1), ("P123456", "P654321", 2)])
def test_two_exchanged_figures_in_a_project_number_are_a_slip_and_no_contradiction(one, other, initiatives_count):
    codes = [{"project_codes": code, "project_code_marks": "|".join(code_slips(code))} for code in (one, other)]
    frame = described(*({"reported_id": f"MAR-{n}"} | OASIS | SAME_PLACE | code for n, code in enumerate(codes)))
    assert len(set(initiatives(frame).values())) == initiatives_count


def test_what_too_many_share_brings_nobody_together_but_what_says_much_and_finer_keys_do():
    many = [{"reported_id": f"MAR-{n:03d}", "local_actor_ids": "MAR-busy"} for n in range(MOST_SHARING + 1)]
    few = described(*many[:3])
    assert set(few["block_keys"]) == {"MAR actor MAR-busy"}
    assert not left_out(few)
    all_of_them = tuple(report["reported_id"] for report in many)
    assert described(*many)["block_keys"].isna().all()
    assert left_out(described(*many)) == [("MAR", "actor", "MAR-busy", all_of_them)]
    # A bar, which stands between keys elsewhere, may be part of an address.
    barred = [{"reported_id": report["reported_id"], "web_page_text": "example.org/?a|b c"} for report in many]
    assert left_out(described(*barred)) == [("MAR", "page", "example.org/?a b c", all_of_them)]
    # Three of them are at one place: they are compared with each other, and all are still left out of something.
    finer = described(*(report | {"place_ids": "MAR:oujda"} for report in many[:3]), *many[3:])
    assert set(finer["block_keys"].dropna()) == {"MAR place MAR:oujda|MAR place MAR:oujda MAR-busy"}
    # A project number says enough alone: as many as that are compared, and none is left out.
    numbered = described(*(report | {"project_codes": "P69"} for report in many))
    assert numbered["block_keys"].eq("MAR code P69").all()
    assert not left_out(numbered)


def test_whoever_was_not_compared_is_told_at_the_last_file_of_the_country():
    alike = [{"reported_id": f"MAR-{n:03d}", "title_whole_text": "one title of five words"} for n in range(MOST_ALIKE + 1)]
    busy = [{"reported_id": f"MAR-B{n:02d}", "wide_actor_ids": "ORG-IOM"} for n in range(MOST_SHARING + 1)]
    files = pd.DataFrame([("a", "MAR", "2015", "MAR/2015/a.xlsx")], columns=["submission_id", "country_code", "round_name", "file_name"])
    found = list(not_compared_findings(left_out(described(*alike, *busy)), files))
    told = [(one["finding_code"], one["file_name"], one["value_text"]) for one in found]
    assert told == [
        ("reports-not-compared", "MAR/2015/a.xlsx", "one title of five words"),
        ("reports-compared-in-part", "MAR/2015/a.xlsx", "21"),
    ]
    assert "MAR-199, … (+1)" in found[0]["message_text"]
    assert all(report["reported_id"] in found[1]["message_text"] for report in busy)
    assert "MAR-000" not in found[1]["message_text"]


def test_reports_of_two_countries_are_not_compared():
    frame = described({"reported_id": "MAR-A"} | OASIS, {"reported_id": "SEN-A", "country_code": "SEN"} | OASIS)
    assert compare(frame, initiative_weights()).empty
