"""A small world of coherent tables, and the warehouse file written from it."""

from pathlib import Path

import pandas as pd
import pytest

from schemas.registry import WAREHOUSE_TABLES, table
from schemas.tables import shape
from tests.warehouse_file import write_warehouse_file
from warehouse.dictionary import codes, dictionary, dictionary_tables, programme_countries

SUBMISSION = {"submission_id": "MAR-2015-x", "country_code": "MAR"}
WORLD: dict[str, list[dict[str, object]]] = {
    "core_places": [
        {"place_id": "MAR", "country_code": "MAR", "place_level_code": "country", "place_name": "Morocco",
         "coordinate_precision_code": "none"},
        {"place_id": "MA-02", "country_code": "MAR", "place_level_code": "admin1", "place_name": "L'Oriental", "parent_place_id": "MAR",
         "latitude": 34.7, "longitude": -1.9, "coordinate_precision_code": "main_town"},
    ],
    "core_submissions": [
        SUBMISSION
        | {"round_name": "2015", "file_name": "MAR/2015/a.xlsx", "file_hash": "f", "size_count": 1, "outcome_code": "read",
           "received_count": 2, "form_count": 1, "accepted_count": 1, "held_back_count": 0, "superseded_count": 0},
    ],
    "core_responses": [
        SUBMISSION
        | {"response_id": "MAR-2015-x/2/17", "sheet_name": "Initiatives", "sheet_code": "initiatives", "table_number": 1,
           "row_number": 17,
           "outcome_code": "accepted", "answers_json": '{"title_text": "Oasis \\"vive\\"", "initiative_ref": "R1"}'},
    ],
    "core_received_columns": [
        SUBMISSION
        | {"sheet_name": "Initiatives", "table_number": 1, "answer_number": 1, "header_cell_name": f"{letter}3", "column_letter": letter,
           "sheet_code": "initiatives", "question_code": question}
        for letter, question in (("A", "initiative_ref"), ("D", "title_text"))
    ],
    "core_lineage": [{"table_name": "core_initiatives", "record_id": "MAR-R1", "response_id": "MAR-2015-x/2/17"}],
    "core_initiatives": [
        {"initiative_id": "MAR-R1", "country_code": "MAR", "initiative_ref": "R1", "title_text": 'Oasis "vive"', "start_date": "2015-09-01",
         "start_date_precision_code": "month", "is_locally_led": True, "budget_amount": 9e6, "response_count": 1,
         "response_id": "MAR-2015-x/2/17"},
    ],
    "core_initiative_places": [
        {"initiative_place_id": f"p-{number}", "initiative_id": "MAR-R1", "country_code": "MAR", "response_id": "MAR-2015-x/2/17",
         "place_text": text, "status_code": status, "geocode_method_code": "EXACT", **found}
        for number, (text, status, found) in enumerate([
            ("Oriental", "matched", {"place_id": "MA-02", "place_name": "L'Oriental", "place_level_code": "admin1",
                                     "latitude": 34.7, "longitude": -1.9, "coordinate_precision_code": "main_town"}),
            ("Maroc", "national", {"place_id": "MAR", "place_name": "Morocco", "place_level_code": "country"}),
        ])
    ],
}  # fmt: skip


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """Every table of the warehouse, empty unless the world fills it."""
    explained = {"core_dictionary": dictionary(), "core_codes": codes(), "core_countries": programme_countries()}
    explained["core_dictionary_tables"] = dictionary_tables()
    return {one.name: shape(WORLD.get(one.name, []), table(one.name)) for one in WAREHOUSE_TABLES} | explained


@pytest.fixture
def geopackage(tmp_path: Path, frames: dict[str, pd.DataFrame]) -> Path:
    """The warehouse file of the world."""
    path = tmp_path / "mapping.gpkg"
    write_warehouse_file(path, frames)
    return path
