"""Decisions on pairs: what stands in the file, and every decision that cannot hold."""

import pytest

from schemas.decided_pairs import COLUMNS, FILE, DecidedPair, decided_pairs, pair_id
from schemas.errors import BrokenReference


@pytest.fixture
def decide(tmp_path, monkeypatch):
    """Write the rows (without what every row has) into a file of decisions and read it."""

    def read(*rows: str) -> tuple[DecidedPair, ...]:
        path = tmp_path / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
        return decided_pairs()

    from schemas.code_lists import code_list
    from schemas.countries import countries

    code_list("pair_decisions"), countries()  # read before the folder of reference files is another one
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path))
    decided_pairs.cache_clear()
    yield read
    decided_pairs.cache_clear()


SIGNED = "one programme,JMDI data team,2026-11-24"


def test_a_decision_names_its_pair_whatever_the_order(decide):
    (one,) = decide(f"D1,MAR-R051,MAR-R042,same,{SIGNED}")
    assert one == DecidedPair("D1", "MAR-R051", "MAR-R042", "same", "one programme", "JMDI data team", "2026-11-24")
    assert (one.pair_id, one.country_code) == ("MAR-R042 + MAR-R051", "MAR") == (pair_id("MAR-R051", "MAR-R042"), "MAR")


def test_decisions_that_agree_hold_together(decide):
    rows = ("D1,MAR-A,MAR-B,same", "D2,MAR-B,MAR-C,same", "D3,MAR-A,MAR-C,same", "D4,MAR-C,MAR-D,different", "D5,MAR-D,MAR-E,unsure")
    assert len(decide(*(f"{row},{SIGNED}" for row in rows))) == 5


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["D1,MAR-A,MAR-B,same,,JMDI data team,2026-11-24"], "reference/decisions/decided_pairs.csv, D1 lacks reason_text."),
        ([f"D1,MAR-A,MAR-B,perhaps,{SIGNED}"], "D1: 'perhaps' is no verdict; it is one of same, different, unsure."),
        (["D1,MAR-A,MAR-B,same,one,team,24/11/2026"], "D1: '24/11/2026' is no date; write it as 2016-03-31."),
        ([f"D1,R042,MAR-B,same,{SIGNED}"], "D1: 'R042' names no report; write country and own reference, as MAR-R042."),
        ([f"D1,MAR-A,MAR-A,same,{SIGNED}"], "D1: MAR-A stands on both sides."),
        ([f"D1,MAR-A,SEN-A,same,{SIGNED}"], "D1: MAR-A and SEN-A are of two countries; only reports of one country are one initiative."),
        ([f"D1,MAR-A,MAR-B,same,{SIGNED}", f"D1,MAR-A,MAR-C,same,{SIGNED}"], "line 3: the key decision_id stands twice."),
        (
            [f"D1,MAR-A,MAR-B,same,{SIGNED}", f"D2,MAR-B,MAR-A,unsure,{SIGNED}"],
            "MAR-A = MAR-B (D1), MAR-B ? MAR-A (D2) contradict each other; correct one of them.",
        ),
        (
            [f"D1,MAR-A,MAR-B,same,{SIGNED}", f"D2,MAR-C,MAR-A,different,{SIGNED}", f"D3,MAR-C,MAR-B,same,{SIGNED}"],
            "MAR-C = MAR-B (D3), MAR-A = MAR-B (D1), MAR-C ≠ MAR-A (D2) contradict each other; correct one of them.",
        ),
    ],
)
def test_a_decision_that_cannot_hold_stops_the_build_in_a_sentence(decide, rows, sentence):
    with pytest.raises(BrokenReference) as fault:
        decide(*rows)
    assert str(fault.value).endswith(sentence)
