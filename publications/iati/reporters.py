"""Who reports an activity to IATI: the organisations that `reference/iati/reporting_organisations.csv` names, else this mapping itself."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from schemas.code_lists import code_list
from schemas.countries import countries
from schemas.errors import BrokenReference
from schemas.reference_files import read_reference

FILE = "iati/reporting_organisations.csv"
COLUMNS = ("reports_for", "org_ref", "org_name", "org_type_code", "is_secondary_reporter", "note_text")
EVERYTHING = "all"
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
YES_NO = {"yes": True, "no": False}


class Reporter(NamedTuple):
    """An organisation that reports activities: its IATI identifier, name and type, and whether it reports what others do."""

    org_ref: str
    org_name: str
    org_type_code: str
    is_secondary: bool

    @property
    def file_name(self) -> str:
        """The file of its own activities; a colon stands in no file name."""
        return f"iati/{self.org_ref.replace(':', '_')}.xml"


# Its identifier begins with no registration agency and so claims no registration; what it reports is the work of others.
THE_MAPPING = Reporter("JMDI-MAPPING", "JMDI mapping of locally led migration and development initiatives (not registered)", "90", True)


@cache
def reporters() -> dict[str, Reporter]:
    """Return who reports, by what for: an organisation that leads (its id), a country (its code), or `all`. Raises BrokenReference."""
    known: dict[str, Reporter] = {}
    for row in read_reference(FILE, COLUMNS, ("reports_for",)):
        reporter = _reporter(row)
        same_file = (one for one in known.values() if one.file_name.casefold() == reporter.file_name.casefold())
        other = next(same_file, reporter)
        if other.org_ref != reporter.org_ref:
            raise _broken(row, f"{reporter.org_ref} is written {other.org_ref} in a row above, or would share its file.")
        if other != reporter:
            raise _broken(row, f"{reporter.org_ref} has another name, type or is_secondary_reporter in a row above.")
        known[row["reports_for"]] = reporter
    return known


def reporter_of(country_code: str, lead_actor_ids: Iterable[str]) -> Reporter:
    """Return who reports an initiative: the organisation named for one that leads it, for its country, for all; else the mapping."""
    named = reporters()
    keys = (*lead_actor_ids, country_code, EVERYTHING)
    return next((named[key] for key in keys if key in named), THE_MAPPING)


def _reporter(row: dict[str, str]) -> Reporter:
    whom = row["reports_for"]
    if whom != EVERYTHING and whom not in countries() and "-" not in whom:
        raise _broken(row, f"reports_for is '{EVERYTHING}', a country ({', '.join(countries())}) or an actor_id of core_actors.")
    if not IDENTIFIER.fullmatch(row["org_ref"]) or "-" not in row["org_ref"]:
        raise _broken(row, f"'{row['org_ref']}' is no identifier as IATI registers them, such as XM-DAC-41114.")
    if row["org_ref"].casefold() == THE_MAPPING.org_ref.casefold():
        raise _broken(row, f"{THE_MAPPING.org_ref} stands for the mapping itself and is registered with nobody.")
    if not row["org_name"]:
        raise _broken(row, "org_name is empty.")
    if not row["org_name"].isprintable():
        raise _broken(row, "org_name has a character that is not seen, such as a tab; write the name anew.")
    if row["org_type_code"] not in code_list("iati_org_types").labels:
        raise _broken(row, f"org_type_code is one of {', '.join(code_list('iati_org_types').codes)}.")
    if row["is_secondary_reporter"] not in YES_NO:
        raise _broken(row, "is_secondary_reporter is yes or no.")
    return Reporter(row["org_ref"], row["org_name"], row["org_type_code"], YES_NO[row["is_secondary_reporter"]])


def _broken(row: dict[str, str], fault: str) -> BrokenReference:
    return BrokenReference(f"reference/{FILE}, {row['reports_for']}: {fault}")
