"""Deciding on pairs, and asking why two reports are one: the commands, on a build of a few reports."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from pipelines.command_line import main
from pipelines.explain import explain
from schemas.decided_pairs import COLUMNS, FILE, decided_pairs
from schemas.reference_files import CHECKOUT
from warehouse.database import metadata

LEDGER = {
    "MAR-A": "MAR-A",
    "MAR-B": "MAR-A",
    "MAR-C": "MAR-A",
    "MAR-D": "MAR-D",
    "MAR-O'X": "MAR-O'X",
    "MAR-GONE": "MAR-D",
    "TUN-A": "TUN-A",
}
PAIRS = [
    {"first": "MAR-A", "second": "MAR-B", "match_weight": 12.5, "verdict_code": "same", "is_merged": True},
    {"first": "MAR-B", "second": "MAR-C", "match_weight": 7.0, "verdict_code": "same", "is_merged": True},
    {"first": "MAR-A", "second": "MAR-C", "match_weight": -0.5, "verdict_code": "doubtful", "is_merged": True},
    {"first": "MAR-A", "second": "MAR-D", "match_weight": 5.0, "verdict_code": "same", "is_merged": False, "decision_id": "D1",
     "conflict_text": "their phases differ: 1 and 2"},
]  # fmt: skip
REASONS = [("MAR-A + MAR-B", "title", 11.0, "the same title"), ("MAR-A + MAR-B", "place", 7.5, "a place"),
           ("MAR-A + MAR-B", "start", -6.0, "before anything is compared"),
           ("MAR-B + MAR-C", "code", 10.0, "a project number"), ("MAR-A + MAR-D", "phase", -7.0, "different phases")]  # fmt: skip


class Desk:
    """A data team's desk: a build, and decisions of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "reference" / FILE
        self.build = folder / "warehouse" / "current"

    def run(self, *arguments: str) -> Result:
        decided_pairs.cache_clear()
        return CliRunner().invoke(main, [*arguments, "--warehouse", str(self.folder / "warehouse")])

    def decisions(self) -> list[dict[str, str]]:
        with self.file.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def write_build(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "build.json").write_text(json.dumps({}), encoding="utf-8")
    tables = metadata().tables
    decision = {"decision_id": "D1", "country_code": "MAR", "first_reported_id": "MAR-A", "second_reported_id": "MAR-D",
                "decision_code": "different", "reason_text": "two phases", "author_name": "AFD", "decided_date": date(2026, 11, 24),
                "is_first_present": True, "is_second_present": True, "is_stale": False, "is_followed": True}  # fmt: skip
    rows = {
        "core_identity_ledger": [
            {"reported_id": report, "country_code": report[:3], "initiative_id": initiative, "entry_number": number,
             "is_present": report != "MAR-GONE"}
            for number, (report, initiative) in enumerate(LEDGER.items(), start=1)
        ],
        "core_initiative_pairs": [
            {"conflict_text": None, "decision_id": None} | {name: value for name, value in pair.items() if name not in ("first", "second")}
            | {"pair_id": f"{pair['first']} + {pair['second']}", "country_code": "MAR", "match_probability": 0.99, "reason_text": "because"}
            | {f"{side}_reported_id": pair[side] for side in ("first", "second")}
            | {f"{side}_initiative_id": LEDGER[str(pair[side])] for side in ("first", "second")}
            for pair in PAIRS
        ],
        "core_pair_reasons": [
            {"pair_id": pair, "comparison_code": code, "level_code": "any", "weight": weight, "level_text": text,
             "first_text": pair[:5], "second_text": pair[-5:]}
            for pair, code, weight, text in REASONS
        ],
        "core_pair_decisions": [decision],
    }  # fmt: skip
    with sa.create_engine(f"sqlite:///{folder / 'mapping.gpkg'}").begin() as connection:
        for name, given in rows.items():
            tables[name].create(connection)
            connection.execute(tables[name].insert(), given)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    desk = Desk(tmp_path)
    shutil.copytree(CHECKOUT / "reference" / "decisions", desk.file.parent)
    for path in (CHECKOUT / "reference").iterdir():  # those of the checkout, but for the decisions
        if path.name != desk.file.parent.name:
            (tmp_path / "reference" / path.name).symlink_to(path)
    desk.file.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    write_build(tmp_path / "warehouse" / "current")
    monkeypatch.setenv("JMDI_REFERENCE", str(tmp_path / "reference"))
    monkeypatch.setenv("JMDI_WAREHOUSE", "nowhere")
    yield desk
    decided_pairs.cache_clear()


SIGNED = ("--reason", "one programme; ask ana@example.org", "--by", "JMDI data team")


def test_people_decide_by_hand_and_what_cannot_hold_is_refused(desk):
    done = desk.run("decide-pairs", "--same", "mar-a", "MAR-D", "--same", "MAR-B", "MAR-D", *SIGNED)
    assert (done.exit_code, done.output) == (
        0, "2 decisions added, 0 replaced, 0 stood already; 0 not taken. The next refresh follows them.\n",
    )  # fmt: skip
    assert [(one["decision_id"], one["verdict"], one["reason_text"], one["decided_by"]) for one in desk.decisions()] == [
        ("MAR-A + MAR-D", "same", "one programme; ask […]", "JMDI data team"),
        ("MAR-B + MAR-D", "same", "one programme; ask […]", "JMDI data team"),
    ]
    refused = desk.run("decide-pairs", "--different", "MAR-A", "MAR-B", "--unsure", "MAR-A", "MAR-E", *SIGNED)
    assert refused.exit_code == 2 and len(desk.decisions()) == 2
    assert 'Not taken: --unsure MAR-A MAR-E: "unsure" for MAR-A + MAR-E: no delivery ever had the report MAR-E' in refused.output
    assert "MAR-A ≠ MAR-B (MAR-A + MAR-B) contradict each other" in refused.output
    replaced = desk.run("decide-pairs", "--unsure", "MAR-D", "MAR-B", "--replace", *SIGNED)
    assert (replaced.exit_code, [one["verdict"] for one in desk.decisions()]) == (0, ["same", "unsure"])


