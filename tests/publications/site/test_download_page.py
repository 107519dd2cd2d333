"""Downloads: every file that is there, none that is not, and hashes that are true."""

from hashlib import sha256

import pytest

from publications.site.download_page import grouped_downloads, pages
from tests.publications.small_site import IDENTITY, Page, small_contents

FILES = {
    "report.xlsx": b"x" * 1_234_567, "reports/MAR.fr.xlsx": b"a", "iati-activities.xml": b"b", "3w.csv": b"c", "3w.xlsx": b"d",
    "initiatives.geojson": b"e", "corridors.geojson": b"f", "csv/core_initiatives.csv": b"g", "case-studies.csv": b"h",
    "changes.atom": b"i", "CITATION.cff": b"j", "LICENCE.txt": "Licence of <b>all</b> é".encode(), "new & 'odd'.bin": b"",
}  # fmt: skip


def page_of(files):
    return Page(dict(pages(small_contents({}, downloads=files)))["downloads.html"])


@pytest.mark.parametrize("names", [(), *((name,) for name in FILES), tuple(FILES)])
def test_any_files_are_listed_with_links_and_true_hashes(names):
    page = page_of({name: FILES[name] for name in names})
    links = [address for address in page.addresses() if address.startswith("downloads/")]
    assert {address.removeprefix("downloads/") for address in links} == set(names)
    assert all(sha256(FILES[name]).hexdigest() in page.text for name in names)
    assert ("There are no files" in page.text) == (not names)
    assert f"build {IDENTITY.build_id}" in page.text


def test_files_are_grouped_by_what_they_are_for_and_explained():
    groups = grouped_downloads(small_contents({}, downloads=FILES))
    assert {group: [file.path for file in files] for group, files in groups.items()} == {
        "Workbooks": ["report.xlsx", "reports/MAR.fr.xlsx"],
        "Maps": ["corridors.geojson", "initiatives.geojson"],
        "Tables": ["case-studies.csv", "csv/core_initiatives.csv"],
        "Standards": ["3w.csv", "3w.xlsx", "iati-activities.xml"],
        "Changes": ["changes.atom"],
        "Citation and licence": ["CITATION.cff", "LICENCE.txt"],
        "Other files": ["new & 'odd'.bin"],
    }
    told = {file.path: file for files in groups.values() for file in files}
    assert told["reports/MAR.fr.xlsx"].meaning == "The report of Morocco, in French."
    assert told["csv/core_initiatives.csv"].meaning.startswith("Locally led migration and development initiatives.")
    assert told["report.xlsx"].size == "1.2 MB"


def test_a_licence_is_shown_as_it_stands():
    page = page_of(FILES)
    assert "Licence of <b>all</b> é" in page.text
    assert "There is no" not in page.text and "LICENCE" not in page_of({"3w.csv": b""}).text
