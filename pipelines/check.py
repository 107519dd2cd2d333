"""Checks single workbooks without loading them: the same steps as a refresh, called one after the other, without Dagster.

A file is judged by itself. References that only another file of the country can resolve are notes here, not faults: when the file has
nothing on the sheet that they point to, they are looked for when all files are loaded.
"""

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from pipelines.whole_files import write_whole
from schemas.countries import countries
from schemas.decided_pairs import decided_pairs
from schemas.decisions import accepted_findings
from schemas.errors import ProductError
from schemas.findings import Spot, finding, numbered
from schemas.form import form
from schemas.registry import table
from steps.actors.resolve import resolve_actors
from steps.answers.check_answers import check_answers
from steps.answers.parse_answers import Answers, parse_answers
from steps.codification.findings import practice_findings
from steps.codification.reviews import practice_reviews
from steps.codification.scores import consents_of_practices, practice_scores
from steps.files.receive import receive
from steps.form.apply_form import FormApplied, apply_form
from steps.form.mask import masked
from steps.form.supersede import settle, take_corrections
from steps.identity.from_answers import Reports
from steps.places.decide import decisions
from steps.places.gather import gather
from steps.places.locate import locate
from steps.places.review import place_questions
from steps.records import account, assemble
from steps.records.accept import accept_findings, with_keys
from steps.records.identify import Identified, identify, report
from steps.waiting_answers import waiting_answers

CLEAN, REFUSED, MUST_FIX = 0, 1, 2  # exit codes
NOT_KNOWN = "reference-unknown"
NO_LESSONS = "published-without-lessons"
SHOWN_COLUMNS = (
    "file_name", "sheet_name", "cell_name", "other_cells_text", "question_code", "value_text", "finding_code", "severity_code",
    "message_text", "suggestion_text", "occurrence_count", "accepted_reason_text", "language_code",
)  # fmt: skip


class UnknownCountry(ProductError):
    """Nobody says whose delivery a file is, so neither its language nor its habits are known."""


@dataclass(frozen=True)
class Checked:
    """One file: its row of core_submissions, its findings, and what a correction workbook needs besides: the rows that readers may
    see, the columns, clean_rows, the reports of initiatives and the questions about places.
    """

    path: Path
    submissions: pd.DataFrame
    findings: pd.DataFrame
    shown_rows: pd.DataFrame
    columns: pd.DataFrame
    rows: pd.DataFrame
    reports: Reports
    questions: pd.DataFrame

    @property
    def is_refused(self) -> bool:
        """Whether the file could not be read."""
        return bool((self.submissions["outcome_code"] == "refused").any())

    @property
    def exit_code(self) -> int:
        """0 clean (notes and what is to be checked do not count), 1 refused, 2 something must be fixed."""
        if self.is_refused:
            return REFUSED
        return MUST_FIX if (self.findings["severity_code"] == "must_fix").any() else CLEAN

    def shown(self) -> list[dict[str, object]]:
        """Return the findings as plain rows, the same keys in each."""
        plain = self.findings.assign(file_name=str(self.path))[list(SHOWN_COLUMNS)].astype(object)
        return plain.where(plain.notna(), None).to_dict("records")


def check_file(path: Path, country_code: str | None = None) -> Checked:
    """Check one workbook. Raises UnknownCountry when neither the caller, nor its folder, nor its cover names a country."""
    named = country_code or _country_of_folder(path)
    received = receive_file(path, named or next(iter(countries())))
    if named is None:
        cover = apply_form(received)
        named = _country_of_cover(cover)
        if named is None:
            raise UnknownCountry(f"{path.name}: neither its folder nor its cover names a country of the programme; add --country ISO3.")
        received = receive_file(path, named)
    return _check(path, received)


def exit_code_of(checked: list[Checked]) -> int:
    """Return the exit code of a check of several files: a refused one outweighs what must be fixed in others."""
    codes = {one.exit_code for one in checked}
    return next((code for code in (REFUSED, MUST_FIX) if code in codes), CLEAN)


def write_corrections(checked: list[Checked], folder: Path) -> list[Path]:
    """Write the correction workbooks of files checked into a folder and return their paths. Raises ProductError."""
    # Only who asks for workbooks waits for what compares reports and writes.
    from pipelines.compare_file import pairs_in_file
    from publications.corrections.workbooks import correction_workbooks

    written: list[Path] = []
    today = datetime.now(UTC).date().isoformat()
    for one in checked:
        pairs = pairs_in_file(one.reports, one.rows)
        made = correction_workbooks(one.submissions, one.shown_rows, one.columns, one.findings, pairs, one.questions, today)
        for name, content in made.items():
            path = _free_path(folder / Path(name).name, written)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                write_whole(path, content)
            except OSError as fault:
                raise ProductError(f"{path} cannot be written ({fault.strerror}).") from None
            written.append(path)
    return written


def _free_path(path: Path, taken: list[Path]) -> Path:
    number = 1
    free = path
    while free in taken:  # an older workbook of the same file is replaced, one of this check is not
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _country_of_folder(path: Path) -> str | None:
    return next((part for part in reversed(path.resolve().parent.parts) if part in countries()), None)


