"""`jmdi forget`: erases the personal data of a delivery, or of one person in it, from deliveries, builds, database, workbooks and state."""

import csv
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from pipelines.chosen_warehouse import chosen_warehouse
from pipelines.kept_results import FOLDER, sweep_results
from pipelines.printing import counted
from pipelines.scale_out.run_folder import runs_going_on, sweep_intermediates
from pipelines.settings import settings
from pipelines.take_answers import who
from publications.redacted_workbook import redacted_workbook
from schemas.countries import countries
from schemas.erasures import COLUMNS, FILE, Erasure, erasures, given_up
from schemas.errors import ProductError
from schemas.failpoints import failpoint
from schemas.reference_files import reference_folder
from steps.files.limits import Refusal
from steps.files.read_workbook import read_content
from steps.files.receive import UNFINISHED, file_told_as, receive, told_stem
from steps.form.contacts import REASONS, TELLS, contact_id
from steps.handing_on.personal_words import pattern_of, personal_words
from steps.handing_on.redact import Laid, Redacted, lay, redact
from steps.personal_texts import is_personal
from steps.text import clean_text
from warehouse.audit import ERASED, ERASURE_BEGUN, account, read_audit, record
from warehouse.builds import Warehouse
from warehouse.erase import STORE, Row, Target, erase_from_store, files_holding, files_to_take_away, kept_rows, take_away
from warehouse.postgresql.database import Database
from warehouse.postgresql.schemas import CURRENT, CURRENT_CONTACTS

EVERYWHERE, ONLY_HERE = "everywhere", "only_here"
OF_A_CELL = ["reason_code", "question_code", "value_text", "sheet_name", "cell_name"]
OUT_OF_REACH = (
    "Out of reach of this command: backups, the write-ahead log of a database, copies of files elsewhere, mail boxes, what an earlier "
    "version of a file system keeps. Erase there too."
)


class CannotForget(ProductError):
    """There is nothing of that name to erase, or nothing may be written."""


@dataclass
class Forgotten:
    """What came of it: sentences on what was erased, and on what people must do by hand."""

    is_dry_run: bool
    done: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    row_count: int = 0


@dataclass(frozen=True)
class _Order:
    """What is asked: the delivery, the person in it if only one is meant, by whom and why."""

    submission_id: str
    contact_id: str
    by: str
    reason: str
    is_everywhere: bool

    @property
    def country_code(self) -> str:
        return self.submission_id.partition("-")[0]


def forget(name: str, by: str | None, reason: str, *, reach: str = "", is_dry_run: bool = False) -> Forgotten:
    """Erase the personal data of a delivery (`submission_id`) or of one person (`contact_id`). Raises ProductError.

    Where other deliveries of the country hold the same data, `reach` must say whether these are meant too (EVERYWHERE, ONLY_HERE): once the
    words are erased here, nobody can look for them there. It may be run again, also after it was cut short.
    """
    warehouse = chosen_warehouse()
    with warehouse.writing():
        order = _order(warehouse, name, who(by) or account(), _plain(reason), is_everywhere=reach == EVERYWHERE)
        laid = lay(receive(settings().raw_folder, order.country_code, is_erasing=True))
        own = pd.DataFrame(_own_rows(warehouse, laid, order), columns=OF_A_CELL)
        words = personal_words(own)
        cells = frozenset(zip(own["sheet_name"], own["cell_name"], strict=True))
        target = Target(order.submission_id, order.country_code, order.contact_id, cells, pattern_of(words), order.is_everywhere)
        told = Forgotten(is_dry_run)
        _tell_others(laid, target, told, reach)
        _tell_earlier(warehouse, name, words, told)
        if not is_dry_run:  # before anything is erased, so that one that is cut short is not forgotten too
            record(warehouse.folder, ERASURE_BEGUN, "", {"id": name})
        failpoint("forget.begun")
        _redact_deliveries(laid, order, target, told)
        failpoint("forget.deliveries_redacted")
        left_alone = _clear_database(warehouse.database, target, told)
        failpoint("forget.database_cleared")
        _clear_builds(warehouse, target, words, told)
        failpoint("forget.builds_cleared")
        _search(warehouse, words, told)
        _search_database(warehouse.database, words, left_alone, told)
        failpoint("forget.searched")
        if not is_dry_run:
            about = {"id": name, "files": told.files, "row_count": told.row_count, "is_complete": not told.open}
            record(warehouse.folder, ERASED, "", about)
    return told


