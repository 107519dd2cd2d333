"""F16: texts in other forms of the same letters have equal keys, and commands print under any locale and into closed pipes."""

import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import command, environment
from tests.deliveries import COVER, shown, tables_of
from tests.faults.invariants import assert_told
from warehouse.builds import Warehouse

pytestmark = pytest.mark.prove
CELLS = "| N1 | Café solidario de La Unión | Ongoing | 2014-02-01 | 12500 | USD |"
PLACE = "| N1 | La Unión | Conchagua |"
COVERED = COVER.format(country="El Salvador")
SHEETS = "\n## Initiatives\n| Own reference | Title | Status | Start date | Total budget | Currency |\n{}\n\n## Locations\n{}\n{}\n"
HEADS = "| Initiative | First-level unit | Second-level unit |"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FORMS: dict[str, Callable[[str], str]] = {
    "accents apart (NFD)": lambda text: unicodedata.normalize("NFD", text),
    "spaces that do not break": lambda text: text.replace(" ", "\u00a0"),
    "characters of no width": lambda text: "\u200b".join(text),
    "a byte order mark": lambda text: f"\ufeff{text}",
    "arabic digits": lambda text: text if text == "N1" else text.translate(ARABIC),
}


def told(folder: Path, book: str) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    made = tables_of(folder, {"SLV/2015/a.xlsx": book}, "core_initiatives", "core_initiative_places")
    facts = ("initiative_id", "title_text", "status_code", "start_date", "budget_amount", "currency_code")
    return shown(made["core_initiatives"], *facts), shown(made["core_initiative_places"], "place_id", "status_code")


def workbook(change: Callable[[str], str]) -> str:
    """Return the workbook with its cells changed."""
    changed = (f"|{'|'.join(f' {change(cell.strip())} ' for cell in row.strip('|').split('|'))}|" for row in (CELLS, PLACE))
    cells, place = changed
    return COVERED + SHEETS.format(cells, HEADS, place)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    made = told(tmp_path_factory.mktemp("plain"), workbook(str))
    assert made[0][0][1:] == ("Café solidario de La Unión", "2", "2014-02-01", 12500.0, "USD")
    assert made[1][0][1] == "matched"
    return made


@pytest.mark.parametrize("form", FORMS)
def test_other_forms_of_the_same_letters_are_the_same(tmp_path, plain, form, proved):
    assert told(tmp_path, workbook(FORMS[form])) == plain
    proved.add("F16", "validate", 1, "I2 I3", told=f"{form.capitalize()}.")


LOCALES = (
    {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LANG": ""},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"},
)  # fmt: skip
MANY = "SELECT * FROM core_places"
QUESTION = "SELECT 'São João, نور, नेपाल' AS name, initiative_id FROM core_initiatives"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, publisher):
    folder = tmp_path_factory.mktemp("printing")
    publisher.publish(Warehouse(folder / "warehouse"))
    return folder


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("asked", [("query", QUESTION), ("query", QUESTION, "--format", "csv"), ("gazetteer",)])
def test_commands_print_under_any_locale(desk, locale, asked, proved):
    env = {name: value for name, value in environment(desk).items() if name not in ("LANG", "LC_ALL", "LC_CTYPE")} | locale
    done = subprocess.run(command(*asked), env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert_told((done.stdout + done.stderr).decode("utf-8", "replace"))
    proved.add("F16", "hand over", 1, "I4")


@pytest.mark.parametrize("asked", [("query", MANY), ("query", MANY, "--format", "csv"), ("--help",)])
def test_a_pipe_that_is_closed_ends_a_command_quietly(desk, asked, proved):
    done = subprocess.run(
        ["bash", "-c", '"$@" | head -3', "-", *command(*asked)], env=environment(desk), capture_output=True, text=True, check=False
    )
    assert done.stdout.strip()
    assert done.stderr == ""
    proved.add("F16", "hand over", 1, "I4", told="Closed pipes end quietly.")
