"""Who does what where: what a row is, figures that nobody counts twice, OCHA's levels, and files that libhxl and spreadsheets take."""

import csv
import io
from typing import Any

import hxl
import openpyxl
import pytest

from publications.hxl_3w.columns import COLUMNS
from publications.hxl_3w.files import hxl_3w
from publications.hxl_3w.rows import who_does_what_where
from tests.publications.public_rows import HOSTILE, MADE, actor, hostile_tables, initiative, part, place, tables, unit


def told(frames: dict[str, Any], *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(field) for field in fields) for row in who_does_what_where(frames)]


def errors(path: Any) -> int:
    """Return how many errors libhxl finds by its default schema."""
    return int(hxl.validate(hxl.data(str(path), hxl.InputOptions(allow_local=True)))["stats"]["error"])


def result(number: int, indicator: str, reached: float | None, **more: Any) -> dict[str, Any]:
    own = {"result_id": f"r{number}", "country_code": "MAR", "initiative_id": "MAR-1", "indicator_name": indicator, "is_suppressed": False}
    return own | {"unit_name": "people", "result_number": reached, "response_id": "row"} | more


def money(initiative_id: str, kind: str, dollars: float) -> dict[str, Any]:
    own = {"finance_id": kind, "initiative_id": initiative_id, "country_code": "MAR", "finance_kind_code": kind}
    return own | {"amount": dollars, "amount_usd": dollars, "response_id": "row"}


TWO_PLACES = [place("p1", "MAR-1", "Fès"), place("p2", "MAR-1", "Oujda")]


def test_a_row_is_an_initiative_an_organisation_that_acts_and_a_place():
    frames = tables(
        core_initiatives=[initiative("MAR-1")],
        core_initiative_places=TWO_PLACES,
        core_actors=[actor("a", "Commune"), actor("b", "Bank"), actor("c", "Association"), actor("d", "Families")],
        core_initiative_actors=[
            part("MAR-1", "c", "PAR"), part("MAR-1", "b", "FUND"), part("MAR-1", "a", "IMPL"), part("MAR-1", "a", "FUND"),
            part("MAR-1", "d", "BEN"),
        ],
    )  # fmt: skip
    assert told(frames, "organisation", "roles", "funders", "place") == [
        ("Commune", "Funder|Implementer", "Bank|Commune", "Fès"),
        ("Association", "Partner, role not stated", "Bank|Commune", "Fès"),
        ("Commune", "Funder|Implementer", "Bank|Commune", "Oujda"),
        ("Association", "Partner, role not stated", "Bank|Commune", "Oujda"),
    ]


def test_an_initiative_without_organisation_and_place_has_a_row_all_the_same():
    assert told(tables(core_initiatives=[initiative("SEN-1")]), "initiative_id", "organisation", "country", "place", "place_status") == [
        ("SEN-1", None, "Senegal", None, "no place was reported")
    ]


def test_figures_stand_once_an_initiative_and_people_are_never_added_up():
    frames = tables(
        core_initiatives=[initiative("MAR-1")],
        core_initiative_places=TWO_PLACES,
        core_actors=[actor("a", "Commune"), actor("b", "Association")],
        core_initiative_actors=[part("MAR-1", "a", "LEAD"), part("MAR-1", "b", "PAR")],
        core_results=[
            result(1, "People trained", 318, female_count=120, target_number=300), result(2, "People reached", 312, target_number=500),
            result(3, "Trees", 9000, unit_name="trees"), result(4, "Unknown", None),
        ],
        core_finance=[money("MAR-1", "budget", 99.5), money("MAR-1", "contribution", 50)],
    )  # fmt: skip
    elsewhere = (None, None, None, None, "given in another row of the initiative")
    assert told(frames, "targeted", "reached", "reached_women", "value_usd", "figures_of") == [
        (500, 318, 120, 99.5, "the whole initiative"), elsewhere, elsewhere, elsewhere,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "values"),
    [
        ((60, 40), [60.01, 40.0]),
        ((33.3, 33.3, 33.3), [33.34, 33.34, 33.33]),  # rounded by who states them; the sum is the amount all the same
        ((60, None), [100.01, None]),  # of a share that nobody stated nothing is guessed
        ((60, 60), [100.01, None]),
    ],
)
def test_money_is_parted_over_places_only_by_shares_that_make_the_whole(shares, values):
    frames = tables(
        core_initiatives=[initiative("MAR-1")],
        core_initiative_places=[place(f"p{number}", "MAR-1", "x", budget_share=share) for number, share in enumerate(shares)],
        core_finance=[
            {
                "finance_id": "f",
                "initiative_id": "MAR-1",
                "country_code": "MAR",
                "finance_kind_code": "budget",
                "amount": 1,
                "amount_usd": 100.01,
            }
        ],
    )
    assert [value for (value,) in told(frames, "value_usd")] == values


def test_figures_stand_in_the_country_that_reports_them():
    frames = tables(
        core_initiatives=[initiative("MAR-1")],
        core_initiative_places=[place("p1", "MAR-1", "Italie", place_id="ITA", place_name="Italy"), place("p2", "MAR-1", "Fès")],
        core_places=[unit("ITA", "country", "Italy")],
        core_finance=[money("MAR-1", "budget", 5.0)],
    )
    assert told(frames, "country", "value_usd", "reporting_country") == [("Morocco", 5.0, "Morocco"), ("Italy", None, "Morocco")]


