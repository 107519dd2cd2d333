"""jmdi form: what it writes, under which name, and what it refuses in one sentence."""

import pytest
from click.testing import CliRunner

from pipelines.command_line import main


@pytest.fixture
def asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["form", *words])


def test_the_form_is_named_after_its_country_and_language(asked, tmp_path):
    assert [asked(*words).output.strip() for words in (["mar"], ["SLV", "--language", "EN"], ["npl", "--xlsform"])] == [
        "jmdi-form-mar-fr.xlsx", "jmdi-form-slv-en.xlsx", "jmdi-xlsform-npl-en.xlsx",
    ]  # fmt: skip
    assert _names(tmp_path) == ["jmdi-form-mar-fr.xlsx", "jmdi-form-slv-en.xlsx", "jmdi-xlsform-npl-en.xlsx"]


def test_out_may_be_a_file_or_a_folder(asked, tmp_path):
    (tmp_path / "to send").mkdir()
    assert asked("CRI", "--out", "to send").exit_code == 0
    assert asked("CRI", "--out", "to send/other.xlsx").exit_code == 0
    assert _names(tmp_path / "to send") == ["jmdi-form-cri-es.xlsx", "other.xlsx"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["XXX"], "'XXX' is no country of the programme; it is one of CRI, ECU, SLV, MAR, NPL, PHL, SEN, TUN."),
        (["MAR", "--language", "zz"], "The form is not written in 'zz'; it is in en, es, fr"),
        (["MAR", "--out", "filled.xlsx"], "filled.xlsx is there already and stays as it is; give another name with --out."),
        (["MAR", "--out", "nowhere/a.xlsx"], "nowhere/a.xlsx cannot be written (No such file or directory)"),
        (["MAR", "--out", "form.pdf"], "give --out a name that ends in .xlsx."),
    ],
)
def test_what_cannot_be_handed_out_is_said_in_one_sentence(asked, tmp_path, words, sentence):
    (tmp_path / "filled.xlsx").write_text("answers of a month")
    done = asked(*words)
    assert done.exit_code == 1
    assert sentence in done.output and "Traceback" not in done.output
    assert (tmp_path / "filled.xlsx").read_text() == "answers of a month"
    assert _names(tmp_path) == ["filled.xlsx"]


def _names(folder):
    return sorted(path.name for path in folder.iterdir())
