"""Downloads: every file that readers may take, what it is, how to open it and how to cite it. Right with any files, also with none."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import NamedTuple

from publications.citation.words import citation
from publications.site.contents import Contents
from publications.site.layout import render
from publications.site.links import MAIN_LANGUAGE
from publications.site.records import chosen, helpers
from publications.site.words import Words
from schemas.countries import countries

NAME, FOLDER = "downloads", "downloads"
LICENCE, CITATION = "LICENCE.txt", "CITATION.cff"
FORMATS = {
    ".xlsx": "Excel workbook", ".csv": "CSV, UTF-8", ".geojson": "GeoJSON, WGS 84", ".xml": "XML", ".atom": "Atom feed",
    ".cff": "Citation File Format", ".txt": "Text", ".json": "JSON", ".parquet": "Parquet", ".gpkg": "GeoPackage", ".zip": "ZIP archive",
}  # fmt: skip
WORKBOOKS, MAPS, STANDARDS, TABLES, CHANGES, RIGHTS, OTHERS = (
    "Workbooks", "Maps", "Standards", "Tables", "Changes", "Citation and licence", "Other files",
)  # fmt: skip
KNOWN = {  # by path: its group, and what it is
    "report.xlsx": (WORKBOOKS, "The report: a sheet for each table of figures, with charts, notes and definitions."),
    "iati-activities.xml": (STANDARDS, "Initiatives as activities in the standard of the International Aid Transparency Initiative, 2.03."),
    "iati-left-out.csv": (STANDARDS, "What IATI is not told, and why: where to fill in what is missing."),
    "3w.csv": (STANDARDS, "Who does what where, with HXL tags, as humanitarian coordinators exchange it."),
    "3w.xlsx": (STANDARDS, "The same as a workbook."),
    "initiatives.geojson": (MAPS, "Places of initiatives as points, with how precise each is."),
    "corridors.geojson": (MAPS, "Corridors between localities of two countries as lines."),
    "case-studies.csv": (TABLES, "An index of the practices that are described, with their pages."),
    "csv/README.txt": (TABLES, "How to open the tables, and what their columns mean."),
    "changes.atom": (CHANGES, "What is new, has changed or has gone since the edition before, for feed readers."),
    CITATION: (RIGHTS, "How to cite the data, for programs that keep references."),
    LICENCE: (RIGHTS, "What may be done with the data, and the sources that want to be named."),
}
BY_SUFFIX = {".xlsx": WORKBOOKS, ".geojson": MAPS, ".csv": TABLES, ".xml": STANDARDS, ".atom": CHANGES}
GROUPS = (WORKBOOKS, MAPS, TABLES, STANDARDS, CHANGES, RIGHTS, OTHERS)
UNITS = ("bytes", "KB", "MB", "GB")
STEP = 1000


class Download(NamedTuple):
    """A file that a reader may take: its path below the folder of downloads, what it is, and how to tell that it arrived whole."""

    path: str
    meaning: str
    format_name: str
    size: str
    digest: str


def pages(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield the page of downloads."""
    words = Words(MAIN_LANGUAGE)
    licence = contents.downloads.get(LICENCE)
    groups = grouped_downloads(contents)
    yield render(
        "downloads.html", NAME, words.say("downloads"), contents.edition, **helpers(words), groups=groups, folder=FOLDER,
        suffixes={PurePosixPath(path).suffix for path in contents.downloads}, first=_first_of_each(contents.downloads),
        licence=licence.decode("utf-8", "replace") if licence is not None else None, has_citation=CITATION in contents.downloads,
        citation=citation(contents.edition.identity),
    )  # fmt: skip


def grouped_downloads(contents: Contents) -> dict[str, list[Download]]:
    """Return the files by what they are for, in the order of reading; groups without a file are left out."""
    meanings = {row["table_name"]: row["description_text"] for row in _described(contents)}
    groups: dict[str, list[Download]] = {}
    for path, content in sorted(contents.downloads.items()):
        group, meaning = _known(path, meanings)
        name = FORMATS.get(PurePosixPath(path).suffix, PurePosixPath(path).suffix.removeprefix(".").upper() or "File")
        groups.setdefault(group, []).append(Download(path, meaning, name, _size(len(content)), sha256(content).hexdigest()))
    return {group: groups[group] for group in GROUPS if group in groups}


def _described(contents: Contents) -> list[dict[str, str]]:
    return chosen(contents, "core_dictionary_tables", "table_name", "description_text")


def _known(path: str, meanings: Mapping[str, str]) -> tuple[str, str]:
    """Return the group of a file and what it is: as declared, as the dictionary says of a table, or as its name says."""
    if path in KNOWN:
        return KNOWN[path]
    parts = PurePosixPath(path)
    group = BY_SUFFIX.get(parts.suffix, OTHERS)
    if parts.parent.name == "reports":
        return WORKBOOKS, _edition_of_a_country(parts.stem)
    if parts.parent.name == "iati":
        return STANDARDS, "The activities that one organisation reports, in the same standard."
    return group, meanings.get(parts.stem, "")


def _edition_of_a_country(stem: str) -> str:
    """Return what a country's report is, by its name, such as MAR.fr."""
    code, _, language = stem.partition(".")
    known = countries().get(code)
    name = known.name_en if known else code
    return f"The report of {name}, in {Words(MAIN_LANGUAGE).label('languages', language)}." if language else f"The report of {name}."


def _size(count: int) -> str:
    """Return a size as people read it: 1.2 MB."""
    number, unit = float(count), 0
    while number >= STEP and unit < len(UNITS) - 1:
        number, unit = number / STEP, unit + 1
    return f"{number:.0f} {UNITS[unit]}" if unit == 0 or number >= 100 else f"{number:.1f} {UNITS[unit]}"


def _first_of_each(downloads: Mapping[str, bytes]) -> dict[str, str]:
    """Return a file of each kind for the examples of how to open it; a table of initiatives, where there is one."""
    first: dict[str, str] = {}
    for path in sorted(downloads, key=lambda path: ("core_initiatives" not in path, "/" not in path, path)):
        first.setdefault(PurePosixPath(path).suffix, path)
    return first
