"""The pairs that people should decide on: which are asked, of whom, and what each is told of the other."""

import pandas as pd

from schemas.decided_pairs import pair_id
from schemas.registry import table
from schemas.tables import shape
from steps.identity.reports import reports_shown
from steps.identity.review import pair_questions, review_list
from tests.deliveries import shown


def pairs_of(*rows: tuple[str, str, float, str, bool]) -> pd.DataFrame:
    made = [
        {
            "pair_id": pair_id(first, second), "country_code": "MAR", "first_reported_id": first, "second_reported_id": second,
            "match_weight": weight, "match_probability": 2**weight / (1 + 2**weight), "verdict_code": verdict, "is_merged": is_merged,
            "reason_text": "because",
        }
        for first, second, weight, verdict, is_merged in rows
    ]  # fmt: skip
    return shape(made, table("core_initiative_pairs"))


def held_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    made = [
        {"decision_id": f"D{number}", "first_reported_id": first, "second_reported_id": second, "decision_code": code}
        for number, (first, second, code) in enumerate(rows, start=1)
    ]
    return shape(made, table("core_pair_decisions"))


def reports_of(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Reports by id, with the file and row in which each stands, the row that counts most first."""
    made = [
        {
            "reported_id": report, "submission_id": file, "file_name": f"MAR/2016/{file}.xlsx", "round_name": "2016",
            "sheet_name": "Initiatives", "row_number": row, "title_text": f"Title {report}", "lead_name": "Commune", "place_text": "Oujda",
            "period_text": f"{file} 2015 – ", "budget_text": f"{file} 9 EUR",
        }
        for report, file, row in rows
    ]  # fmt: skip
    return shape(made, table("clean_pair_reports"))


NO_REASONS = shape([], table("core_pair_reasons"))


def test_the_list_has_what_looks_alike_and_is_open_and_at_its_end_what_nobody_could_decide():
    pairs = pairs_of(
        ("MAR-A", "MAR-B", 1, "doubtful", False),
        ("MAR-A", "MAR-C", 3, "doubtful", False),
        ("MAR-B", "MAR-C", 9, "same", False),  # kept apart by a conflict
        ("MAR-D", "MAR-E", 8, "same", True),
        ("MAR-D", "MAR-F", 2, "doubtful", True),  # put together through others
        ("MAR-G", "MAR-H", 2, "doubtful", False),
        ("MAR-G", "MAR-I", 3, "doubtful", False),
        ("MAR-H", "MAR-I", -6, "different", False),
    )
    held = held_of(("MAR-H", "MAR-G", "different"), ("MAR-I", "MAR-G", "unsure"))
    reports = reports_of(*((f"MAR-{letter}", "a", number) for number, letter in enumerate("ABCDEFGHI", start=2)), ("MAR-B", "b", 7))
    found = review_list(pairs, held, reports)
    assert shown(found, "pair_id", "decision_id") == [
        ("MAR-B + MAR-C", None), ("MAR-A + MAR-C", None), ("MAR-A + MAR-B", None), ("MAR-G + MAR-I", "D2"),
    ]  # fmt: skip
    told = shown(found.head(1), "first_title_text", "first_lead_name", "first_file_name", "second_place_text", "second_round_name")
    assert told == [("Title MAR-B", "Commune", "MAR/2016/a.xlsx", "Oujda", "2016")]
    assert review_list(pairs_of(), held_of(), reports).empty
    assert pair_questions(pairs_of(), NO_REASONS, held_of(), reports).empty


def test_each_sender_is_asked_about_the_own_rows_and_told_neither_dates_nor_money_of_others():
    pairs = pairs_of(("MAR-A", "MAR-B", 1, "doubtful", False))
    reports = reports_of(("MAR-A", "a", 2), ("MAR-B", "b", 5), ("MAR-B", "a", 3))
    asked = pair_questions(pairs, NO_REASONS, held_of(), reports)
    assert shown(asked, "submission_id", "first_row_number", "second_file_name", "second_row_number", "first_budget_text",
                 "second_period_text") == [
        ("a", 2, "MAR/2016/a.xlsx", 3, "a 9 EUR", "a 2015 – "),
        ("b", 2, "MAR/2016/b.xlsx", 5, None, "b 2015 – "),
    ]  # fmt: skip


def test_what_was_put_together_is_told_by_as_few_pairs_as_say_it_and_not_again_once_decided():
    every = [(f"MAR-{one}", f"MAR-{other}") for place, one in enumerate("ABCD") for other in "ABCD"[place + 1 :]]
    pairs = pairs_of(*((one, other, 5 + number, "same", True) for number, (one, other) in enumerate(every)),
                     ("MAR-D", "MAR-E", 1, "doubtful", False))  # fmt: skip
    reports = reports_of(*((f"MAR-{letter}", "a", number) for number, letter in enumerate("ABCDE", start=2)))

    def told(*decided: tuple[str, str, str]) -> list[tuple[object, ...]]:
        found = pair_questions(pairs, NO_REASONS, held_of(*decided), reports)
        return shown(found, "first_reported_id", "second_reported_id", "is_merged", "decision_code")

    open_one = ("MAR-D", "MAR-E", False, None)
    assert told() == [open_one, *(("MAR-" + pair[0], "MAR-" + pair[1], True, None) for pair in ("CD", "BD", "AD"))]
    assert told(("MAR-A", "MAR-B", "same")) == [open_one, ("MAR-C", "MAR-D", True, None), ("MAR-B", "MAR-D", True, None)]
    assert told(("MAR-E", "MAR-D", "unsure"))[0] == ("MAR-D", "MAR-E", False, "unsure")


def test_reasons_come_with_the_heaviest_first():
    pairs = pairs_of(("MAR-A", "MAR-B", 1, "doubtful", False))
    reasons = shape(
        [
            {"pair_id": "MAR-A + MAR-B", "comparison_code": code, "level_code": level, "weight": weight}
            for code, level, weight in (("start", "any", -6), ("begin", "year", 1.5), ("place", "none", -4), ("title", "equal", 11))
        ],
        table("core_pair_reasons"),
    )
    (asked,) = pair_questions(pairs, reasons, held_of(), reports_of(("MAR-A", "a", 2), ("MAR-B", "a", 3)))["reasons"]
    assert asked == (("title", "equal", 11.0), ("place", "none", -4.0), ("begin", "year", 1.5))


def test_a_report_is_shown_with_what_each_of_its_rows_says():
    rows = shape(
        [
            {"response_id": f"a/{row}", "submission_id": "a", "country_code": "MAR", "file_name": "MAR/2016/a.xlsx", "round_name": "2016",
             "sheet_name": "Initiatives", "row_number": row}
            for row in (2, 3)
        ],
        table("clean_rows"),
    )  # fmt: skip
    initiatives = shape(
        [
            {"response_id": "a/2", "title_text": "Oasis", "start_date": "2015-09-01", "start_date_precision_code": "month",
             "budget_amount": 1250000.5, "currency_code": "MAD"},
            {"response_id": "a/3", "title_text": "Oasis II", "end_date": "2016-01-01", "end_date_precision_code": "year",
             "budget_amount": 9000000},
        ],
        table("clean_initiatives"),
    )  # fmt: skip
    records = shape(
        [
            {"response_id": "a/3", "table_name": "core_initiatives", "record_id": "MAR-A", "rank_count": 1},
            {"response_id": "a/2", "table_name": "core_initiatives", "record_id": "MAR-A", "rank_count": 0},
            {"response_id": "a/9", "table_name": "core_actors", "record_id": "MAR-0f", "rank_count": 0},
        ],
        table("clean_reported_records"),
    )
    actors = shape([{"response_id": "a/9", "actor_name": "Commune de Figuig"}], table("clean_actors"))
    references = shape(
        [{"response_id": "a/2", "question_code": "lead_actor_refs", "reference_number": 1, "reference_text": "A1", "record_id": "MAR-0f"}],
        table("clean_reported_references"),
    )
    places = shape(
        [{"initiative_id": "MAR-A", "place_text": text} for text in ("Figuig", "Oujda", "Figuig")], table("clean_located_places")
    )
    found = reports_shown(pairs_of(("MAR-A", "MAR-B", 1, "doubtful", False)), rows, initiatives, actors, records, references, places)
    assert shown(found, "row_number", "title_text", "lead_name", "place_text", "period_text", "budget_text") == [
        (2, "Oasis", "Commune de Figuig", "Figuig | Oujda", "2015-09 – ", "1 250 000.50 MAD"),
        (3, "Oasis II", None, "Figuig | Oujda", " – 2016", "9 000 000"),
    ]
    assert reports_shown(pairs_of(), rows, initiatives, actors, records, references, places).empty
