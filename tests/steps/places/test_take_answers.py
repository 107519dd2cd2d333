"""Answers about open places: what each means, and what is refused with a sentence that says what would be understood."""

from dataclasses import replace

import pytest

from schemas.correction_workbook import PlaceKey
from schemas.place_choices import NAMED_ALONE, NO_PLACE, PlaceChoice
from steps.decided import NO_REASON, NotUnderstood
from steps.places.decide import Decisions
from steps.places.gazetteer import gazetteer
from steps.places.given_answers import GivenAnswer
from steps.places.mentions import Question
from steps.places.review import review_id, told_apart
from steps.places.spelling import key
from steps.places.take_answers import meaning, take_answers

TODAY = "2026-11-24"
LA_UNION, OREAMUNO = "CRI:30304", "CRI:30701"


def given(answer: str, text="San Rafael", context="Cartago", candidates=f"{LA_UNION}|{OREAMUNO}", **more: str) -> GivenAnswer:
    country = more.pop("country", "CRI")
    asked = PlaceKey(review_id(country, key(text), key(context)), country, candidates)
    about = {"where": "a.xlsx, row 3", "reason_text": "", "decided_by": "Municipality"} | more
    return GivenAnswer(key=asked, place_text=text, context_text=context, answer_text=answer, **about)


def taken(*answers: GivenAnswer, earlier: tuple[PlaceChoice, ...] = (), **options):
    return take_answers(answers, earlier, gazetteer(), TODAY, **options)


UNDERSTOOD = [
    ("a candidate as it is told", "San Rafael (Oreamuno, Cartago)", OREAMUNO),
    ("as the sheet numbers it", "2. San Rafael (Oreamuno, Cartago)", OREAMUNO),
    ("its case and accents do not count", "san rafael (oreamuno, cartágo)", OREAMUNO),
    ("a place_id", OREAMUNO, OREAMUNO),
    ("the statistical office's code", "30701", OREAMUNO),
    ("a name and its unit", "San Rafael, Oreamuno", OREAMUNO),
    ("a place that was no candidate", "Grecia, Alajuela", "CRI:20301"),
    ("the whole country", "Costa Rica", "CRI"),
    ("a country abroad", "Italia", "ITA"),
    ("no place", "no place", NO_PLACE),
    ("in Spanish", "Ningún lugar", NO_PLACE),
    ("in French", "aucun lieu", NO_PLACE),
    ("in Arabic", "ليس مكانا", NO_PLACE),
    ("in Nepali", "कुनै ठाउँ होइन", NO_PLACE),
]


@pytest.mark.parametrize(("answer", "place_id"), [case[1:] for case in UNDERSTOOD], ids=[case[0] for case in UNDERSTOOD])
def test_an_answer_is_understood_however_it_is_written(answer, place_id):
    found = meaning(given(answer), gazetteer())
    assert gazetteer().by_id[found].name == "Grecia" if place_id == "CRI:20301" else found == place_id


def test_a_candidate_is_known_by_its_number_unless_that_is_another_place_s_code():
    naga = "PHL:0501724000|PHL:0702234000"
    asked = given("2", "Naga City", "", naga, country="PHL")
    assert meaning(asked, gazetteer()) == "PHL:0702234000"
    with pytest.raises(NotUnderstood, match="number of a candidate and the code of another place"):
        meaning(given("1"), gazetteer())  # 1 is San José


def test_a_place_abroad_may_be_meant():
    assert meaning(given("MA-02"), gazetteer()) == "MA-02"


