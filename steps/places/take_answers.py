"""Makes decisions of what people answered about open places, or says of an answer why not and what would be understood."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from schemas.correction_workbook import words
from schemas.countries import countries
from schemas.place_choices import NAMED_ALONE, NO_PLACE, PlaceChoice
from steps.decided import NO_ANSWER, NotUnderstood, Taken, free_id, reason_of, shown_answer
from steps.places.decide import Asked, Decisions, choice_about, choice_key, question_key
from steps.places.gazetteer import Gazetteer, Place
from steps.places.geocode import resolve
from steps.places.given_answers import GivenAnswer
from steps.places.locate import FOUND_BY_LIKENESS
from steps.places.mentions import Question
from steps.places.review import DOUBT_CODES, review_id, told_apart
from steps.places.spelling import key
from steps.text import fold, latin_digits

TOLD = 5  # candidates in a sentence
NUMBERED = re.compile(r"\d+\.\s+(?=\S)")  # how the sheet tells them
PLACE_ID = re.compile(r"[A-Za-z]{2,3}:\S+")
ID_BEHIND = re.compile(r"\[([^\[\]]+)\]$")  # of places that are told alike


def take_answers(
    given: Iterable[GivenAnswer], earlier: Sequence[PlaceChoice], gazetteer: Gazetteer, today: str, *, is_replacing: bool = False
) -> Taken[PlaceChoice]:
    """Return the decisions after the answers were taken. `today` is an ISO date.

    An answer that contradicts another one, or an earlier decision unless `is_replacing`, is not taken.
    """
    taken = Taken(list(earlier))
    understood: dict[Asked, list[tuple[GivenAnswer, str]]] = defaultdict(list)
    for one in given:
        try:
            place_id = meaning(one, gazetteer)
        except NotUnderstood as fault:
            taken.refusals.append(f"{_about(one)}: {fault}")
        else:
            understood[question_key(one.key.country_code, one.place_text, one.context_text)].append((one, place_id))
    for asked, answers in understood.items():
        if len({place_id for _, place_id in answers}) > 1:
            taken.refusals += _contradicting(answers, gazetteer)
        else:
            _decide(taken, asked, answers, gazetteer, today, is_replacing)
    return taken


def standing_answers(given: Iterable[GivenAnswer], decisions: Decisions) -> int:
    """Return how many answers say what was decided before."""
    return take_answers(given, tuple(decisions.choices.values()), decisions.gazetteer, today="").standing


def _decide(
    taken: Taken[PlaceChoice],
    asked: Asked,
    answers: Sequence[tuple[GivenAnswer, str]],
    gazetteer: Gazetteer,
    today: str,
    is_replacing: bool,
) -> None:
    """Take the answers to one question, all of which mean the same place."""
    one, place_id = answers[0]
    decided = {choice_key(choice): choice for choice in taken.choices}
    before = choice_about(decided, asked)
    if before and before.place_id == place_id:
        taken.standing += len(answers)
    elif before and not is_replacing:
        taken.refusals.append(
            f"{_about(one)}: {before.decision_id} says {_told(before.place_id, gazetteer)} ({before.decided_by}, {before.decided_date}); "
            "the earlier decision stays. Add --replace to put the answer in its place."
        )
    elif own := decided.get(asked):
        taken.choices[taken.choices.index(own)] = _choice(own.decision_id, one, place_id, today)
        taken.replaced += 1
    else:
        taken.choices.append(_choice(free_id(one.key.review_id, {choice.decision_id for choice in taken.choices}), one, place_id, today))
        taken.added += 1


def _choice(decision_id: str, one: GivenAnswer, place_id: str, today: str) -> PlaceChoice:
    context = one.context_text if key(one.context_text) else NAMED_ALONE
    reason = reason_of(one.reason_text)
    return PlaceChoice(decision_id, one.key.country_code, one.place_text, context, place_id, reason, one.decided_by, today)


def _contradicting(answers: list[tuple[GivenAnswer, str]], gazetteer: Gazetteer) -> list[str]:
    told = "; ".join(f"{_told(place_id, gazetteer)} in {one.where}" for one, place_id in answers)
    return [f"{_about(one)}: the same question has two answers ({told}); leave one." for one, _ in answers]


# ── what an answer means ──


def meaning(one: GivenAnswer, gazetteer: Gazetteer) -> str:
    """Return the place_id that an answer means, or NO_PLACE. Raises NotUnderstood."""
    _check_question(one)
    if not one.answer_text:
        raise NotUnderstood(NO_ANSWER)
    if fold(one.answer_text) in {fold(word) for word in words()["no_place"].values()}:
        return NO_PLACE
    place = _candidate(one, gazetteer) or gazetteer.by_id.get(one.answer_text) or _found(one, gazetteer)
    if place.is_former:
        today = _list_of([gazetteer.by_id[successor] for successor in place.successors], gazetteer)
        instead = f"answer with a unit of today: {today}" if today else "answer anew"
        raise NotUnderstood(f"{gazetteer.told(place)} is no more; {instead}.")
    return place.place_id


def _check_question(one: GivenAnswer) -> None:
    asked = one.key
    if not asked.review_id:
        raise NotUnderstood("the row has lost its key, which stands unseen in the last column; take the row from a fresh workbook.")
    is_own = asked.review_id == review_id(asked.country_code, key(one.place_text), key(one.context_text))
    if asked.country_code not in countries() or not is_own:
        raise NotUnderstood("the row's id, country, text and context do not belong together any more; take the row from a fresh list.")


def _candidate(one: GivenAnswer, gazetteer: Gazetteer) -> Place | None:
    """Return the candidate that an answer names as it is told, or by its number; None when it names none. Raises NotUnderstood."""
    known = [place_id for place_id in one.candidates if place_id in gazetteer.by_id]
    names = {fold(name): place_id for name, place_id in zip(told_apart(known, gazetteer), known, strict=True)}
    text = NUMBERED.sub("", one.answer_text, count=1)
    if place_id := names.get(fold(text)):
        return gazetteer.by_id[place_id]
    if behind := ID_BEHIND.search(text):
        return gazetteer.by_id.get(behind[1])
    return _numbered(one, gazetteer)


def _numbered(one: GivenAnswer, gazetteer: Gazetteer) -> Place | None:
    digits = latin_digits(one.answer_text).removesuffix(".")
    if not (digits.isdecimal() and digits.isascii()) or digits.startswith("0") or int(digits) > len(one.candidates):
        return None
    place = gazetteer.by_id.get(one.candidates[int(digits) - 1])
    if place is None:
        raise NotUnderstood(f"candidate {digits} is no place of the gazetteer any more; take the row from a fresh list.")
    if any(other != place for other in gazetteer.coded(one.key.country_code, digits)):
        raise NotUnderstood(f"it is the number of a candidate and the code of another place. {_accepted(one, gazetteer)}")
    return place


def _found(one: GivenAnswer, gazetteer: Gazetteer) -> Place:
    """Return the place that the geocoder finds for an answer without doubt. Raises NotUnderstood."""
    if PLACE_ID.fullmatch(one.answer_text):
        raise NotUnderstood(f"no place of the gazetteer has this id. {_accepted(one, gazetteer)}")
    found = resolve(Question(one.key.country_code, (("place_text", one.answer_text),)), gazetteer)
    is_sure = found.method not in FOUND_BY_LIKENESS and not set(DOUBT_CODES) & set(found.notes)
    if found.place and found.status in ("matched", "national") and is_sure:
        return found.place
    likely = [*filter(None, [found.place]), *found.candidates]
    why = f"it may be {_list_of(likely, gazetteer)}" if likely else f"no place of {one.key.country_code} is known by it"
    raise NotUnderstood(f"{why}. {_accepted(one, gazetteer)}")


def _accepted(one: GivenAnswer, gazetteer: Gazetteer) -> str:
    known = [gazetteer.by_id[place_id] for place_id in one.candidates if place_id in gazetteer.by_id]
    listed = f"a candidate ({_list_of(known, gazetteer)}), " if known else ""
    return f'Accepted: {listed}a place_id, a code, a name with the unit it lies in (as "name, unit"), or "{words()["no_place"]["en"]}".'


def _list_of(places: Sequence[Place], gazetteer: Gazetteer) -> str:
    return "; ".join(gazetteer.told(place) for place in places[:TOLD]) + (" …" if len(places) > TOLD else "")


def _told(place_id: str, gazetteer: Gazetteer) -> str:
    place = gazetteer.by_id.get(place_id)
    return "no place" if place_id == NO_PLACE else gazetteer.told(place) if place else place_id


def _about(one: GivenAnswer) -> str:
    context = f" ({one.context_text})" if one.context_text else ""
    return f'{one.where}: "{shown_answer(one.answer_text)}" for "{one.place_text}"{context}'
