"""Review: who may move a practice to which state, over the rounds, and what its sender is told."""

import pandas as pd
import pytest

from schemas.contracts import check_contract
from schemas.registry import table
from schemas.tables import shape
from steps.codification.findings import practice_findings
from steps.codification.reviews import is_same_organisation, practice_reviews
from steps.codification.scores import practice_scores
from tests.deliveries import shown
from tests.steps.codification.practices import complete, consents, initiatives, lessons, practices

PRECISIONS = {4: "year", 7: "month", 10: "day"}
MOVE = ("from_status_code", "to_status_code", "is_allowed", "fault_codes")


def frames(log: str) -> dict[str, pd.DataFrame]:
    """What rounds say of one practice, from lines `round state author validator day`; a dash is an empty answer, _ a blank."""
    answers, records, rows = [], [], []
    for number, line in enumerate(log.strip().splitlines()):
        words = [None if word == "-" else word.replace("_", " ") for word in line.split()]
        name, status, author, validator, day = [*words, None, None, None][:5]
        row = f"row{number}"
        answers.append({"response_id": row, "submission_id": f"MAR-{name}", "country_code": "MAR", "title_text": "Oasis",
                        "review_status_code": status, "author_organisation_name": author, "validated_by_text": validator,
                        "validated_date": f"{day}-01-01"[:10] if day else None,
                        "validated_date_precision_code": PRECISIONS[len(day)] if day else None})  # fmt: skip
        records.append({"response_id": row, "table_name": "core_practices", "record_id": "MAR-GP", "rank_count": number})
        rows.append({"response_id": row, "submission_id": f"MAR-{name}", "country_code": "MAR", "filling_id": f"MAR-{name}",
                     "round_name": name, "file_name": f"MAR/{name}/a.xlsx", "language_code": "en", "sheet_name": "Codification",
                     "sheet_code": "practices", "table_number": 1, "row_number": 4 + number})  # fmt: skip
    made = {"clean_practices": answers, "clean_records": records, "clean_rows": rows, "clean_cover": []}
    return {name: shape(frame, table(name)) for name, frame in made.items()}


def reviewed(log: str) -> pd.DataFrame:
    reviews = practice_reviews(*frames(log).values())
    check_contract(reviews, "core_practice_reviews")
    return reviews


def test_the_whole_way_is_allowed_and_says_who_moved():
    way = reviewed("""
        2014 DRAFT GIZ
        2015 SUBMITTED GIZ
        2016 SUBMITTED GIZ
        2017 VALIDATED GIZ Regional_council 2016-11
        2018 PUBLISHED""")
    assert shown(way, "round_name", *MOVE[:3], "mover_codes", "by_text", "validated_date") == [
        ("2014", None, "DRAFT", True, "author", "GIZ", None),
        ("2015", "DRAFT", "SUBMITTED", True, "author", "GIZ", None),
        ("2017", "SUBMITTED", "VALIDATED", True, "reviewer", "Regional council", "2016-11-01"),
        ("2018", "VALIDATED", "PUBLISHED", True, "publisher", None, None),
    ]


@pytest.mark.parametrize(
    ("log", "last"),
    [
        ("2015 DRAFT GIZ\n2016 PUBLISHED GIZ", ("DRAFT", "PUBLISHED", False, "no_validator|no_date")),
        ("2015 DRAFT GIZ\n2016 PUBLISHED GIZ Mayor 2016", ("DRAFT", "PUBLISHED", True, None)),  # validated between the rounds
        ("2016 DRAFT GIZ\n2017 PUBLISHED GIZ Mayor 2015", ("DRAFT", "PUBLISHED", False, "too_early")),
        ("2015 SUBMITTED GIZ\n2016 VALIDATED GIZ GIZ 2016", ("SUBMITTED", "VALIDATED", False, "own_author")),
        ("2015 PUBLISHED GIZ Mayor 2015\n2016 DRAFT", ("PUBLISHED", "DRAFT", False, "no_move")),
        ("2015 VALIDATED GIZ Mayor 2015\n2016 SUBMITTED", ("VALIDATED", "SUBMITTED", False, "no_move")),
        ("2015 PUBLISHED GIZ Mayor 2015\n2016 VALIDATED", ("PUBLISHED", "VALIDATED", True, None)),  # taken down
        ("2015 VALIDATED GIZ Mayor", (None, "VALIDATED", False, "no_date")),
        ("2015 RETURNED GIZ", (None, "RETURNED", True, None)),
        ("2015 RETIRED GIZ\n2016 PUBLISHED GIZ Mayor 2016", ("RETIRED", "PUBLISHED", False, "no_move")),
    ],
)
def test_a_move_is_allowed_by_the_rules_and_by_what_it_leaves_behind(log, last):
    assert shown(reviewed(log).tail(1), *MOVE) == [last]


