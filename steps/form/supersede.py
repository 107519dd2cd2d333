"""Takes corrected files back: which delivery corrects which, what its marks stand for, and what no longer counts.

A correction workbook names the SHA-256 of the file it was made from. A delivery that names that of another one of its country
supersedes it, whatever its own name. Of two corrections of one file, the one that corrects the other counts; when neither does, the one
whose round and name come last counts, and that is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from schemas.correction_workbook import (
    EXCEL_ERRORS,
    KEPT_APART,
    MACHINE_SHEET,
    PROBLEM_COLUMNS,
    ROW_COLUMN,
    SOURCE_HASH,
)  # fmt: skip
from schemas.countries import countries
from schemas.findings import Spot, finding, numbered
from schemas.registry import table
from schemas.tables import shape
from steps.decided import shown_answer
from steps.files.read_workbook import Cell, cell_name
from steps.form.apply_form import FormApplied
from steps.form.own_sheets import own_sheet
from steps.rounds import round_order
from steps.text import clean_text

KEY_COLUMN = PROBLEM_COLUMNS.index("key") + 1
ANSWER_COLUMN = PROBLEM_COLUMNS.index("answer") + 1


class Corrections(NamedTuple):
    """What corrected files bring.

    `raw` is what the form is to be laid over: marks resolved, the workbook's own parts off. `own_rows` are the rows taken off, which are
    part of the form; `superseded` names, for each submission that no longer counts, the file that does; `reasons` is clean_reasons.
    """

    raw: pd.DataFrame
    own_rows: pd.DataFrame
    superseded: dict[str, str]
    reasons: pd.DataFrame
    findings: list[dict[str, object]]


def take_corrections(raw: pd.DataFrame) -> Corrections:
    """Return what is to be laid over the form when corrected files have been taken for what they are (see Corrections).

    `raw` holds the rows received from all countries. A file without the hidden sheet `jmdi` passes as it is.
    """
    work = _Corrections(raw)
    reasons = [reason for file in work.corrects for reason in work.reasons(file)]
    cells, own = work.resolved()
    rest = _with_notes(raw.assign(cells=cells)[~own], raw, work.corrects)
    return Corrections(rest, raw[own], work.superseded(), shape(reasons, table("clean_reasons")), work.findings)


def _with_notes(rest: pd.DataFrame, raw: pd.DataFrame, files: Iterable[str]) -> pd.DataFrame:
    """Return the rows with what was noticed about each file on the first of its rows that is left."""
    notes = rest["notes"].copy()
    for file in files:
        of_file = rest.index[rest["submission_id"] == file]
        if len(of_file):
            notes.at[of_file[0]] = raw.loc[raw["submission_id"] == file, "notes"].iloc[0]
    return rest.assign(notes=notes)


def settle(applied: FormApplied, corrections: Corrections) -> FormApplied:
    """Return the laid form with the workbooks' own rows as part of the form, and superseded files set aside: counted, not read."""
    sheets = corrections.own_rows["sheet_name"].astype(object)
    ids = corrections.own_rows["submission_id"] + "/" + sheets + "/" + corrections.own_rows["row_number"].astype("str")
    languages = applied.rows.drop_duplicates("submission_id").set_index("submission_id")["language_code"]
    usual = corrections.own_rows["country_code"].map({code: country.survey_language for code, country in countries().items()})
    own = corrections.own_rows.assign(
        response_id=ids,
        filling_id=corrections.own_rows["submission_id"],
        is_mapped=False,
        language_code=corrections.own_rows["submission_id"].map(languages).fillna(usual),
        outcome_code="form",
        sheet_code=None,
        answers=pd.Series([()] * len(ids), index=corrections.own_rows.index, dtype=object),
    )
    rows = pd.concat([applied.rows, shape(own, table("clean_rows"))], ignore_index=True)
    old = list(corrections.superseded)
    is_old = rows["submission_id"].isin(old)
    told = applied.findings[~applied.findings["submission_id"].isin(old)]
    every = pd.concat([told, numbered(corrections.findings, table("clean_form_findings"))], ignore_index=True)
    return FormApplied(
        rows.assign(outcome_code=rows["outcome_code"].mask(is_old, "superseded")),
        applied.columns,
        applied.withheld,
        every.assign(finding_number=pd.Series(range(len(every)), dtype="Int64")),
    )