def test_units_stand_at_the_levels_of_ocha_with_p_codes_as_they_are():
    frames = tables(
        core_initiatives=[initiative("TUN-1"), initiative("SLV-1"), initiative("SEN-1"), initiative("CRI-1")],
        core_initiative_places=[
            place("p1", "TUN-1", "Tunis", place_id="TUN:11", admin1_place_id="TUN:11", place_name="Tunis", status_code="matched"),
            place("p2", "SLV-1", "x", place_id="SLV:3", admin1_place_id="SLV:1", admin2_place_id="SLV:2", admin3_place_id="SLV:3"),
            place("p3", "SEN-1", "x", place_id="SEN:3", admin1_place_id="SEN:1", admin3_place_id="SEN:3"),
            place("p4", "CRI-1", "x", place_id="CRI:3", admin1_place_id="CRI:1", admin3_place_id="CRI:3"),
            place("p5", "CRI-1", "Madrid", place_id="ESP", place_name="Spain"),
        ],
        core_places=[
            unit("TUN:11", "admin1", "Tunis", pcode_text="TN11"),
            unit("SLV:1", "admin1", "Sonsonate"), unit("SLV:2", "admin2", "Sonsonate Norte"), unit("SLV:3", "admin3", "Juayúa"),
            unit("SEN:1", "admin1", "Matam", pcode_text="SN07"), unit("SEN:3", "admin3", "Ogo", unit_kind_code="commune"),
            unit("CRI:1", "admin1", "San José", pcode_text="CR1"), unit("CRI:3", "admin3", "Carmen", pcode_text="CR10101"),
            unit("ESP", "country", "Spain"),
        ],
    )  # fmt: skip
    levels = [f"adm{level}_{what}" for level in (1, 2, 3, 4) for what in ("name", "pcode")]
    assert {row[0]: row[1:] for row in told(frames, "place_as_reported", "country_code", *levels) if row[1] == "TUN"} == {
        "Tunis": ("TUN", None, None, "Tunis", "TN11", None, None, None, None)
    }
    by_country = {row[0]: row[1:] for row in told(frames, "country_code", *levels)}
    assert by_country["SLV"] == ("Sonsonate", None, "Juayúa", None, None, None, None, None)
    assert by_country["SEN"] == ("Matam", "SN07", None, None, None, None, "Ogo", None)
    assert by_country["CRI"] == ("San José", "CR1", None, None, "Carmen", "CR10101", None, None)
    assert by_country["ESP"] == (None,) * 8, "a place abroad stands in its own country"


@pytest.mark.parametrize("name", ["3w.csv", "3w.xlsx"])
def test_libhxl_finds_no_error_whatever_people_write(tmp_path, name):
    (tmp_path / name).write_bytes(hxl_3w(hostile_tables(), MADE)[name])
    source = hxl.data(str(tmp_path / name), hxl.InputOptions(allow_local=True))
    assert source.display_tags == [column.tag for column in COLUMNS]
    assert len({row.get("#activity+id") for row in source}) == len(HOSTILE) + 1
    assert errors(tmp_path / name) == 0


def test_libhxl_would_find_an_error(tmp_path):
    frames = tables(core_initiatives=[initiative("MAR-1", start_date="soon")])
    (tmp_path / "3w.csv").write_bytes(hxl_3w(frames, MADE)["3w.csv"])
    assert errors(tmp_path / "3w.csv") == 1


def test_lists_in_cells_are_parted_as_hxl_tools_part_them(tmp_path):
    frames = tables(core_initiatives=[initiative("MAR-1", primary_theme_code="M4", theme_codes="M4|M5", target_group_codes="WOM|YTH")])
    (tmp_path / "3w.csv").write_bytes(hxl_3w(frames, MADE)["3w.csv"])
    expanded = hxl.data(str(tmp_path / "3w.csv"), hxl.InputOptions(allow_local=True)).expand_lists("#sector+list")
    assert [row.get("#sector+all") for row in expanded] == ["Jobs & economic opportunity", "Integration & reintegration"]


def test_in_the_workbook_text_stays_text_and_numbers_are_numbers():
    frames = hostile_tables() | {"core_finance": tables(core_finance=[money("MAR-00", "budget", 5.5)])["core_finance"]}
    book = openpyxl.load_workbook(io.BytesIO(hxl_3w(frames, MADE)["3w.xlsx"]))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.data_type == "n"] == [5.5]
    assert [cell for cell in cells if cell.hyperlink] == []
    titles = {cell.value for cell in book["3W"]["B"][2:]}
    assert {'=HYPERLINK("http://example.org")', "007", "2019-01"} <= titles


def test_the_same_tables_give_the_same_bytes_in_any_order():
    frames = hostile_tables()
    upside_down = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in frames.items()}
    assert hxl_3w(frames, MADE) == hxl_3w(upside_down, MADE)


def test_a_spreadsheet_program_reads_arabic_and_its_first_header_right():
    content = hxl_3w(tables(core_initiatives=[initiative("MAR-1", title_text="مبادرة")]), MADE)["3w.csv"]
    assert content.startswith(b"\xef\xbb\xbf"), "without its mark Excel takes the file for another encoding"
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [len(line) for line in lines] == [len(COLUMNS)] * 3
    assert lines[2][:2] == ["MAR-1", "مبادرة"]
