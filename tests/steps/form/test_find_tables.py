"""Finding the tables on a sheet: headers of two rows, several tables, totals and notes, covers laid out downwards."""

from steps.files.read_workbook import Cell, Row, Span
from steps.form.find_tables import find_tables
from steps.form.vocabulary import vocabulary

WORDS = vocabulary("MAR", "2015")


def rows_of(text: str, spans: dict[int, tuple[Span, ...]] | None = None) -> list[Row]:
    """Return the rows of a Markdown table; a blank line is an empty row, digits alone are a number."""
    rows = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        texts = [cell.strip() for cell in line.strip().strip("|").split("|")]
        cells = tuple(Cell(place, "n" if cell.isdigit() else "t", cell) for place, cell in enumerate(texts, start=1) if cell)
        if cells:
            rows.append(Row(number, cells, False, (spans or {}).get(number, ())))
    return rows


def read(text: str, named: str | None = "initiatives", spans: dict[int, tuple[Span, ...]] | None = None) -> list[dict[str, object]]:
    """Return each table as its sheet code and its answers, by question."""
    return [
        {"sheet": table.sheet_code, "answers": [{column.question_code: cell.text for column, cell in row.cells} for row in table.rows]}
        for table in find_tables(rows_of(text, spans), named, WORDS).tables
    ]


def roles(text: str, named: str | None = "initiatives", spans: dict[int, tuple[Span, ...]] | None = None) -> list[tuple[int, str]]:
    layout = find_tables(rows_of(text, spans), named, WORDS)
    return [(row.row_number, role) for row, role in layout.other_rows]


def test_a_header_of_two_rows_is_read_as_one():
    text = """
    | Reporting period |      | Country |
    | from             | to   |         |
    | 2014             | 2015 | Maroc   |
    """
    answers = [{"period_start_date": "2014", "period_end_date": "2015", "country_name": "Maroc"}]
    assert read(text, "cover") == [{"sheet": "cover", "answers": answers}]
    merged = {1: (Span(1, 2, 1), Span(3, 3, 2))}
    assert read(text, "cover", merged) == [{"sheet": "cover", "answers": answers}]
    assert roles(text, "cover") == [(1, "header"), (2, "header")]


def test_groups_over_a_header_are_part_of_it():
    text = """
    | Identification |       | Dates      |          |
    | Own reference  | Title | Start date | End date |
    | R1             | Oasis | 2014       | 2015     |
    """
    assert roles(text, spans={1: (Span(1, 2, 1), Span(3, 4, 1))}) == [(1, "header"), (2, "header")]
    # Without merged cells it may be an answer that a sort has moved there.
    assert roles(text) == [(1, "above"), (2, "header")]


def test_a_header_may_be_numbered_and_in_several_languages_but_not_say_more():
    text = """
    | 1. Référence propre * | Titre / عنوان المبادرة | 3 - Statut | Budget total (milliers) | Date de début / Date de fin |
    | R1                    | Oasis                  | Terminé    | 5                       | 2014                        |
    | 1. Référence propre * | Titre / عنوان المبادرة | 3 - Statut | Budget total (milliers) | Date de début / Date de fin |
    | R2                    | Dunes                  | Terminé    | 7                       | 2015                        |
    """
    answers = [
        {"initiative_ref": "R1", "title_text": "Oasis", "status_code": "Terminé", None: "2014"},
        {"initiative_ref": "R2", "title_text": "Dunes", "status_code": "Terminé", None: "2015"},
    ]
    assert read(text) == [{"sheet": "initiatives", "answers": answers}]
    assert roles(text) == [(1, "header"), (3, "header")]


def test_machine_codes_win_over_labels_and_name_labels_of_any_language():
    text = """
    | Sanggunian     | Pamagat    | Title        |
    | initiative_ref | title_text | summary_text |
    | R1             | Oasis      | Un projet    |
    """
    assert read(text)[0]["answers"] == [{"initiative_ref": "R1", "title_text": "Oasis", "summary_text": "Un projet"}]
    assert roles(text) == [(1, "header"), (2, "header")]
    conflict = """
    | Own reference  | Title        | Summary    |
    | initiative_ref | summary_text | title_text |
    | R1             | Un projet    | Oasis      |
    """
    table = find_tables(rows_of(conflict), "initiatives", WORDS).tables[0]
    assert [(column.question_code, column.problem) for column in table.columns] == [
        ("initiative_ref", ""),
        ("summary_text", "header-conflict"),
        ("title_text", "header-conflict"),
    ]