def test_of_respondents_who_contradict_each_other_in_a_round_the_first_is_followed():
    moves = reviewed("2015 SUBMITTED GIZ\n2016 RETURNED GIZ\n2016 PUBLISHED IOM\n2016 RETURNED IOM")
    assert shown(moves, "to_status_code", "other_status_codes", "response_ids") == [
        ("SUBMITTED", None, "row0"),
        ("RETURNED", "PUBLISHED", "row1|row3"),
    ]


def test_without_a_practice_or_a_state_there_is_no_review():
    assert reviewed("").empty
    assert reviewed("2015 - GIZ").empty


def test_an_organisation_is_itself_under_any_name_of_the_master_list():
    assert is_same_organisation("IOM", "Organización Internacional para las Migraciones", "SLV")
    assert is_same_organisation("commune de FIGUIG", "Commune de Figuig", "MAR")
    assert not is_same_organisation("Commune de Figuig", "Commune de Jerada", "MAR")
    assert not is_same_organisation("IOM", None, "SLV")


def told(log: str, consent: str = "PUB", taught: tuple[str, ...] = ("MAR-GP design works -",), **answers: object) -> list[tuple]:
    made = frames(log)
    reviews = practice_reviews(*made.values())
    last = made["clean_practices"].iloc[-1]
    practice = practices({"MAR-GP": complete(review_status_code=last["review_status_code"],
                                             validated_by_text=last["validated_by_text"], **answers)})  # fmt: skip
    scores = practice_scores(practice, lessons(*taught), reviews, initiatives(), consents(GP=consent))
    row = {"sheet_name": "Codification", "table_number": 1, "column_letter": "AD", "question_code": "review_status_code"}
    columns = [row | {"submission_id": one} for one in made["clean_rows"]["submission_id"].unique()]
    found = practice_findings(scores, reviews, practice, made["clean_rows"], shape(columns, table("core_received_columns")))
    return shown(found, "finding_code", "cell_name", "message_text")


VALIDATED_ELSEWHERE = "2015 PUBLISHED GIZ Mayor 2015"


def test_a_sender_is_told_at_the_cell_that_states_the_review():
    jump = 'The review went from "Draft" to "Published", which the rules of review do not allow.'
    assert told("2015 DRAFT GIZ\n2016 PUBLISHED GIZ") == [("review-move", "AD5", jump)]
    own = '"GIZ" wrote the practice and validated it too.'
    assert told("2015 VALIDATED GIZ GIZ 2015") == [("validated-by-author", "AD4", own)]
    early = 'The day of validation, 2015-01-01, lies before the day on which the review was still "Submitted".'
    assert told("2016 SUBMITTED GIZ\n2017 VALIDATED GIZ Mayor 2015") == [("validation-too-early", "AD5", early)]


def test_what_is_published_must_be_free_complete_and_teach_something():
    assert told(VALIDATED_ELSEWHERE) == []
    forbidden = "The practice is published, but something forbids it: Not to be published, Consent does not cover texts."
    assert told(VALIDATED_ELSEWHERE, "INT", is_publishable=False) == [("published-against-consent", "AD4", forbidden)]
    assert told(VALIDATED_ELSEWHERE, taught=()) == [
        ("published-without-lessons", "AD4", "The practice is published, but it has no lesson."),
    ]
    empty = "The practice is published, but parts of it that are needed are empty: Introduction, Main steps."
    assert told(VALIDATED_ELSEWHERE, introduction_text=None, steps_text=None) == [("published-incomplete", "AD4", empty)]
    # A draft owes nothing yet.
    assert told("2015 DRAFT GIZ", "NO", (), introduction_text=None) == []