@dataclass
class _Corrections:
    """The deliveries, and which of them correct others."""

    raw: pd.DataFrame
    findings: list[dict[str, object]] = field(default_factory=list)

    @cached_property
    def files(self) -> pd.DataFrame:
        """The files that were read, by submission, in the order in which later ones count more."""
        read = self.raw[self.raw["finding_code"].isna()].drop_duplicates("submission_id").set_index("submission_id")
        order = sorted(read.index, key=lambda file: (round_order(read.at[file, "round_name"]), read.at[file, "file_name"]))
        return read.loc[order]

    @cached_property
    def named_hashes(self) -> dict[str, str]:
        """The hash that a file names, by submission."""
        machine = self.raw[self.raw["sheet_name"].eq(MACHINE_SHEET)]
        pairs = zip(machine["submission_id"], machine["cells"], strict=True)
        named = {file: [cell.text.strip() for cell in cells] for file, cells in pairs if cells[0].text == SOURCE_HASH}
        return {file: texts[1] for file, texts in named.items() if len(texts) == 2}

    @cached_property
    def corrects(self) -> dict[str, str | None]:
        """The submission that a file corrects, by submission; None when it is not among the deliveries of the country."""
        files = self.files.reset_index()
        known = dict(zip(zip(files["country_code"], files["file_hash"], strict=True), files["submission_id"], strict=True))
        return {file: known.get((self.files.at[file, "country_code"], named)) for file, named in self.named_hashes.items()}

    def spot(self, file: str) -> Spot:
        """Return where something about a whole file is said."""
        about = self.files.loc[file]
        return Spot(file, about["country_code"], about["file_name"], countries()[about["country_code"]].survey_language)

    def superseded(self) -> dict[str, str]:
        """Return the files that no longer count, with the name of the file that does; each is reported."""
        winners: dict[str, str] = {}
        for family in self._families():
            heads = [file for file in family if file not in self.corrects.values()]
            winner = heads[-1]
            winners |= {file: self.files.at[winner, "file_name"] for file in family if file != winner}
            for other in heads[:-1]:
                self.findings.append(finding("file-corrected-twice", self.spot(winner), value=self.files.at[other, "file_name"]))
        self.findings += [finding("file-superseded", self.spot(file), detail=winner) for file, winner in winners.items()]
        for file in (file for file, source in self.corrects.items() if source is None):
            self.findings.append(finding("correction-unknown", self.spot(file)))
        return winners

    def _families(self) -> list[list[str]]:
        """Return the files that correct one another, first to last: a file that corrects nothing, and all that go back to it."""
        families: dict[str, list[str]] = {}
        for file in self.files.index:
            families.setdefault(self._lineage(file)[-1], []).append(file)
        return [family for family in families.values() if len(family) > 1]

    def _lineage(self, file: str) -> list[str]:
        """Return the file, the one it corrects, and so on. No file can name a hash that depends on its own, so this ends."""
        lineage = [file]
        while source := self.corrects.get(lineage[-1]):
            lineage.append(source)
        return lineage

    def resolved(self) -> tuple[pd.Series, pd.Series]:
        """Return the cells of all rows with marks resolved and machine parts off, and which rows are the workbooks' own."""
        cells, own = self.raw["cells"].copy(), pd.Series(False, index=self.raw.index)
        by_file = self.raw.groupby("submission_id", sort=False).groups if self.corrects else {}
        for file in sorted(self.corrects, key=lambda one: len(self._lineage(one))):  # what a mark stands for may be a mark itself
            rows = self.raw.loc[by_file[file]]
            is_own = rows["sheet_name"].map(own_sheet).notna()
            own.loc[rows.index[is_own]] = True
            source = self.corrects[file]
            earlier = self._cells_by_place(by_file[source], cells) if source else {}
            lost = 0
            for _, sheet in rows[~is_own].groupby("sheet_name", sort=False):
                row_column = _row_column(sheet["cells"])
                for place, row in sheet["cells"].items():
                    found = [_restored(cell, earlier) for cell in row if cell.column_number != row_column]
                    cells.at[place] = tuple(cell for cell in found if cell)
                    lost += found.count(None)
                    own.at[place] = not any(found)  # only our own column, or only marks that stand for nothing
            if lost:
                self.findings.append(finding("mark-unresolved", self.spot(file), count=lost))
        return cells, own

    def _cells_by_place(self, rows: pd.Index, cells: pd.Series) -> dict[str, Cell]:
        """Return the cells of a file by the marks that stand for them."""
        sheets: dict[str, int] = {}
        found = {}
        for place in rows:
            name = str(self.raw.at[place, "sheet_name"])
            if self.raw.at[place, "submission_id"] in self.corrects and own_sheet(name):
                continue
            number = sheets.setdefault(name, len(sheets) + 1)
            for cell in cells.at[place]:
                found[f"{number}!{cell_name(cell.column_number, int(self.raw.at[place, 'row_number']))}"] = cell
        return found

    def reasons(self, file: str) -> Iterator[dict[str, object]]:
        """Yield the reasons that a sender wrote beside problems, as rows of clean_reasons; personal data stay out."""
        rows = self.raw[self.raw["submission_id"] == file]
        for row in rows[rows["sheet_name"].map(own_sheet) == "problems"].to_dict("records"):
            texts = {cell.column_number: cell.text for cell in row["cells"]}
            reason = shown_answer(clean_text(texts.get(ANSWER_COLUMN, "")))
            if reason and texts.get(KEY_COLUMN):
                about = {"cell_name": cell_name(ANSWER_COLUMN, row["row_number"]), "key_text": texts[KEY_COLUMN], "reason_text": reason}
                yield row | about


def _row_column(rows: pd.Series) -> int | None:
    """Return the column that holds our ids of rows."""
    return next((cell.column_number for cells in rows for cell in cells if cell.text == ROW_COLUMN), None)


def _restored(cell: Cell, earlier: dict[str, Cell]) -> Cell | None:
    """Return a cell as its sender means it: a mark is what stands in the earlier file, None when nothing does."""
    mark = KEPT_APART.fullmatch(cell.text.strip()) if cell.kind == "t" else None
    if mark:
        found = earlier.get(f"{mark[1]}!{mark[2]}")
        return found._replace(column_number=cell.column_number) if found else None
    # An error of Excel can be written back as text only.
    return cell._replace(kind="e") if cell.kind == "t" and cell.text in EXCEL_ERRORS else cell
