"""Answers on the sheets of a workbook that came back: those that nobody has taken as decisions are told, and no others."""

import openpyxl
import pandas as pd
import pytest

from schemas.correction_workbook import PairKey, write_key
from schemas.decided_pairs import DecidedPair
from steps.files.receive import receive
from steps.places.decide import Decisions
from steps.places.gazetteer import gazetteer
from steps.waiting_answers import waiting_answers

DECIDED = (DecidedPair("D1", "SLV-R1", "SLV-R2", "different", "two towns", "JMDI", "2026-11-24"),)


@pytest.fixture
def waiting(tmp_path):
    """Return, by file, how many answers wait. Each file is given as rows: the second report beside SLV-R1, the answer, the reason."""

    def told(replaced: tuple[str, ...] = (), **files: list[tuple[str, str, str]]) -> dict[str, str]:
        (tmp_path / "SLV" / "2015").mkdir(parents=True)
        for name, rows in files.items():
            book = openpyxl.Workbook()
            book.active.title = "Posibles duplicados"
            book.active["I2"], book.active["J2"] = "¿Iguales o distintos?", "Motivo"
            for row, (other, answer, reason) in enumerate(rows, start=3):
                key = write_key(PairKey("SLV-R1", other)) if other else ""
                book.active[f"I{row}"], book.active[f"J{row}"], book.active[f"K{row}"] = answer, reason, key
            book.save(tmp_path / "SLV" / "2015" / f"{name}.xlsx")
        raw = receive(tmp_path, "SLV")
        outcomes = ["superseded" if name.endswith(replaced or "-") else "form" for name in raw["file_name"]]
        found = waiting_answers(
            raw, raw.assign(language_code="es", outcome_code=outcomes), DECIDED, Decisions((), gazetteer()), lambda name: f"raw/{name}"
        )
        assert found["suggestion_text"].str.contains("jmdi decide-pairs raw/SLV/2015/").all()
        return dict(zip(found["file_name"].str.removeprefix("SLV/2015/"), found["value_text"], strict=True))

    return told


def test_an_answer_waits_until_it_is_decided_so(waiting):
    assert waiting(
        a=[("SLV-R2", "distintos", "Dos sedes"), ("SLV-R3", "", "")],
        b=[("SLV-R2", "el mismo", ""), ("SLV-R3", "el mismo", "Un programa"), ("", "quizás", ""), ("SLV-R4", "", "Un programa")],
        c=[("", "a sheet of the sender's own", "by the same name")],
        d=[("SLV-R2", "no se sabe", "")],
    ) == {"b.xlsx": "4"}, "decided as in a; nothing of ours in c; d is as the sheet showed it"


def test_an_answer_of_a_replaced_file_waits_unless_it_was_given_anew(waiting):
    given = {"a": [("SLV-R2", "el mismo", "x"), ("SLV-R3", "el mismo", "x")], "b": [("SLV-R3", "distintos", "x")]}
    assert waiting(replaced=("a.xlsx",), **given) == {"a.xlsx": "1", "b.xlsx": "1"}


def test_where_no_file_has_such_a_sheet_nothing_waits():
    raw = pd.DataFrame(columns=["sheet_name", "submission_id", "row_number", "cells"])
    rows = pd.DataFrame(columns=["submission_id", "outcome_code"])
    assert waiting_answers(raw, rows, DECIDED, Decisions((), gazetteer()), str).empty
