"""History: what each round said, what changed, from when to when, and who said it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.registry import table
from schemas.tables import shape
from steps.history.initiative_history import initiative_history
from tests.deliveries import shown, tables_of

COVER = "## Cover\n| Country | Reporting organisation | Submission date | Language |\n| Morocco | {unit} | {day} | English |\n"


def delivery(unit: str, day: str, *rows: str, header: str = "| Own reference | Title | Status | Donors | Locally led |") -> str:
    return COVER.format(unit=unit, day=day) + "\n".join(["## Initiatives", header, *rows])


def test_each_value_of_each_round_is_told_with_who_said_it_and_what_it_replaced(tmp_path):
    town, partner = "Commune d'Oujda", "ONG Oasis"
    books = {
        "MAR/2014/town.xlsx": delivery(town, "2014-06", "| R1 | Oasis | 1 | AFD | yes |"),
        "MAR/2015/town.xlsx": delivery(town, "2015-09-28", "| R1 | Oasis | 2 | AFD | yes |"),
        "MAR/2015/partner.xlsx": delivery(partner, "2015-10-02", "| R1 | Oasis | 4 | | |"),
        "MAR/2016/town.xlsx": delivery(town, "", "| R1 | Oasis verte | 2 | | |"),
        "MAR/2017/town.xlsx": delivery(town, "", "| R1 | Oasis | 4 |", header="| Own reference | Title | Status |"),
    }
    history = tables_of(tmp_path, books, "core_initiative_history")["core_initiative_history"]

    def told(column: str, *columns: str) -> list[tuple[object, ...]]:
        return shown(history[history["column_name"] == column], *columns)

    run = ("value_text", "first_round_name", "last_round_name", "change_code", "is_current")
    assert told("status_code", *run) == [
        ("1", "2014", "2014", "first", False),
        ("2", "2015", "2016", "contradicted", False),
        ("4", "2015", "2015", "contradicted", False),
        ("4", "2017", "2017", "repeated", True),
    ]
    assert told("status_code", "previous_value_text", "is_contradicted", "reporting_unit_names") == [
        (None, False, town),
        ("1", True, town),
        ("1", True, partner),
        ("2", False, town),
    ]
    assert told("title_text", *run) == [
        ("Oasis", "2014", "2015", "first", False),
        ("Oasis verte", "2016", "2016", "changed", False),
        ("Oasis", "2017", "2017", "repeated", True),
    ]
    # What 2016 left empty was withdrawn, though the table still holds the last thing said; 2017 did not ask.
    assert told("donors_text", *run) == [("AFD", "2014", "2015", "first", True), (None, "2016", "2016", "withdrawn", False)]
    assert told("is_locally_led", "value_text", "is_current") == [("yes", True), (None, False)]
    dates = [f"valid_{end}_date{part}" for end in ("from", "until") for part in ("", "_precision_code")]
    assert told("status_code", *dates) == [
        ("2014-06-01", "month", "2015-09-28", "day"),
        ("2015-09-28", "day", "2017-01-01", "year"),
        ("2015-10-02", "day", "2016-01-01", "year"),
        ("2017-01-01", "year", None, None),
    ]


ROUNDS = ("2014", "2015", "pilot")
REPORTS = st.lists(st.tuples(st.sampled_from(ROUNDS), st.sampled_from(["1", "2", "4", None])), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_every_statement_is_in_one_run_and_the_value_that_is_held_is_current_once(reports):
    newest_first = sorted(reports, key=lambda one: ROUNDS.index(one[0]), reverse=True)
    ids = [f"r{number}" for number in range(len(newest_first))]
    supplier = next((place for place, (_, value) in enumerate(newest_first) if value), None)
    names = [None] if len(ids) == 1 else ["title_text|status_code" if place == (supplier or 0) else "" for place in range(len(ids))]
    history = initiative_history(
        shape([{"response_id": one, "submission_id": "s", "country_code": "MAR", "title_text": "T", "status_code": value}
               for one, (_, value) in zip(ids, newest_first, strict=True)], table("clean_initiatives")),
        shape([{"response_id": one, "table_name": "core_initiatives", "record_id": "MAR-R1", "rank_count": rank, "column_names": supplied}
               for rank, (one, supplied) in enumerate(zip(ids, names, strict=True))], table("clean_records")),
        shape([{"response_id": one, "filling_id": "s", "submission_id": "s", "round_name": name, "sheet_name": "I", "table_number": 1}
               for one, (name, _) in zip(ids, newest_first, strict=True)], table("clean_rows")),
        shape([{"submission_id": "s", "sheet_name": "I", "table_number": 1, "question_code": "status_code"}],
              table("core_received_columns")),
        shape([], table("clean_cover")),
    )  # fmt: skip
    status = history[history["column_name"] == "status_code"]
    said = {(value, response) for value, ids in shown(status, "value_text", "response_ids") if value for response in ids.split("|")}
    assert said == {(value, one) for one, (_, value) in zip(ids, newest_first, strict=True) if value}
    held = None if supplier is None else newest_first[supplier][1]
    assert shown(status[status["is_current"]], "value_text") == ([(held,)] if held else [])
    assert not history.duplicated(list(table("core_initiative_history").key)).any()