REFUSED = [
    ("a name nobody knows", given("Atlantis"), "no place of CRI is known by it. Accepted: a candidate (San Rafael (La Unión"),
    ("a candidate of another question", given("San Rafael (Nowhere, Cartago)"), "Accepted: a candidate"),
    ("a name that is as ambiguous", given("San Rafael"), "it may be San Rafael (Escazú, San José); "),
    ("a reason alone", given("", reason_text="known"), "the row has a reason but no answer"),
    ("a misspelling", given("Greciaa, Alajuela"), "it may be Grecia"),
    ("a name that smaller places bear too", given("San José"), "it may be San José; San José ("),
    ("a number beyond the candidates", given("9"), "Accepted: "),
    ("a place_id that is none", given("gn:1"), "no place of the gazetteer has this id"),
    ("a lost key", replace(given(OREAMUNO), key=PlaceKey("", "")), "the row has lost its key"),
    ("a text that was changed", replace(given(OREAMUNO), place_text="San Ramón"), "do not belong together any more"),
    ("a country that is none", given(OREAMUNO, country="XXX"), "do not belong together any more"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "why"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_understood_is_told_with_what_would_be_and_decides_nothing(one, why):
    after = taken(one)
    assert (after.choices, after.added) == ([], 0)
    assert len(after.refusals) == 1 and why in after.refusals[0]
    assert after.refusals[0].startswith(f'a.xlsx, row 3: "{one.answer_text}" for "{one.place_text}"')


def test_no_personal_datum_is_told():
    told = taken(given("ask ana@example.org")).refusals[0]
    assert "ana@" not in told and '"ask […]" for "San Rafael" (Cartago)' in told


def test_a_unit_that_is_no_more_is_answered_with_those_of_today():
    former = next(place for place in gazetteer().by_id.values() if place.is_former and len(place.successors) > 1)
    today = gazetteer().told(gazetteer().by_id[former.successors[0]])
    with pytest.raises(NotUnderstood) as told:
        meaning(given(former.place_id, "Old", "", "", country=former.country_code), gazetteer())
    assert f"is no more; answer with a unit of today: {today}; " in str(told.value)


def test_an_answer_becomes_a_decision_on_its_text_in_its_context():
    reason = "Ask ana@example.org"
    (choice,) = taken(given(OREAMUNO, reason_text=reason)).choices
    asked = review_id("CRI", "san rafael", "cartago")
    assert choice == PlaceChoice(asked, "CRI", "San Rafael", "Cartago", OREAMUNO, "Ask […]", "Municipality", TODAY)
    assert taken(given("no place")).choices[0].reason_text == NO_REASON


def test_a_decision_on_a_name_alone_says_nothing_of_the_name_in_a_unit():
    (choice,) = taken(given(OREAMUNO, context="")).choices
    assert choice.context_text == NAMED_ALONE
    decided = Decisions([choice], gazetteer())
    alone = decided.resolve(Question("CRI", (("place_text", "SAN RAFAEL"),)))
    in_unit = decided.resolve(Question("CRI", (("admin2_text", "Escazú"), ("place_text", "San Rafael"))))
    assert (alone.method, alone.place and alone.place.place_id) == ("MANUAL", OREAMUNO)
    assert (in_unit.method, in_unit.place and in_unit.place.place_id) == ("EXACT", "CRI:10203")


def test_the_whole_country_is_decided_as_such_and_gets_no_point():
    (choice,) = taken(given("Costa Rica")).choices
    found = Decisions([choice], gazetteer()).resolve(Question("CRI", (("admin1_text", "Cartago"), ("place_text", "San Rafael"))))
    assert (found.status, found.method) == ("national", "MANUAL")


def test_one_question_has_one_answer():
    same = taken(given(OREAMUNO), given("30701", where="b.csv, row 2"))
    assert (same.added, same.refusals) == (1, [])
    two = taken(given(OREAMUNO), given(LA_UNION, where="b.csv, row 2"))
    answers = "San Rafael (Oreamuno, Cartago) in a.xlsx, row 3; San Rafael (La Unión, Cartago) in b.csv, row 2"
    assert two.choices == [] and len(two.refusals) == 2
    assert f"has two answers ({answers}); leave one." in two.refusals[0]


def test_an_earlier_decision_stays_unless_it_is_to_be_replaced():
    earlier = PlaceChoice("D7", "CRI", "SAN RAFAEL", "cartago", LA_UNION, "known", "officer", "2026-01-01")
    assert (taken(given(LA_UNION), earlier=(earlier,)).standing, taken(given(LA_UNION), earlier=(earlier,)).choices) == (1, [earlier])
    told = taken(given(OREAMUNO), earlier=(earlier,))
    assert told.choices == [earlier] and "D7 says San Rafael (La Unión, Cartago) (officer, 2026-01-01)" in told.refusals[0]
    after = taken(given(OREAMUNO), earlier=(earlier,), is_replacing=True)
    assert [(one.decision_id, one.place_id, one.decided_by) for one in after.choices] == [("D7", OREAMUNO, "Municipality")]
    assert (after.added, after.replaced, after.refusals) == (0, 1, [])


def test_a_stale_decision_can_be_replaced():
    stale = PlaceChoice("D7", "CRI", "San Rafael", "Cartago", "CRI:gone", "known", "officer", "2026-01-01")
    assert "D7 says CRI:gone" in taken(given(OREAMUNO), earlier=(stale,)).refusals[0]
    assert Decisions(taken(given(OREAMUNO), earlier=(stale,), is_replacing=True).choices, gazetteer())


def test_a_decision_for_any_context_is_contradicted_too_and_then_kept_beside_the_narrower_one():
    asked = given(OREAMUNO).key.review_id
    wide = PlaceChoice(asked, "CRI", "San Rafael", "", LA_UNION, "known", "officer", "2026-01-01")
    assert len(taken(given(OREAMUNO), earlier=(wide,)).refusals) == 1
    after = taken(given(OREAMUNO), earlier=(wide,), is_replacing=True)
    assert [(one.decision_id, one.context_text) for one in after.choices] == [(asked, ""), (f"{asked}-2", "Cartago")]
    assert Decisions(after.choices, gazetteer())


def test_candidates_that_would_be_told_alike_are_told_with_their_ids():
    assert told_apart([OREAMUNO, OREAMUNO], gazetteer()) == [f"San Rafael (Oreamuno, Cartago) [{OREAMUNO}]"] * 2
    assert meaning(given(f"San Rafael (Oreamuno, Cartago) [{OREAMUNO}]", candidates=""), gazetteer()) == OREAMUNO
