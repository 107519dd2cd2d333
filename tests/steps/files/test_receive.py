"""Receiving: every file in a country's folder is read, or refused with the reason; none is overlooked."""

import os

from steps.files.receive import receive, stray_files
from tests.deliveries import COVER, shown, tables_of, write_workbook


def test_every_file_is_told_of_whatever_it_is_and_wherever_it_lies(tmp_path):
    raw = tmp_path / "raw"
    write_workbook(raw / "NPL" / "2015" / "good.xlsx", COVER.format(country="Nepal"))
    write_workbook(raw / "NPL" / "2015" / "district" / "deep.xlsx", COVER.format(country="Népal"))
    write_workbook(raw / "NPL" / "misplaced.xlsx", COVER.format(country="Nepal") + "\n## Actors\n| Name | Acronym |\n")
    (raw / "NPL" / "2015" / "empty.xlsx").touch()
    (raw / "NPL" / "2015" / "gone.xlsx").symlink_to(raw / "nowhere")
    os.mkfifo(raw / "NPL" / "2015" / "pipe.xlsx")
    (raw / "NPL" / "2015" / "~$good.xlsx").write_bytes(b"lock")
    (raw / "NPL" / "2015" / "Thumbs.db").write_bytes(b"of the file manager")
    write_workbook(raw / "GTM" / "2015" / "stray.xlsx", COVER.format(country="Guatemala"))
    rows = receive(raw, "NPL").drop_duplicates("submission_id")
    assert shown(rows, "file_name", "finding_code") == [
        ("NPL/2015/district/deep.xlsx", None),
        ("NPL/2015/empty.xlsx", "file-empty"),
        ("NPL/2015/gone.xlsx", "file-link"),
        ("NPL/2015/good.xlsx", None),
        ("NPL/2015/pipe.xlsx", "file-unreadable"),
        ("NPL/2015/~$good.xlsx", "file-lock"),
        ("NPL/misplaced.xlsx", "file-misplaced"),
    ]
    assert stray_files(raw) == ["GTM/2015/stray.xlsx"]
    findings = tables_of(tmp_path, {}, "core_findings")["core_findings"].query("finding_code == 'file-misplaced'")
    assert shown(findings, "suggestion_text") == [("Move it into a folder of its round, such as NPL/2015.",)]


def test_what_was_noticed_about_a_file_stands_on_its_first_row(tmp_path):
    folder = tmp_path / "raw" / "SLV" / "2015"
    folder.mkdir(parents=True)
    (folder / "initiatives.csv").write_bytes("Título;Año\nNiñez;2015\n".encode("cp1252"))
    rows = receive(tmp_path / "raw", "SLV")
    assert shown(rows, "sheet_name", "row_number", "notes") == [
        ("initiatives", 1, (("file-encoding-guessed", "Windows-1252"),)),
        ("initiatives", 2, None),
    ]


def test_files_that_hold_nothing_are_empty_not_copies(tmp_path):
    folder = tmp_path / "raw" / "SLV" / "2015"
    folder.mkdir(parents=True)
    (folder / "a.xlsx").touch()
    (folder / "b.xlsx").touch()
    assert list(receive(tmp_path / "raw", "SLV")["finding_code"]) == ["file-empty", "file-empty"]