# ── what is meant ──


def _plain(reason: str) -> str:
    """Return the reason as it may be written down. Raises CannotForget."""
    if is_personal(reason):
        raise CannotForget("--reason takes no address and no telephone number: it is written down.")
    return clean_text(reason)


def _order(warehouse: Warehouse, name: str, by: str, reason: str, *, is_everywhere: bool) -> _Order:
    """Return what is asked. Raises CannotForget, with the nearest id, when no delivery or person is called so."""
    persons = {str(row["contact_id"]): str(row["submission_id"]) for kept in _kept(warehouse) for row in kept.get("contacts", [])}
    if name in persons:
        return _Order(persons[name], name, by, reason, is_everywhere)
    known = {*persons.values(), *(one.submission_id for one in erasures().values()), *_stored(warehouse)}
    if name not in known and name not in (received := _received(name)):
        near = get_close_matches(name, [*known, *received, *persons], n=1)
        meant = f" Did you mean {near[0]}?" if near else " core_submissions lists the deliveries, the restricted store the persons."
        raise CannotForget(f"No delivery and no person is called {name}.{meant}")
    return _Order(name, "", by, reason, is_everywhere)


def _received(name: str) -> list[str]:
    """Return the deliveries of the country that an id begins with."""
    country = name.partition("-")[0]
    received = receive(settings().raw_folder, country, is_erasing=True) if country in countries() else None
    return [] if received is None else received["submission_id"].unique().tolist()


def _kept(warehouse: Warehouse) -> Iterator[dict[str, list[Row]]]:
    """Yield what each kept build holds apart, by table: in its restricted store, and in the database."""
    yield from map(kept_rows, warehouse.builds())
    if warehouse.database:
        yield from (rows for _, rows in warehouse.database.kept_contacts())


def _stored(warehouse: Warehouse) -> Iterator[str]:
    return (str(row["submission_id"]) for kept in _kept(warehouse) for rows in kept.values() for row in rows)


def _own_rows(warehouse: Warehouse, laid: Laid, order: _Order) -> Iterator[dict[str, Any]]:
    """Yield what is kept apart of the delivery or the person, from the delivery itself and from every build that still has it."""
    stored = (row for kept in _kept(warehouse) for row in kept.get("withheld_values", []))
    for row in (*laid.applied.withheld.to_dict("records"), *stored):
        if row["submission_id"] == order.submission_id and (not order.contact_id or _is_of(row, order.contact_id)):
            yield {str(name): value for name, value in row.items()}


def _is_of(row: Mapping[Any, Any], person: str) -> bool:
    """Whether a cell that is kept apart names the person: its place alone says so."""
    is_asked = row["reason_code"] in REASONS and row["question_code"] in TELLS
    return is_asked and contact_id(str(row.get("response_id")), TELLS[row["question_code"]][0]) == person


# ── deliveries ──


def _redact_deliveries(laid: Laid, order: _Order, target: Target, told: Forgotten) -> None:
    cells = target.cells if order.contact_id else None
    files = laid.raw.drop_duplicates("submission_id").set_index("submission_id")
    if order.submission_id in files.index:
        _redact_file(laid, order, files.loc[order.submission_id], redact_with=(target, cells), told=told)
    for other in _others(laid, target) if order.is_everywhere else []:
        _redact_file(laid, order, files.loc[other], redact_with=(target, frozenset()), told=told)


def _tell_others(laid: Laid, target: Target, told: Forgotten, reach: str) -> None:
    """Say which other deliveries hold the same data. Raises CannotForget when nobody decided about them."""
    files = laid.raw.drop_duplicates("submission_id").set_index("submission_id")["file_name"]
    others = [f"{files[other]} ({other})" for other in _others(laid, target)]
    if others and not reach and not told.is_dry_run:
        raise CannotForget(
            f"The same personal data stand in {', '.join(others)} too. Nothing was erased: add --everywhere to erase them there as well, "
            "or --only-here."
        )
    if reach != EVERYWHERE:
        told.open += [f"{other} holds the same personal data; --everywhere erases them there too." for other in others]


