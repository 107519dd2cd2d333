"""`jmdi check`: one workbook judged by itself, without a warehouse."""

import json
from pathlib import Path

import openpyxl

from tests.commands import run_here
from tests.deliveries import COVER, write_workbook

GOOD = COVER.format(country="Tunisia") + "\n## Initiatives\n| Own reference | Title |\n| R1 | Oasis |\n"
BAD = GOOD.replace("Title |", "Title | Status |").replace("Oasis |", "Oasis | perhaps |")


def test_exit_codes_tell_clean_must_fix_and_refused_apart(tmp_path):
    good, bad = write_workbook(tmp_path / "good.xlsx", GOOD), write_workbook(tmp_path / "bad.xlsx", BAD)
    page = tmp_path / "page.xlsx"
    page.write_text("<html>no workbook</html>")
    for files, code in (((good,), 0), ((good, bad), 2), ((bad, page), 1)):
        done = run_here("check", *map(str, files), "--country", "tun", folder=tmp_path)
        assert done.returncode == code, done.stdout + done.stderr
    assert "Refused" in done.stdout and "1 must be fixed" in done.stdout
    assert not (tmp_path / "warehouse").exists() and not (tmp_path / "state").exists()


def test_json_is_an_array_with_the_same_keys_in_every_finding(tmp_path):
    done = run_here("check", str(write_workbook(tmp_path / "bad.xlsx", BAD)), "--json", folder=tmp_path)
    findings = json.loads(done.stdout)
    assert done.returncode == 2
    assert len({tuple(one) for one in findings}) == 1
    told = next(one for one in findings if one["finding_code"] == "code-unknown")
    assert (told["file_name"], told["sheet_name"], told["cell_name"]) == (str(tmp_path / "bad.xlsx"), "Initiatives", "C2")
    assert (told["severity_code"], told["value_text"], told["language_code"]) == ("must_fix", "perhaps", "en")


def test_the_country_is_the_folder_s_or_the_cover_s_or_asked_for(tmp_path):
    nameless = GOOD.replace("Tunisia", "Atlantis")
    in_folder = run_here("check", str(write_workbook(tmp_path / "TUN" / "2015" / "a.xlsx", nameless)), "--json", folder=tmp_path)
    assert "country-conflict" in in_folder.stdout  # of Tunisia, which the cover denies
    done = run_here("check", str(write_workbook(tmp_path / "a.xlsx", nameless)), folder=tmp_path)
    assert done.returncode == 1
    assert "neither its folder nor its cover names a country of the programme; add --country ISO3." in done.stderr
    assert "is no country of the programme" in run_here("check", str(tmp_path / "a.xlsx"), "--country", "FRA", folder=tmp_path).stderr


def test_a_reference_must_be_known_only_as_far_as_the_file_itself_holds_what_it_refers_to(tmp_path):
    log = "\n## Scaling log\n| Initiative | Stage |\n| R9 | PIL |\n"
    alone = write_workbook(tmp_path / "alone.xlsx", COVER.format(country="Tunisia") + log)
    done = run_here("check", str(alone), "--json", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert [(one["cell_name"], one["value_text"]) for one in json.loads(done.stdout) if one["finding_code"] == "reference-elsewhere"] == [
        ("A2", "R9")
    ]
    whole = write_workbook(tmp_path / "whole.xlsx", GOOD + log)
    assert run_here("check", str(whole), "--json", folder=tmp_path).returncode == 2


def test_out_writes_a_workbook_a_file_also_for_files_of_one_name(tmp_path):
    files = [write_workbook(tmp_path / folder / "TUN" / "2015" / "a.xlsx", BAD) for folder in ("one", "two")]
    done = run_here("check", *map(str, files), "--out", str(tmp_path / "out"), folder=tmp_path)
    assert done.returncode == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["2015-a-2.xlsx", "2015-a.xlsx"]
    assert openpyxl.load_workbook(tmp_path / "out" / "2015-a.xlsx").sheetnames[0] == "Problems"


def test_no_personal_datum_is_printed(tmp_path):
    text = GOOD.replace("Title |", "Title | Notes | Contact for the initiative | Home |").replace(
        "Oasis |", "Oasis | canary@example.org | Canary | Canary |"
    )
    path: Path = write_workbook(tmp_path / "a.xlsx", text)
    for arguments in ((), ("--json",)):
        done = run_here("check", str(path), *arguments, folder=tmp_path)
        assert "anary" not in (done.stdout + done.stderr)
