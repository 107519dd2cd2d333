"""`jmdi decide-places`: takes people's answers about open places into `reference/decisions/place_choices.csv`."""

from collections.abc import Sequence
from pathlib import Path

from pipelines.take_answers import Asked, answers_of, who, write_decisions
from schemas.correction_workbook import PLACES_SHEET
from schemas.place_choices import COLUMNS, FILE, PlaceChoice, place_choices
from steps.decided import Taken
from steps.places.gazetteer import gazetteer
from steps.places.given_answers import NEEDED, answers_of_table, answers_of_workbook
from steps.places.take_answers import take_answers

PLACES = Asked(PLACES_SHEET, "places", "report_places_to_review", NEEDED, answers_of_workbook, answers_of_table)


def decide_places(files: Sequence[Path], by: str | None, today: str, *, is_replacing: bool = False) -> Taken[PlaceChoice]:
    """Take the answers of the files into the decisions and return what became of them; files are read before anything is written.

    `by` is who answers, by default the organisation on the cover of each workbook; `today` an ISO date. Raises CannotDecide.
    """
    name = who(by)
    given = [answer for path in files for answer in answers_of(path, PLACES, name)]
    taken = take_answers(given, place_choices(), gazetteer(), today, is_replacing=is_replacing)
    write_decisions(FILE, COLUMNS, taken)
    return taken
