"""Applies people's decisions on places: what somebody decided wins over what the geocoder would find."""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from schemas.errors import BrokenReference
from schemas.place_choices import BETWEEN_UNITS, FILE, NO_PLACE, PlaceChoice, place_choices
from schemas.registry import table
from schemas.tables import shape
from steps.places.gazetteer import Gazetteer, gazetteer
from steps.places.geocode import Resolution, resolve
from steps.places.mentions import Question
from steps.places.spelling import key

ANY_CONTEXT = ""


def context_of(question: Question) -> str:
    """Return the other names of a question, the largest unit first: what a decision about its text holds for."""
    return BETWEEN_UNITS.join(" ".join(text.split()) for _, text in question.cells[:-1])


class Decisions:
    """The decisions on places, by country, text and context. Raises BrokenReference for one that is stale or stands twice."""

    def __init__(self, choices: Iterable[PlaceChoice], gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.choices: dict[tuple[str, str, str], PlaceChoice] = {}
        for choice in choices:
            self._check(choice)
            asked = choice.country_code, key(choice.place_text), key(choice.context_text)
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
        text = key(question.cells[-1][1])
        own = self.choices.get((question.country_code, text, key(context_of(question))))
        return own or self.choices.get((question.country_code, text, ANY_CONTEXT))

    def resolve(self, question: Question) -> Resolution:
        """Return what a question is: as decided, or as the geocoder finds."""
        choice = self.choice(question)
        if choice is None:
            return resolve(question, self.gazetteer)
        if choice.place_id == NO_PLACE:
            return Resolution("none", method="MANUAL", finding_code="", unit=choice.decision_id)
        return Resolution("matched", self.gazetteer.by_id[choice.place_id], "MANUAL", 1.0, unit=choice.decision_id)


def choices_used(decisions: Decisions, places: pd.DataFrame) -> pd.DataFrame:
    """Return core_place_choices: every decision with the number of places in core_initiative_places that follow it.

    One that none follows has lost its question: the answer was corrected, or its file is gone.
    """
    uses = places["decision_id"].value_counts()
    rows = [vars(choice) | {"use_count": int(uses.get(choice.decision_id, 0))} for choice in decisions.choices.values()]
    return shape(
        [row | {"place_id": None if row["place_id"] == NO_PLACE else row["place_id"]} for row in rows], table("core_place_choices")
    )


@cache
def decisions() -> Decisions:
    """Return the decisions of the reference files with the gazetteer they are about. Raises BrokenReference."""
    return Decisions(place_choices(), gazetteer())