def _tell_earlier(warehouse: Warehouse, name: str, words: frozenset[str], told: Forgotten) -> None:
    """Say when an earlier erasure left something to do by hand, or may have, that cannot be looked for any more."""
    actions = (ERASURE_BEGUN, ERASED)
    earlier = [one for one in read_audit(warehouse.folder).entries if one.action in actions and one.about.get("id") == name]
    if earlier and not words and not earlier[-1].about.get("is_complete"):
        is_cut_short = earlier[-1].action == ERASURE_BEGUN
        left = "an erasure was cut short before its last search" if is_cut_short else "something was left to do by hand"
        way_on = "look through files that people made" if is_cut_short else "see that it was done"
        told.open.append(f"On {earlier[-1].at[:10]} {left}. It cannot be looked for again, since the words are gone: {way_on}.")


def _others(laid: Laid, target: Target) -> list[str]:
    """Return the other deliveries of the country in which the words stand."""
    rows = zip(laid.raw["submission_id"], laid.raw["cells"], strict=True)
    others = [(file, cells) for file, cells in rows if file != target.submission_id and isinstance(cells, tuple)]
    words = target.words
    return list(dict.fromkeys(file for file, cells in others if words and any(words.search(cell.text) for cell in cells)))


def _redact_file(
    laid: Laid, order: _Order, about: pd.Series, *, redact_with: tuple[Target, frozenset[tuple[str, str]] | None], told: Forgotten
) -> None:
    """Put a redacted copy in the place of a delivery, or say why that cannot be done."""
    file, submission = str(about["file_name"]), str(about.name)
    path = file_told_as(settings().raw_folder, file)
    if pd.notna(about["finding_code"]):
        told.open.append(f"{file} was refused, so nobody knows its cells; delete the file by hand, or redact it, and refresh.")
        return
    target, cells = redact_with
    redacted = redact(laid, submission, target.words, cells)
    content = redacted_workbook(redacted.rows) if redacted else None
    if redacted is None or content is None or not _is_faithful(path.with_suffix(".xlsx").name, content, redacted):
        told.open.append(f"{file} cannot be redacted so that it is read as before; erase the cells by hand in a copy, or delete the file.")
        return
    goal = _goal(path, target, is_whole=cells is None)
    is_renamed = goal.stem != path.stem
    if not redacted.places and not is_renamed:
        return
    told.done.append(f"{file}: {counted(len(redacted.places), 'cell')}{' and its name' if is_renamed else ''} erased.")
    if not told.is_dry_run:
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        _replace(path, goal, content, Erasure("", str(about["file_hash"]), submission, today, order.by, order.reason), told)


def _is_faithful(name: str, content: bytes, redacted: Redacted) -> bool:
    """Whether a redacted workbook holds every cell where and as it is meant to."""
    read = read_content(name, content)
    if isinstance(read, Refusal):
        return False
    found = [
        (sheet.name, sheet.is_hidden, row.row_number, row.cells, row.is_hidden, row.spans) for sheet in read.sheets for row in sheet.rows
    ]
    names = ["sheet_name", "is_hidden_sheet", "row_number", "cells", "is_hidden_row", "spans"]
    return found == [tuple(row) for row in redacted.rows[names].itertuples(index=False, name=None)]


def _goal(path: Path, target: Target, *, is_whole: bool) -> Path:
    """Return where the redacted copy of a file goes: a name that is personal itself is erased too."""
    is_personal_name = is_whole or (target.words is not None and target.words.search(path.name) is not None)
    return path.with_name(f"{told_stem(path) if is_personal_name else path.stem}.xlsx")


def _replace(path: Path, goal: Path, content: bytes, erasure: Erasure, told: Forgotten) -> None:
    """Note the erasure, then put the redacted copy in the file's place: a crash between the two leaves what can be taken up again."""
    if goal != path and goal.exists() and goal.read_bytes() != content:
        told.open.append(f"{path.name} cannot become {goal.name}, which is another file; rename that one, then forget again.")
        return
    beside = path.with_name(f"{UNFINISHED}{goal.name}")
    try:
        _write_safely(beside, content)
        failpoint("forget.copy_written")
        _note(Erasure(**asdict(erasure) | {"erased_hash": hashlib.sha256(content).hexdigest()}))
        failpoint("forget.noted")
        os.replace(beside, goal)
        failpoint("forget.replaced")
        if goal != path:
            path.unlink()
    except OSError as fault:
        beside.unlink(missing_ok=True)
        told.done.pop()
        told.open.append(f"{path} cannot be replaced ({os.strerror(fault.errno or 0)}); make it writable, then forget again.")
        return
    told.files[goal.name] = hashlib.sha256(content).hexdigest()


