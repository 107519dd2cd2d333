"""The answers of the eight sample deliveries, counted by column: received, read, left out, held back; each one left out has its finding."""

from pathlib import Path

import pandas as pd
import pytest

from schemas.countries import countries
from schemas.reference_files import CHECKOUT
from steps.answers.parse_answers import Answers, parse_answers
from steps.files.receive import receive
from steps.form.apply_form import FormApplied, apply_form
from steps.spots import Spots

GOLDEN = Path(__file__).parent / "goldens" / "answers_by_question.csv"
OUTCOMES = ("read", "left_out", "held_back")


@pytest.fixture(scope="module")
def applied() -> FormApplied:
    return apply_form(pd.concat([receive(CHECKOUT / "raw", code) for code in countries()], ignore_index=True))


@pytest.fixture(scope="module")
def parsed(applied) -> Answers:
    return parse_answers(applied.rows, applied.columns)


@pytest.fixture(scope="module")
def answers(applied, parsed) -> pd.DataFrame:
    """Every answer received: country, sheet, question, its text, and what became of it."""
    values = {code: frame.set_index("response_id") for code, frame in parsed.sheets.items()}
    rows = [
        (
            row.country_code,
            row.sheet_code,
            question,
            row.response_id,
            cell.text,
            _outcome(values[row.sheet_code], row.response_id, question),
        )
        for row in applied.rows[applied.rows["outcome_code"] == "answer"].itertuples(index=False)
        for question, cell in row.answers
    ]
    return pd.DataFrame(rows, columns=["country_code", "sheet_code", "question_code", "response_id", "value_text", "outcome"])


def _outcome(values: pd.DataFrame, response_id: str, question: str) -> str:
    if response_id not in values.index:
        return "held_back"
    return "read" if pd.notna(values.at[response_id, question]) else "left_out"


def test_every_answer_is_counted_by_column(answers, rewrites_goldens):
    keys = ["country_code", "sheet_code", "question_code"]
    counts = answers.groupby(keys)["outcome"].value_counts().unstack(fill_value=0).reindex(columns=list(OUTCOMES), fill_value=0)
    table = counts.add_suffix("_count").assign(received_count=counts.sum(axis=1)).reset_index()
    if rewrites_goldens:
        table.to_csv(GOLDEN, index=False, lineterminator="\n")
    assert table.to_csv(index=False, lineterminator="\n") == GOLDEN.read_text(encoding="utf-8"), "differs; see `make goldens`"


def test_no_answer_is_lost_between_the_cells_and_the_questions(applied, answers):
    files = sorted((CHECKOUT / "raw" / "MAR").rglob("*.xlsx"))
    read = [pd.read_excel(path, sheet_name=None, header=2, dtype=str, engine="openpyxl") for path in files]
    filled = sum(int(sheet.notna().sum().sum()) for sheets in read for sheet in sheets.values())
    kept_apart = applied.withheld.query("country_code == 'MAR' and reason_code == 'contact'")
    assert len(answers.query("country_code == 'MAR'")) + len(kept_apart) == filled


def test_every_answer_left_out_has_a_finding_at_its_cell(applied, parsed, answers):
    spots = Spots(applied.rows, applied.columns)
    told: dict[tuple[object, ...], int] = (
        parsed.findings.groupby(["submission_id", "sheet_name", "question_code", "value_text"])["occurrence_count"].sum().to_dict()
    )
    left_out = answers.query("outcome == 'left_out'")
    places = [
        (spot.submission_id, spot.sheet_name, spot.question_code)
        for spot in (
            spots.spot(response, question) for response, question in zip(left_out["response_id"], left_out["question_code"], strict=True)
        )
    ]
    untold = [
        (place, text)
        for place, text in zip(places, left_out["value_text"], strict=True)
        if not any(key[:3] == place and str(key[3]).rstrip("…") in text for key in told)
    ]
    assert untold == []
