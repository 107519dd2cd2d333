"""A refresh that takes what the one before kept gives what one gives that makes everything: random sequences of edits, both ways, equal.

A sequence edits the deliveries of three countries as people do: it corrects cells, adds and drops rows and files, renames them, withdraws
consent, restricts places, reports another's initiative, sends a correction workbook back. After each edit the path takes what it can.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from assets import identity
from assets.by_country import Inputs
from pipelines.kept_results import KeptResults
from schemas.build_identity import BuildIdentity
from schemas.workers import ONE_PROCESS
from tests.deliveries import make_checked, outside, write_workbook
from warehouse.builds import Warehouse

COUNTRIES = {"SLV": "El Salvador", "MAR": "Morocco", "NPL": "Nepal"}
PLACES = {"SLV": ("Santa Ana", "Usulután", "Chirilagua"), "MAR": ("Nador", "Berkane", "Nadur"), "NPL": ("Syangja", "Jhapa", "Pokhara")}
LEADS = ("Alcaldía de Santa Ana", "Commune de Berkane", "IOM", "Ali Inventé")
TITLES = ("Olives of the diaspora", "Olives of the diaspora II", "School of returnees", "Seeds", "Ask amina@invented.example")
DATES = ("2014-05-01", "03/2015", "2071-02-05", "someday", "")
BUDGETS = ("12,500", "12.5", "many", "")
HEADS = ("Own reference", "Title", "Place", "Lead organisation", "Start date", "Budget", "Sensitivity")
SENSITIVITIES = ("", "", "Public", "Restricted")
IDENTITY = BuildIdentity("20151001T000000Z-invented", datetime(2015, 10, 1, tzinfo=UTC), "1", "1")
MADE = ("core_findings", "core_responses", "clean_compared_pairs", "core_initiative_places", "correction_workbooks")
EDITS_A_SEQUENCE = 3
FEW, MANY = 1, 200
Row = list[str]
Made = dict[str, Any]


class Deliveries:
    """The deliveries of three countries, and a hand that edits them."""

    def __init__(self, raw: Path, hand: Random) -> None:
        self.raw, self.hand = raw, hand
        self.number = 0
        self.files: dict[str, tuple[str, list[Row]]] = {}  # by path: consent and rows
        self.sent_back: dict[str, bytes] = {}  # correction workbooks, by path
        for country in COUNTRIES:
            self.add_file(country)

    def write(self) -> None:
        """Put the deliveries where they are read, and nothing else."""
        for path in self.raw.rglob("*.xlsx"):
            path.unlink()
        for name, (consent, rows) in self.files.items():
            cover = f"## Cover\n| Country | Language | Consent to publish |\n| {COUNTRIES[name[:3]]} | English | {consent} |\n"
            lines = [f"| {' | '.join(row)} |" for row in [list(HEADS), *rows]]
            places = [f"| {row[0]} | {row[HEADS.index('Place')]} |" for row in rows]
            sheets = ["## Initiatives", *lines, "## Locations", "| Initiative | Place |", *places]
            write_workbook(self.raw / name, cover + "\n".join(sheets))
        for name, content in self.sent_back.items():
            (self.raw / name).parent.mkdir(parents=True, exist_ok=True)
            (self.raw / name).write_bytes(content)

    def row(self, country: str) -> Row:
        """Return what a sender may report."""
        self.number += 1
        pick = self.hand.choice
        return [f"R{self.number}", pick(TITLES), pick(PLACES[country]), pick(LEADS), pick(DATES), pick(BUDGETS), pick(SENSITIVITIES)]

    def file(self) -> str:
        return self.hand.choice(sorted(self.files))

    def edit(self, made: Made) -> None:
        """Do one thing that people do; `made` is what the path made of the deliveries as they are."""
        edits: tuple[Callable[[], object], ...] = (
            *(
                self.correct,
                self.correct,
                self.correct,
                self.correct,
                self.add_row,
                self.drop_row,
                self.copy_row,
                self.withdraw,
                self.rename,
            ),
            *(lambda: self.add_file(self.hand.choice(sorted(COUNTRIES))), self.drop_file, lambda: self.send_back(made)),
        )
        self.hand.choice(edits)()

    def correct(self) -> None:
        name = self.file()
        rows = self.files[name][1]
        if rows:
            row = self.hand.choice(rows)
            column = self.hand.randrange(1, len(HEADS))
            row[column] = self.row(name[:3])[column]

    def add_row(self) -> None:
        name = self.file()
        self.files[name][1].append(self.row(name[:3]))

    def drop_row(self) -> None:
        rows = self.files[self.file()][1]
        if rows:
            rows.pop(self.hand.randrange(len(rows)))

    def copy_row(self) -> None:
        rows = [row for _, own in self.files.values() for row in own]
        if rows:
            self.files[self.file()][1].append(list(self.hand.choice(rows)))

    def withdraw(self) -> None:
        name = self.file()
        self.files[name] = (self.hand.choice(("Publish", "No", "")), self.files[name][1])

    def rename(self) -> None:
        name = self.file()
        self.number += 1
        self.files[f"{name[:3]}/{self.hand.choice(('2015', '2016'))}/n{self.number}.xlsx"] = self.files.pop(name)

    def add_file(self, country: str) -> None:
        self.number += 1
        name = f"{country}/{self.hand.choice(('2015', '2016'))}/a{self.number}.xlsx"
        self.files[name] = ("Publish", [self.row(country) for _ in range(self.hand.randrange(3))])

    def drop_file(self) -> None:
        if len(self.files) > 1:
            self.files.pop(self.file())

    def send_back(self, made: Made) -> None:
        workbooks = made["correction_workbooks"]
        if workbooks:
            name = self.hand.choice(sorted(workbooks))
            self.number += 1
            self.sent_back = {f"{name[:3]}/2016/c{self.number}.xlsx": workbooks[name]}


def path_over(raw: Path, warehouse: Warehouse, **more: Any) -> Made:
    made: Made = outside(raw, warehouse) | {"build_identity": IDENTITY} | more
    make_checked(MADE, made)
    return made


def same(kept: Made, anew: Made) -> None:
    assert kept.keys() == anew.keys()
    for name, one in kept.items():
        if isinstance(one, pd.DataFrame):
            assert_frame_equal(one, anew[name], check_exact=True, obj=name)
        elif isinstance(one, dict):
            assert one == anew[name], name


class EachAndAll:
    """Makes every result, and remembers step by step what it was made from and became."""

    def __init__(self) -> None:
        self.asked: dict[str, list[tuple[Callable[..., Made], dict[str, Any], Made]]] = {}

    def taken_or_made(self, step: Callable[..., Made], inputs: Mapping[str, Inputs]) -> list[Made]:
        made = [step(**own) for own in inputs.values()]
        self.asked[step.__qualname__] = [(step, dict(own), one) for own, one in zip(inputs.values(), made, strict=True)]
        return made


def put_together(parts: list[Made]) -> Made:
    """Return what was made of countries as one; what is no table is the same for all, or files."""
    found: Made = {}
    for one in parts:
        for name, part in one.items():
            found[name] = pd.concat([found[name], part], ignore_index=True) if isinstance(part, pd.DataFrame) and name in found else part
    return found


def without_order(frame: pd.DataFrame) -> list[str]:
    plain = frame.drop(columns="finding_number", errors="ignore").astype(object).where(frame.notna(), None)
    return sorted(map(repr, plain.itertuples(index=False, name=None)))


class Watched(KeptResults):
    """Kept results that remember of which countries one was made."""

    def __init__(self, state_folder: Path) -> None:
        super().__init__(state_folder, "the same", ONE_PROCESS)
        self.made_of: set[tuple[str, str]] = set()

    def taken_or_made(self, step: Callable[..., Made], inputs: Mapping[str, Inputs]) -> list[Made]:
        given = super().taken_or_made(step, inputs)
        self.made_of |= {(step.__qualname__, country) for country in inputs.keys() - self.countries_taken}
        self.countries_taken.clear()
        return given


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """Have reports compared country by country, however few they are."""
    monkeypatch.setattr(identity, "MANY_REPORTS", 0)


def test_what_another_country_sends_makes_nothing_of_a_country_anew(tmp_path):
    deliveries, warehouse = Deliveries(tmp_path / "raw", Random(0)), Warehouse(tmp_path / "warehouse")
    # Pairs that look alike, in one country without budgets and dates, in the other with them.
    bare, full = ["Santa Ana", LEADS[0], "", "", ""], ["Jhapa", LEADS[2], DATES[1], BUDGETS[0], ""]
    nepal = {"NPL/2015/a.xlsx": ("Publish", [[f"N{number}", TITLES[0], *full] for number in "12"])}
    alike = [[f"R{number}", TITLES[0], *bare] for number in "12"]
    deliveries.files = {"SLV/2015/a.xlsx": ("Publish", alike)}
    for files in ({}, nepal):
        deliveries.files |= files
        deliveries.write()
        results = Watched(tmp_path)
        path_over(deliveries.raw, warehouse, results=results)
        results.end("the same")
    assert len(results.made_of) == 5 and {country for _, country in results.made_of} == {"NPL"}


@pytest.mark.parametrize("seed", range(FEW))
def test_a_country_alone_becomes_what_it_becomes_among_all(seed, tmp_path):
    deliveries, each = Deliveries(tmp_path / "raw", Random(seed)), EachAndAll()
    made: Made = {"correction_workbooks": {}}
    for _ in range(12):
        deliveries.edit(made)
    deliveries.write()
    made = path_over(deliveries.raw, Warehouse(tmp_path / "warehouse"))
    deliveries.send_back(made)
    deliveries.write()
    path_over(deliveries.raw, Warehouse(tmp_path / "warehouse"), results=each)
    assert len(each.asked) == 5
    for step, asked in each.asked.items():
        of_all = asked[0][0](**put_together([inputs for _, inputs, _ in asked]))
        of_each = put_together([one for *_, one in asked])
        assert of_all.keys() == of_each.keys(), step
        for name, part in of_all.items():
            if isinstance(part, pd.DataFrame):
                assert without_order(part) == without_order(of_each[name]), f"{step}: {name}"
            else:
                assert part == of_each[name], f"{step}: {name}"


@pytest.mark.parametrize("seed", [*range(FEW), *(pytest.param(seed, marks=pytest.mark.prove) for seed in range(FEW, MANY))])
def test_what_is_taken_is_what_would_be_made(seed, tmp_path):
    deliveries = Deliveries(tmp_path / "raw", Random(seed))
    warehouse = Warehouse(tmp_path / "warehouse")
    made: Made = {"correction_workbooks": {}}
    taken = set()
    for _ in range(EDITS_A_SEQUENCE):
        deliveries.edit(made)
        deliveries.write()
        results = KeptResults(tmp_path, "the same", ONE_PROCESS)
        made = path_over(deliveries.raw, warehouse, results=results)
        results.end("the same")
        same(made, path_over(deliveries.raw, warehouse))
        taken |= results.countries_taken
    assert taken