def _country_of_cover(applied: FormApplied) -> str | None:
    covers = applied.rows[applied.rows["sheet_code"] == "cover"]
    texts = {cell.text for answers in covers["answers"] for question, cell in answers if question == "country_name"}
    return next((code for code, country in countries().items() if any(country.is_called(text) for text in texts)), None)


def receive_file(path: Path, country_code: str) -> pd.DataFrame:
    """Receive a copy of the file, laid where a delivery would lie; so the guard and the readers are those of a refresh."""
    round_name = path.resolve().parent.name if _country_of_folder(path) else str(datetime.now(UTC).year)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / country_code / round_name
        place.mkdir(parents=True)
        try:
            shutil.copyfile(path, place / path.name)
        except OSError as fault:
            raise ProductError(f"{path} cannot be read ({fault.strerror}).") from None
        return receive(Path(folder), country_code)


def _check(path: Path, received: pd.DataFrame) -> Checked:
    corrections = take_corrections(received)
    applied = settle(apply_form(corrections.raw), corrections)
    answers = parse_answers(applied.rows, applied.columns)
    reported = report(answers.sheets, applied.rows, applied.columns)
    locations = assemble.join_records("locations", answers.sheets["locations"], *reported)
    located = locate(locations, reported.records, applied.rows, applied.columns, decisions())
    actors = resolve_actors(answers.sheets["actors"], reported.records, applied.rows, applied.columns)
    found = identify(answers.sheets, applied.rows, applied.columns, {})
    initiatives = assemble.assemble("initiatives", answers.sheets["initiatives"], found.records, found.references)
    roles = assemble.assemble_initiative_actors(answers.sheets["initiative_actors"], initiatives, found.records, found.references)
    themselves = pd.DataFrame(dict.fromkeys(("reported_id", "initiative_id"), initiatives["initiative_id"]))
    gathered = gather(located.places, reported.records, found.records, themselves)
    checks = check_answers(answers.sheets, applied.rows, applied.columns, found.records, found.references)
    lineage = account.lineage(found.records, gathered.mentions, roles)
    responses = account.responses(applied.rows, answers.sheets["cover"], lineage)
    identity = _only_own_references(found, answers, applied)
    waiting = waiting_answers(received, applied.rows, decided_pairs(), decisions(), lambda _: path.name)
    reviewed = _practices_judged(found, answers, applied, initiatives)
    stages = pd.concat([applied.findings, answers.findings, identity, located.findings, checks, waiting, reviewed], ignore_index=True)
    told = accept_findings(_without(stages, "correction-unknown"), applied.rows, corrections.reasons, accepted_findings(), received)
    findings = account.findings(applied.columns, _without(told, "acceptance-stale"))
    return Checked(
        path,
        account.submissions(received, responses, answers.sheets["cover"]),
        with_keys(findings, applied.rows),
        masked(corrections.raw, applied.rows, applied.columns),
        applied.columns,
        applied.rows,
        Reports(answers.sheets, *reported, actors.identities, located.places),
        place_questions(located.places, applied.rows, findings, decisions().gazetteer),
    )


def _practices_judged(found: Identified, answers: Answers, applied: FormApplied, initiatives: pd.DataFrame) -> pd.DataFrame:
    """Return the findings on the practices of the file; where it has no lessons at all, they are looked for in other files."""
    cover, told = answers.sheets["cover"], (found.records, found.references)
    practices = assemble.assemble_practices(answers.sheets["practices"], *told)
    lessons = assemble.assemble("lessons", answers.sheets["lessons"], *told)
    reviews = practice_reviews(answers.sheets["practices"], found.records, applied.rows, cover)
    scores = practice_scores(practices, lessons, reviews, initiatives, consents_of_practices(found.records, applied.rows, cover))
    told = practice_findings(scores, reviews, practices, applied.rows, applied.columns)
    return _without(told, NO_LESSONS) if lessons.empty else told


def _without(findings: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return the findings without a cause that only shows among all files of a country."""
    return findings[findings["finding_code"] != code]


def _only_own_references(found: Identified, answers: Answers, applied: FormApplied) -> pd.DataFrame:
    """Return the findings on references, with those as notes that point to a sheet on which this file has nothing."""
    empty = {code for code, frame in answers.sheets.items() if frame.empty}
    sheet_codes = dict(zip(applied.columns["sheet_name"], applied.columns["sheet_code"], strict=True))
    kept, notes = [], []
    for place, row in found.findings.iterrows():
        asked = _sheets_asked(sheet_codes[row["sheet_name"]], row["question_code"]) if row["finding_code"] == NOT_KNOWN else set()
        if asked and asked <= empty:
            spot = Spot(*(row[name] for name in ("submission_id", "country_code", "file_name", "language_code")))
            where = {name: row[name] for name in ("sheet_name", "cell_name", "question_code")}
            notes.append(finding("reference-elsewhere", replace(spot, **where), value=row["value_text"]))
        else:
            kept.append(place)
    return pd.concat([found.findings.loc[kept], numbered(notes, table("clean_identity_findings"))], ignore_index=True)


def _sheets_asked(sheet_code: str, question_code: str) -> set[str]:
    """Return the sheets of the form that a question may refer to; the subject of a practice is an initiative, an activity or its plan."""
    refers_to = form()[sheet_code].question(question_code).refers_to
    return {refers_to} if refers_to else {"initiatives", "workplan_activities"}
