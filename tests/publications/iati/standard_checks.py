"""Holds a file of activities to the standard: its schema, its ruleset, its code lists, and the rules that only its guidance has.

The schema, the ruleset and the codes are those of release 2.03; `added_later` codes came to the lists after the edition kept here.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

STANDARD = Path(__file__).parent / "standard"
OWN_VOCABULARIES = ("98", "99")


def faults(file: bytes) -> list[str]:
    """Return everything that the standard does not allow in a file, empty for a good one."""
    root = etree.fromstring(file)
    schema = _schema()
    found = [] if schema.validate(root) else [f"schema: {error.message}" for error in schema.error_log]
    checks = (_of_ruleset, _of_codes, _of_identifiers, _of_sectors, _of_vocabularies, _of_budgets, _of_texts)
    return found + [fault for check in checks for fault in check(root)]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STANDARD / "iati-activities-schema.xsd"))


@cache
def _ruleset() -> dict[str, dict]:
    return json.loads((STANDARD / "standard_ruleset.json").read_text())


@cache
def _codes() -> dict[str, set[str]]:
    lists = defaultdict(set)
    with (STANDARD / "codes.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            lists[row["list_name"]].add(row["code"])
    return lists


@cache
def _code_paths() -> list[dict[str, str]]:
    with (STANDARD / "code_paths.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _of_ruleset(root: etree._Element) -> Iterator[str]:
    rules = {
        "atleast_one": _at_least_one,
        "no_more_than_one": _at_most_one,
        "date_order": _date_order,
        "regex_matches": _matches,
        "sum": _sum,
    }
    for context, by_rule in _ruleset().items():
        for element in root.xpath(context):
            for name, rule in by_rule.items():
                yield from (f"{context} {name}: {case}" for case in rule["cases"] if not rules[name](element, case))


def _at_least_one(element: etree._Element, case: dict) -> bool:
    return any(element.xpath(path) for path in case["paths"])


def _at_most_one(element: etree._Element, case: dict) -> bool:
    return sum(len(element.xpath(path)) for path in case["paths"]) <= 1


def _date_order(element: etree._Element, case: dict) -> bool:
    now = element.getroottree().getroot().get("generated-datetime")[:10]
    less, more = ([now] if case[end] == "NOW" else element.xpath(case[end]) for end in ("less", "more"))
    return not less or not more or max(less) <= min(more)


def _matches(element: etree._Element, case: dict) -> bool:
    values = [value for path in case["paths"] for value in element.xpath(path)]
    texts = [value if isinstance(value, str) else value.text or "" for value in values]
    return all(re.fullmatch(case["regex"], text) and text == text.strip() for text in texts)


def _sum(element: etree._Element, case: dict) -> bool:
    values = [float(value) for path in case["paths"] for value in element.xpath(path)]
    return not values or round(sum(values), 6) == case["sum"]


def _of_codes(root: etree._Element) -> Iterator[str]:
    for row in _code_paths():
        path, _, attribute = row["path"].rpartition("/")
        condition = f"[{row['condition']}]" if row["condition"] else ""
        used = set(root.xpath(f"{path or '//*'}{condition}/{attribute}".replace("///", "//")))
        yield from (f"{row['path']}: {code} is not in {row['list_name']}" for code in used - _codes()[row["list_name"]])


def _of_identifiers(root: etree._Element) -> Iterator[str]:
    known = root.xpath("iati-activity/iati-identifier/text()")
    yield from (f"{one} stands twice" for one in set(known) if known.count(one) > 1)
    for activity in root.iter("iati-activity"):
        own, reporter = activity.findtext("iati-identifier"), activity.find("reporting-org").get("ref")
        if not own.startswith(f"{reporter}-") or own == f"{reporter}-":
            yield f"{own} does not begin with {reporter}-"


def _of_sectors(root: etree._Element) -> Iterator[str]:
    for activity in root.iter("iati-activity"):
        totals = defaultdict(float)
        for sector in activity.findall("sector"):
            totals[sector.get("vocabulary", "1")] += float(sector.get("percentage", 100))
        yield from (f"sectors of vocabulary {one} total {total}" for one, total in totals.items() if round(total, 6) != 100)
        if not activity.xpath("recipient-country|recipient-region"):
            yield "no recipient"


def _of_vocabularies(root: etree._Element) -> Iterator[str]:
    for element in root.xpath("//*[@vocabulary]"):
        is_own = element.get("vocabulary") in OWN_VOCABULARIES and element.tag in ("sector", "tag")
        if is_own and not (element.findtext("narrative") and element.get("vocabulary-uri", "").startswith("https://")):
            yield f"{element.tag} {element.get('code')} lacks a narrative or the address of its vocabulary"


def _of_budgets(root: etree._Element) -> Iterator[str]:
    for budget in root.iter("budget"):
        start, end = (date.fromisoformat(budget.find(one).get("iso-date")) for one in ("period-start", "period-end"))
        if (end - start).days > 366:
            yield f"a budget of more than a year: {start} to {end}"


def _of_texts(root: etree._Element) -> Iterator[str]:
    for element in root.iter("narrative"):
        if not element.text or element.text != element.text.strip():
            yield f"the text of {element.getparent().tag} is empty or has spaces around it"
    for pos in root.iter("pos"):
        latitude, longitude = map(float, pos.text.split(" "))
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            yield f"{pos.text} is no point"