def test_whoever_decides_by_hand_says_why_and_who(desk):
    for given, sentence in (
        (("--same", "MAR-A", "MAR-D"), "needs --reason with why, and --by"),
        (("--same", "MAR-A", "MAR-D", "--reason", "known", "--by", "ana@example.org"), "never an address"),
        ((), "Give files with answers, or decide by hand"),
    ):
        done = desk.run("decide-pairs", *given)
        assert done.exit_code in (1, 2) and sentence in done.output and desk.decisions() == []


def test_the_table_of_pairs_to_review_is_answered_as_csv(desk):
    table = desk.folder / "review.csv"
    lines = ["country_code,pair_id,first_reported_id,second_reported_id,answer,reason", "MAR,MAR-C + MAR-D,MAR-C,MAR-D,distintos,two towns",
             "MAR,MAR-B + MAR-D,MAR-B,MAR-C,same,", "MAR,MAR-A + MAR-D,MAR-A,MAR-D,,", "MAR,MAR-A + MAR-C,MAR-A,MAR-C,,one"]  # fmt: skip
    table.write_text("\n".join(lines), encoding="utf-8")
    done = desk.run("decide-pairs", str(table), "--by", "Office")
    assert done.exit_code == 2, done.output
    assert 'review.csv, row 3: "same": the row does not name its pair any more' in done.output
    assert 'review.csv, row 5: "" for MAR-A + MAR-C: the row has a reason but no answer' in done.output
    assert "\n1 decision added, 0 replaced, 0 stood already; 2 not taken." in done.output
    assert [(one["decision_id"], one["verdict"], one["reason_text"]) for one in desk.decisions()] == [
        ("MAR-C + MAR-D", "different", "two towns"),
    ]
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    wrong = desk.run("decide-pairs", str(table), "--by", "Office")
    assert wrong.exit_code == 1
    assert "is neither a correction workbook with its sheet of possible duplicates nor the table report_pairs_to_review" in wrong.output


def test_why_two_reports_are_one_is_told_by_the_pairs_that_lead_from_one_to_the_other(desk):
    found = explain(desk.build, " mar-c", "MAR -A ")
    assert found.sentence == "MAR-C and MAR-A are one initiative, MAR-A, but only through others: nothing joins the two themselves."
    assert [pair.sentence for pair in found.pairs] == [
        "MAR-C and MAR-A: weight -0.5, probability 0.99: doubtful by themselves.",
        "MAR-C and MAR-B: weight +7, probability 0.99: the same by themselves.",
        "MAR-B and MAR-A: weight +12.5, probability 0.99: the same by themselves.",
    ]
    assert found.pairs[1].reasons == [("code", "a project number", 10.0, "MAR-C", "MAR-B")], "sides in the order asked"
    assert [reason[:3] for reason in found.pairs[2].reasons] == [
        ("start", "before anything is compared", -6.0), ("title", "the same title", 11.0), ("place", "a place", 7.5),
    ]  # fmt: skip
    shown = desk.run("explain", "MAR-B", "MAR-A")
    assert shown.exit_code == 0


def test_why_two_reports_are_two_is_told_as_it_is(desk):
    for first, second, *told in (
        ("MAR-D", "MAR-A", "MAR-D and MAR-A are two initiatives, MAR-D and MAR-A.",
         "MAR-D and MAR-A: weight +5, probability 0.99: the same by themselves; kept apart: their phases differ: 1 and 2; "
         "decided different by AFD on 2026-11-24: two phases."),
        ("MAR-O'X", "MAR-A", "MAR-O'X and MAR-A are two initiatives, MAR-O'X and MAR-A.",
         "MAR-O'X and MAR-A: no reasons are kept: they share too little to be compared, or the comparison says plainly that they are two."),
        ("TUN-A", "MAR-A", "TUN-A and MAR-A are two initiatives, TUN-A and MAR-A: they are of two countries, and only reports of one "
         "country are compared."),
        ("MAR-A", "MAR-GONE", "MAR-A and MAR-GONE: no delivery has MAR-GONE any more, so the two are not compared; they were MAR-A and "
         "MAR-D when they were last seen."),
    ):  # fmt: skip
        found = explain(desk.build, first, second)
        assert [found.sentence, *(pair.sentence for pair in found.pairs)] == told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("MAR-A", "mar-a", "MAR-A was given twice; name two reports."),
        ("", "MAR-A", "'' names no report; write country and own reference, as MAR-R042."),
        ("MAR-A", "XXX-A", "'XXX-A' names no report"),
        ("MAR-E", "MAR-A", "no delivery ever had the report MAR-E; the nearest is MAR-"),
    ],
)
def test_what_are_no_two_reports_is_refused(desk, first, second, told):
    done = desk.run("explain", first, second)
    assert done.exit_code == 1 and told in done.output
