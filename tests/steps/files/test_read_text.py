"""Plain text: whatever the table, the separator and the way its letters are written, the same cells come back."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from steps.files.encodings import decode
from steps.files.limits import Note
from steps.files.read_text import sheets

LETTERS = st.text(st.sampled_from("abcXYZ019 ,;|\t\n\"'éñçÉ’«اليمنनेपाल"), max_size=12)
TABLES = st.lists(st.lists(LETTERS, min_size=2, max_size=5), min_size=2, max_size=6)
SENTENCES = {
    "cp1252": "Título;Año\nCooperación “niñez” y migración – Peña;España\nL’école d’été « Médenine »;Île-de-France\n",
    "mac_roman": "Título;Año\nCooperación “niñez” y migración – Peña;España\nL’école d’été « Médenine »;Île-de-France\n",
    "cp1256": "الجهة;الإقليم\nالشرق;بركان – Berkane\nدرعة تافيلالت;زاكورة « café »\n",
    "iso8859_6": "الجهة;الإقليم\nالشرق;بركان\nدرعة تافيلالت;زاكورة، ورزازات\n",
}


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n"]))
def test_what_was_written_is_read(table: list[list[str]], separator: str, way: str, line_end: str) -> None:
    width = max(map(len, table))
    table = [["first", "second"] + ["x"] * (width - 2), *(row + ["x"] * (width - len(row)) for row in table)]
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    notes: list[Note] = []
    [sheet] = sheets(page.getvalue().encode(way), "x", notes)
    read = {row.number: [row.kinds, row.texts] for row in sheet.rows}
    expected = {
        number: ["".join(" " if not cell or cell.isspace() else "t" for cell in row).rstrip(), [cell for cell in row if cell.strip()]]
        for number, row in enumerate(table, start=1)
        if any(map(str.strip, row))
    }
    assert read == expected
    assert notes == []


@pytest.mark.parametrize("way", SENTENCES)
def test_tells_an_old_way_to_write_letters_by_the_words_that_make_sense(way: str) -> None:
    read = decode(SENTENCES[way].encode(way))
    assert read.text == SENTENCES[way]
    assert read.guess


@given(st.binary(max_size=200))
def test_any_bytes_become_some_text(content: bytes) -> None:
    assume(not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")))
    assert len(decode(content).text) <= len(content)
