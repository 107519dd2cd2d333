"""The files of the standard: all activities in one, those of each reporting organisation in one of its own, and what is in none."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd
from lxml import etree

from publications.iati.activity import activity_of, lacks_of
from publications.iati.elements import clean_line
from publications.iati.left_out import LeftOut, left_out_csv
from publications.iati.organisations import parts_of, reporter_for
from publications.iati.reported import Reported, reported
from publications.iati.reporters import THE_MAPPING, Reporter, reporters
from schemas.build_identity import BuildIdentity
from schemas.countries import countries

ALL_ACTIVITIES, LEFT_OUT = "iati-activities.xml", "iati-left-out.csv"
NOTES = (
    "Made from a mapping of locally led initiatives. Shares of sectors are equal parts, since nobody states them. A month or a year that "
    "alone is known stands as its first day for a start, as its last for an end."
)
UNREGISTERED = (
    f"{THE_MAPPING.org_ref} is this mapping itself, a secondary reporter that is registered with nobody. Before such activities go to the "
    "IATI Registry, name the organisation that publishes them in reference/iati/reporting_organisations.csv."
)


class IatiFiles(NamedTuple):
    """The files by path, how many initiatives there were, how many activities each reporter has (none, too), and what was left out."""

    files: dict[str, bytes]
    initiative_count: int
    activity_counts: dict[str, int]
    left_out: list[LeftOut]


def iati_files(tables: Mapping[str, pd.DataFrame], identity: BuildIdentity) -> IatiFiles:
    """Return the files of the public tables without invented examples. A file without an activity is no valid one and is not written."""
    written: dict[Reporter, list[bytes]] = {}
    left_out: list[LeftOut] = []
    count = 0
    for told in reported(tables, identity):
        count += 1
        parts = parts_of(told)
        missing = lacks_of(told, parts)
        if not missing:
            reporter = reporter_for(told)
            written.setdefault(reporter, []).append(_bytes(activity_of(told, reporter, parts)))
        left_out += _left_out(told, missing or told.lacks, not missing)
    files = {LEFT_OUT: left_out_csv(left_out)}
    if written:
        files[ALL_ACTIVITIES] = _file(written, identity)
    files |= {one.file_name: _file({one: activities}, identity) for one, activities in written.items() if one != THE_MAPPING}
    named = dict.fromkeys((one.org_ref for one in reporters().values()), 0)
    return IatiFiles(files, count, named | {one.org_ref: len(activities) for one, activities in written.items()}, left_out)


def _file(written: Mapping[Reporter, Iterable[bytes]], identity: BuildIdentity) -> bytes:
    notes = (NOTES, UNREGISTERED) if THE_MAPPING in written else (NOTES,)
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" generated-datetime="{identity.at}">\n'
    comments = "".join(f"<!-- {note} -->\n" for note in notes)
    activities = (one for activities in written.values() for one in activities)
    return b"".join((opening.encode(), comments.encode(), *activities, b"</iati-activities>\n"))


def _bytes(activity: etree._Element) -> bytes:
    return bytes(etree.tostring(activity, encoding="UTF-8", xml_declaration=False, pretty_print=True))


def _left_out(told: Reported, lacks: Iterable[object], is_published: bool) -> list[LeftOut]:
    row = told.initiative
    about = (row["initiative_id"], countries()[row["country_code"]].name_en, clean_line(row["title_text"]), is_published)
    return [LeftOut(*about, lack) for lack in dict.fromkeys(lacks)]  # type: ignore[arg-type]


def lack_counts(left_out: Iterable[LeftOut]) -> Counter[tuple[bool, str, str]]:
    """Return of how many initiatives each fact is left out, by whether the rest of them is published, and why."""
    return Counter((one.is_published, one.lack.fact, one.lack.why) for one in left_out)
