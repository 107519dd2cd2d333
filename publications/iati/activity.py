"""One initiative as an `iati-activity`, its children in the order of the schema, or what it lacks to be one."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from lxml import etree

from publications.iati.dates_and_money import add_budget, add_dates
from publications.iati.elements import LANGUAGE_ATTRIBUTE, Element, add, clean, clean_line, narrative
from publications.iati.geography import add_locations, add_recipients, add_scope
from publications.iati.left_out import (
    BAD_ADDRESS,
    LANGUAGE_OF_LOCAL_TITLE,
    NO_DESCRIPTION,
    NO_ORGANISATION,
    NO_START,
    NO_STATUS,
    NO_TITLE,
    NOT_PUBLIC,
    Lack,
)  # fmt: skip
from publications.iati.organisations import (
    Part,
    activity_identifier,
    add_other_identifiers,
    add_participating_orgs,
    add_reporting_org,
)  # fmt: skip
from publications.iati.reported import Reported
from publications.iati.reporters import Reporter
from publications.iati.results import add_results
from publications.iati.subjects import add_descriptions, add_policy_markers, add_sectors, add_tags
from schemas.countries import countries

# Consent to publish is asked on the cover and has been heeded before; this question narrows it for a row, and may stay unanswered.
PUBLIC = (None, "PUBLIC")
ACTIVITY_WEB_PAGE = "A12"
ONE_LEVEL = "1"
SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "ne": re.compile("[\u0900-\u097f]")}
HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
LONGEST_ADDRESS = 2_000  # characters; no browser promises more


def lacks_of(told: Reported, parts: list[Part]) -> list[Lack]:
    """Return what keeps an initiative from being an activity: it is not public, or lacks what the standard demands of each."""
    row = told.initiative
    if row["sensitivity_code"] not in PUBLIC:
        return [NOT_PUBLIC]
    facts = (
        (clean_line(row["title_text"]), NO_TITLE),
        (clean(row["summary_text"]), NO_DESCRIPTION),
        (parts, NO_ORGANISATION),
        (row["status_code"], NO_STATUS),
        (row["start_date"], NO_START),
    )
    return [lack for fact, lack in facts if not fact]


def activity_of(told: Reported, reporter: Reporter, parts: list[Part]) -> Element:
    """Return the activity; what could not be told of it is in `told.lacks` afterwards."""
    activity = etree.Element("iati-activity", _attributes(told))
    add(activity, "iati-identifier").text = activity_identifier(reporter, told.initiative["initiative_id"])
    add_reporting_org(activity, reporter)
    _add_title(activity, told)
    add_descriptions(activity, told)
    add_participating_orgs(activity, told, parts)
    add_other_identifiers(activity, told)
    add(activity, "activity-status", code=told.initiative["status_code"])
    add_dates(activity, told)
    add_scope(activity, told)
    add_recipients(activity, told)
    add_locations(activity, told)
    add_sectors(activity, told)
    add_tags(activity, told)
    add_policy_markers(activity, told)
    add_budget(activity, told)
    _add_web_page(activity, told)
    add_results(activity, told)
    return activity


def web_address(text: object) -> str | None:
    """Return a complete web address in the characters that addresses have, None when it is none or holds a password."""
    try:
        parts = urlsplit(clean_line(text))
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # what stands between brackets, before a point or after a colon is no host or port
        return None
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or parts.username is not None:
        return None
    rest = quote(urlunsplit(("", "", *parts[2:])), safe="/?#=&:~+!$,;'@()*-._%")
    address = f"{parts.scheme}://{host}{port}{BROKEN_ESCAPE.sub('%25', rest)}"
    return address if len(address) <= LONGEST_ADDRESS else None


def _attributes(told: Reported) -> dict[str, str]:
    """Return what the activity says of itself: when its newest report came, its language and currency, where they are known."""
    stated = {
        "last-updated-datetime": f"{told.reported_on}T00:00:00" if told.reported_on else None,
        LANGUAGE_ATTRIBUTE: told.language,
        "default-currency": told.initiative["currency_code"],
        "hierarchy": ONE_LEVEL,
    }
    return {name: value for name, value in stated.items() if value}


def _add_title(activity: Element, told: Reported) -> None:
    title = add(activity, "title")
    narrative(title, clean_line(told.initiative["title_text"]))
    local = clean_line(told.initiative["local_title_text"])
    language = _language_of_local(local, told)
    if language:
        narrative(title, local, language)
    elif local:
        told.lacks.append(LANGUAGE_OF_LOCAL_TITLE)


def _language_of_local(text: str, told: Reported) -> str | None:
    """Return the language of a local title: the one of the country's languages that is written in its script."""
    country = countries()[told.initiative["country_code"]]
    written = [language for language, script in SCRIPTS.items() if script.search(text) and language in country.other_languages]
    return written[0] if len(written) == 1 else None


def _add_web_page(activity: Element, told: Reported) -> None:
    stated = clean_line(told.initiative["website_url"])
    address = web_address(stated) if stated else None
    if not address:
        told.lacks += [BAD_ADDRESS] if stated else []
        return
    is_pdf = urlsplit(address).path.lower().endswith(".pdf")
    link = add(activity, "document-link", url=address, format="application/pdf" if is_pdf else "text/html")
    narrative(add(link, "title"), "Page about the activity", "en")
    add(link, "category", code=ACTIVITY_WEB_PAGE)
