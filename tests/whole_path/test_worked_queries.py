"""The questions of `warehouse/queries/`, each with its answer on the sample deliveries."""

import csv
import io

import pytest

from schemas.reference_files import CHECKOUT
from tests.whole_path.test_sample_deliveries import GOLDENS
from warehouse.query import asking

QUERIES = sorted((CHECKOUT / "warehouse" / "queries").glob("*.sql"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_question_is_answered_as_before(sample_folder, path, rewrites_goldens):
    golden = GOLDENS / "queries" / f"{path.stem}.csv"
    answered = io.StringIO()
    with asking(sample_folder / "warehouse" / "current" / "mapping.gpkg", path.read_text(encoding="utf-8")) as answer:
        rows = list(answer.rows)
        csv.writer(answered, lineterminator="\n").writerows([answer.columns, *rows])
    assert rows, "a question without an answer teaches nothing"
    if rewrites_goldens:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(answered.getvalue(), encoding="utf-8")
    assert answered.getvalue() == golden.read_text(encoding="utf-8"), "differs; see `make goldens`"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_file_opens_with_the_question_that_it_answers(path):
    opening = path.read_text(encoding="utf-8").partition("\nWITH ")[0].partition("\nSELECT ")[0]
    assert opening.startswith("-- ") and "?" in opening, "a comment says the question"


def test_no_golden_outlives_its_question():
    assert {one.stem for one in (GOLDENS / "queries").glob("*.csv")} == {one.stem for one in QUERIES}