def test_tables_one_below_the_other():
    text = """
    | Own reference | Title | Start date |
    | R1            | Oasis | 2014       |

    | Actors |
    | Actor reference | Name    |
    | A1              | Commune |
    | A2              | Région  |
    | Own reference | Start date | Title |
    | R2            | 2015       | Palme |
    """
    assert read(text) == [
        {"sheet": "initiatives", "answers": [{"initiative_ref": "R1", "title_text": "Oasis", "start_date": "2014"}]},
        {"sheet": "actors", "answers": [{"actor_ref": "A1", "actor_name": "Commune"}, {"actor_ref": "A2", "actor_name": "Région"}]},
        {"sheet": "initiatives", "answers": [{"initiative_ref": "R2", "title_text": "Palme", "start_date": "2015"}]},
    ]
    assert roles(text) == [(1, "header"), (4, "title"), (5, "header"), (8, "header")]


def test_a_header_printed_again_opens_no_table():
    text = """
    | Own reference | Title |
    | R1            | Oasis |
    | Own reference | Title |
    | R2            | Palme |
    """
    assert read(text) == [
        {
            "sheet": "initiatives",
            "answers": [{"initiative_ref": "R1", "title_text": "Oasis"}, {"initiative_ref": "R2", "title_text": "Palme"}],
        }
    ]


def test_tables_side_by_side():
    text = """
    | Own reference | Title |  | Actor reference | Name    | Acronym |
    | R1            | Oasis |  | A1              | Commune |      |
    | R2            | Palme |  |                 |         |      |
    |               |       |  | A2              | Région  | note |
    """
    assert read(text) == [
        {
            "sheet": "initiatives",
            "answers": [{"initiative_ref": "R1", "title_text": "Oasis"}, {"initiative_ref": "R2", "title_text": "Palme"}],
        },
        {
            "sheet": "actors",
            "answers": [
                {"actor_ref": "A1", "actor_name": "Commune"},
                {"actor_ref": "A2", "actor_name": "Région", "acronym_text": "note"},
            ],
        },
    ]


def test_a_sheet_of_another_name_is_known_by_its_columns_only_when_they_leave_no_doubt():
    text = "| Own reference | Title | Start date |\n| R1 | Oasis | 2014 |"
    assert [table["sheet"] for table in read(text, None)] == ["initiatives"]
    assert read("| Own reference | Title |\n| R1 | Oasis |", None) == []  # a list to look things up
    assert read("| Initiative | Notes | Source of evidence |\n| R1 | x | y |", None) == []  # columns of several sheets


def test_totals_and_notes_are_told_from_answers():
    text = """
    | Own reference | Title       | Total budget |
    | R1            | Total       | 100          |
    | Total         |             | 100          |
    | Total         | budget 2015 | 100          |
    | Note : selon la commune        |
    | * provisoire |
    | Nota |
    """
    assert roles(text) == [(1, "header"), (3, "total"), (5, "note"), (6, "note")]
    assert len(read(text)[0]["answers"]) == 3
    wide = {7: (Span(1, 3, 7),)}
    assert (7, "note") in roles(text, spans=wide)


def test_cells_merged_downwards_hold_for_all_their_rows():
    text = """
    | Initiative | Place  |
    | R1         | Figuig |
    |            | Bouarfa |
    |            | Oujda  |
    """
    answers = read(text, "locations", {2: (Span(1, 1, 3),)})[0]["answers"]
    assert [row.get("initiative_ref") for row in answers] == ["R1", "R1", None]


def test_a_cover_laid_out_downwards():
    text = """
    | Cartographie |
    | Pays    | country_name  | Maroc |
    | Langue  | language_code | français |
    | Notes   |
    | Autre chose | x |
    """
    table = find_tables(rows_of(text), "cover", WORDS).tables[0]
    assert [(column.question_code, column.answer_row, cell.text) for column, cell in table.rows[0].cells] == [
        ("country_name", 2, "Maroc"),
        ("language_code", 3, "français"),
        (None, 5, "x"),
    ]
    assert roles(text, "cover") == [(1, "title"), (3, "header"), (4, "header"), (5, "header")]


def test_a_tag_row_below_the_header_belongs_to_it():
    text = """
    | Own reference | Title           |
    | #activity+id  | #activity+name  |
    | R1            | Oasis           |
    """
    layout = find_tables(rows_of(text), "initiatives", WORDS)
    assert [column.hxl_tag for column in layout.tables[0].columns] == ["#activity+id", "#activity+name"]
    assert len(layout.tables[0].rows) == 1
