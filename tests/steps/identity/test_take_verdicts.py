"""Answers about pairs: what each means, and what is refused with a sentence that says why."""

from itertools import combinations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from schemas.correction_workbook import PairKey
from schemas.decided_pairs import DecidedPair, contradictions
from steps.identity.given_answers import GivenVerdict
from steps.identity.take_answers import meaning, take_answers

TODAY = "2026-11-24"
KNOWN = {f"MAR-{letter}" for letter in "ABCDE"} | {"SEN-A"}


def given(answer: str, pair: str = "AB", where: str = "a.xlsx, row 3", reason: str = "known") -> GivenVerdict:
    return GivenVerdict(where, PairKey(*(f"MAR-{letter}" for letter in pair)), answer, reason, "Commune")


def taken(*answers: GivenVerdict, earlier: tuple[DecidedPair, ...] = (), **options):
    return take_answers(answers, earlier, KNOWN, TODAY, **options)


def decided(pair: str, verdict: str, name: str = "D1") -> DecidedPair:
    return DecidedPair(name, *(f"MAR-{letter}" for letter in pair), verdict, "known", "officer", "2026-01-01")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("same", "same"), ("El mismo", "same"), ("IDENTIQUES", "same"), ("نفسه", "same"), ("एउटै", "same"),
        ("different", "different"), ("distinto", "different"), ("différents", "different"), ("مختلف", "different"), ("फरक", "different"),
        ("not sure", "unsure"), ("no lo sé", "unsure"), ("incertain", "unsure"), ("غير متأكد", "unsure"), ("थाहा छैन", "unsure"),
    ],
)  # fmt: skip
def test_a_verdict_is_understood_in_every_language(answer, verdict):
    assert meaning(given(answer), KNOWN) == (PairKey("MAR-A", "MAR-B"), verdict)


def test_a_decision_has_its_reason_author_and_day_and_no_personal_data():
    (made,) = taken(given("same", "BA", reason="Ask ana@example.org"), given("el mismo", where="b.xlsx, row 9")).choices
    assert made == DecidedPair("MAR-A + MAR-B", "MAR-B", "MAR-A", "same", "Ask […]", "Commune", TODAY)


REFUSED = [
    (given("perhaps +212 5 36 68 00 00"), '"perhaps […]" for MAR-A + MAR-B: it is none of same, different, unsure in any language'),
    (given("same", "AF"), "no delivery ever had the report MAR-F; the nearest is MAR-"),
    (GivenVerdict("a.xlsx, row 3", None, "same", "", "Commune"), '"same": the row does not name its pair any more; take the row from'),
    (GivenVerdict("a.xlsx, row 3", PairKey("MAR-A", "SEN-A"), "same", "", "Commune"), "MAR-A and SEN-A are of two countries"),
    (given("same", reason=""), '"same" for MAR-A + MAR-B: it has no reason; say why in the same row.'),
    (given(""), "for MAR-A + MAR-B: the row has a reason but no answer; give the answer, or take the reason away."),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "sentence"), REFUSED)
def test_what_is_not_understood_is_refused_and_nothing_is_decided(answer, sentence):
    found = taken(answer, given("same", "CD"))
    assert [one.pair_id for one in found.choices] == ["MAR-C + MAR-D"]
    (refusal,) = found.refusals
    assert refusal.startswith("a.xlsx, row 3: ") and sentence in refusal


def test_two_answers_on_one_pair_are_both_refused():
    found = taken(given("same"), given("unsure", "BA", where="b.xlsx, row 4"))
    assert found.choices == [] and len(found.refusals) == 2
    assert "the same pair has two answers (same in a.xlsx, row 3; unsure in b.xlsx, row 4); leave one." in found.refusals[1]


def test_an_earlier_decision_stays_unless_it_is_replaced():
    earlier = (decided("AB", "different"),)
    found = taken(given("same", "BA"), earlier=earlier)
    assert found.choices == list(earlier)
    assert found.refusals[0].endswith("D1 says different (officer, 2026-01-01); the earlier decision stays. "
                                      "Add --replace to put the answer in its place.")  # fmt: skip
    assert taken(given("different", "BA", reason=""), earlier=earlier).standing == 1
    assert taken(given("unsure", reason=""), earlier=earlier, is_replacing=True).choices == list(earlier), "the sheet shows it by itself"
    replaced = taken(given("same"), earlier=earlier, is_replacing=True)
    assert (replaced.replaced, replaced.added) == (1, 0)
    assert [(one.decision_id, one.verdict, one.decided_by) for one in replaced.choices] == [("D1", "same", "Commune")]


def test_answers_that_contradict_through_others_are_refused_with_the_chain_and_the_rest_are_taken():
    found = taken(given("different", "AC"), given("same", "CB"), given("same", "DE"), earlier=(decided("AB", "same"),))
    assert [one.pair_id for one in found.choices] == ["MAR-A + MAR-B", "MAR-D + MAR-E"]
    chain = "MAR-A = MAR-B (D1), MAR-C = MAR-B (MAR-B + MAR-C), MAR-A ≠ MAR-C (MAR-A + MAR-C) contradict each other"
    assert len(found.refusals) == 2 and all(chain in refusal for refusal in found.refusals)


PAIRS = ["".join(pair) for pair in combinations("ABCDE", 2)]


@for_all(st.lists(st.tuples(st.sampled_from(PAIRS), st.sampled_from(["same", "different", "unsure"]), st.booleans()), max_size=20))
def test_whatever_people_answer_what_is_kept_holds_together_and_no_answer_is_lost(answers):
    choices: list[DecidedPair] = []
    for pair, verdict, is_replacing in answers:
        found = take_answers([given(verdict, pair)], choices, KNOWN, TODAY, is_replacing=is_replacing)
        assert found.added + found.replaced + found.standing + len(found.refusals) == 1
        assert {one.decision_id for one in choices} <= {one.decision_id for one in found.choices}
        choices = found.choices
        assert contradictions(choices) == []
    at_once = take_answers([given(verdict, pair) for pair, verdict, _ in answers], [], KNOWN, TODAY)
    assert contradictions(at_once.choices) == [] and len({one.pair_id for one in at_once.choices}) == len(at_once.choices)