def _write_safely(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _note(erasure: Erasure) -> None:
    """Add an erasure to the decisions; one that is there already stays. Raises OSError."""
    if erasure.erased_hash in erasures():
        return
    path = reference_folder() / FILE
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in (*erasures().values(), erasure))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    erasures.cache_clear()
    given_up.cache_clear()


# ── builds, and everything else ──


def _clear_builds(warehouse: Warehouse, target: Target, words: frozenset[str], told: Forgotten) -> None:
    """Erase from every kept build, the current one last: while it has the words, an erasure that was cut short can be taken up."""
    current = warehouse.current.name if (warehouse.folder / "current").exists() else ""
    for build in sorted(warehouse.builds(), key=lambda build: build.name == current):
        remade = files_to_take_away(build, words)
        count = _taken(kept_rows(build), target)
        if remade:
            told.done.append(f"{build.name}: {counted(len(remade), 'file')} taken away, which the next refresh makes again.")
        if count:
            told.done.append(f"{build.name}: {counted(count, 'row')} erased from {STORE}.")
        told.row_count += count
        if not told.is_dry_run:
            take_away(build, remade)
            erase_from_store(build, target)


def _taken(kept: Mapping[str, list[Row]], target: Target) -> int:
    return sum(target.takes(row) for rows in kept.values() for row in rows)


def _clear_database(database: Database | None, target: Target, told: Forgotten) -> set[str]:
    """Erase from the contacts of every build that the database keeps; return the schemas that could not be changed now, which is told."""
    counts = {schema: _taken(kept, target) for schema, kept in database.kept_contacts()} if database else {}
    left_alone = set()
    for schema, count in counts.items():
        if database and count:
            try:
                if not told.is_dry_run:
                    database.erase(schema, target)
            except ProductError as fault:
                left_alone.add(schema)
                told.open.append(str(fault))
                continue
            told.done.append(f"{database.name}: {counted(count, 'row')} erased from {schema}.")
            told.row_count += count
    return left_alone


def _search(warehouse: Warehouse, words: frozenset[str], told: Forgotten) -> None:
    """Look for the words in every file within reach, and say where they are still. What refreshes keep for the next goes whole."""
    if told.is_dry_run:
        return
    _forget_results(told)
    for folder in (warehouse.folder, settings().state_folder, settings().raw_folder, reference_folder() / "decisions"):
        for path in files_holding(folder, words):
            told.open.append(f"{path} still holds some of it; {_by_hand(path, warehouse)}")
    _search_intermediates(told)


def _forget_results(told: Forgotten) -> None:
    sweep_results(settings().state_folder, older_than=0)
    place = settings().state_folder / FOLDER
    if os.path.lexists(place):
        told.open.append(f"{place}, what refreshes keep for the next, may hold some of it and cannot be deleted; delete it by hand.")


def _search_intermediates(told: Forgotten) -> None:
    """Take away what killed refreshes left between their steps, and tell of those that go on: their tables are packed, no word is found."""
    folder = settings().intermediates
    with suppress(OSError):
        sweep_intermediates(folder)
    if runs_going_on(folder):
        told.open.append(f"A refresh goes on, whose tables in {folder} may hold it; they go when it ends, and its build will not be shown.")


def _search_database(database: Database | None, words: frozenset[str], left_alone: set[str], told: Forgotten) -> None:
    """Look for the words in every table of the database but in schemas that were told already, and say where they are still."""
    if database is None or told.is_dry_run:
        return
    try:
        held = database.tables_holding(words)
    except ProductError as fault:
        told.open.append(f"Whether tables of the database hold it nobody could look: {fault}")
        return
    for schema, table in held:
        if schema not in left_alone:
            told.open.append(f"{database.name}: {schema}.{table} still holds some of it; {_by_hand_there(schema)}")


def _by_hand_there(schema: str) -> str:
    if schema.startswith(CURRENT_CONTACTS):
        return "another delivery has it: erase it there too."
    if schema == CURRENT or schema.startswith(f"{CURRENT}_"):
        return "an answer in a delivery repeats it: correct that, refresh, and drop the schema that this build has then."
    return "delete it there by hand."


def _by_hand(path: Path, warehouse: Warehouse) -> str:
    if path.is_relative_to(settings().raw_folder):
        return "erase it in the file by hand, or delete the file, then refresh."
    if path.name == Path(STORE).name:
        return "another delivery has it: erase it there too."
    if path.is_relative_to(warehouse.folder / "builds"):
        return "an answer in a delivery repeats it: correct that, refresh, and delete this build."
    return "delete the file, or the part of it, by hand."
