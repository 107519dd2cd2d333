"""jmdi geocode, as a person types it: any table in, the same table out with a place for each row or the reason."""

import csv

import pytest

from pipelines.geocode_file import CannotGeocode, geocode_file
from steps.places.geocode_table import ADDED
from tests.commands import run_here

TABLE = """
id;Country;admin1;admin2;place;note
1;Costa Rica;Heredia;;San Isidro;kept
2;Maroc;;;Nador, Oriental;
3;PH;;;Naga City;
4;;;;Atlantis;
5;Nepal;;;;
6;Ecuador;;;en línea;
7;Freedonia;;;Quito;
8;;;;Tambacounda;
"""


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(TABLE.strip(), encoding="utf-8")
    return path


def test_each_row_keeps_what_it_says_and_gets_its_place_or_the_reason(table, tmp_path):
    counts = geocode_file(table, tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert [(row["id"], row["place_name"], row["level"], row["status"]) for row in rows] == [
        ("1", "San Isidro", "admin2", "matched"),
        ("2", "Nador", "admin2", "matched"),
        ("3", "", "", "ambiguous"),
        ("4", "", "", "none"),
        ("5", "Nepal", "country", "national"),
        ("6", "", "", "none"),
        ("7", "", "", "none"),
        ("8", "Tambacounda", "admin1", "matched"),
    ]
    assert counts == {"matched": 3, "none": 3, "ambiguous": 1, "national": 1}
    assert all(bool(row["latitude"]) == (row["status"] == "matched") for row in rows)
    assert [row["note"] for row in rows][:2] == ["kept", ""]
    assert tuple(rows[0])[-len(ADDED) :] == ADDED
    assert "Naga (Camarines Sur" in rows[2]["candidates"]


def test_the_order_of_the_rows_does_not_matter(table, tmp_path):
    geocode_file(table, tmp_path / "out.csv")
    head, *lines = TABLE.strip().splitlines()
    table.write_text("\n".join([head, *reversed(lines)]), encoding="utf-8")
    geocode_file(table, tmp_path / "reversed.csv")
    assert rows_of(tmp_path / "reversed.csv") == rows_of(tmp_path / "out.csv")[::-1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a;b\n1;2", "has none of the columns country"),
        ("place,Place\na,b", "more than one column for place"),
        ("", "no table in plain text"),
        ('place\n"' + "x" * 10, None),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_a_plain_sentence(tmp_path, content, reason):
    path = tmp_path / "in.csv"
    path.write_text(content, encoding="utf-8")
    if reason is None:
        with pytest.raises(CannotGeocode):
            geocode_file(path, tmp_path / "out.csv")
        return
    with pytest.raises(CannotGeocode, match=reason):
        geocode_file(path, tmp_path / "out.csv")


def test_columns_of_the_table_itself_stay_and_longer_rows_shift_nothing(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("country,place,status,Latitude\nMaroc,Oujda,done,34.68,\nMaroc,Sfax,open,,\n", encoding="utf-8")
    geocode_file(path, tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert [(row["country"], row["place"], row["given_status"], row["Latitude"], row["status"]) for row in rows] == [
        ("Maroc", "Oujda", "done", "34.68", "matched"),
        ("Maroc", "Sfax", "open", "", "none"),
    ]
    geocode_file(tmp_path / "out.csv", tmp_path / "again.csv")  # an answer is a table too
    assert [row["status"] for row in rows_of(tmp_path / "again.csv")] == ["matched", "none"]


def test_the_table_itself_is_never_written_over(table):
    with pytest.raises(CannotGeocode, match="another name"):
        geocode_file(table, table)


def test_typed_at_a_prompt(table, tmp_path):
    done = run_here("geocode", str(table), str(tmp_path / "out.csv"), folder=tmp_path)
    assert (done.returncode, "8 rows: 3 matched, 3 none, 1 ambiguous, 1 national." in done.stdout) == (0, True)
    one = run_here("geocode", "--one", "Tuba, Benguet", "--country", "PHL", folder=tmp_path)
    assert "PHL:1401113000" in one.stdout and "matched" in one.stdout
    missing = run_here("geocode", str(tmp_path / "none.csv"), "x.csv", folder=tmp_path)
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)
    assert run_here("geocode", folder=tmp_path).returncode == 2
