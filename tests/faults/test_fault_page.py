"""The page claims no more than what was tried."""

from datetime import UTC, datetime

import pytest

from tests.faults import page, record
from tests.faults.record import Record

LIST = """fault,stage,least,injected,expected
F8,switch,2,A reader keeps the build open.,It keeps what it has.
F1,ingest,3,kill -9,The next refresh succeeds.
"""


@pytest.fixture
def told(tmp_path, monkeypatch):
    (tmp_path / "faults.csv").write_text(LIST)
    monkeypatch.setattr(record, "LIST", tmp_path / "faults.csv")
    return Record(tmp_path)


def test_proofs_of_one_fault_are_added_up_and_too_few_are_told(told):
    told.add("F1", "ingest", 2, "I1 I2", kills=2, recovery_seconds=[1.0, 3.0])
    assert page.missing(told.proofs()) == ["F1 ingest", "F8 switch"]
    told.add("F1", "ingest", 1, "I5", kills=1, recovery_seconds=[8.0])
    told.add("F8", "switch", 2, "I1", told="A cursor | 2 s.")
    assert page.missing(told.proofs()) == []
    written = page.page(told.proofs(), datetime(2026, 11, 30, tzinfo=UTC), "2 cores")
    assert "3 kills in all; rows of deliveries lost: 0, doubled: 0; invariants broken: 0." in written
    assert "| F1 | 3 |" in written
    assert "| F1 | ingest | kill -9 | The next refresh succeeds. | 3 | 3 | I1 I2 I5 | 0 | median 3.0 s, longest 8.0 s |  |" in written
    assert "A cursor \\| 2 s." in written


def test_a_proof_that_the_list_does_not_know_is_refused(told):
    with pytest.raises(AssertionError, match="F9 at load stands in no line"):
        told.add("F9", "load", 1, "I1")
