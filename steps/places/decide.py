"""Applies people's decisions on places: what somebody decided wins over what the geocoder would find."""

from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from schemas.errors import BrokenReference
from schemas.place_choices import BETWEEN_UNITS, FILE, NAMED_ALONE, NO_PLACE, PlaceChoice, place_choices
from schemas.registry import table
from schemas.tables import shape
from steps.decided import reason_of, shown_answer
from steps.places.gazetteer import COUNTRY, Gazetteer, gazetteer
from steps.places.geocode import Resolution, resolve
from steps.places.mentions import Question
from steps.places.spelling import key

ANY_CONTEXT = ""
Asked = tuple[str, str, str]  # country, and the keys of text and context


def context_of(question: Question) -> str:
    """Return the other names of a question, the largest unit first: what a decision about its text holds for."""
    return BETWEEN_UNITS.join(" ".join(text.split()) for _, text in question.cells[:-1])


def question_key(country_code: str, place_text: str, context_text: str) -> Asked:
    """Return what a row of the table of places asks, as decisions are found by it; a row without a context names its place alone."""
    return country_code, key(place_text), key(context_text) or NAMED_ALONE


def choice_key(choice: PlaceChoice) -> Asked:
    """Return what a decision decides: an empty context is any."""
    text, context = key(choice.place_text), choice.context_text
    return choice.country_code, text, NAMED_ALONE if context == NAMED_ALONE else key(context) or ANY_CONTEXT


def choice_about(choices: Mapping[Asked, PlaceChoice], asked: Asked) -> PlaceChoice | None:
    """Return the decision about what is asked, that for its context before that for any."""
    return choices.get(asked) or choices.get((*asked[:2], ANY_CONTEXT))


class Decisions:
    """The decisions on places, by country, text and context. Raises BrokenReference for one that is stale or stands twice."""

    def __init__(self, choices: Iterable[PlaceChoice], gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.choices: dict[Asked, PlaceChoice] = {}
        for choice in choices:
            self._check(choice)
            asked = choice_key(choice)
            if asked in self.choices:
                raise BrokenReference(f"reference/{FILE}: {self.choices[asked].decision_id} and {choice.decision_id} decide the same.")
            self.choices[asked] = choice

    def _check(self, choice: PlaceChoice) -> None:
        if choice.place_id == NO_PLACE:
            return
        place = self.gazetteer.by_id.get(choice.place_id)
        if place is None:
            raise BrokenReference(f"reference/{FILE}, {choice.decision_id}: {choice.place_id} is no place of the gazetteer; decide anew.")
        if place.is_former:
            today = ", ".join(place.successors) or "no unit of today"
            raise BrokenReference(f"reference/{FILE}, {choice.decision_id}: {choice.place_id} is no more; decide anew, for {today}.")

    def choice(self, question: Question) -> PlaceChoice | None:
        """Return the decision about a question, that for its context before that for any."""
        if not self.choices or not question.cells:
            return None
        return choice_about(self.choices, question_key(question.country_code, question.cells[-1][1], context_of(question)))

    def resolve(self, question: Question) -> Resolution:
        """Return what a question is: as decided, or as the geocoder finds."""
        choice = self.choice(question)
        if choice is None:
            return resolve(question, self.gazetteer)
        if choice.place_id == NO_PLACE:
            return Resolution("none", method="MANUAL", finding_code="", unit=choice.decision_id)
        place = self.gazetteer.by_id[choice.place_id]
        status = "national" if place.level == COUNTRY else "matched"
        return Resolution(status, place, "MANUAL", 1.0, unit=choice.decision_id)


def choices_used(decisions: Decisions, places: pd.DataFrame) -> pd.DataFrame:
    """Return core_place_choices: every decision with the number of places in core_initiative_places that follow it.

    One that none follows has lost its question: the answer was corrected, or its file is gone.
    """
    uses = places["decision_id"].value_counts()
    rows = [
        vars(choice)
        | {
            "author_name": shown_answer(choice.decided_by),
            "reason_text": reason_of(choice.reason_text),
            "use_count": int(uses.get(choice.decision_id, 0)),
        }
        for choice in decisions.choices.values()
    ]
    return shape(
        [row | {"place_id": None if row["place_id"] == NO_PLACE else row["place_id"]} for row in rows], table("core_place_choices")
    )


@cache
def decisions() -> Decisions:
    """Return the decisions of the reference files with the gazetteer they are about. Raises BrokenReference."""
    return Decisions(place_choices(), gazetteer())
